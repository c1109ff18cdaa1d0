"""Abnormal returns by session beside the marks of attention, one name and many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.timing.date_search import DateSearch, Score
from dashboard.charts.drawing import (
    BLUE,
    DIVERGING,
    GREY,
    ORANGE,
    RIBBON,
    Chart,
    base_figure,
    percent_axis,
)
from dashboard.charts.labels import stacked_date, two_lines
from dashboard.charts.path_traces import band
from dashboard.charts.plot import Trace, bar, heatmap, scatter
from dashboard.charts.timing.shades import DARK_INK
from dashboard.language import Language
from dashboard.studies.timing.marks import Mark
from dashboard.studies.timing.week import Week

FULL_SCORE: Final = 6.0
RARE: Final = 2.0
"""Score beyond which a cell is written, and opaque under its number in both themes."""
SCALE: Final = (
    (0.0, ORANGE),
    (0.5 - RARE / FULL_SCORE / 2, "#B98F7C"),
    (0.5 - RARE / FULL_SCORE / 2, "rgba(217, 98, 43, 0.30)"),
    (0.5, DIVERGING[1][1]),
    (0.5 + RARE / FULL_SCORE / 2, RIBBON),
    (0.5 + RARE / FULL_SCORE / 2, "#8499AF"),
    (1.0, BLUE),
)
DATED: Final = 12
"""Days that there is room to write under the bars."""


def week_chart(
    week: Week, marks: tuple[Mark, ...], score: Score, name: str, language: Language
) -> Chart:
    """Draw one bar a session with the range of ordinary sessions and the numbers of the marks."""
    t = language.text
    days = [day.date() for day in week.sessions]
    places = np.arange(len(days))
    found = week.search[score]
    chosen = found.chosen if isinstance(found, DateSearch) else int(np.argmax(abs(week.ar)))
    drawing = base_figure(380)
    level = language.percent(week.level, 0, sign=False)
    drawing.add_trace(
        band(places, -week.half, week.half, t("Ordinary range ({level})", level=level))
    )
    drawing.add_trace(
        bar(
            x=places,
            y=week.ar,
            name=t("Abnormal return"),
            marker={
                "color": [ORANGE if i == chosen else BLUE for i in places],
                "pattern": {"shape": ["/" if i == chosen else "" for i in places]},
            },
            text=[language.percent(value, 1) for value in week.ar],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                [language.date(day), language.number(value, 1)]
                for day, value in zip(days, week.score(score), strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>%{text}<br>"
            + t("Score")
            + " %{customdata[1]}<extra></extra>",
        )
    )
    by_place: dict[int, list[str]] = {}
    for mark in marks:
        by_place.setdefault(mark.place, []).append(str(mark.number))
    for place, numbers in by_place.items():
        drawing.add_annotation(
            x=place,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=" ".join(f"({number})" for number in numbers),
            showarrow=False,
            font={"size": 14, "color": ORANGE},
        )
    lowest, highest = float(week.ar.min()), float(max(week.ar.max(), week.half.max()))
    room = 0.16 * (highest - lowest)
    every = -(-len(days) // DATED)
    dated = [int(place) for place in places if (week.tau[place] % every) == 0]
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(
        range=[-0.6, len(days) - 0.4],
        tickvals=dated,
        ticktext=[stacked_date(days[place], language) for place in dated],
        tickangle=0,
        showgrid=False,
        automargin=True,
    )
    drawing.update_yaxes(
        **percent_axis(t("Abnormal return")),
        range=[min(lowest, -float(week.half.max())) - room, highest + room],
    )
    return Chart(
        spec=drawing.spec(),
        name=t("{name}: abnormal return by session, and the marks of attention", name=name),
        sentence=chosen_sentence(week, score, language),
        table=_table(week, score, language),
    )


def chosen_sentence(week: Week, score: Score, language: Language) -> str:
    """Say which session the data choose, and how sure that is."""
    t, found = language.text, week.search[score]
    if not isinstance(found, DateSearch):
        return language.error(found)
    day = language.date(week.sessions[found.chosen].date())
    return t(
        "The session with the largest score is {day}: abnormal return {ar}, score {score}. As "
        "large a score on any of {length} sessions was found in {share} of {windows} earlier "
        "windows (p = {p}; about {independent} of them do not overlap).",
        day=day,
        ar=language.percent(float(week.ar[found.chosen])),
        score=language.number(found.statistic, 1),
        length=len(week.ar),
        share=language.percent(
            (found.p_value * (found.windows + 1) - 1) / found.windows, 1, sign=False
        ),
        windows=language.number(found.windows, 0),
        p=language.probability(found.p_value),
        independent=found.independent,
    )


def _table(week: Week, score: Score, language: Language) -> pd.DataFrame:
    t, found = language.text, week.search[score]
    values = week.score(score)
    return pd.DataFrame(
        {
            "tau": week.tau,
            t("Date"): [day.date().isoformat() for day in week.sessions],
            t("Abnormal return"): week.ar,
            t("Ordinary range ±"): week.half,
            t("Score"): [language.number(float(value)) for value in values],
            t("p-value after the search"): [
                language.probability(found.p_of(float(value)))
                if isinstance(found, DateSearch)
                else "–"
                for value in values
            ],
        }
    )


def weeks_chart(weeks: Sequence[tuple[str, Week]], score: Score, language: Language) -> Chart:
    """Draw names by sessions, each cell coloured by its score; the rare scores are written.

    Parameters
    ----------
    weeks
        Name and week of each row. A session that a market did not hold is marked.
    """
    t = language.text
    days = sorted({day.date() for _, week in weeks for day in week.sessions})
    names = [name for name, _ in weeks]
    drawing = base_figure(80 + 34 * len(names))
    cells = {
        (row, day.date()): float(value)
        for row, (_, week) in enumerate(weeks)
        for day, value in zip(week.sessions, week.score(score), strict=True)
    }
    known = [[cells.get((row, day)) for day in days] for row in range(len(names))]
    columns, labels = [stacked_date(day, language) for day in days], [two_lines(n) for n in names]
    drawing.add_trace(
        heatmap(
            x=columns,
            y=labels,
            z=known,
            zmin=-FULL_SCORE,
            zmax=FULL_SCORE,
            colorscale=SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            text=[
                ["" if value is None else language.number(value, 1) for value in row]
                for row in known
            ],
            hovertemplate="%{y}<br>%{x}<br>%{text}<extra></extra>",
        )
    )
    drawing.add_traces(_written(known, columns, labels, language))
    drawing.update_layout(hovermode="closest", margin={"t": 30}, showlegend=False)
    drawing.update_xaxes(
        side="top", showgrid=False, type="category", tickangle=0, tickfont={"size": 10}
    )
    drawing.update_yaxes(autorange="reversed", showgrid=False, automargin=True)
    chosen = [
        (name, week.sessions[found.chosen].date(), found)
        for name, week in weeks
        for found in (week.search[score],)
        if isinstance(found, DateSearch)
    ]
    tally: dict[date, int] = {}
    for _, day, _ in chosen:
        tally[day] = tally.get(day, 0) + 1
    most = max(tally, key=lambda day: tally[day]) if tally else None
    return Chart(
        spec=drawing.spec(),
        name=t("Scores of the baskets by session"),
        sentence=""
        if most is None
        else t(
            "{count} of {rows} rows have their largest score on {day}. A score is the abnormal "
            "return over what one session was expected to vary; beyond ±2 is rare, and only such "
            "scores are written. ×: no trading.",
            count=tally[most],
            rows=len(weeks),
            day=language.date(most),
        ),
        table=_weeks_table(weeks, days, cells, score, language),
        fractions=False,
    )


def _written(
    known: list[list[float | None]], columns: list[str], labels: list[str], language: Language
) -> list[Trace]:
    """Return what stands on the cells: rare scores, and a sign where no session was held."""
    written: list[tuple[str, str, str]] = []
    shut: list[tuple[str, str, str]] = []
    for label, row in zip(labels, known, strict=True):
        for column, value in zip(columns, row, strict=True):
            if value is None:
                shut.append((column, label, "×"))
            elif abs(value) >= RARE:
                written.append((column, label, language.number(value, 1)))
    closed = language.text("closed")
    return [
        scatter(
            x=[cell[0] for cell in cells],
            y=[cell[1] for cell in cells],
            text=[cell[2] for cell in cells],
            mode="text",
            textfont={"size": 10, "color": ink},
            hoverinfo="skip" if hover is None else None,
            hovertemplate=hover,
        )
        for cells, ink, hover in (
            (written, DARK_INK, None),
            (shut, GREY, f"%{{y}}<br>%{{x}}<br>{closed}<extra></extra>"),
        )
        if cells
    ]


def _weeks_table(
    weeks: Sequence[tuple[str, Week]],
    days: list[date],
    cells: dict[tuple[int, date], float],
    score: Score,
    language: Language,
) -> pd.DataFrame:
    t, rows = language.text, []
    for row, (name, week) in enumerate(weeks):
        found = week.search[score]
        known = isinstance(found, DateSearch)
        rows.append(
            {t("Name"): name}
            | {day.isoformat(): cells.get((row, day)) for day in days}
            | {
                t("Session chosen"): week.sessions[found.chosen].date().isoformat()
                if isinstance(found, DateSearch)
                else "–",
                t("p-value after the search"): language.probability(found.p_value)
                if isinstance(found, DateSearch)
                else "–",
                t("Earlier windows"): found.windows if isinstance(found, DateSearch) else 0,
                t("Members"): ", ".join(week.members) if known else "",
            }
        )
    return pd.DataFrame(rows).round(2)
