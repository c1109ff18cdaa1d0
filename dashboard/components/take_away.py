"""The page to take away: as a file, as an address, or inside another page."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from dashboard.components.kept_report import keep_report
from dashboard.components.literal import show_error
from dashboard.components.permalink import charts_here, iframe, permalink, today
from dashboard.export.html import MIME as HTML
from dashboard.export.html import html
from dashboard.export.pdf import MIME as PDF
from dashboard.export.pdf import find_browser, no_browser, pdf
from dashboard.export.report import Report, file_name
from dashboard.export.slides import MIME as PPTX
from dashboard.export.slides import slides
from data.errors import DataError


def show_take_away(report: Report, key: str) -> None:
    """Offer the page as a file, its address and its frame, behind one quiet button.

    Parameters
    ----------
    report
        What the page shows.
    key
        Key of the widgets; one on each page.
    """
    keep_report(report)
    _popover(report, key)


@st.fragment
def _popover(report: Report, key: str) -> None:
    t = report.language.text
    popover = st.popover(
        t("Take it away"),
        type="tertiary",
        icon=":material/download:",
        key=f"{key}-take-away",
        on_change="rerun",
    )
    if not popover.open:
        return
    with popover:
        link, made_on = permalink(), today()
        _offer_files(report, key, link, made_on)
        st.markdown("**" + t("Address of this view") + "**")
        st.code(link, language=None, wrap_lines=True)
        _offer_frame(report, key)


def _offer_files(report: Report, key: str, link: str, made_on: date) -> None:
    t = report.language.text
    with st.container(horizontal=True):
        st.download_button(
            t("Report (HTML)"),
            partial(html, report, link, made_on),
            file_name=file_name(report.title, made_on, "html"),
            mime=HTML,
            key=f"{key}-html",
            on_click="ignore",
        )
        st.download_button(
            t("Slides (PowerPoint)"),
            partial(slides, report, link, made_on),
            file_name=file_name(report.title, made_on, "pptx"),
            mime=PPTX,
            key=f"{key}-pptx",
            on_click="ignore",
        )
        wanted = st.button(t("Print a PDF"), key=f"{key}-print", disabled=find_browser() is None)
    if find_browser() is None:
        st.caption(report.language.error(no_browser()))
    if wanted:
        _offer_pdf(report, key, link, made_on)


def _offer_pdf(report: Report, key: str, link: str, made_on: date) -> None:
    """Print first, so that a printer that fails gets its sentence, then offer the file."""
    t = report.language.text
    try:
        with st.spinner(t("Printing …")):
            printed = pdf(report, link, made_on)
    except DataError as error:
        show_error(error, report.language)
        return
    st.download_button(
        t("Save the PDF"),
        printed,
        file_name=file_name(report.title, made_on, "pdf"),
        mime=PDF,
        key=f"{key}-pdf",
        on_click="ignore",
        type="primary",
    )


def _offer_frame(report: Report, key: str) -> None:
    t, charts = report.language.text, charts_here()
    st.markdown("**" + t("Inside another page") + "**")
    chosen = st.selectbox(
        t("What to show there"),
        ("", *charts),
        format_func=lambda chart: charts.get(chart, t("The whole page")),
        key=f"{key}-frame",
    )
    st.code(iframe(chosen, charts.get(chosen, report.title)), language=None, wrap_lines=True)
