"""Who fell and who did not: many names on one shared date."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.errors import StudyError
from dashboard.components.controls import Choices
from dashboard.components.literal import show_error
from dashboard.components.parameters import said_parameters
from dashboard.components.presenter import is_presented, offer_presenting
from dashboard.components.report_row import offer_report
from dashboard.components.sector_claims import show_sector_claims
from dashboard.components.sector_controls import (
    OF_NAMES,
    PAGE,
    choose_names,
    choose_view,
    said_choices,
)
from dashboard.components.sector_panels import PANELS
from dashboard.components.sector_slides import ViewSlides
from dashboard.components.upload import uploads
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.sector import kept
from dashboard.studies.sector.kept import Asked
from dashboard.studies.sector.request import sector_request
from dashboard.studies.sector.universe import ALL_NAMES
from data.errors import DataError


def show(choices: Choices, language: Language) -> None:
    """Show many names over the chosen window, in the chosen view."""
    if is_presented():
        offer_presenting(_slides(choices, language), language)
        return
    st.title(language.text("Who fell, and who did not?"), anchor=False)
    _show_view(choices, language)


@st.fragment
def _show_view(choices: Choices, language: Language) -> None:
    if is_presented():
        # Presenting takes the place of the whole page, not of this part alone.
        st.rerun(scope="app")
    t, row = language.text, st.container(horizontal=True)
    view = choose_view(language)
    names = choose_names(language) if view in OF_NAMES else ALL_NAMES
    try:
        asked = _asked(choices, names)
        with st.spinner(t("Studying the names …"), show_time=True):
            shown = PANELS[view](asked, choices, language)
    except (StudyError, DataError) as error:
        show_error(error, language)
        return
    st.info(
        t(
            "One shared date is one draw: the tests can say that this day was unusual for these "
            "names, not what caused it."
        ),
        icon=":material/info:",
    )
    show_sector_claims(names, shown.event, language)
    st.caption(
        t(
            "Of the shared controls, the security is only marked here (▶) and the sessions drawn "
            "do not apply; all others do."
        )
    )
    report = Report(
        title=shown.chart.name,
        lead=shown.chart.sentence,
        parameters=said_choices(said_parameters(choices, language), names, language),
        charts=(shown.chart,),
        tables=shown.tables,
        sources=shown.sources,
        language=language,
    )
    offer_report(report, PAGE, row, slides=_slides(choices, language))


def _slides(choices: Choices, language: Language) -> ViewSlides:
    return ViewSlides(partial(_asked_in_url, choices), choices.security, language)


def _asked(choices: Choices, names: str) -> Asked:
    request = sector_request(
        names=names,
        event=choices.event,
        benchmark=choices.benchmark,
        model=choices.model,
        estimation=choices.estimation,
        window=choices.window,
        returns=choices.returns,
        source=choices.source,
    )
    return kept.asked(request, tuple(uploads().values()))


def _asked_in_url(choices: Choices) -> Asked:
    return _asked(choices, st.query_params.get("names", ALL_NAMES))
