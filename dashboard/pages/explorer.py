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
from dashboard.components.upload import uploads
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.request import study_request
from dashboard.studies.single import run
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
        span = EventWindow(*parse_window(choices.span))
        request = study_request(
            security=choices.security,
            event=choices.event,
            benchmark=choices.benchmark,
            model=choices.model,
            estimation=choices.estimation,
            windows=(choices.window, choices.span),
            returns=choices.returns,
            source=choices.source,
        )
        own = uploads()
        study = run(request, loader(request.source, own)) if own else cache.study(request)
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
    first, last = study.days_of(span)
    news = news_between(study.security.security, study.security.exchange, first, last)
    charts = {
        "car": (car_chart(study.result, span, language), sources),
        "ar": (ar_chart(study.result, span, language), sources),
        "price": (price_chart(study, first, last, news, language), sources[:1]),
    }
    for key, (chart, behind) in charts.items():
        picked = show_chart(chart, key, behind, language)
        if picked is not None:
            show_picked(study, study.session_at(picked), language)
        show_claim_links(study, language)
    show_tests(study, language)
    show_claims(study, language)
