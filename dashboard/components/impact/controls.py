"""The page's own controls, all of them in the URL."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.errors import N_
from dashboard.components.controls import Choices
from dashboard.components.parameters import window_words
from dashboard.components.url import follow_choice, follow_url, keep_value
from dashboard.language import Language
from dashboard.studies.choices import basket_names, find_subject, is_basket
from dashboard.studies.impact.request import (
    AFTER,
    GROUP,
    LATER,
    PRICES,
    ImpactRequest,
    impact_request,
)

PAGE: Final = "impact"
PANELS: Final = {
    "parts": N_("In which parts"),
    "recovery": N_("For how long"),
    "activity": N_("How restless"),
}
SCALES: Final = {"linear": N_("linear"), "log": N_("logarithmic")}
HORIZONS: Final = ("60", "120", "20", "250")
VOLUMES: Final = {
    "mean": N_("its own mean"),
    "market": N_("its own mean and the market's volume"),
}
DEFAULTS: Final = {
    "panel": "parts",
    "group": GROUP,
    "price": "close",
    "scale": "linear",
    "horizon": "120",
    "later": LATER[0],
    "after": str(AFTER[0]),
    "volume": "mean",
}
OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "price": tuple(PRICES),
    "scale": tuple(SCALES),
    "horizon": HORIZONS,
    "later": LATER,
    "after": tuple(map(str, AFTER)),
    "volume": tuple(VOLUMES),
}
CONTROLS: Final = {
    "parts": ("group",),
    "recovery": ("group", "price", "scale", "horizon", "later"),
    "activity": ("after", "volume"),
}
"""Controls that each panel shows."""


def choose_panel(language: Language) -> str:
    """Offer the panels, one at a time."""
    changed = follow_choice("panel", PANELS, PAGE, DEFAULTS["panel"])
    st.segmented_control(
        language.text("What to look at"),
        tuple(PANELS),
        format_func=lambda panel: language.text(PANELS[panel]),
        key="panel",
        on_change=changed,
        required=True,
    )
    return str(st.session_state["panel"])


def choose_impact(panel: str, choices: Choices, language: Language) -> dict[str, str]:
    """Offer the controls of a panel, and return all of the page's controls by name."""
    keys = [key for key in CONTROLS[panel] if key != "group" or not is_basket(choices.security)]
    for key in DEFAULTS:
        if key not in keys and key != "panel":
            keep_value(key, PAGE)
    columns = st.columns(len(keys)) if keys else []
    for key, column in zip(keys, columns, strict=True):
        _CONTROLS[key](column, language)
    # A control that is not shown holds what the address says, understood or not.
    held = {key: str(st.session_state.get(key, default)) for key, default in DEFAULTS.items()}
    return {
        key: value if key not in OPTIONS or value in OPTIONS[key] else DEFAULTS[key]
        for key, value in held.items()
    }


def request_of(choices: Choices, own: dict[str, str]) -> ImpactRequest:
    """Return the request of the shared controls and the page's own.

    Raises
    ------
    DataError, StudyError
        When one of them means nothing.
    """
    return impact_request(
        subject=choices.security,
        event=choices.event,
        group=own["group"],
        benchmark=choices.benchmark,
        model=choices.model,
        estimation=choices.estimation,
        window=choices.window,
        returns=choices.returns,
        source=choices.source,
        price=own["price"],
        later=own["later"],
        after=int(own["after"]),
        market_volume=own["volume"] == "market",
    )


def group_name(group: str, language: Language) -> str:
    """Return what a group of names is called."""
    names = basket_names().get(group)
    return group.replace(",", ", ") if names is None else names[language.code == "ja"]


def _box(
    key: str,
    label: str,
    shown: Callable[[str, Language], str],
    column: DeltaGenerator,
    language: Language,
) -> None:
    changed = follow_choice(key, OPTIONS[key], PAGE, DEFAULTS[key])
    column.selectbox(
        language.text(label),
        OPTIONS[key],
        format_func=lambda option: shown(option, language),
        key=key,
        on_change=changed,
    )


def _group(column: DeltaGenerator, language: Language) -> None:
    offered = tuple(basket_names())

    def meant(text: str) -> str:
        said = {name: subject for subject, names in basket_names().items() for name in names}
        return said.get(text) or (text if text in offered else find_subject(text))

    changed = follow_url("group", GROUP, PAGE, meant)
    column.selectbox(
        language.text("Names to set beside it"),
        tuple(dict.fromkeys((*offered, st.session_state["group"]))),
        format_func=lambda group: group_name(group, language),
        key="group",
        on_change=changed,
        accept_new_options=True,
        required=True,
        help=language.text("Choose a basket, or type tickers with commas between them."),
    )


def _word(words: dict[str, str], option: str, language: Language) -> str:
    return language.text(words[option])


def _window(option: str, language: Language) -> str:
    del language
    return window_words(option)


def _sessions(option: str, language: Language) -> str:
    return language.sessions(int(option))


_CONTROLS: Final[dict[str, Callable[[DeltaGenerator, Language], None]]] = {
    "group": _group,
    "price": partial(_box, "price", N_("Prices followed"), partial(_word, PRICES)),
    "scale": partial(_box, "scale", N_("Scale"), partial(_word, SCALES)),
    "horizon": partial(_box, "horizon", N_("Sessions after the event"), _sessions),
    "later": partial(_box, "later", N_("Later window"), _window),
    "after": partial(_box, "after", N_("Sessions after the event"), _sessions),
    "volume": partial(_box, "volume", N_("Normal volume follows"), partial(_word, VOLUMES)),
}
