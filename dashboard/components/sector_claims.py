"""The claims that speak of many names at once, linked to their verdicts."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard.components.evidence import FACT_CHECKS
from dashboard.components.folded import show_folded
from dashboard.components.frame import link_to
from dashboard.language import Language
from dashboard.studies.events import DatedEvent
from dashboard.studies.sector.universe import ALL_NAMES, tickers_of
from data.catalogue import Claim, baskets, claims_about

SHOWN: Final = 4


def claims_of(names: str, event: DatedEvent) -> tuple[Claim, ...]:
    """Return the claims about a choice of names at an event, none twice.

    All names gather the claims about every basket; a group those about its members.
    """
    known = [entry.id for entry in baskets()]
    subjects = known if names == ALL_NAMES else [names] if names in known else tickers_of(names)
    found = [
        claim
        for subject in subjects
        for entry in event.catalogued
        for claim in claims_about(subject, entry.id)
    ]
    return tuple(dict.fromkeys(found))


def show_sector_claims(names: str, event: DatedEvent, language: Language) -> None:
    """Show what the articles say of these names, each claim linked to its evidence."""
    t = language.text
    st.header(t("What the articles say of these names"), anchor="claims")
    found = claims_of(names, event)
    if not found:
        st.write(t("No catalogued claim speaks of these names and this session."))
        return
    _show(found[:SHOWN], language)
    if others := found[SHOWN:]:
        show_folded(
            t("More claims: {count}", count=len(others)),
            "sector-more",
            partial(_show, others, language),
        )


def _show(found: tuple[Claim, ...], language: Language) -> None:
    t = language.text
    for claim in found:
        with st.container(border=True):
            check = t("Fact check: {check}.", check=t(FACT_CHECKS[claim.fact_check]))
            # Japanese letters have no italics; a browser slants them.
            said = f"*{check}*" if language.code == "en" else check
            st.markdown(f"**{claim.id}** {language.of(claim.claim)} {said}")
            link_to(
                "claims", t("Verdict and evidence of {claim}", claim=claim.id), {"claim": claim.id}
            )
