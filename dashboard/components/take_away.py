"""The page to take away: as a file, as an address, or inside another page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import streamlit as st

from dashboard.components.parameters import keep_parameters
from dashboard.components.permalink import charts_here, iframe, permalink
from dashboard.export.html import MIME as HTML
from dashboard.export.html import html
from dashboard.export.report import Report, file_name


def show_take_away(report: Report, key: str) -> None:
    """Offer the page as a file, its address and its frame, behind one quiet button.

    Parameters
    ----------
    report
        What the page shows.
    key
        Key of the widgets; one on each page.
    """
    keep_parameters(report.parameters)
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


def today() -> date:
    """Return the day that stands on what is taken away."""
    return datetime.now(UTC).date()


def _offer_files(report: Report, key: str, link: str, made_on: date) -> None:
    t = report.language.text
    st.download_button(
        t("Report (HTML)"),
        partial(html, report, link, made_on),
        file_name=file_name(report.title, made_on, "html"),
        mime=HTML,
        key=f"{key}-html",
        on_click="ignore",
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
    st.code(iframe(chosen, charts.get(chosen, report.title)), language="html", wrap_lines=True)
