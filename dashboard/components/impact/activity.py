"""The panel of restlessness: volume on the day, variance afterwards."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.errors import StudyError
from dashboard.charts.drawing import Chart
from dashboard.charts.impact.activity import volatility_chart, volume_chart
from dashboard.charts.impact.kept import drawn
from dashboard.components.chart import show_chart
from dashboard.components.evidence import test_numbers, test_row
from dashboard.components.impact.shown import Shown
from dashboard.components.literal import show_error
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.impact.activity import Volume, security_volatility, security_volume
from dashboard.studies.impact.request import ImpactRequest, kept
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory


def show_activity(
    request: ImpactRequest, uploads: dict[str, PriceHistory], language: Language
) -> Shown:
    """Show the volume of the event session and the variance after it."""
    t = language.text
    charts: list[Chart] = []
    tables: list[tuple[str, pd.DataFrame]] = []
    sources: list[LoadedPrices] = []
    with st.spinner(t("Studying …")):
        try:
            volume = kept(security_volume, request, uploads)
        except (StudyError, DataError) as error:
            show_error(error, language)
        else:
            behind = (volume.loaded, *((volume.market,) if volume.market else ()))
            charts.append(drawn(volume_chart, volume, language, keep=not uploads))
            show_chart(charts[-1], "volume", behind, language)
            _show_volume_note(volume, language)
            sources += behind
        try:
            volatility = kept(security_volatility, request, uploads)
        except (StudyError, DataError) as error:
            show_error(error, language)
            return Shown(tuple(charts), (), tuple(sources))
        charts.append(drawn(volatility_chart, volatility, language, keep=not uploads))
        show_chart(charts[-1], "volatility", volatility.study.sources, language)
    tests = volatility.change.tests
    table = pd.DataFrame([test_row(test, language) for test in tests])
    show_table(
        table,
        t("Tests of the variance"),
        "variance",
        language,
        numbers=lambda: test_numbers(tests, language),
        sources=volatility.study.sources,
    )
    tables.append((t("Tests of the variance"), table))
    st.caption(
        t(
            "The event session itself is in neither variance. A wider interval after the event "
            "says that ordinary sessions had become louder; it does not say why."
        )
    )
    return Shown(tuple(charts), tuple(tables), (*sources, *volatility.study.sources))


def _show_volume_note(volume: Volume, language: Language) -> None:
    t = language.text
    st.caption(
        t(
            "Normal: the mean of log volume over the estimation window, so {usual} million shares "
            "on that day. Volume is alike from day to day, so the rank suits one session; the days "
            "after it are no news of their own.",
            usual=language.number(volume.usual / 1e6, 0),
        )
        if volume.market is None
        else t(
            "Normal: log volume regressed on that of {market} over the estimation window, so "
            "{usual} million shares on that day. A busy day of the whole market is then no excess.",
            market=volume.market.history.security,
            usual=language.number(volume.usual / 1e6, 0),
        )
    )
