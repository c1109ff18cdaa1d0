"""The index taken apart, and the security against versions of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.study import EventStudyResult
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import bar, scatter
from dashboard.language import Language
from dashboard.studies.robustness.contamination import (
    CAP,
    EQUAL,
    EX_AI,
    EX_FIRM,
    BenchmarkStudy,
)

NAMED = 12
VERSIONS: Final = {
    CAP: N_("S&P 500, cap-weighted"),
    EX_FIRM: N_("S&P 500 without the firm"),
    EX_AI: N_("S&P 500 without the AI names"),
    EQUAL: N_("S&P 500, equal-weight (RSP)"),
}


@lru_cache(maxsize=32)
def parts_chart(study: BenchmarkStudy, language: Language) -> Chart:
    """Draw what each AI name took from the index or gave it, and what the others did."""
    parts = study.parts
    weight, together = parts.of(study.shocked)
    rest = parts.total - together
    named = _largest(study)
    small = together - sum(value for _, _, value in named)
    rows = [(name, value, ORANGE, "/") for name, _, value in named]
    if len(named) < len(study.shocked):
        rows.append((language.text("Other AI names"), small, ORANGE, "/"))
    rows += [
        (language.text("All other members"), rest, BLUE, ""),
        (language.text("Residual"), parts.residual, GREY, "x"),
        (language.text("S&P 500"), parts.index_return, GREY, ""),
    ]
    rows.reverse()
    drawing = base_figure(90 + 26 * len(rows))
    drawing.add_trace(
        bar(
            x=[value for _, value, _, _ in rows],
            y=[name for name, *_ in rows],
            orientation="h",
            marker={
                "color": [color for *_, color, _ in rows],
                "pattern": {"shape": [shape for *_, shape in rows]},
            },
            text=[language.percent(value) for _, value, _, _ in rows],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
            showlegend=False,
        )
    )
    low, high = (f([value for _, value, _, _ in rows] + [0.0]) for f in (min, max))
    room = 0.3 * (high - low)
    drawing.update_xaxes(
        **percent_axis(language.text("Contribution to the index's return"), 1),
        range=[low - room, high + room],
    )
    drawing.update_yaxes(automargin=True)
    drawing.update_layout(hovermode="closest", margin={"l": 8, "r": 8, "t": 16, "b": 8})
    return Chart(
        spec=drawing.spec(),
        name=language.text("How much of the index's move is the AI names"),
        sentence=language.text(
            "The index moved by {index}. {count} AI names, {weight} of its weight, contributed "
            "{together}; without them it would have moved by {without}. The contributions of all "
            "{members} members add up to {total}; the residual is {residual}.",
            count=len(study.shocked),
            weight=language.percent(weight, 1, sign=False),
            together=language.percent(together),
            index=language.percent(parts.index_return),
            without=language.percent(parts.without(study.shocked)),
            members=len(parts.members),
            total=language.percent(parts.total, 3),
            residual=language.percent(parts.residual, 3),
        ),
        table=_parts_table(study, language),
    )


@lru_cache(maxsize=32)
def against_chart(study: BenchmarkStudy, name: str, language: Language) -> Chart:
    """Draw the security's CAR with its interval against each version of the benchmark."""
    rows = [
        (language.text(VERSIONS[entry.benchmark]), entry.result)
        for entry in study.against
        if isinstance(entry.result, EventStudyResult)
    ][::-1]
    cars = [result.headline.car.value for _, result in rows]
    bounds = [result.headline.interval for _, result in rows]
    drawing = base_figure(110 + 44 * len(rows))
    drawing.add_trace(
        scatter(
            x=cars,
            y=[label for label, _ in rows],
            mode="markers+text",
            text=[language.percent(value) for value in cars],
            textposition="top center",
            marker={"size": 10, "color": BLUE, "symbol": "diamond"},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [high - car for car, (_, high) in zip(cars, bounds, strict=True)],
                "arrayminus": [car - low for car, (low, _) in zip(cars, bounds, strict=True)],
                "color": BLUE,
                "thickness": 2,
            },
            hovertemplate="%{y}: %{text}<extra></extra>",
            showlegend=False,
        )
    )
    drawing.update_xaxes(**percent_axis(language.text("Cumulative abnormal return")))
    drawing.update_yaxes(automargin=True, range=[-0.5, len(rows) - 0.3])
    drawing.update_layout(hovermode="closest", margin={"l": 8, "r": 8, "t": 16, "b": 8})
    return Chart(
        spec=drawing.spec(),
        name=language.text("The abnormal return against each version of the benchmark"),
        sentence=language.text(
            "{name}'s abnormal return is {first} against the cap-weighted index and between {low} "
            "and {high} against all versions: market model, {level} intervals.",
            name=name,
            first=language.percent(cars[-1]),
            low=language.percent(min(cars)),
            high=language.percent(max(cars)),
            level=language.percent(rows[0][1].spec.level, 0, sign=False),
        )
        if rows
        else language.text("Against no version of the benchmark can it be measured."),
        table=pd.DataFrame(
            {
                language.text("Benchmark"): [label for label, _ in rows[::-1]],
                "alpha": [result.fit.parameters["alpha"] for _, result in rows[::-1]],
                "beta": [
                    language.number(result.fit.parameters["beta"]) for _, result in rows[::-1]
                ],
                language.text("Cumulative abnormal return"): cars[::-1],
                language.text("Interval from"): [low for low, _ in bounds[::-1]],
                language.text("Interval to"): [high for _, high in bounds[::-1]],
            }
        ),
    )


def _largest(study: BenchmarkStudy) -> list[tuple[str, float, float]]:
    """Return the AI names that moved the index most: name, weight, contribution."""
    parts = study.parts
    found = [
        (member, float(weight), float(value))
        for member, weight, value in zip(
            parts.members, parts.weights, parts.contributions, strict=True
        )
        if member in study.shocked
    ]
    return sorted(found, key=lambda entry: -abs(entry[2]))[:NAMED]


def _parts_table(study: BenchmarkStudy, language: Language) -> pd.DataFrame:
    parts = study.parts
    order = np.argsort(-np.abs(parts.contributions), kind="stable")
    yes, no = language.text("yes"), language.text("no")
    return pd.DataFrame(
        {
            language.text("Member"): [parts.members[i] for i in order],
            language.text("AI name"): [
                yes if parts.members[i] in study.shocked else no for i in order
            ],
            language.text("Weight"): parts.weights[order],
            language.text("Return"): parts.returns[order],
            language.text("Contribution to the index's return"): parts.contributions[order],
        }
    )
