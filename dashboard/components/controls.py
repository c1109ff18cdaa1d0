"""The shared controls: what to study, and how; all of it in the URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial

import streamlit as st

from analysis.errors import N_
from dashboard.components.known_values import can_be_meant
from dashboard.components.option_words import (
    Shown,
    shown_event,
    shown_from,
    shown_subject,
    shown_window,
)
from dashboard.components.upload import uploads
from dashboard.components.url import follow_list, follow_url, keep_list, keep_value
from dashboard.export.study_words import RETURNS
from dashboard.language import CODES, ENGLISH, JAPANESE, Language
from dashboard.studies.choices import (
    basket_names,
    benchmarks,
    event_identifiers,
    find_event,
    find_security,
    find_subject,
    find_window,
    model_title,
    models,
    security_names,
)
from dashboard.studies.request import OWN_MARKET, SOURCES
from dashboard.studies.subject import Asked

LANGUAGES = (ENGLISH, JAPANESE)


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
    "compare": "",
    "models": "",
}
LISTS = ("compare", "models")
"""Controls that hold several values, with commas between them in the URL."""
COMPARED = ("", "explorer", "own")
"""Pages that can set studies side by side."""

SOURCE_WORDS = {
    "auto": N_("whichever reaches further"),
    "snapshot": N_("the embedded snapshot"),
    "yahoo": N_("Yahoo Finance, as fetched"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the controls say, as text.

    ``security`` may be a basket, ``span`` is the window that the charts draw; ``compare`` and
    ``models`` are names and models to set beside the chosen ones, with commas between them.
    """

    security: str
    event: str
    benchmark: str
    model: str
    estimation: str
    window: str
    span: str
    returns: str
    source: str
    compare: str = ""
    models: str = ""

    def asked(self, subject: str = "") -> Asked:
        """Return what is asked for, of the chosen security or of another subject."""
        return Asked(
            subject=subject or self.security,
            event=self.event,
            benchmark=self.benchmark,
            model=self.model,
            estimation=self.estimation,
            returns=self.returns,
            source=self.source,
        )

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


def choose_study(language: Language, page: str) -> Choices:
    """Offer what to study and how; new tickers, dates and windows can be typed."""
    names = {name: (name, name) for name in uploads()} | security_names()

    def box(key: str, label: str, options: Iterable[str], shown: Shown, hint: str) -> str:
        offered = tuple(options)

        read = partial(_meant, key, offered, shown)
        changed = follow_url(key, DEFAULTS[key], page, read, can_be_meant(key))
        st.selectbox(
            label,
            tuple(dict.fromkeys((*offered, st.session_state[key]))),
            format_func=partial(shown, language=language),
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
                (*basket_names(), *names),
                partial(shown_subject, names),
                t("Choose or type a ticker or a name; tickers with commas make a basket."),
            ),
            **_choose_others(names, language, page),
            event=box(
                "event",
                t("Event"),
                event_identifiers(),
                shown_event,
                t("Choose an event, or type a date such as 2025-01-27."),
            ),
            window=box(
                "window",
                t("Event window"),
                WINDOWS,
                shown_window,
                t("Sessions from the event, first and last; 0 is the event session."),
            ),
            benchmark=box(
                "benchmark",
                t("Benchmark"),
                (OWN_MARKET, *benchmarks(), *uploads()),
                partial(shown_subject, names),
                t("What stands for the market. An index that holds the security understates it."),
            ),
            model=box(
                "model",
                t("Normal-return model"),
                models(),
                partial(shown_from, {model: model_title(model) for model in models()}),
                t("How the return without the event is estimated."),
            ),
            estimation=box(
                "estimation",
                t("Estimation window"),
                ESTIMATIONS,
                shown_window,
                t("Sessions from the event over which the model is estimated."),
            ),
            returns=box(
                "returns",
                t("Returns"),
                ("simple", "log"),
                partial(shown_from, RETURNS),
                t("Simple returns add up across holdings, log returns over time."),
            ),
            source=box(
                "source",
                t("Prices from"),
                SOURCES,
                partial(shown_from, SOURCE_WORDS),
                t("Fetched prices come from Yahoo Finance by the refresh button."),
            ),
            span=box(
                "span",
                t("Sessions drawn"),
                SPANS,
                shown_window,
                t("The charts draw these sessions around the event."),
            ),
        )


def _choose_others(
    names: Mapping[str, tuple[str, str]], language: Language, page: str
) -> dict[str, str]:
    """Offer names and models to set beside the chosen ones, where the page can do that."""
    if page not in COMPARED:
        return _keep_others(page)
    t = language.text
    offered = {"compare": (*basket_names(), *names), "models": models()}
    titles = {model: model_title(model) for model in models()}
    shown: dict[str, Shown] = {
        "compare": partial(shown_subject, names),
        "models": partial(shown_from, titles),
    }
    labels = {"compare": t("Compare with"), "models": t("Compare models")}
    hints = {
        "compare": t("Up to three more names; each is measured against its own market's index."),
        "models": t("Up to four models of the chosen security."),
    }
    asked = any(st.session_state.get(key) or st.query_params.get(key) for key in LISTS)
    with st.expander(t("Side by side"), expanded=asked):
        for key in LISTS:
            read = partial(_meant, key, offered[key], shown[key])
            changed = follow_list(key, page, read, can_be_meant(key))
            st.multiselect(
                labels[key],
                tuple(dict.fromkeys((*offered[key], *st.session_state[key]))),
                format_func=partial(shown[key], language=language),
                key=key,
                on_change=changed,
                accept_new_options=key == "compare",
                select_all=False,
                placeholder=t("none"),
                help=hints[key],
            )
    return {key: ",".join(st.session_state[key]) for key in LISTS}


def _keep_others(page: str) -> dict[str, str]:
    for key in LISTS:
        keep_list(key, page)
    return {key: ",".join(st.session_state.get(key, ())) for key in LISTS}


def keep_study(page: str) -> Choices:
    """Keep what the controls say on a page that does not show them."""
    state = st.session_state
    one = {key: default for key, default in DEFAULTS.items() if key not in LISTS}
    for key in one:
        keep_value(key, page)
    return Choices(
        **{key: str(state.get(key, default)) for key, default in one.items()},
        **_keep_others(page),
    )


def _meant(key: str, offered: tuple[str, ...], shown: Shown, text: str) -> str:
    """Return the option that a text means, which may be its words in either language."""
    if text in offered:
        return text
    # A box answers in words, and for a moment still in those of the other language.
    said = {shown(option, words): option for words in LANGUAGES for option in offered}
    return said.get(text) or READ.get(key, str.strip)(text)


def _ticker(text: str) -> str:
    return text if text == OWN_MARKET or text in uploads() else find_security(text)


def _subject(text: str) -> str:
    return find_subject(text, uploads())


READ: dict[str, Callable[[str], str]] = {
    "security": _subject,
    "compare": _subject,
    "benchmark": _ticker,
    "event": find_event,
    "window": find_window,
    "estimation": find_window,
    "span": find_window,
}
"""What turns words that are none of the options into a value, by control."""
