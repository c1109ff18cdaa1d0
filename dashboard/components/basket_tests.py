"""The joint tests of a basket in tiers: those to trust first, the ones that fail here last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from analysis.significance.result import HypothesisTest, TestResult
from dashboard.components.evidence import test_numbers, test_row
from dashboard.components.folded import show_folded
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_headline import HEADLINE

NOTEWORTHY_SIZE: Final = 0.075
"""True size at a nominal 5% from which a test stands among those that fail here."""

Tiers = tuple[tuple[HypothesisTest, ...], tuple[HypothesisTest, ...], tuple[TestResult, ...]]


def tiers(tests: tuple[TestResult, ...]) -> Tiers:
    """Part tests into those to trust, those whose size is wrong here, and those without a number.

    The two of the headline come first.
    """
    done = [test for test in tests if isinstance(test, HypothesisTest)]
    first = sorted(done, key=lambda test: HEADLINE.index(test.name) if test.name in HEADLINE else 9)
    wrong = [test for test in first if (test.true_size or 0) >= NOTEWORTHY_SIZE]
    return (
        tuple(test for test in first if test not in wrong),
        tuple(wrong),
        tuple(test for test in tests if not isinstance(test, HypothesisTest)),
    )


def show_basket_tests(
    study: BasketStudy, with_placebo: Callable[[BasketStudy], BasketStudy], language: Language
) -> None:
    """Show every joint test of the first window with its null.

    Parameters
    ----------
    with_placebo
        Does the study again with placebo dates.
    """
    t, window = language.text, study.headline
    st.header(t("How sure is that?"), anchor="tests")
    st.markdown(f"**{t(window.agreement)}**")
    tests = (*window.tests, window.calendar_time.test)
    if st.toggle(t("Placebo dates too"), key="basket-placebo"):
        with st.spinner(t("Studying all other dates of the history …")):
            tests += with_placebo(study).headline.placebo
    trusted, wrong, missing = tiers(tests)
    show_table(
        pd.DataFrame([test_row(test, language) for test in trusted]),
        t("How sure is that?"),
        "basket-tests",
        language,
        numbers=lambda: test_numbers((*trusted, *wrong, *missing), language),
        sources=study.sources,
    )
    if wrong:
        title = t("Tests that assume independent firms, and fail here: {count}", count=len(wrong))
        rbar = language.number(window.correlation.calendar)
        show_folded(title, "naive-tests", partial(_show_naive, wrong, title, rbar, language))
    if missing:
        with st.expander(t("Tests that do not apply: {count}", count=len(missing))):
            st.markdown(
                "\n".join(
                    "- " + language.labelled(f"**{t(test.title)}**", _reason(test, language))
                    for test in missing
                )
            )
    st.caption(
        t(
            "The tests say whether the day was unusual for this basket, not why. A doubled common "
            "variance and a shift of the mean on one date are the same observation."
        )
    )


def _show_naive(
    wrong: tuple[HypothesisTest, ...], title: str, rbar: str, language: Language
) -> None:
    st.caption(
        language.text(
            "At a mean residual correlation of {rbar} these reject a true null far more often "
            "than the 5% they promise; the column says how often.",
            rbar=rbar,
        )
    )
    table = pd.DataFrame([_with_size(test, language) for test in wrong])
    # The file of the table above holds these tests too.
    st.table(table.style.map(_faded), hide_index=True, border="horizontal", alt=title)


def tests_with_sizes(study: BasketStudy, language: Language) -> pd.DataFrame:
    """Return all joint tests of the first window in their tiers as one table."""
    window = study.headline
    trusted, wrong, missing = tiers((*window.tests, window.calendar_time.test))
    return pd.DataFrame(
        [
            *(_with_size(test, language) for test in (*trusted, *wrong)),
            *(test_row(test, language) for test in missing),
        ]
    ).fillna("")


def _with_size(test: HypothesisTest, language: Language) -> dict[str, str]:
    row = test_row(test, language)
    size = "" if test.true_size is None else language.percent(test.true_size, 0, sign=False)
    return {
        language.text("Test"): row.pop(language.text("Test")),
        language.text("Rejects a true null"): size,
        **row,
    }


def _faded(_cell: object) -> str:
    return "opacity: 0.72; font-style: italic"


def _reason(test: TestResult, language: Language) -> str:
    return "" if isinstance(test, HypothesisTest) else language.reason(test)
