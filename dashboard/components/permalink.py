"""An address that reopens exactly this view, and the frame that shows one chart elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape
from typing import Final
from urllib.parse import urlencode, urlparse

import streamlit as st

from dashboard.components.url import current_page, page_on_screen, seen_values

VERSION: Final = "1"
"""What ``v`` says in an address; it changes when a parameter changes its meaning."""

_CHARTS = "permalink.charts"


def permalink(**further: str) -> str:
    """Return the address of this view with every parameter in it, defaults included.

    A default that changes later leaves such an address alone.
    """
    here = urlparse(st.context.url or "")
    path = here.path if current_page() else here.path + page_on_screen()
    values = {"v": VERSION, **seen_values(), **further}
    return f"{here.scheme}://{here.netloc}{path}?{urlencode(values)}"


def iframe(chart: str, title: str) -> str:
    """Return the HTML that puts one chart of this view, or the page, into another page."""
    further = {"show": chart, "embed": "true"} if chart else {"embed": "true"}
    address = escape(permalink(**further), quote=True)
    height = 620 if chart else 900
    return (
        f'<iframe src="{address}" title="{escape(title, quote=True)}" width="100%" '
        f'height="{height}" style="border:0" loading="lazy"></iframe>'
    )


def remember_chart(key: str, name: str) -> None:
    """Remember a chart of the page on screen, so that it can be asked for."""
    charts: dict[str, dict[str, str]] = st.session_state.setdefault(_CHARTS, {})
    charts.setdefault(current_page(), {})[key] = name


def charts_here() -> dict[str, str]:
    """Return the charts of the page on screen: names by key."""
    charts: dict[str, dict[str, str]] = st.session_state.get(_CHARTS, {})
    return charts.get(current_page(), {})


def today() -> date:
    """Return the day that stands on what is taken away."""
    return datetime.now(UTC).date()
