"""Nominal against true size of every joint test."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pandas as pd

from analysis.robustness.belief import CAUTIOUS, DISTRUST, LIBERAL, NOMINAL, TIERS, TRUST, Believed
from analysis.significance.result import HypothesisTest
from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    vertical_line,
)
from dashboard.charts.labels import axis_title
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.robustness.tests import TestsOfBasket

MARKS: Final = {
    TRUST: (BLUE, "circle"),
    CAUTIOUS: (GREY, "square"),
    LIBERAL: (ORANGE, "triangle-up"),
    DISTRUST: (ORANGE, "x"),
}


@lru_cache(maxsize=32)
def sizes_chart(found: TestsOfBasket, name: str, language: Language) -> Chart:
    """Draw each test's true size at a nominal 5%, and where variances double that day."""
    sized = [(entry, entry.size) for entry in found.judged if entry.size is not None][::-1]
    titles = {entry.test.name: language.text(entry.test.title) for entry, _ in sized}
    drawing = base_figure(130 + 22 * len(sized))
    for tier in TIERS:
        color, symbol = MARKS[tier]
        rows = [(entry, size) for entry, size in sized if entry.tier == tier]
        if not rows:
            continue
        drawing.add_trace(
            scatter(
                x=[size for _, size in rows],
                y=[titles[entry.test.name] for entry, _ in rows],
                mode="markers",
                marker={"color": color, "symbol": symbol, "size": 10},
                name=language.text(tier),
                hovertemplate="%{y}: %{x:.1%}<extra></extra>",
            )
        )
    drawing.add_trace(
        scatter(
            x=[entry.jump_size for entry, _ in sized],
            y=[titles[entry.test.name] for entry, _ in sized],
            mode="markers",
            marker={"color": GREY, "symbol": "circle-open", "size": 9, "line": {"width": 1.5}},
            name=language.text("if all variances double that day"),
            hovertemplate="%{y}: %{x:.1%}<extra></extra>",
        )
    )
    vertical_line(drawing, NOMINAL, color=GREY, width=1.5, dash="dash")
    drawing.update_xaxes(
        title={"text": axis_title(language.text("True size at a nominal 5%"), language)},
        tickformat=".0%",
        rangemode="tozero",
        automargin=True,
    )
    drawing.update_yaxes(
        automargin=True,
        categoryorder="array",
        categoryarray=[titles[entry.test.name] for entry, _ in sized],
        tickfont={"size": 11},
    )
    drawing.update_layout(
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": 64, "b": 8},
    )
    return Chart(
        spec=drawing.spec(),
        name=language.text("Which tests to believe here"),
        sentence=_sentence(found, name, language),
        table=tests_table(found, language),
        fractions=False,
    )


def tests_table(found: TestsOfBasket, language: Language) -> pd.DataFrame:
    """Return a row a test: verdict, sizes, p-value and assumption."""

    def share(value: float | None) -> str:
        return "–" if value is None else language.percent(value, 1, sign=False)

    return pd.DataFrame(
        {
            language.text("Test"): [language.text(entry.test.title) for entry in found.judged],
            language.text("Verdict"): [
                language.text(entry.tier) if entry.tier else "–" for entry in found.judged
            ],
            language.text("True size at a nominal 5%"): [
                share(entry.size) for entry in found.judged
            ],
            language.text("If all variances double that day"): [
                share(entry.jump_size) for entry in found.judged
            ],
            language.text("p-value"): [
                language.probability(entry.test.p_value)
                if isinstance(entry.test, HypothesisTest)
                else "–"
                for entry in found.judged
            ],
            language.text("Assumes"): [_assumption(entry, language) for entry in found.judged],
        }
    )


def _assumption(entry: Believed, language: Language) -> str:
    test = entry.test
    if isinstance(test, HypothesisTest):
        return language.text(test.assumes)
    return language.reason(test)


def _sentence(found: TestsOfBasket, name: str, language: Language) -> str:
    correlation, tiers = found.correlation, found.by_tier
    facts = {
        "name": name,
        "n": correlation.n,
        "rbar": language.number(correlation.calendar),
        "effective": language.number(correlation.effective_n, 1),
        "trusted": len(tiers[TRUST]),
        "tests": sum(map(len, tiers.values())),
    }
    said = language.text(
        "{name}: the {n} members correlate by {rbar} on average, so that they are worth "
        "{effective} independent ones. {trusted} of {tests} tests keep their size here.",
        **facts,
    )
    wrong = [entry.size for entry in tiers[DISTRUST] if entry.size is not None]
    if not wrong:
        return said
    joint = " " if language.code == "en" else ""
    return (
        said
        + joint
        + language.text(
            "{count} would call {low} to {high} of ordinary days unusual instead of 5%.",
            count=len(wrong),
            low=language.percent(min(wrong), 0, sign=False),
            high=language.percent(max(wrong), 0, sign=False),
        )
    )
