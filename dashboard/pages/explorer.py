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
    show_tests,
)
from dashboard.components.headline import show_headline
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.request import study_request
from dashboard.studies.timeline import news_between
from data.errors import DataError


def show(choices: Choices, language: Language) -> None:
    """Show the study that the controls ask for, or say why there is none."""
    try:
        span = EventWindow(*parse_window(choices.span))
        study = cache.study(
            study_request(
                security=choices.security,
                event=choices.event,
                benchmark=choices.benchmark,
                model=choices.model,
                estimation=choices.estimation,
                windows=(choices.window, choices.span),
                returns=choices.returns,
            )
        )
    except (StudyError, DataError) as error:
        st.title(language.text("This study cannot be done"), anchor=False)
        st.error(language.error(error), icon=":material/error:")
        return
    sources = (study.security, study.benchmark)
    names = security_names().get(study.security.security, (study.security.name,) * 2)
    show_headline(study, language, names[language.code == "ja"])
    show_confounders(study, language)
    first, last = study.days_of(span)
    news = news_between(study.security.security, study.security.exchange, first, last)
    show_chart(car_chart(study.result, span, language), "car", sources, language)
    show_claim_links(study, language)
    show_chart(ar_chart(study.result, span, language), "ar", sources, language)
    show_chart(price_chart(study, first, last, news, language), "price", sources[:1], language)
    show_claim_links(study, language)
    show_tests(study.result, language)
    show_claims(study, language)
