"""One claim with its evidence, and a reader's own choice beside the frozen one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

from analysis.errors import N_, StudyError
from analysis.returns import RETURN_KINDS
from analysis.windows import parse_window
from dashboard.charts.evidence import path_chart, scatter_chart
from dashboard.charts.plot import Ready
from dashboard.components.chart import shown_table, take_along
from dashboard.components.evidence import FACT_CHECKS
from dashboard.components.explain import explain
from dashboard.components.frame import link_to
from dashboard.components.ledger_words import KINDS, ROLES, badge, finding, say
from dashboard.components.literal import literal, show_error
from dashboard.language import Language
from dashboard.studies.choices import benchmarks, security_names
from dashboard.studies.explanations.claims.claim import claim_explanations
from dashboard.studies.ledger import Evidence, Ledger, Override, View, evidence, findings
from dashboard.studies.ledger.evidence import Model
from dashboard.studies.ledger.records import HypothesisOutcome
from dashboard.studies.ledger.series import Path
from dashboard.studies.timeline import event_label
from data.catalogue import source
from data.errors import DataError

REACH: Final = 200
"""Sessions from the event that the prices hold on every exchange of the plan."""

MODELS: Final[tuple[Model, ...]] = ("market", "market-adjusted", "mean-adjusted")


def show_evidence(
    claim: str, ledger: Ledger, language: Language, opened: Callable[[str], None]
) -> None:
    """Show a claim, what the prices and the record say of it, its tests and its relatives."""
    t = language.text
    entry = ledger.entry(claim)
    with st.container(border=True):
        st.header(f"{entry.claim.id} {badge(entry.verdict, language)}", anchor="claim")
        st.markdown(f"**{language.of(entry.claim.claim)}**")
        st.caption(
            " · ".join(
                (
                    language.of(entry.claim.speaker),
                    language.of(entry.claim.affiliation),
                    language.of(entry.article.publisher),
                    t(KINDS[entry.claim.kind]),
                )
            )
        )
        prices, record = st.columns(2)
        with prices:
            st.markdown("**" + t("What the prices say") + "**")
            st.markdown(say(entry.reason, language))
            if entry.claim.why_not_testable is not None:
                st.markdown(language.of(entry.claim.why_not_testable))
            for figure in entry.missing:
                st.markdown(t("Missing figure: {figure}", figure=language.of(figure.figure)))
        with record:
            _show_record(entry.claim.id, ledger, language)
        if entry.confounders:
            st.info(
                t("Prices are consistent with other causes too; in the windows stand:")
                + "\n"
                + "\n".join(f"- {language.of(event.title)}" for event in entry.confounders)
            )
        gathered = evidence(claim)
        for view in gathered.frozen:
            _show_view(view, language)
        _show_related(claim, ledger, language, opened)
        if entry.tests:
            _explore(claim, gathered, language)


def _show_record(claim: str, ledger: Ledger, language: Language) -> None:
    t, entry = language.text, ledger.entry(claim)
    st.markdown(
        "**"
        + t("What the record says")
        + "** · "
        + t("Fact check: {check}.", check=t(FACT_CHECKS[entry.claim.fact_check]))
    )
    for fact in entry.claim.facts:
        cited = language.named(
            f"[{literal(s.title_in(language.code))}]({s.where})"
            if s.where.startswith("http")
            else language.bracketed(literal(s.title_in(language.code)), literal(s.where))
            for s in map(source, fact.sources)
        )
        st.markdown(f"{language.of(fact.text)} — {cited}")


def _show_view(view: View, language: Language) -> None:
    t, test = language.text, view.outcome
    kind = t("exploratory") if view.exploratory else t(ROLES[test.role])
    st.markdown(
        f"{badge(test.verdict, language)} **{language.of(test.hypothesis.states)}** · {kind}"
    )
    st.markdown(finding(test, language))
    _explain(view, language)
    st.markdown(say(test.reason, language))
    st.caption(_how(test, language))
    for note in test.notes:
        st.caption(say(note, language))
    if view.series is None:
        return
    suffix = "-exploratory" if view.exploratory else ""
    with st.expander(t("Chart and numbers"), expanded=view.exploratory):
        title = language.of(test.hypothesis.states)
        chart = (
            path_chart(view.series, title, language)
            if isinstance(view.series, Path)
            else scatter_chart(view.series, title, language)
        )
        key = f"{test.hypothesis.id}{suffix}"
        st.write(chart.sentence)
        take_along(chart, key, (), language, _source_lines(test, language))
        st.plotly_chart(
            Ready(chart.spec),
            key=key,
            alt=f"{chart.name} {chart.sentence}",
            config={"displaylogo": False, "locale": language.code},
        )
        st.dataframe(
            shown_table(chart, language),
            hide_index=True,
            key=f"{key}-table",
            alt=chart.name,
        )
        for line in _source_lines(test, language):
            st.caption(line)


def _explain(view: View, language: Language) -> None:
    """Offer to take the finding's numbers apart; one that could not be measured has none."""
    test = view.outcome
    if test.estimate is None:
        return
    kind = "exploratory" if view.exploratory else "frozen"
    template = (
        N_("Explain the numbers of your own choice: {test}")
        if view.exploratory
        else N_("Explain the numbers: {test}")
    )
    explain(
        language.text(template, test=literal(language.of(test.hypothesis.states))),
        lambda: claim_explanations(test, findings()),
        f"{test.hypothesis.id}-{kind}",
        language,
    )


def _source_lines(test: HypothesisOutcome, language: Language) -> tuple[str, ...]:
    alike: dict[tuple[date, str, str], list[str]] = {}
    for ticker, origin in test.provenance.items():
        alike.setdefault((origin.as_of, origin.basis, origin.sha256), []).append(ticker)
    return tuple(
        language.text(
            "{security}: as of {as_of}, {basis} SHA-256 {hash}.",
            security=", ".join(tickers),
            as_of=language.date(as_of),
            basis=basis,
            hash=digest[:12],
        )
        for (as_of, basis, digest), tickers in alike.items()
    )


def _how(test: HypothesisOutcome, language: Language) -> str:
    t, frozen = language.text, test.hypothesis
    days = language.listed(
        language.date(first)
        if first == last
        else t("{first} to {last}", first=language.date(first), last=language.date(last))
        for first, last in test.days
    )
    members = " − ".join(", ".join(side) for side in test.members if side)
    parts = [
        members,
        days,
        t("benchmark {name}", name=frozen.benchmark) if frozen.benchmark else "",
        t("contradicted by: {what}", what=language.of(frozen.contradicted_by)),
    ]
    return " · ".join(part for part in parts if part)


def _show_related(
    claim: str, ledger: Ledger, language: Language, opened: Callable[[str], None]
) -> None:
    t, entry = language.text, ledger.entry(claim)
    for label, claims in (
        (t("Claims that agree"), entry.related.agree),
        (t("Claims that contradict"), entry.related.contradict),
    ):
        if claims:
            st.markdown(f"**{label}**")
            with st.container(horizontal=True):
                for other in claims:
                    st.button(other, key=f"{label}-{other}", on_click=opened, args=(other,))
    known = security_names()
    places = [place for place in entry.claim.bears_on if place.about in known]
    if places:
        st.markdown("**" + t("On the charts") + "**")
        with st.container(horizontal=True):
            for place in places:
                link_to(
                    "explorer",
                    f"{place.about} · {event_label(place.event, language.code)}",
                    {"security": place.about, "event": place.event},
                )


def _window(text: str) -> tuple[int, int]:
    first, last = parse_window(text)
    if max(-first, last) > REACH:
        raise StudyError(
            N_("Event window {window} was asked for."),
            N_("A claim can be measured up to {reach} sessions from its event."),
            N_("Choose a window inside [-{reach}, {reach}]."),
            window=text,
            reach=REACH,
        )
    return first, last


def _explore(claim: str, gathered: Evidence, language: Language) -> None:
    t = language.text
    with st.expander(t("Choose otherwise and see the verdict react (exploratory)")):
        columns = st.columns(5)
        window = columns[0].text_input(t("Event window"), "", key="x.window", placeholder="0,0")
        estimation = columns[1].text_input(
            t("Estimation window"), "", key="x.estimation", placeholder="-250,-21"
        )
        benchmark = columns[2].selectbox(
            t("Benchmark"), benchmarks(), index=None, key="x.benchmark", placeholder=t("as frozen")
        )
        model = columns[3].selectbox(
            t("Normal-return model"), MODELS, index=None, key="x.model", placeholder=t("as frozen")
        )
        returns = columns[4].selectbox(
            t("Returns"),
            RETURN_KINDS,
            index=None,
            key="x.returns",
            placeholder=t("as frozen"),
        )
        try:
            override = Override(
                window=_window(window) if window else None,
                benchmark=benchmark,
                model=model,
                estimation=parse_window(estimation) if estimation else None,
                returns=returns,
            )
            if override == Override():
                st.write(t("Change a field; the frozen verdict stays as it is."))
                return
            explored = evidence(claim, override)
        except (StudyError, DataError) as error:
            show_error(error, language)
            return
        frozen = badge(gathered.entry.verdict, language)
        if explored.exploratory_verdict is not None:
            mine = badge(explored.exploratory_verdict, language)
            st.markdown(t("Frozen: {frozen} · exploratory: {mine}", frozen=frozen, mine=mine))
        for refusal in explored.refused:
            st.caption(say(refusal.reason, language))
        for view in explored.exploratory:
            _show_view(view, language)
