"""The ledger: every claim, a test frozen in advance, a verdict."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.components.controls import Choices
from dashboard.components.ledger_evidence import show_evidence
from dashboard.components.ledger_list import (
    filtered,
    passing,
    said_filters,
    show_contradictions,
    show_counts,
    show_list,
)
from dashboard.components.ledger_progress import the_ledger
from dashboard.components.ledger_report import ledger_report
from dashboard.components.ledger_slides import ClaimSlides, claim_slides
from dashboard.components.literal import show_error
from dashboard.components.presenter import is_presented, offer_presenting
from dashboard.components.report_row import offer_report
from dashboard.components.url import follow_url, open_value
from dashboard.language import Language
from dashboard.studies.ledger import Entry, Ledger
from data.errors import DataError

PAGE = "claims"


def show(choices: Choices, language: Language) -> None:
    """Show the claims with their verdicts, and the evidence of the one that is open."""
    del choices
    t = language.text
    ledger = the_ledger(language)
    counts = ledger.counts()
    title = t("What the articles claim")
    said = (
        t(
            "{count} claims of five articles: the prices support {supported}, contradict "
            "{contradicted}, cannot decide {inconclusive}, and cannot test {untestable}.",
            count=len(ledger.entries),
            supported=counts["supported"],
            contradicted=counts["contradicted"],
            inconclusive=counts["inconclusive"],
            untestable=counts["not testable"],
        ),
        t(
            "Tests frozen on {day}, version {version}, SHA-256 {hash}. The freezing came after the "
            "event: the plan was fixed before these verdicts, not before the prices.",
            day=language.date(ledger.frozen_on),
            version=ledger.plan_version,
            hash=ledger.plan_hash[:16],
        ),
    )
    if is_presented():
        asked = st.query_params.get("claim", "").strip().upper()
        entries = passing(ledger, st.query_params)
        offer_presenting(_slides(ledger, asked, entries, (title, said[0]), language), language)
        return
    st.title(title, anchor=False)
    st.markdown(said[0])
    st.caption(said[1])
    top = st.container(horizontal=True)
    changed = follow_url("claim", "", PAGE, lambda text: text.strip().upper())
    identifiers = _identifiers(ledger.entries)
    texts = {e.claim.id: language.of(e.claim.claim) for e in ledger.entries}
    opened = st.session_state["claim"]
    st.selectbox(
        t("Open a claim"),
        ("", *dict.fromkeys((*identifiers, *filter(None, [opened])))),
        format_func=lambda i: f"{i} · {texts.get(i, '')}" if i else t("none"),
        key="claim",
        on_change=changed,
    )

    def open_claim(claim: str) -> None:
        open_value("claim", claim, PAGE)

    if opened:
        try:
            show_evidence(opened, ledger, language, open_claim)
        except DataError as error:
            show_error(error, language)
    claims, count, against = st.tabs(
        [t("Claims"), t("Counts"), t("Contradictions")], key="ledger-tabs"
    )
    with claims:
        entries = filtered(ledger, language, PAGE)
        words = (title, (" " if language.code == "en" else "").join(said))
        report = ledger_report(ledger, entries, said_filters(language), words, language)
        slides = _slides(ledger, opened, entries, (title, said[0]), language)
        offer_report(report, PAGE, top, slides=slides)
        st.write(t("{shown} of {count} claims", shown=len(entries), count=len(ledger.entries)))
        show_list(entries, language, open_claim)
    with count:
        show_counts(ledger, language)
    with against:
        show_contradictions(ledger, language, open_claim)


def _slides(
    ledger: Ledger,
    opened: str,
    entries: tuple[Entry, ...],
    words: tuple[str, str],
    language: Language,
) -> ClaimSlides:
    """Return the slides of the claim that is open, or of those that pass the filters."""
    if opened:
        return ClaimSlides(ledger, (opened,), words, language)
    return claim_slides(ledger, entries, words, language)


def _identifiers(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.claim.id for entry in entries)
