"""A basket's study in parts: headline, charts, members, tests in tiers, claims, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from analysis.normal_returns.models import MODELS
from analysis.significance.result import HypothesisTest, TestResult
from dashboard import cache
from dashboard.charts.drawing import Chart
from dashboard.components.basket_tests import show_basket_tests
from dashboard.components.chart import show_chart
from dashboard.components.evidence import show_claims
from dashboard.components.headline import PLAIN
from dashboard.components.literal import literal
from dashboard.components.provenance import show_fallbacks, show_provenance
from dashboard.export.study_words import RETURNS
from dashboard.language import Language
from dashboard.studies.abnormal_path import portfolio_of
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_members import Side
from dashboard.studies.comparison import numbers_of
from dashboard.studies.events import confounders

FALLBACKS = 2
"""Warnings about prices that are shown in full; the others are counted."""


def basket_name(study: BasketStudy, language: Language) -> str:
    """Return what the basket is called."""
    catalogued = study.long.catalogued
    if catalogued is not None:
        return language.of(catalogued.name)
    return language.text("Basket of {members}", members=", ".join(study.long.tickers))


def window_days(study: BasketStudy) -> tuple[date, date]:
    """Return the first and the last session of the first window."""
    ar = study.long.results[0].abnormal
    days = ar.sessions[ar.rows_of(study.headline.window)]
    return days[0].date(), days[-1].date()


def basket_title(study: BasketStudy, language: Language) -> str:
    """Return what is studied: the basket and the days of the first window."""
    t = language.text
    first, last = (language.date(day) for day in window_days(study))
    return t(
        "{security}, {days}",
        security=basket_name(study, language),
        days=first if first == last else t("{first} to {last}", first=first, last=last),
    )


def basket_sentence(study: BasketStudy, language: Language) -> str:
    """Return what happened in one paragraph, every number computed."""
    t, window = language.text, study.headline
    numbers = numbers_of(study)
    low, high = (language.percent(bound) for bound in numbers.interval)
    said = t(
        "Its {count} members returned **{raw}** on average, of which **{abnormal}** was abnormal "
        "({level} interval of the equal-weight portfolio {low} to {high}). {reading}",
        count=len(window.members),
        raw=language.percent(numbers.car.raw_return),
        abnormal=language.percent(window.caar),
        level=language.percent(study.request.spec.level, 0, sign=False),
        low=low,
        high=high,
        reading=window.agreement,
    )
    correlation = window.correlation
    joint = " " if language.code == "en" else ""
    return (
        said
        + joint
        + t(
            "The members move together (mean residual correlation {rbar}): {count} of them carry "
            "as much as {effective} independent ones.",
            rbar=language.number(correlation.calendar),
            count=correlation.n,
            effective=language.number(correlation.effective_n, 1),
        )
    )


def show_basket_headline(study: BasketStudy, language: Language) -> None:
    """Say in a paragraph and four numbers what happened, and how it was measured."""
    t, window = language.text, study.headline
    st.markdown(basket_sentence(study, language))
    numbers = numbers_of(study)
    low, high = (language.percent(bound, 1) for bound in numbers.interval)
    level = language.percent(study.request.spec.level, 0, sign=False)
    columns = st.columns(4)
    columns[0].metric(
        t("Abnormal, CAAR"),
        language.percent(window.caar),
        f"{low} … {high} ({level})",
        help=t(
            "The mean of the members' cumulative abnormal returns. Interval: the equal-weight "
            "portfolio's own residuals, so that the members may move together; standard error "
            "{se}, df {df}.",
            se=language.percent(portfolio_of(study, window.window).car.standard_error, sign=False),
            df=numbers.car.df,
        ),
        **PLAIN,
    )
    portfolio, members = window.headline
    columns[1].metric(
        t("Portfolio SQ"),
        *_p_value(portfolio, language),
        help=t(portfolio.null),
        **PLAIN,
    )
    columns[2].metric(
        t("Adjusted BMP"),
        *_p_value(members, language),
        help=t(members.null),
        **PLAIN,
    )
    ranked = sorted(window.members, key=lambda member: member.result.car.value)
    values = [member.result.car.value for member in (ranked[0], ranked[-1])]
    # One line on a narrow card: tenths only where both ends have one digit before them.
    digits = 1 if max(map(abs, values)) < 0.0995 else 0
    ends = [language.percent(value, digits) for value in values]
    columns[3].metric(
        t("Range of the members"),
        f"{ends[0]} … {ends[1]}",
        f"{ranked[0].security} … {ranked[-1].security}",
        help=t("The lowest and the highest cumulative abnormal return of a member."),
        **PLAIN,
    )
    st.caption(basket_conventions(study, language))


def _p_value(test: TestResult, language: Language) -> tuple[str, str]:
    if not isinstance(test, HypothesisTest):
        return "–", language.reason(test)
    shown = f"p {language.probability(test.p_value)}"
    if test.floor:
        floor = language.probability(test.floor)
        return shown, language.text("smallest possible {floor}", floor=floor)
    df = f" ({', '.join(f'{d:.0f}' for d in test.df)})" if test.df else ""
    return shown, f"t{df} = {language.number(test.statistic)}"


def basket_conventions(study: BasketStudy, language: Language) -> str:
    """Return how the numbers were made."""
    t, spec, side = language.text, study.request.spec, study.long
    model = MODELS[spec.model]
    parts = [
        t(
            "{model}: {equation}, for each member against {benchmark}; {returns} returns, "
            "estimation window {estimation}. Sessions of {exchange}; tau = 0 is {day}.",
            model=model.title,
            equation=model.equation,
            benchmark=study.benchmark.history.security,
            returns=RETURNS[spec.returns],
            estimation=str(spec.estimation).replace("-", "−"),
            exchange=study.exchange,
            day=language.date(study.event.session),
        )
    ]
    if side.catalogued is not None:
        parts.append(
            t(
                "Members chosen for what they sell and frozen on {day}, long after the event.",
                day=language.date(side.catalogued.frozen_on),
            )
        )
        parts.append(language.of(side.catalogued.note))
    else:
        parts.append(t("Members chosen by hand: choosing them by how they moved is no test."))
    if study.event.moved:
        parts.append(
            t("Moved from {asked}: {reason}.", asked=study.event.asked, reason=study.event.moved)
        )
    return (" " if language.code == "en" else "").join(parts)


def show_left_out(side: Side, language: Language) -> None:
    """List the members that are not in the numbers, and those with a short history."""
    t = language.text
    lines = [
        t(
            "**{security}**: left out. {reason}",
            security=literal(entry.security),
            reason=literal(entry.words(language)),
        )
        for entry in side.left_out
    ]
    lines += [
        t(
            "**{security}**: in, with {rows} estimation rows from {first}; {missing} are missing.",
            security=literal(result.security),
            rows=result.fit.n_estimation,
            first=language.date(result.estimation_span[0]),
            missing=sum(len(rows.sessions) for rows in result.dropped),
        )
        for result in side.incomplete
    ]
    if not lines:
        return
    label = t(
        "Left out: {out}; with a short history: {short}",
        out=len(side.left_out),
        short=len(side.incomplete),
    )
    with st.expander(label, icon=":material/person_off:"):
        st.markdown("\n".join(f"- {line}" for line in lines))


def show_basket_confounders(study: BasketStudy, language: Language) -> None:
    """Say what other news fell into the first window."""
    first, last = window_days(study)
    found = confounders(study.request.event, first, last, study.exchange)
    if not found:
        return
    said = language.text("Inside the window other news could move these prices too:")
    st.info(
        said
        + "\n"
        + "\n".join(
            f"- **{language.of(event.title)}** — {language.of(event.confounds_note)}"
            for event in found
        ),
        icon=":material/info:",
    )


def show_basket_fallbacks(study: BasketStudy, language: Language) -> None:
    """Say which prices that were wanted could not be had; many are counted."""
    missing = tuple(loaded for loaded in study.sources if loaded.fallback is not None)
    show_fallbacks(missing[:FALLBACKS], language)
    if others := missing[FALLBACKS:]:
        names = ", ".join(loaded.history.security for loaded in others)
        st.caption(language.text("The same is so of {names}.", names=literal(names)))


def show_basket_panels(study: BasketStudy, charts: Mapping[str, Chart], language: Language) -> None:
    """Show the charts, the tests, the claims and the sources."""
    t = language.text
    for key, chart in charts.items():
        show_chart(chart, key, (), language)
    show_basket_tests(study, _with_placebo, language)
    show_claims(study, language)
    with st.expander(t("Sources of all {count} series", count=len(study.sources))):
        show_provenance(study.sources, language)


def _with_placebo(study: BasketStudy) -> BasketStudy:
    return cache.basket(replace(study.request, placebo=True))
