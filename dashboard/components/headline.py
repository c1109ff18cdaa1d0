"""The headline numbers of a study, each with what it means."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.returns import cumulate
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from dashboard.components.explain import explain
from dashboard.language import Language
from dashboard.studies.choices import security_names
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
RETURNS: Final = {"simple": N_("Simple"), "log": N_("Log")}


def headline(study: Study, language: Language, name: str) -> str:
    """Return what is studied: the security and the days of the headline window."""
    t = language.text
    first, last = study.days_of(study.headline.car.window)
    days = (
        language.date(first)
        if first == last
        else t("{first} to {last}", first=language.date(first), last=language.date(last))
    )
    return t("{security}, {days}", security=name, days=days)


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


def _benchmark_name(study: Study, language: Language) -> str:
    names = security_names().get(study.benchmark.security)
    return names[1] if names and language.code == "ja" else study.benchmark.name


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


def sentence(study: Study, language: Language, name: str) -> str:
    """Return what happened in one sentence, every number computed."""
    t = language.text
    car, sq = study.headline.car, study.headline.test("sq")
    expected = float(
        study.result.abnormal.expected[study.result.abnormal.rows_of(car.window)].sum()
    )
    said = t(
        "{security} returned **{raw}**. With {benchmark} as the benchmark, {expected} of it was to "
        "be expected; **{abnormal}** was abnormal.",
        security=name,
        raw=language.percent(car.raw_return),
        benchmark=_benchmark_name(study, language),
        expected=language.percent(expected),
        abnormal=language.percent(car.value),
    )
    joint = " " if language.code == "en" else ""
    if isinstance(sq, HypothesisTest) and sq.p_lower is not None and sq.p_upper is not None:
        n = int(sq.facts["n"])
        said += joint + t(
            "Of {n} comparable spans in the estimation window, {beyond} went as far that way.",
            n=n,
            beyond=round(min(sq.p_lower, sq.p_upper) * (n + 1)) - 1,
        )
    if isinstance(study.dollars, Dollars):
        value, currency = study.dollars.value, study.security.currency
        said += joint + t(
            "In market value: {change}, of which {abnormal} abnormal ({level} interval {low} to "
            "{high}).",
            change=language.money(value.change, currency),
            abnormal=language.money(value.abnormal, currency),
            level=language.percent(study.request.spec.level, 0, sign=False),
            low=language.money(value.interval[0], currency),
            high=language.money(value.interval[1], currency),
        )
    return said


def conventions(study: Study, language: Language) -> str:
    """Return how the numbers were made, and what had to be left out."""
    t, result, spec = language.text, study.result, study.request.spec
    model = MODELS[result.fit.model]
    parameters = ", ".join(
        f"{name} {language.number(value, 4)}" for name, value in result.fit.parameters.items()
    )
    parts = [
        t(
            "{model}: {equation}; {parameters}. {returns} returns, estimated on {rows} sessions "
            "from {first} to {last}; residual standard deviation {sigma} a session, df {df}.",
            model=model.title,
            equation=model.equation,
            parameters=parameters,
            returns=RETURNS[spec.returns],
            rows=result.fit.n_estimation,
            first=language.date(result.estimation_span[0]),
            last=language.date(result.estimation_span[1]),
            sigma=language.percent(result.fit.sigma, sign=False),
            df=result.fit.df,
        ),
        *(t(text, **facts) for text, facts in study.made_from),
        *(
            t("Left out {count} sessions: {reason}.", count=len(rows.sessions), reason=rows.reason)
            for rows in result.dropped
        ),
    ]
    if study.event.moved:
        parts.append(
            t("Moved from {asked}: {reason}.", asked=study.event.asked, reason=study.event.moved)
        )
    if study.returns.calendars_differ:
        parts.append(
            t(
                "Security and benchmark trade on different exchanges: the same date is not the "
                "same information."
            )
        )
    return (" " if language.code == "en" else "").join(parts)
