"""What was chosen, in words."""

from __future__ import annotations

import streamlit as st

from dashboard.components.controls import SOURCE_WORDS, Choices
from dashboard.components.url import current_page, seen_values
from dashboard.export.report import Report
from dashboard.export.study_words import RETURNS
from dashboard.language import Language
from dashboard.studies.choices import model_title, security_names
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.timeline import event_label
from data.load import LoadedPrices

_SAID = "parameters.said"


def said_parameters(choices: Choices, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the shared controls as pairs of a label and a value, as the page names them."""
    t = language.text
    return (
        (t("Security"), _security(choices.security, language)),
        (t("Event"), event_label(choices.event, language.code)),
        (t("Event window"), window_words(choices.window)),
        (t("Benchmark"), _security(choices.benchmark, language)),
        (t("Normal-return model"), t(model_title(choices.model))),
        (t("Estimation window"), window_words(choices.estimation)),
        (t("Returns"), t(RETURNS.get(choices.returns, choices.returns))),
        (t("Prices from"), t(SOURCE_WORDS.get(choices.source, choices.source))),
        (t("Sessions drawn"), window_words(choices.span)),
    )


def window_words(window: str) -> str:
    """Return a window of sessions as people write it."""
    return "[" + window.replace("-", "−").replace(",", ", ") + "]"


def keep_report(report: Report) -> None:
    """Remember what a page says of itself, for the pictures and tables of its charts."""
    st.session_state[_SAID] = (current_page(), report.parameters, report.sources)


def kept_parameters() -> tuple[tuple[str, str], ...]:
    """Return what the page on screen said of its parameters, else its controls as they stand."""
    page, parameters, _ = st.session_state.get(_SAID, (None, (), ()))
    if page == current_page():
        return tuple(parameters)
    return tuple((key, value) for key, value in seen_values().items() if value)


def kept_sources() -> tuple[LoadedPrices, ...]:
    """Return the prices that the page on screen named as its sources."""
    page, _, sources = st.session_state.get(_SAID, (None, (), ()))
    return tuple(sources) if page == current_page() else ()


def _security(ticker: str, language: Language) -> str:
    if ticker == OWN_MARKET:
        return language.text("Index of its own market")
    names = security_names().get(ticker)
    return ticker if names is None else f"{ticker} · {names[language.code == 'ja']}"
