"""The row of a page from which it is taken away or presented."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.chart_slides import chart_slides
from dashboard.components.presenter import Slide, is_presented, offer_presenting
from dashboard.components.take_away import show_take_away
from dashboard.export.report import Report


def offer_report(
    report: Report,
    key: str,
    row: DeltaGenerator | None = None,
    *,
    of: str = "",
    slides: Sequence[Slide] = (),
) -> bool:
    """Offer a page's report and its presentation, or present it.

    Parameters
    ----------
    key
        Of the page.
    row
        Where the two stand, if not here: a page that measures part by part knows its report last.
    of
        As in ``chart_slides``.
    slides
        What is presented, where that is not the report's charts.

    Returns
    -------
    bool
        Whether the page is presented: nothing else should then be drawn.
    """
    slides = slides or chart_slides(report, of=of)
    if is_presented():
        return offer_presenting(slides, report.language)
    with row or st.container(horizontal=True):
        show_take_away(report, key)
        return offer_presenting(slides, report.language)
