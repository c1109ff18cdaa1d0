"""The charts of one security's study."""

from __future__ import annotations

from analysis.windows import EventWindow
from dashboard.charts.abnormal import ar_chart, car_chart
from dashboard.charts.drawing import Chart
from dashboard.charts.price import price_chart
from dashboard.language import Language
from dashboard.studies.single import Study
from dashboard.studies.timeline import news_between


def study_charts(study: Study, span: EventWindow, language: Language) -> dict[str, Chart]:
    """Return the charts of a study by key: ``car``, ``ar``, ``price``.

    Parameters
    ----------
    span
        The sessions to draw; must lie inside the study's windows.
    """
    first, last = study.days_of(span)
    news = news_between(study.security.security, study.security.exchange, first, last)
    return {
        "car": car_chart(study.result, span, language),
        "ar": ar_chart(study.result, span, language),
        "price": price_chart(study, first, last, news, language),
    }
