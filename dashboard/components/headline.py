"""The headline numbers of a study, each with what it means."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.errors import N_
from analysis.returns import cumulate
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from dashboard.components.explain import explain
from dashboard.export.study_words import conventions, sentence
from dashboard.language import Language
from dashboard.studies.explanations.study import explanations
from dashboard.studies.single import Dollars, Study

PLAIN: Final[dict[str, Any]] = {"delta_color": "off", "delta_arrow": "off", "border": True}
EXPLAINED: Final = {
    "return": (N_("Explain the return"), ("return", "benchmark")),
    "abnormal": (
        N_("Explain the abnormal return"),
        ("abnormal", "interval", "standard_error", "alpha", "beta"),
    ),
    "sq": (N_("Explain the SQ p-value"), ("sq_p", "scaled_sq_p")),
    "value": (N_("Explain the value"), ("value", "abnormal_value")),
}
"""What the button under each number says, and the numbers that it takes apart."""


def show_headline(study: Study, language: Language, name: str) -> None:
    """Say in one sentence and four numbers what happened."""
    t = language.text
    window, car = study.headline, study.headline.car
    st.markdown(sentence(study, language, name))
    level = language.percent(study.request.spec.level, 0, sign=False)
    columns = st.columns(4)
    columns[0].metric(
        t("Return"),
        language.percent(car.raw_return),
        t("benchmark {value}", value=language.percent(_benchmark_return(study))),
        help=t("Change of the price over the window, distributions included."),
        **PLAIN,
    )
    low, high = (language.percent(bound, 1) for bound in window.interval)
    columns[1].metric(
        t("Abnormal return"),
        language.percent(car.value),
        f"{low} … {high} ({level})",
        help=t(
            "The return less what the model expected from the benchmark's return. Interval: "
            "± t quantile × standard error {se}, df {df}; the standard error counts the error "
            "of the prediction.",
            se=language.percent(car.standard_error, sign=False),
            df=car.df,
        ),
        **PLAIN,
    )
    _show_sq(window.test("sq"), language, columns[2])
    _show_value(study, language, columns[3])
    for column, (key, (label, numbers)) in zip(columns, EXPLAINED.items(), strict=True):
        if key != "value" or isinstance(study.dollars, Dollars):
            with column:
                explain(t(label), partial(explanations, study, *numbers), key, language)
    st.caption(conventions(study, language))


def _benchmark_return(study: Study) -> float:
    first, last = (pd.Timestamp(day) for day in study.days_of(study.headline.car.window))
    returns = study.returns.benchmark.loc[first:last].to_numpy()
    return cumulate(returns, study.request.spec.returns)


def _show_sq(sq: TestResult, language: Language, column: DeltaGenerator) -> None:
    t = language.text
    if not isinstance(sq, HypothesisTest) or sq.floor is None:
        reason = language.reason(sq) if isinstance(sq, UnavailableTest) else None
        column.metric(t("SQ p-value"), "–", help=reason, border=True)
        return
    column.metric(
        t("SQ p-value"),
        language.probability(sq.p_value),
        t("smallest possible {floor}", floor=language.probability(sq.floor)),
        help=t(
            "Two-sided rank of the abnormal return among the {n} ordinary spans of the same "
            "length in the estimation window.",
            n=int(sq.facts["n"]),
        ),
        **PLAIN,
    )


def _show_value(study: Study, language: Language, column: DeltaGenerator) -> None:
    t, dollars, currency = language.text, study.dollars, study.security.currency
    if not isinstance(dollars, Dollars):
        column.metric(t("Value"), "–", help=language.error(dollars), border=True)
        return
    column.metric(
        t("Value"),
        language.money(dollars.value.change, currency),
        t("abnormal {amount}", amount=language.money(dollars.value.abnormal, currency)),
        help=t(
            "{shares} shares ({basis}, {as_of}, grade {grade}) × ({after} − {before}).",
            shares=f"{dollars.shares.shares:,}",
            basis=dollars.shares.counted,
            as_of=language.date(dollars.shares.as_of),
            grade=dollars.shares.grade,
            after=language.price(dollars.closes[1], currency),
            before=language.price(dollars.closes[0], currency),
        ),
        **PLAIN,
    )
    if dollars.shares.is_proxy:
        column.caption(t("Made from a proxy share count."))
