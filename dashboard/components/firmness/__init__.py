"""The panels of the page that asks how firm a result is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.drawing import Chart
from dashboard.components.url import follow_choice
from dashboard.language import Language
from data.load import LoadedPrices

PAGE = "firmness"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What a panel showed, for the report that can be taken away and for the top of the page.

    Attributes
    ----------
    charts, tables, sources, parameters, lead
        As in ``Report``.
    facts
        Pairs of a label and a value that sum the panel up.
    """

    charts: tuple[Chart, ...] = ()
    tables: tuple[tuple[str, pd.DataFrame], ...] = ()
    sources: tuple[LoadedPrices, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def choose(key: str, label: str, options: dict[str, str], hint: str, language: Language) -> str:
    """Offer one of some options, kept in the URL; an unknown one gives way to the first.

    Parameters
    ----------
    options
        English templates by what stands in the URL; the first is the default.
    """
    changed = follow_choice(key, options, PAGE)
    st.selectbox(
        label,
        tuple(options),
        format_func=lambda option: language.text(options[option]),
        key=key,
        on_change=changed,
        help=hint,
    )
    return str(st.session_state[key])
