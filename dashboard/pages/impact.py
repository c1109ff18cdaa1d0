"""How much was lost, in which parts, and for how long."""

from __future__ import annotations

import streamlit as st

from analysis.errors import StudyError
from dashboard.components.controls import Choices
from dashboard.components.explain_study import explain_asked
from dashboard.components.frame import link_to
from dashboard.components.impact.activity import show_activity
from dashboard.components.impact.controls import (
    PANELS,
    choose_impact,
    choose_panel,
    group_name,
    request_of,
)
from dashboard.components.impact.headline import show_impact_headline
from dashboard.components.impact.parts import show_parts
from dashboard.components.impact.recovery import show_recovery
from dashboard.components.impact.shown import Shown
from dashboard.components.literal import show_error
from dashboard.components.parameters import said_parameters
from dashboard.components.provenance import show_provenance
from dashboard.components.report_row import offer_report
from dashboard.components.upload import uploads
from dashboard.export.report import Report
from dashboard.export.sources import distinct
from dashboard.language import Language
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.sources import loader
from data.catalogue import claims_about, events
from data.errors import DataError

CLAIMS = 8
"""Claims about the move that are linked at most."""


def show(choices: Choices, language: Language) -> None:
    """Answer in four numbers, then show the panel that is chosen."""
    t = language.text
    title = t("How much was lost, and for how long?")
    st.title(title, anchor=False)
    place = st.container()
    panel = choose_panel(language)
    own = choose_impact(panel, choices, language)
    try:
        request = request_of(choices, own)
        loader(request.study.source, uploads())(request.study.security)
        with place, st.spinner(t("Measuring the move …")):
            lead = show_impact_headline(request, uploads(), language)
            explain_asked(choices, language)
            row = st.container(horizontal=True)
    except (StudyError, DataError) as error:
        show_error(error, language)
        return
    shown = _show_panel(panel, request, own, language)
    _show_claims(request, language)
    sources = distinct(shown.sources)
    if len(sources) > 2:
        with st.expander(t("Sources of all {count} series", count=len(sources))):
            show_provenance(sources, language)
    beside = (
        (t("What to look at"), t(PANELS[panel])),
        (t("Names to set beside it"), group_name(request.group, language)),
    )
    report = Report(
        title=title,
        lead=lead,
        parameters=(*said_parameters(choices, language), *beside),
        charts=shown.charts,
        tables=shown.tables,
        sources=sources,
        language=language,
    )
    offer_report(report, "impact", row)


def _show_panel(
    panel: str, request: ImpactRequest, own: dict[str, str], language: Language
) -> Shown:
    if panel == "recovery":
        return show_recovery(
            request, int(own["horizon"]), uploads(), language, log=own["scale"] == "log"
        )
    if panel == "activity":
        return show_activity(request, uploads(), language)
    return show_parts(request, uploads(), language)


def _show_claims(request: ImpactRequest, language: Language) -> None:
    """Link to what the articles claim about this move."""
    event = request.study.event
    if event not in {entry.id for entry in events()}:
        return
    claims = claims_about(request.study.security, event)[:CLAIMS]
    if claims:
        st.write(language.text("What the articles say of this move"))
        with st.container(horizontal=True):
            for claim in claims:
                link_to("claims", claim.id, {"claim": claim.id})
