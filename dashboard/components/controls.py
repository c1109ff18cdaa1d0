"""The shared controls: what to study, and how; all of it in the URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial

import streamlit as st

from analysis.errors import N_
from dashboard.components.headline import RETURNS
from dashboard.components.upload import uploads
from dashboard.components.url import follow_url, keep_value
from dashboard.language import CODES, ENGLISH, JAPANESE, Language
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

LANGUAGES = (ENGLISH, JAPANESE)
Shown = Callable[[str, Language], str]
"""Says an option in a language."""

ESTIMATIONS = ("-250,-21", "-140,-21", "-250,-31")
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

    def parameters(self) -> dict[str, str]:
        """Return what stands in the URL: the choices that are not the defaults."""
        return {key: value for key, value in asdict(self).items() if value != DEFAULTS[key]}


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


def spoken(language: Language, browser: Language) -> dict[str, str]:
    """Return how the language stands in the URL: only where it is not the browser's."""
    return {} if language == browser else {"lang": language.code}


def _shown_security(names: Mapping[str, tuple[str, str]], ticker: str, language: Language) -> str:
    if ticker == OWN_MARKET:
        return language.text("Index of its own market")
    return f"{ticker} · {names[ticker][language.code == 'ja']}" if ticker in names else ticker


def _shown_event(identifier: str, language: Language) -> str:
    return event_label(identifier, language.code)


def _shown_from(words: Mapping[str, str], option: str, language: Language) -> str:
    return language.text(words[option]) if option in words else option


def _shown_window(window: str, language: Language) -> str:
    del language
    return "[" + window.replace("-", "−").replace(",", ", ") + "]"


def choose_study(language: Language, page: str) -> Choices:
    """Offer what to study and how; new tickers, dates and windows can be typed."""
    names = {name: (name, name) for name in uploads()} | security_names()

    def box(key: str, label: str, options: Iterable[str], shown: Shown, hint: str) -> str:
        offered = tuple(options)

        def meant(text: str) -> str:
            if text in offered:
                return text
            # A box answers in words, and for a moment still in those of the other language.
            said = {shown(option, words): option for words in LANGUAGES for option in offered}
            read = _ticker if key in ("security", "benchmark") else str.strip
            return said.get(text) or read(text)

        changed = follow_url(key, DEFAULTS[key], page, meant)
        st.selectbox(
            label,
            tuple(dict.fromkeys((*offered, st.session_state[key]))),
            format_func=lambda option: shown(option, language),
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
                partial(_shown_security, names),
                t("Choose or type a ticker or a name."),
            ),
            event=box(
                "event",
                t("Event"),
                event_identifiers(),
                _shown_event,
                t("Choose an event, or type a date such as 2025-01-27."),
            ),
            window=box(
                "window",
                t("Event window"),
                WINDOWS,
                _shown_window,
                t("Sessions from the event, first and last; 0 is the event session."),
            ),
            benchmark=box(
                "benchmark",
                t("Benchmark"),
                (OWN_MARKET, *benchmarks(), *uploads()),
                partial(_shown_security, names),
                t("What stands for the market. An index that holds the security understates it."),
            ),
            model=box(
                "model",
                t("Normal-return model"),
                models(),
                partial(_shown_from, {model: model_title(model) for model in models()}),
                t("How the return without the event is estimated."),
            ),
            estimation=box(
                "estimation",
                t("Estimation window"),
                ESTIMATIONS,
                _shown_window,
                t("Sessions from the event over which the model is estimated."),
            ),
            returns=box(
                "returns",
                t("Returns"),
                ("simple", "log"),
                partial(_shown_from, RETURNS),
                t("Simple returns add up across holdings, log returns over time."),
            ),
            source=box(
                "source",
                t("Prices from"),
                SOURCES,
                partial(_shown_from, SOURCE_WORDS),
                t("Fetched prices come from Yahoo Finance by the refresh button."),
            ),
            span=box(
                "span",
                t("Sessions drawn"),
                SPANS,
                _shown_window,
                t("The charts draw these sessions around the event."),
            ),
        )


def keep_study(page: str) -> Choices:
    """Keep what the controls say on a page that does not show them."""
    state = st.session_state
    for key in DEFAULTS:
        keep_value(key, page)
    return Choices(**{key: str(state.get(key, default)) for key, default in DEFAULTS.items()})


def _ticker(text: str) -> str:
    return text if text == OWN_MARKET or text in uploads() else find_security(text)
