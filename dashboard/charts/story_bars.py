"""Moves side by side, each with its number at the end of its bar."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.story_markets import short_day
from dashboard.language import Language
from dashboard.studies.story_moves import Bar, Bars
from dashboard.studies.story_words import name_of

ROW = 34
"""Height of a bar with its room, in pixels."""
NO_BREAK = "\N{NO-BREAK SPACE}"
ROOM = 0.32
"""Room for a number beside the longest bar, as a share of the axis."""


def bars_chart(drawn: Bars, language: Language) -> Chart:
    """Draw one bar a move, under the heading of its group where it has one."""
    bars, t = drawn.bars, language.text
    places, ticks, headings = _rows(bars, language)
    twice = max(Counter(bar.security for bar in bars).values()) > 1
    later = [twice and bar.first > min(b.first for b in bars) for bar in bars]
    figure = base_figure(ROW * (len(bars) + len(headings)) + 40)
    figure.add_trace(
        go.Bar(
            x=[bar.value for bar in bars],
            y=places,
            orientation="h",
            width=0.7,
            marker={
                "color": [ORANGE if second else BLUE for second in later],
                "pattern": {"shape": ["/" if second else "" for second in later]},
            },
            error_x=_errors(bars),
            customdata=[_hover(bar, language) for bar in bars],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_trace(_numbers(bars, places, twice, language))
    for place, heading in headings.items():
        figure.add_annotation(
            x=0,
            y=place,
            xref="paper",
            text=f"<b>{t(heading)}</b>",
            showarrow=False,
            xanchor="left",
        )
    ends = [end for bar in bars for end in (bar.interval or (bar.value,))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = ROOM * (high - low)
    figure.update_xaxes(
        range=[low - room * (low < 0), high + room * (high > 0)],
        showticklabels=False,
        showgrid=False,
        zeroline=True,
        zerolinecolor=GREY,
    )
    figure.update_yaxes(
        tickvals=places,
        ticktext=ticks,
        range=[max(places) + 0.6, min([*places, *headings]) - 0.6],
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    figure.update_layout(showlegend=False, hovermode="closest", margin={"t": 12})
    return Chart(
        figure=figure,
        name=t("{measure} by security", measure=drawn.measure),
        sentence=_sentence(drawn, language),
        table=_table(drawn, language),
    )


def _rows(
    bars: tuple[Bar, ...], language: Language
) -> tuple[list[float], list[str], dict[float, str]]:
    places: list[float] = []
    ticks: list[str] = []
    headings: dict[float, str] = {}
    at, group, security = 0.0, "", ""
    for bar in bars:
        if bar.group != group:
            headings[at], at, group = bar.group, at + 1, bar.group
        at += 0.35 if security not in ("", bar.security) and not bar.group and _paired(bars) else 0
        places.append(at)
        name = name_of(bar.security, language)
        ticks.append("" if bar.security == security else "<br>".join(wrap(name, 18)))
        at, security = at + 1, bar.security
    return places, ticks, headings


def _paired(bars: tuple[Bar, ...]) -> bool:
    return len({bar.security for bar in bars}) < len(bars)


def _errors(bars: tuple[Bar, ...]) -> dict[str, object] | None:
    if not all(bar.interval for bar in bars):
        return None
    return {
        "type": "data",
        "array": [bar.interval[1] - bar.value for bar in bars if bar.interval],
        "arrayminus": [bar.value - bar.interval[0] for bar in bars if bar.interval],
        "color": GREY,
    }


def _numbers(
    bars: tuple[Bar, ...], places: list[float], twice: bool, language: Language
) -> go.Scatter:
    ends = [bar.value if bar.interval is None else bar.interval[bar.value >= 0] for bar in bars]
    return go.Scatter(
        x=ends,
        y=places,
        mode="text",
        text=[_number(bar, twice, language) for bar in bars],
        textposition=["middle right" if bar.value >= 0 else "middle left" for bar in bars],
        cliponaxis=False,
        hoverinfo="skip",
    )


def _number(bar: Bar, dated: bool, language: Language) -> str:
    number = language.percent(bar.value)
    if dated:
        number += f" ({short_day(bar.last, language)})"
    # Plotly trims plain spaces at the ends of a text.
    return f"{NO_BREAK}{number}{NO_BREAK}"


def _hover(bar: Bar, language: Language) -> str:
    days = language.date(bar.first)
    if bar.last != bar.first:
        days = language.text(
            "{first} to {last}", first=language.date(bar.first), last=language.date(bar.last)
        )
    return f"{name_of(bar.security, language)}<br>{days}<br>{language.percent(bar.value)}"


def _sentence(drawn: Bars, language: Language) -> str:
    lowest, highest = (pick(drawn.bars, key=lambda bar: bar.value) for pick in (min, max))
    return language.text(
        "{measure}: from {low} ({lowest}) to {high} ({highest}).",
        measure=drawn.measure,
        low=language.percent(lowest.value),
        lowest=name_of(lowest.security, language),
        high=language.percent(highest.value),
        highest=name_of(highest.security, language),
    )


def _table(drawn: Bars, language: Language) -> pd.DataFrame:
    t = language.text
    rows = []
    for bar in drawn.bars:
        row: dict[str, object] = {
            t("Ticker"): bar.security,
            t("Security"): name_of(bar.security, language),
            t("First session"): bar.first.isoformat(),
            t("Last session"): bar.last.isoformat(),
            t(drawn.measure): bar.value,
        }
        if bar.interval is not None:
            row |= {t("Interval from"): bar.interval[0], t("Interval to"): bar.interval[1]}
        rows.append(row)
    return pd.DataFrame(rows)
