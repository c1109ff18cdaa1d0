"""What the page on screen said of itself, for the files that are made of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.components.url import current_page, seen_values
from dashboard.export.report import Report
from data.load import LoadedPrices

_SAID = "parameters.said"

Parameters = tuple[tuple[str, str], ...]
"""Pairs of a label and a value, in words."""


@dataclass(slots=True, eq=False)
class _Said:
    """What a page said of itself last; changed in place, for files that are made later."""

    page: str | None = None
    parameters: Parameters = ()
    sources: tuple[LoadedPrices, ...] = ()


def keep_report(report: Report) -> None:
    """Remember what a page says of itself, for the pictures and tables of its charts."""
    said = _said()
    said.page = current_page()
    said.parameters, said.sources = report.parameters, report.sources


def kept_parameters() -> Parameters:
    """Return what the page on screen said of its parameters, else its controls as they stand."""
    return parameters_later()()


def kept_sources() -> tuple[LoadedPrices, ...]:
    """Return the prices that the page on screen named as its sources."""
    return sources_later()()


def parameters_later() -> Callable[[], Parameters]:
    """Return what gives the page's parameters when a file is made.

    A page may say them last, after the tables; what it said before is of another view.
    """
    said, page = _said(), current_page()
    controls = tuple((key, value) for key, value in seen_values().items() if value)
    return lambda: said.parameters if said.page == page else controls


def sources_later() -> Callable[[], tuple[LoadedPrices, ...]]:
    """Return what gives the prices that the page names, when a file is made."""
    said, page = _said(), current_page()
    return lambda: said.sources if said.page == page else ()


def _said() -> _Said:
    kept: _Said = st.session_state.setdefault(_SAID, _Said())
    return kept
