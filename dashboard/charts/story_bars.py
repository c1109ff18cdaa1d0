"""Moves side by side, each with its number at the end of its move."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.labels import wrapped
from dashboard.charts.plot import Trace, bar, scatter
from dashboard.language import Language
from dashboard.studies.story_moves import Bar, Bars
from dashboard.studies.story_words import name_of

ROW = 34
"""Height of a bar with its room, in pixels."""
NO_BREAK = "\N{NO-BREAK SPACE}"
ROOM = 0.42
"""Room for a number beside the longest bar, as a share of the axis."""


def bars_chart(drawn: Bars, language: Language) -> Chart:
    """Draw one bar a move, under the heading of its group where it has one."""
    bars, t = drawn.bars, language.text
    places, ticks, headings = _rows(bars, language)
    twice = max(Counter(move.security for move in bars).values()) > 1
    later = [twice and move.first > min(b.first for b in bars) for move in bars]
    drawing = base_figure(ROW * (len(bars) + len(headings)) + 40)
    drawing.add_trace(
        bar(
            x=[move.value for move in bars],
            y=places,
            orientation="h",
            width=0.7,
            marker={
                "color": [ORANGE if second else BLUE for second in later],
                "pattern": {"shape": ["/" if second else "" for second in later]},
            },
            error_x=_errors(bars),
            customdata=[_hover(move, language) for move in bars],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    drawing.add_trace(_numbers(bars, places, twice, language))
    for place, heading in headings.items():
        drawing.add_annotation(
            x=0,
            y=place,
            xref="paper",
            text=f"<b>{t(heading)}</b>",
            showarrow=False,
            xanchor="left",
        )
    ends = [end for move in bars for end in (move.interval or (move.value,))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = ROOM * (high - low)
    drawing.update_xaxes(
        range=[low - room * (low < 0), high + room * (high > 0)],
        showticklabels=False,
        showgrid=False,
        zeroline=True,
        zerolinecolor=GREY,
    )
    drawing.update_yaxes(
        tickvals=places,
        ticktext=ticks,
        range=[max(places) + 0.6, min([*places, *headings]) - 0.6],
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    drawing.update_layout(showlegend=False, hovermode="closest", margin={"t": 12})
    return Chart(
        spec=drawing.spec(),
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
    for move in bars:
        if move.group != group:
            headings[at], at, group = move.group, at + 1, move.group
        at += (
            0.35 if security not in ("", move.security) and not move.group and _paired(bars) else 0
        )
        places.append(at)
        name = name_of(move.security, language)
        ticks.append("" if move.security == security else wrapped(name, 18, language))
        at, security = at + 1, move.security
    return places, ticks, headings


def _paired(bars: tuple[Bar, ...]) -> bool:
    return len({move.security for move in bars}) < len(bars)


def _errors(bars: tuple[Bar, ...]) -> dict[str, object] | None:
    if not all(move.interval for move in bars):
        return None
    return {
        "type": "data",
        "array": [move.interval[1] - move.value for move in bars if move.interval],
        "arrayminus": [move.value - move.interval[0] for move in bars if move.interval],
        "color": GREY,
    }


def _numbers(bars: tuple[Bar, ...], places: list[float], twice: bool, language: Language) -> Trace:
    ends = [
        move.value if move.interval is None else move.interval[move.value >= 0] for move in bars
    ]
    return scatter(
        x=ends,
        y=places,
        mode="text",
        text=[_number(move, twice, language) for move in bars],
        textposition=["middle right" if move.value >= 0 else "middle left" for move in bars],
        cliponaxis=False,
        hoverinfo="skip",
    )


def _number(move: Bar, dated: bool, language: Language) -> str:
    number = language.percent(move.value)
    if dated:
        number += f" ({language.short_date(move.last)})"
    # Plotly trims plain spaces at the ends of a text.
    return f"{NO_BREAK}{number}{NO_BREAK}"


def _hover(move: Bar, language: Language) -> str:
    days = language.date(move.first)
    if move.last != move.first:
        days = language.text(
            "{first} to {last}", first=language.date(move.first), last=language.date(move.last)
        )
    return f"{name_of(move.security, language)}<br>{days}<br>{language.percent(move.value)}"


def _sentence(drawn: Bars, language: Language) -> str:
    lowest, highest = (pick(drawn.bars, key=lambda move: move.value) for pick in (min, max))
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
    for move in drawn.bars:
        row: dict[str, object] = {
            t("Ticker"): move.security,
            t("Security"): name_of(move.security, language),
            t("First session"): move.first.isoformat(),
            t("Last session"): move.last.isoformat(),
            t(drawn.measure): move.value,
        }
        if move.interval is not None:
            row |= {t("Interval from"): move.interval[0], t("Interval to"): move.interval[1]}
        rows.append(row)
    return pd.DataFrame(rows)
