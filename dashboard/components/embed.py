"""One chart of a page alone, for a frame in another page."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from dashboard.components.literal import literal
from dashboard.components.notices import NOTICES
from dashboard.components.permalink import charts_here, permalink
from dashboard.export.sources import short_sources
from dashboard.language import Language
from data.load import LoadedPrices

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ALONE: Final = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stHeader"] {{
  display: none !important; }}
[data-testid="stMainBlockContainer"] {{ padding: 0.75rem 1rem 0.5rem; }}
[data-testid="stMainBlockContainer"] :is(
  [data-testid="stElementContainer"], [data-testid="stLayoutWrapper"], [data-testid="stTabs"]
):not(:has(.{shown}, .{notices}), .{shown}, .{shown} *, .{notices}, .{notices} *) {{
  display: none; }}
</style><span></span>"""
# The span keeps it in its place on the page: a style alone could not be taken back.


def asked_alone() -> str:
    """Return the key of the chart that a frame asks for; empty where the page is whole."""
    return str(st.query_params.get("show", "")) if st.context.is_embedded else ""


def stands_alone(key: str) -> bool:
    """Whether this chart is all that a frame shows."""
    return asked_alone() == key


def chart_class(key: str) -> str:
    """Return the key of the container around a chart."""
    return f"chart-{key}"


def begin_alone() -> st.delta_generator.DeltaGenerator:
    """Hide all but the chart that is asked for, from the first moment; return what hides."""
    place = st.empty()
    asked = asked_alone()
    if _KEY.fullmatch(asked):
        place.html(_ALONE.format(shown=f"st-key-{chart_class(asked)}", notices=f"st-key-{NOTICES}"))
    return place


def end_alone(place: st.delta_generator.DeltaGenerator, language: Language) -> None:
    """Show the whole page after all, and say so, where the chart asked for is not on it."""
    asked = asked_alone()
    if not asked or asked in charts_here():
        return
    place.warning(
        language.text(
            "This page has no chart “{chart}” for these choices, so the page is shown.",
            chart=literal(asked[:80]),
        ),
        icon=":material/link_off:",
    )


def show_source_line(sources: tuple[LoadedPrices, ...], language: Language) -> None:
    """Write the sources in one line, and link to the whole view."""
    said = " ".join(short_sources(sources, language))
    whole = language.text("The whole view")
    advice = language.text("Research and teaching. Nothing here is investment advice.")
    stop = ". " if language.code == "en" else "。"
    st.caption(f"{said} [{whole}]({permalink()}){stop}{advice}")
