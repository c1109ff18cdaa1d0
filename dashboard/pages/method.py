"""Method and data: how the reader's own number is made, and on what it rests."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.errors import N_, StudyError
from dashboard import cache
from dashboard.charts.drawing import Chart
from dashboard.components.controls import Choices
from dashboard.components.literal import show_error
from dashboard.components.method import PAGE
from dashboard.components.method.catalogue import show_models, show_tests
from dashboard.components.method.known_answers import show_self_check
from dashboard.components.method.origins import show_origins, show_references
from dashboard.components.method.pitfalls import show_pitfalls
from dashboard.components.method.slides import walk_slides
from dashboard.components.method.walk import show_basket_walk, show_walk
from dashboard.components.method.words import show_glossary
from dashboard.components.parameters import said_parameters
from dashboard.components.presenter import Slide, is_presented, offer_presenting
from dashboard.components.take_away import show_take_away
from dashboard.components.upload import uploads
from dashboard.components.url import follow_choice
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.drawn import AnyStudy
from dashboard.studies.single import Study
from dashboard.studies.subject import request_for
from data.errors import DataError

PARTS: Final = {
    "number": N_("Your number, step by step"),
    "pitfalls": N_("Where tests mislead"),
    "catalogue": N_("Models and tests"),
    "glossary": N_("Glossary"),
    "data": N_("Data and references"),
    "check": N_("Self-check"),
}
"""The parts of the page, by what stands in the URL."""

Tables = tuple[tuple[str, pd.DataFrame], ...]
"""Tables with their captions."""


def show(choices: Choices, language: Language) -> None:
    """Show the part of the page that was chosen."""
    t = language.text
    if is_presented():
        offer_presenting(_slides(_study(choices), language), language)
        return
    st.title(t("Method and data"), anchor=False)
    changed = follow_choice("part", PARTS, PAGE)
    st.segmented_control(
        t("Part of the page"),
        PARTS,
        format_func=lambda part: t(PARTS[part]),
        key="part",
        on_change=changed,
        required=True,
        label_visibility="collapsed",
    )
    part: str = st.session_state["part"]
    row = st.container(horizontal=True)
    with st.spinner(t("Studying …")):
        study = _study(choices)
    charts, tables = _show_part(part, study, language)
    if isinstance(study, BasketStudy) and part == "number":
        with row:
            offer_presenting((), language)
    if not (charts or tables):
        return
    report = Report(
        title=language.labelled(t("Method and data"), t(PARTS[part])),
        lead=charts[0].sentence if charts else "",
        parameters=said_parameters(choices, language),
        charts=charts,
        tables=tables,
        sources=() if isinstance(study, StudyError | DataError) else study.sources,
        language=language,
    )
    with row:
        show_take_away(report, PAGE)
        if part == "number":
            offer_presenting((), language)


def _slides(study: AnyStudy | StudyError | DataError, language: Language) -> tuple[Slide, ...]:
    if isinstance(study, StudyError | DataError):
        title = language.text("This study cannot be done")
        return (Slide(title, (language.error(study),), None, ""),)
    return walk_slides(study, language)


def _study(choices: Choices) -> AnyStudy | StudyError | DataError:
    try:
        return cache.studies(uploads())(request_for(choices.asked(), (choices.window,)))
    except (StudyError, DataError) as error:
        return error


def _show_part(
    part: str, study: AnyStudy | StudyError | DataError, language: Language
) -> tuple[tuple[Chart, ...], Tables]:
    """Show one part, and return its charts and its tables with their captions."""
    single = study if isinstance(study, Study) else None
    if part == "number":
        return _show_number(study, language), ()
    if part == "pitfalls":
        return (), show_pitfalls(single, language)
    if part == "catalogue":
        return (), (show_models(language), *show_tests(language))
    if part == "glossary":
        show_glossary(language)
    elif part == "check":
        show_self_check(single, language)
    else:
        table = show_origins(language)
        show_references(language)
        return (), (table,)
    return (), ()


def _show_number(study: AnyStudy | StudyError | DataError, language: Language) -> tuple[Chart, ...]:
    if isinstance(study, StudyError | DataError):
        show_error(study, language)
    elif isinstance(study, BasketStudy):
        show_basket_walk(study, language)
    else:
        return show_walk(study, language)
    return ()
