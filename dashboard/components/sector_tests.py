"""The baskets' tests in words and in a table, and the spread of two of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.significance.result import HypothesisTest
from dashboard.charts.sector.groups import TESTS, basket_name, p_value, verdict
from dashboard.components.explain_spread import explain_spread
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.sector.groups import Groups


def tests_table(groups: Groups, language: Language) -> pd.DataFrame:
    """Return each basket's CAAR with its tests, as text that fits a page."""
    t = language.text
    windows = [move.window for move in groups.moves]
    return pd.DataFrame(
        {
            t("Basket"): [basket_name(move, language) for move in groups.moves],
            "N": [len(window.members) for window in windows],
            "CAAR": [language.percent(window.caar, 1) for window in windows],
            t("CAAR by value"): [
                "–" if (value := window.caar_by_value) is None else language.percent(value, 1)
                for window in windows
            ],
            t("p: residual t"): [p_value(window.test(TESTS[0]), language) for window in windows],
            t("p: volatility-scaled SQ"): [
                p_value(window.test(TESTS[1]), language) for window in windows
            ],
            t("p: adjusted BMP"): [p_value(window.test(TESTS[2]), language) for window in windows],
            t("Mean correlation"): [
                language.number(window.correlation.calendar) for window in windows
            ],
            t("Effective N"): [
                language.number(window.correlation.effective_n, 1) for window in windows
            ],
            t("Both tests"): [t(verdict(move)) for move in groups.moves],
        }
    )


def show_nulls(groups: Groups, language: Language) -> None:
    """Say what the columns of the table test, and what they assume."""
    t = language.text
    st.caption(
        t(
            "The mean correlation is that of the members' residuals, effective N what it leaves "
            "of them. Tests that take members for independent are not shown: with a shared date "
            "they reject far too often. “Both tests” are the volatility-scaled SQ and the "
            "adjusted BMP; a floor is the smallest p-value that the SQ test can give."
        )
    )
    with st.expander(t("What each test supposes")):
        for test in (groups.moves[0].window.test(name) for name in TESTS):
            words = f"**{t(test.title)}** — " + t("Null hypothesis: {null}", null=t(test.null))
            if isinstance(test, HypothesisTest):
                words += " " + t("Assumes: {assumes}", assumes=t(test.assumes, **test.facts))
            st.markdown(words)


def show_spread(study: BasketStudy, language: Language) -> None:
    """Say what a position long in one basket and short in the other made."""
    t = language.text
    spread = study.spread
    if spread is None:
        return
    headline = spread.result.headline
    low, high = headline.interval
    test, ranked = headline.test("t"), headline.test("sq_volatility_scaled")
    st.markdown(
        t(
            "**{long} less {short}: {value}** abnormal return ({level} interval {low} to {high}), "
            "{raw} before the market's part. p of the t test {p}, of the volatility-scaled sample "
            "quantile test {sq}.",
            long=_side_name(study, language, short=False),
            short=_side_name(study, language, short=True),
            value=language.percent(headline.car.value),
            level=language.percent(study.request.spec.level, 0, sign=False),
            low=language.percent(low),
            high=language.percent(high),
            raw=language.percent(spread.raw_return(headline)),
            p=p_value(test, language),
            sq=p_value(ranked, language),
        )
    )
    st.caption(t("Null hypothesis: {null}", null=t(ranked.null)))
    explain_spread(study, language)


def _side_name(study: BasketStudy, language: Language, *, short: bool) -> str:
    side = study.short if short and study.short is not None else study.long
    return side.identifier if side.catalogued is None else language.of(side.catalogued.name)
