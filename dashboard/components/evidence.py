"""The tests with their nulls, the claims about the move, and what else was in the news."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult
from analysis.windows import EventWindow
from dashboard import cache
from dashboard.components.explain import explain
from dashboard.components.folded import show_folded
from dashboard.components.frame import link_to
from dashboard.components.table import show_table
from dashboard.language import NO_BREAK_SPACE, Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.explanations.moves import abnormal_return
from dashboard.studies.explanations.study import explanations
from dashboard.studies.single import Study
from dashboard.studies.timeline import news_between
from data.catalogue import Claim, article, fact_checks

EXPLAINED: Final = {
    "test-sq": (N_("Explain the SQ tests"), ("sq_p", "scaled_sq_p")),
    "test-t": (N_("Explain the t test"), ("t", "t_p", "standard_error", "interval")),
    "line": (N_("Explain alpha and beta"), ("alpha", "beta")),
}
"""What each button under the tests says, and the numbers that it takes apart."""
SHOWN: Final = 3
"""Claims that stand open; the others are folded away."""

FACT_CHECKS: Final = {
    "right": N_("right"),
    "wrong": N_("wrong"),
    "misattributed": N_("misattributed"),
    "unsourced": N_("unsourced"),
    "opinion": N_("opinion"),
    "not checked": N_("not checked"),
}


def show_tests(study: Study, language: Language) -> None:
    """Show every test of the headline window with its null and what it assumes."""
    t = language.text
    st.header(t("How sure is that?"), anchor="tests")
    tests = study.headline.tests
    if st.toggle(t("Placebo dates, bootstrap and rank tests too"), key="more-tests"):
        with st.spinner(t("Studying all other dates of the history …")):
            tests += cache.further_tests(study)
    table = pd.DataFrame([test_row(test, language) for test in tests])
    show_table(
        table,
        t("How sure is that?"),
        "tests",
        language,
        numbers=lambda: test_numbers(tests, language),
        sources=study.sources,
    )
    st.caption(
        t(
            "A test says how unusual the session was for this security. It cannot say what "
            "caused it."
        )
    )
    _offer_explanations(study, language)


@st.fragment
def _offer_explanations(study: Study, language: Language) -> None:
    """Offer to explain the tests' numbers, and the abnormal return of any session."""
    t = language.text
    with st.container(horizontal=True):
        for key, (label, numbers) in EXPLAINED.items():
            explain(t(label), partial(explanations, study, *numbers), key, language)
    found = study.result.abnormal
    taus = [int(tau) for tau in found.tau]
    days = dict(zip(taus, (day.date() for day in found.sessions), strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tau = st.selectbox(
            t("Session whose abnormal return is to be explained"),
            taus,
            index=taus.index(0) if 0 in days else 0,
            format_func=lambda tau: t(
                "{day} (tau = {tau})", day=language.date(days[tau]), tau=language.number(tau, 0)
            ),
            key="explain-session-which",
            width=360,
        )
        _explain_session(study, tau, "session", language)


def _explain_session(study: Study, tau: int, key: str, language: Language) -> None:
    window = EventWindow(tau, tau)
    explain(
        language.text("Explain the abnormal return of tau = {tau}", tau=language.number(tau, 0)),
        lambda: (abnormal_return(study, window),),
        key,
        language,
    )


def test_row(test: TestResult, language: Language) -> dict[str, str]:
    """Return a test as the row of a table: number, null and assumption, or why there is none."""
    t = language.text
    if not isinstance(test, HypothesisTest):
        return {
            t("Test"): t(test.title),
            t("Statistic"): "–",
            t("p-value"): "–",
            t("Floor"): "",
            t("Null hypothesis"): t(test.null),
            t("Assumes"): language.reason(test),
        }
    degrees = f",{NO_BREAK_SPACE}".join(f"{d:.0f}" for d in test.df or ())
    df = f" ({degrees})" if degrees else ""
    shown = (
        language.percent(test.statistic)
        if test.name in ("sq", "portfolio_sq")
        else language.number(test.statistic, 3) + df
    )
    return {
        t("Test"): t(test.title),
        t("Statistic"): shown,
        t("p-value"): language.probability(test.p_value),
        t("Floor"): language.probability(test.floor) if test.floor else "",
        t("Null hypothesis"): t(test.null),
        t("Assumes"): t(test.assumes, **test.facts),
    }


def test_numbers(tests: Iterable[TestResult], language: Language) -> pd.DataFrame:
    """Return the tests with their numbers unrounded, a row a test, as ``test_row`` words them."""
    t = language.text
    rows: list[dict[str, object]] = []
    for test in tests:
        row: dict[str, object] = {t("Test"): t(test.title), t("Null hypothesis"): t(test.null)}
        if isinstance(test, HypothesisTest):
            row |= {
                t("Statistic"): test.statistic,
                t("Degrees of freedom"): ", ".join(map(str, test.df)),
                t("p-value"): test.p_value,
                t("Floor"): test.floor,
                t("Rejects a true null"): test.true_size,
                t("Assumes"): t(test.assumes, **test.facts),
            }
        else:
            row[t("Assumes")] = language.reason(test)
        rows.append(row)
    return pd.DataFrame(rows)


def show_claims(study: Study | BasketStudy, language: Language) -> None:
    """Show what the articles claim about this move, each claim linked to its chart."""
    t = language.text
    st.header(t("What the articles say of this move"), anchor="claims")
    if not study.claims:
        st.write(t("No catalogued claim speaks of this security and session."))
        return
    for claim in study.claims[:SHOWN]:
        _show_claim(claim, language)
    if others := study.claims[SHOWN:]:
        show_folded(
            language.text("More claims: {count}", count=len(others)),
            "more-claims",
            partial(_show_more_claims, others, language),
        )


def _show_more_claims(claims: tuple[Claim, ...], language: Language) -> None:
    for claim in claims:
        _show_claim(claim, language)


def show_claim_links(study: Study, language: Language) -> None:
    """Link the claims that speak of the move on the chart above."""
    if study.claims:
        links = " · ".join(f"[{c.id}](#claim-{c.id.lower()})" for c in study.claims[:SHOWN])
        more = len(study.claims) - SHOWN
        rest = language.text("[and {count} more](#claims)", count=more) if more > 0 else ""
        st.markdown(language.text("Claims about this move: {links}", links=f"{links} {rest}"))


def _show_claim(claim: Claim, language: Language) -> None:
    t = language.text
    checks = {label.id: language.of(label.text) for label in fact_checks()}
    with st.container(border=True):
        st.subheader(claim.id, anchor=f"claim-{claim.id.lower()}")
        said_by = t(
            "{speaker} · {publisher}",
            speaker=language.of(claim.speaker),
            publisher=language.of(article(claim.article).publisher),
        )
        check = t("Fact check: {check}.", check=t(FACT_CHECKS[claim.fact_check]))
        facts = " ".join(language.of(fact.text) for fact in claim.facts)
        chart = t("See the chart of this move")
        st.markdown(
            f"{language.of(claim.claim)}\n\n:small[{said_by}]\n\n"
            f"**{check}** {facts or checks[claim.fact_check]} [{chart}](#car)"
        )
        link_to("claims", t("Verdict and evidence"), {"claim": claim.id})


def show_picked(study: Study, day: date, language: Language) -> None:
    """Show the news of a session that was picked on a chart, and the claims that speak of it."""
    t = language.text
    news = news_between(study.security.security, study.security.exchange, day, day)
    with st.container(border=True):
        st.markdown(f"**{language.date(day)}**")
        sessions = list(study.result.abnormal.sessions.date)
        if day in sessions:
            tau = int(study.result.abnormal.tau[sessions.index(day)])
            # Picked on another chart as well, the session already has its button.
            with suppress(StreamlitDuplicateElementKey):
                _explain_session(study, tau, f"picked-{tau}", language)
        if not news:
            st.write(t("No catalogued news on this session."))
        for entry in news:
            st.markdown(
                f"**{language.of(entry.event.title)}** — {language.of(entry.event.what_happened)}"
            )
            with st.container(horizontal=True):
                for claim in entry.claims:
                    link_to("claims", claim, {"claim": claim})


def show_confounders(study: Study, language: Language) -> None:
    """Say what other news fell into the window."""
    t = language.text
    if not study.confounders:
        return
    first, last = (language.date(day) for day in study.days_of(study.headline.car.window))
    said = (
        t("On {day} other news could move this price too:", day=first)
        if first == last
        else t(
            "Between {first} and {last} other news could move this price too:",
            first=first,
            last=last,
        )
    )
    st.info(
        said
        + "\n"
        + "\n".join(
            f"- **{language.of(event.title)}** — {language.of(event.confounds_note)}"
            for event in study.confounders
        ),
        icon=":material/info:",
    )
