"""The shared controls: what to study, and how; all of it in the URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st

from analysis.errors import N_
from dashboard.components.headline import RETURNS
from dashboard.components.upload import uploads
from dashboard.components.url import follow_url
from dashboard.language import CODES, Language
from dashboard.studies.choices import (
    benchmarks,
    event_identifiers,
    find_security,
    model_title,
    models,
    security_names,
)
from dashboard.studies.request import OWN_MARKET, SOURCES
from dashboard.studies.timeline import event_label

ESTIMATIONS = ("-250,-21", "-120,-21", "-250,-31")
WINDOWS = ("0,0", "0,1", "-1,1", "0,5", "-5,5")
SPANS = ("-10,10", "-5,5", "-20,20", "-5,20")
DEFAULTS = {
    "security": "NVDA",
    "event": "crash-2025-01-27",
    "benchmark": OWN_MARKET,
    "model": "market",
    "estimation": ESTIMATIONS[0],
    "window": WINDOWS[0],
    "span": SPANS[0],
    "returns": "simple",
    "source": SOURCES[0],
}

SOURCE_WORDS = {
    "auto": N_("whichever reaches further"),
    "snapshot": N_("the embedded snapshot"),
    "yahoo": N_("Yahoo Finance, as fetched"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the controls say, as text; ``span`` is the window that the charts draw."""

    security: str
    event: str
    benchmark: str
    model: str
    estimation: str
    window: str
    span: str
    returns: str
    source: str


def choose_language(browser: str, page: str) -> Language:
    """Offer the two languages; the browser's is the default."""
    changed = follow_url("lang", browser, page)
    if st.session_state["lang"] not in CODES:
        st.session_state["lang"] = browser
    st.sidebar.segmented_control(
        "Language / 言語",
        CODES,
        format_func={"en": "English", "ja": "日本語"}.__getitem__,
        key="lang",
        on_change=changed,
        required=True,
    )
    return Language(st.session_state["lang"])


def choose_study(language: Language, page: str) -> Choices:
    """Offer what to study and how; new tickers, dates and windows can be typed."""
    names = {name: (name, name) for name in uploads()} | security_names()
    ja = language.code == "ja"

    def name(ticker: str) -> str:
        if ticker == OWN_MARKET:
            return language.text("Index of its own market")
        return f"{ticker} · {names[ticker][ja]}" if ticker in names else ticker

    def event(identifier: str) -> str:
        return event_label(identifier, language.code)

    def box(
        key: str, label: str, options: Iterable[str], shown: Callable[[str], str], hint: str
    ) -> str:
        meant = _ticker if key in ("security", "benchmark") else str.strip
        changed = follow_url(key, DEFAULTS[key], page, meant)
        st.selectbox(
            label,
            tuple(dict.fromkeys((*options, st.session_state[key]))),
            format_func=shown,
            key=key,
            on_change=changed,
            accept_new_options=True,
            required=True,
            help=hint,
        )
        return str(st.session_state[key])

    t = language.text
    with st.sidebar:
        return Choices(
            security=box(
                "security",
                t("Security"),
                names,
                name,
                t("Choose or type a ticker or a name."),
            ),
            event=box(
                "event",
                t("Event"),
                event_identifiers(),
                event,
                t("Choose an event, or type a date such as 2025-01-27."),
            ),
            window=box(
                "window",
                t("Event window"),
                WINDOWS,
                _window_label,
                t("Sessions from the event, first and last; 0 is the event session."),
            ),
            benchmark=box(
                "benchmark",
                t("Benchmark"),
                (OWN_MARKET, *benchmarks(), *uploads()),
                name,
                t("What stands for the market. An index that holds the security understates it."),
            ),
            model=box(
                "model",
                t("Normal-return model"),
                models(),
                lambda model: t(model_title(model)),
                t("How the return without the event is estimated."),
            ),
            estimation=box(
                "estimation",
                t("Estimation window"),
                ESTIMATIONS,
                _window_label,
                t("Sessions from the event over which the model is estimated."),
            ),
            returns=box(
                "returns",
                t("Returns"),
                ("simple", "log"),
                lambda kind: t(RETURNS.get(kind, kind)),
                t("Simple returns add up across holdings, log returns over time."),
            ),
            source=box(
                "source",
                t("Prices from"),
                SOURCES,
                lambda source: t(SOURCE_WORDS.get(source, source)),
                t("Fetched prices come from Yahoo Finance by the refresh button."),
            ),
            span=box(
                "span",
                t("Sessions drawn"),
                SPANS,
                _window_label,
                t("The charts draw these sessions around the event."),
            ),
        )


def keep_study() -> Choices:
    """Keep what the controls say on a page that does not show them."""
    state = st.session_state
    for key in DEFAULTS:
        if key in state:
            state[key] = state[key]
    return Choices(**{key: str(state.get(key, default)) for key, default in DEFAULTS.items()})


def _ticker(text: str) -> str:
    return text if text == OWN_MARKET or text in uploads() else find_security(text)


def _window_label(window: str) -> str:
    return "[" + window.replace("-", "−").replace(",", ", ") + "]"
