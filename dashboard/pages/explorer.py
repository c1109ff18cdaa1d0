"""One security, one event: the move, how much of it is abnormal, and how sure that is."""

from __future__ import annotations

import streamlit as st

from analysis.errors import StudyError
from analysis.windows import EventWindow, parse_window
from dashboard import cache
from dashboard.charts.abnormal import ar_chart, car_chart
from dashboard.charts.price import price_chart
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.evidence import (
    show_claim_links,
    show_claims,
    show_confounders,
    show_picked,
    show_tests,
)
from dashboard.components.headline import headline, show_headline
from dashboard.components.literal import literal, show_error
from dashboard.components.provenance import show_fallbacks
from dashboard.components.study_report import study_report
from dashboard.components.take_away import show_take_away
from dashboard.components.upload import uploads
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run
from dashboard.studies.sources import loader
from dashboard.studies.timeline import news_between
from data.errors import DataError


def show(choices: Choices, language: Language, *, section: bool = False) -> None:
    """Show the study that the controls ask for, or say why there is none.

    Parameters
    ----------
    section
        Whether it stands under the title of another page.
    """
    heading = st.header if section else st.title
    try:
        study, span, undrawn = _study_to_draw(choices)
    except (StudyError, DataError) as error:
        heading(language.text("This study cannot be done"), anchor=False)
        show_error(error, language)
        return
    sources = study.sources
    names = security_names().get(study.security.security, (study.security.name,) * 2)
    name = literal(names[language.code == "ja"])
    heading(headline(study, language, name), anchor=False)
    show_headline(study, language, name)
    show_fallbacks(sources, language)
    show_confounders(study, language)
    if undrawn is not None:
        said = language.text("The charts do not show all the sessions that were to be drawn.")
        st.warning(f"{said} {literal(language.error(undrawn))}", icon=":material/crop:")
    first, last = study.days_of(span)
    news = news_between(study.security.security, study.security.exchange, first, last)
    charts = {
        "car": (car_chart(study.result, span, language), sources),
        "ar": (ar_chart(study.result, span, language), sources),
        "price": (price_chart(study, first, last, news, language), sources[:1]),
    }
    drawn = tuple(chart for chart, _ in charts.values())
    show_take_away(study_report(study, drawn, choices, language), "explorer")
    for key, (chart, behind) in charts.items():
        picked = show_chart(chart, key, behind, language)
        if picked is not None:
            show_picked(study, study.session_at(picked), language)
        show_claim_links(study, language)
    show_tests(study, language)
    show_claims(study, language)


def _study_to_draw(choices: Choices) -> tuple[Study, EventWindow, StudyError | None]:
    """Do the study and say which sessions to draw, and why not those asked for.

    A day near the end of the prices still has its numbers, though not ten sessions after it.
    """
    window, span = (EventWindow(*parse_window(text)) for text in (choices.window, choices.span))
    try:
        return _study(choices, (choices.window, choices.span)), span, None
    except StudyError as error:
        alone = _study(choices, (choices.window,))
        estimated_to = alone.request.spec.estimation.last
        fits = alone.returns.complete_around(
            alone.result.session, span, estimated_to if estimated_to < 0 else span.first - 1
        )
        if fits is None or fits == span:
            return alone, window, error
        return _study(choices, (choices.window, f"{fits.first},{fits.last}")), fits, error


def _study(choices: Choices, windows: tuple[str, ...]) -> Study:
    request = study_request(
        security=choices.security,
        event=choices.event,
        benchmark=choices.benchmark,
        model=choices.model,
        estimation=choices.estimation,
        windows=windows,
        returns=choices.returns,
        source=choices.source,
    )
    own = uploads()
    return run(request, loader(request.source, own)) if own else cache.study(request)
