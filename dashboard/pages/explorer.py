"""One security or basket, one event: the move, how much of it is abnormal, how sure that is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.errors import StudyError
from dashboard import cache
from dashboard.charts.kept import charts_of
from dashboard.components.basket import (
    basket_title,
    show_basket_confounders,
    show_basket_fallbacks,
    show_basket_headline,
    show_basket_panels,
    show_left_out,
)
from dashboard.components.basket_report import basket_report
from dashboard.components.chart import show_chart
from dashboard.components.compare import show_comparison, with_comparisons
from dashboard.components.controls import Choices
from dashboard.components.evidence import (
    show_claim_links,
    show_claims,
    show_confounders,
    show_picked,
    show_tests,
)
from dashboard.components.explain_study import explain_basket
from dashboard.components.guard import show_cautions, show_refusal
from dashboard.components.headline import show_headline
from dashboard.components.literal import literal
from dashboard.components.provenance import show_fallbacks
from dashboard.components.report_row import offer_report
from dashboard.components.study_report import study_report
from dashboard.components.upload import uploads
from dashboard.export.report import Report
from dashboard.export.study_words import headline
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.choices import security_names
from dashboard.studies.comparison import Comparison, Kind, compared
from dashboard.studies.drawn import Do, Drawn, drawn
from dashboard.studies.single import Study
from dashboard.studies.subject import Asked
from data.calendars import Policy
from data.errors import DataError


def show(
    choices: Choices, language: Language, *, section: bool = False, non_session: Policy = "refuse"
) -> None:
    """Show the study that the controls ask for, or say why there is none.

    Parameters
    ----------
    section
        Whether it stands under the title of another page.
    non_session
        What becomes of a date without a session.
    """
    heading = st.header if section else st.title
    asked = asked_for(choices, non_session)
    do = cache.studies(uploads())
    with st.spinner(language.text("Studying …")):
        beside = _comparisons(asked, choices, do)
        found: Drawn | StudyError | DataError
        try:
            found = drawn(asked, choices.window, choices.span, do)
        except (StudyError, DataError) as error:
            found = error
    if not isinstance(found, Drawn):
        heading(language.text("This study cannot be done"), anchor=False)
        show_refusal(found, asked, language)
        for comparison in beside:
            show_comparison(comparison, language)
    elif isinstance(found.study, BasketStudy):
        heading(basket_title(found.study, language), anchor=False)
        _show_basket(found, found.study, beside, choices, language)
    else:
        heading(headline(found.study, language, _name(found.study, language)), anchor=False)
        _show_single(found, found.study, beside, choices, language)


def asked_for(choices: Choices, non_session: Policy = "refuse") -> Asked:
    """Return what the controls ask for."""
    return replace(choices.asked(), non_session=non_session)


def _show_single(
    found: Drawn, study: Study, beside: list[Comparison], choices: Choices, language: Language
) -> None:
    show_headline(study, language, _name(study, language))
    show_fallbacks(study.sources, language)
    _show_undrawn(found, language)
    show_cautions(study, language)
    show_confounders(study, language)
    charts = charts_of(found, language)
    report = study_report(study, tuple(charts.values()), choices, language)
    if _take_away_or_present(with_comparisons(report, beside, choices, language)):
        return
    for comparison in beside:
        show_comparison(comparison, language)
    for key, chart in charts.items():
        behind = study.sources[:1] if key == "price" else study.sources
        picked = show_chart(chart, key, behind, language)
        if picked is not None:
            show_picked(study, study.session_at(picked), language)
        show_claim_links(study, language)
    show_tests(study, language)
    show_claims(study, language)


def _show_basket(
    found: Drawn, study: BasketStudy, beside: list[Comparison], choices: Choices, language: Language
) -> None:
    show_basket_headline(study, language)
    explain_basket(study, language)
    show_left_out(study.long, language)
    show_basket_fallbacks(study, language)
    show_basket_confounders(study, language)
    _show_undrawn(found, language)
    charts = charts_of(found, language)
    report = basket_report(study, tuple(charts.values()), choices, language)
    if _take_away_or_present(with_comparisons(report, beside, choices, language)):
        return
    for comparison in beside:
        show_comparison(comparison, language)
    show_basket_panels(study, charts, language)


def _take_away_or_present(report: Report) -> bool:
    return offer_report(report, "explorer", of=report.title)


def _show_undrawn(found: Drawn, language: Language) -> None:
    if found.undrawn is not None:
        said = language.text("The charts do not show all the sessions that were to be drawn.")
        st.warning(f"{said} {literal(language.error(found.undrawn))}", icon=":material/crop:")


def _comparisons(asked: Asked, choices: Choices, do: Do) -> list[Comparison]:
    """Do the studies that were asked for beside the chosen one."""
    others: dict[Kind, str] = {"names": choices.compare, "models": choices.models}
    found = []
    for kind, text in others.items():
        beside = tuple(part for part in text.split(",") if part)
        if set(beside) - {asked.subject if kind == "names" else asked.model}:
            found.append(compared(asked, kind, beside, choices.window, choices.span, do))
    return found


def _name(study: Study, language: Language) -> str:
    names = security_names().get(study.security.security, (study.security.name,) * 2)
    return literal(names[language.code == "ja"])
