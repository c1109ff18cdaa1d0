"""The curve's summaries, and where the event stands among other dates by each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.significance.result import HypothesisTest, TestResult
from dashboard.charts.robustness.dates import medians_chart
from dashboard.components.chart import show_chart
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.robustness.specifications import Firmness


def show_joint(firm: Firmness, language: Language) -> None:
    """Draw the medians on other dates with the event's, and the tests below them."""
    t = language.text
    chart = medians_chart(firm, language)
    if chart is None:
        st.header(t("The whole curve on other dates"), anchor="curve-dates")
        test = firm.joint[0]
        if not isinstance(test, HypothesisTest):
            st.write(language.reason(test))
        return
    show_chart(chart, "curve-dates", (), language)
    show_table(
        joint_table(firm.joint, language),
        chart.name,
        "joint",
        language,
        numbers=lambda: joint_numbers(firm.joint, language),
    )
    test = firm.joint[0]
    if isinstance(test, HypothesisTest):
        said = t("Null hypothesis: {null} {assumes}", null=test.null, assumes=test.assumes)
        st.caption(said)
    if firm.moved.specifications < len(firm.curve):
        st.caption(
            t(
                "The {count} specifications estimated by least squares are moved; the others would "
                "take minutes.",
                count=language.number(firm.moved.specifications, 0),
            )
        )


def joint_table(tests: tuple[TestResult, ...], language: Language) -> pd.DataFrame:
    """Return the joint tests in words."""
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Summary of the curve"): t(test.title),
                t("This event"): _observed(test, language),
                t(
                    "As far on other dates"
                ): f"{test.facts['as_far']:.0f} / {test.facts['dates']:.0f}",
                t("Joint p-value"): language.probability(test.p_value),
                t("Smallest possible"): language.probability(test.floor or 0.0),
            }
            for test in tests
            if isinstance(test, HypothesisTest)
        ]
    )


def joint_numbers(tests: tuple[TestResult, ...], language: Language) -> pd.DataFrame:
    """Return the joint tests with their numbers unrounded; medians of returns are fractions."""
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Summary of the curve"): t(test.title),
                t("This event"): test.statistic,
                t("As far on other dates"): int(test.facts["as_far"]),
                t("Other dates"): int(test.facts["dates"]),
                t("Joint p-value"): test.p_value,
                t("Smallest possible"): test.floor,
            }
            for test in tests
            if isinstance(test, HypothesisTest)
        ]
    )


def _observed(test: HypothesisTest, language: Language) -> str:
    if test.name == "joint_median_scar":
        return language.number(test.statistic)
    return language.percent(test.statistic, 1, sign=test.name == "joint_median")
