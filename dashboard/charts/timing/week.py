"""Abnormal returns by session beside the marks of attention, one name and many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.timing.date_search import DateSearch, Score
from dashboard.charts.drawing import BLUE, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.labels import two_lines
from dashboard.charts.path_traces import band
from dashboard.charts.plot import bar, heatmap
from dashboard.charts.timing.shades import DIVERGING
from dashboard.language import Language
from dashboard.studies.timing.marks import Mark
from dashboard.studies.timing.week import Week

FULL_SCORE = 6.0


def week_chart(
    week: Week, marks: tuple[Mark, ...], score: Score, name: str, language: Language
) -> Chart:
    """Draw one bar a session with the range of ordinary sessions and the numbers of the marks."""
    t = language.text
    days = [day.date() for day in week.sessions]
    labels = [language.short_date(day) for day in days]
    found = week.search[score]
    chosen = found.chosen if isinstance(found, DateSearch) else int(np.argmax(abs(week.ar)))
    drawing = base_figure(380)
    level = language.percent(week.level, 0, sign=False)
    drawing.add_trace(
        band(labels, -week.half, week.half, t("Ordinary range ({level})", level=level))
    )
    drawing.add_trace(
        bar(
            x=labels,
            y=week.ar,
            name=t("Abnormal return"),
            marker={
                "color": [ORANGE if i == chosen else BLUE for i in range(len(labels))],
                "pattern": {"shape": ["/" if i == chosen else "" for i in range(len(labels))]},
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
            x=labels[place],
            y=1,
            yref="paper",
            yanchor="bottom",
            text=" ".join(f"({number})" for number in numbers),
            showarrow=False,
            font={"size": 14, "color": ORANGE},
        )
    lowest, highest = float(week.ar.min()), float(max(week.ar.max(), week.half.max()))
    room = 0.16 * (highest - lowest)
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(type="category", automargin=True)
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
    """Draw names by sessions, each cell coloured and written with its score.

    Parameters
    ----------
    weeks
        Name and week of each row. Markets with other sessions leave a cell that says so.
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
    drawing.add_trace(
        heatmap(
            x=[language.short_date(day) for day in days],
            y=[two_lines(name) for name in names],
            z=known,
            zmin=-FULL_SCORE,
            zmax=FULL_SCORE,
            colorscale=DIVERGING,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            text=[
                ["" if value is None else language.number(value, 1) for value in row]
                for row in known
            ],
            # Plotly leaves out what does not fit into its cell.
            texttemplate="%{text}",
            hovertemplate="%{y}<br>%{x}<br>%{text}<extra></extra>",
        )
    )
    drawing.update_layout(hovermode="closest", margin={"l": 8, "r": 8, "t": 30, "b": 8})
    drawing.update_xaxes(side="top", showgrid=False, type="category")
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
            "return over what one session was expected to vary; beyond ±2 is rare.",
            count=tally[most],
            rows=len(weeks),
            day=language.date(most),
        ),
        table=_weeks_table(weeks, days, cells, score, language),
        fractions=False,
    )


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
