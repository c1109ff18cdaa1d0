"""Closes relative to the last one before a fall, until each is regained."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import Drawing, scatter
from dashboard.language import Language
from dashboard.studies.story_moves import Recoveries, Recovery
from dashboard.studies.story_words import name_of

AFTER = timedelta(days=10)
"""How long the lines go on once all have regained the level."""
LOOKS = ((BLUE, "solid", "circle"), (ORANGE, "dot", "diamond"))


def recovery_chart(drawn: Recoveries, language: Language) -> Chart:
    """Draw one line a security, with the session that closed above the level marked."""
    t, recoveries = language.text, drawn.recoveries
    drawing = base_figure(420)
    until = max(entry.regained for entry in recoveries) + AFTER
    for entry, (color, dash, symbol) in zip(recoveries, LOOKS, strict=True):
        _draw_line(drawing, entry, until, color, dash, language)
        _mark(drawing, entry, color, symbol, language)
    drawing.add_hline(y=0, line={"color": GREY, "width": 1, "dash": "dash"})
    drawing.update_xaxes(
        tickformat="%-m/%-d" if language.code == "ja" else "%-d %b",
        range=[
            (recoveries[0].base_day - timedelta(days=4)).isoformat(),
            (until + AFTER).isoformat(),
        ],
        automargin=True,
    )
    drawing.update_yaxes(
        **percent_axis(t("Close against that of {day}", day=language.date(recoveries[0].base_day)))
    )
    drawing.update_layout(showlegend=False)
    return Chart(
        spec=drawing.spec(),
        name=t("From the fall to the level before it"),
        sentence=" ".join(_sentence(entry, language) for entry in recoveries)
        if language.code == "en"
        else "".join(_sentence(entry, language) for entry in recoveries),
        table=_table(recoveries, until, language),
    )


def _draw_line(
    drawing: Drawing, entry: Recovery, until: date, color: str, dash: str, language: Language
) -> None:
    shown = [
        (day, value - 1)
        for day, value in zip(entry.days, entry.relative, strict=True)
        if day <= until
    ]
    name = name_of(entry.security, language)
    drawing.add_trace(
        scatter(
            x=[day.isoformat() for day, _ in shown],
            y=[value for _, value in shown],
            mode="lines",
            line={"color": color, "width": 2, "dash": dash},
            name=name,
            customdata=[
                language.labelled(
                    language.named((name, language.date(day))), language.percent(value)
                )
                for day, value in shown
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _mark(drawing: Drawing, entry: Recovery, color: str, symbol: str, language: Language) -> None:
    day = entry.regained.isoformat()
    at = entry.relative[entry.days.index(entry.regained)] - 1
    drawing.add_trace(
        scatter(
            x=[day],
            y=[at],
            mode="markers",
            marker={"color": color, "size": 13, "symbol": symbol},
            hoverinfo="skip",
        )
    )
    drawing.add_annotation(
        x=day,
        y=at,
        text=f"<b>{name_of(entry.security, language)}</b><br>{language.date(entry.regained)}",
        font={"color": color},
        showarrow=True,
        arrowcolor=color,
        arrowhead=0,
        ax=0,
        ay=-48,
    )


def _sentence(entry: Recovery, language: Language) -> str:
    return language.text(
        "{security} first closed above its level of {base_day} on {day}, {sessions} sessions "
        "after the fall.",
        security=name_of(entry.security, language),
        base_day=language.date(entry.base_day),
        day=language.date(entry.regained),
        sessions=entry.sessions,
    )


def _table(recoveries: tuple[Recovery, ...], until: date, language: Language) -> pd.DataFrame:
    columns = {
        name_of(entry.security, language): pd.Series(
            [value - 1 for value in entry.relative], index=entry.days
        )
        for entry in recoveries
    }
    table = pd.DataFrame(columns)
    table = table[[day <= until for day in table.index]]
    table.insert(0, language.text("Date"), [day.isoformat() for day in table.index])
    return table.reset_index(drop=True)
