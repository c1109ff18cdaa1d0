"""The models and the tests, as they describe themselves."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.significance.battery import run_battery
from analysis.significance.result import HypothesisTest, TestResult
from dashboard import cache
from dashboard.components.frame import link_to
from dashboard.components.literal import literal
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.request import study_request
from dashboard.studies.self_check_example import example_sample

DISTRIBUTIONS: Final = {
    "t": N_("Student's t"),
    "normal": N_("standard normal"),
    "F": "F",
    "empirical": N_("ranks or redrawn dates"),
    "binomial": N_("binomial"),
    "signed-rank": N_("exact, of signed ranks"),
}


def show_models(language: Language) -> tuple[str, pd.DataFrame]:
    """Show every normal-return model, and return the caption with the table."""
    t = language.text
    title = t("Normal-return models")
    st.header(title, anchor="models")
    st.caption(t("M is the number of estimation sessions."))
    table = pd.DataFrame(
        [
            {
                t("Name"): language.bracketed(t(model.title), model.name),
                t("Expected return"): model.equation,
                t("Degrees of freedom"): model.degrees_of_freedom,
                t("Variance of the prediction error"): t(model.prediction),
                t("From"): model.source,
            }
            for model in MODELS.values()
        ]
    )
    _show(table, title, "models", language)
    return title, table


def show_tests(language: Language) -> tuple[tuple[str, pd.DataFrame], ...]:
    """Show every test with its null, distribution and assumptions; return captions and tables."""
    t = language.text
    with st.spinner(t("Studying all other dates of the history …")):
        study = cache.study(study_request(security="NVDA", event="crash-2025-01-27"))
        one = (*study.headline.tests, *cache.further_tests(study))
    many = run_battery(example_sample())
    shown = []
    for key, title, tests in (
        ("one", t("Tests of one security"), one),
        ("many", t("Tests of many securities"), many),
    ):
        st.header(title, anchor=f"tests-{key}")
        table = pd.DataFrame(
            [_row(test, language) for test in tests if isinstance(test, HypothesisTest)]
        )
        _show(table, title, f"tests-{key}", language)
        shown.append((title, table))
    link_to("firmness", t("Which of them to believe for a basket"), {})
    return tuple(shown)


def _show(table: pd.DataFrame, title: str, key: str, language: Language) -> None:
    show_table(table.map(literal), title, key, language, numbers=lambda: table, noted=())


def _row(test: TestResult, language: Language) -> dict[str, str]:
    t = language.text
    assert isinstance(test, HypothesisTest)
    return {
        t("Test"): t(test.title),
        t("Null hypothesis"): t(test.null),
        t("Distribution"): t(DISTRIBUTIONS.get(test.distribution, test.distribution)),
        t("Assumes"): t(test.assumes, **test.facts),
    }
