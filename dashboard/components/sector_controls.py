"""The choices of the page of many names, each in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from analysis.errors import N_
from dashboard.charts.sector.marks import MEASURES, choice_name
from dashboard.charts.sector.ranked import SORTS, Order
from dashboard.components.url import follow_choice, follow_url
from dashboard.language import CODES, Language
from dashboard.studies.sector.universe import ALL_NAMES, identifiers
from data.catalogue import baskets

PAGE: Final = "sector"
OF_NAMES: Final = ("ranking", "days", "dollars")
"""Views of a choice of names; the others show all members, or all baskets."""
VIEWS: Final = {
    "ranking": N_("Ranking"),
    "days": N_("By day"),
    "dollars": N_("Dollars"),
    "members": N_("All of the S&P 500"),
    "groups": N_("Groups and tests"),
}
DRAWN: Final = {"ends": N_("the two ends"), "all": N_("every name")}
WEEKS: Final = {"1": N_("the event's week"), "2": N_("two weeks"), "4": N_("four weeks")}
SIDES: Final = {"lost": N_("Lost"), "gained": N_("Gained")}


def choose_names(language: Language) -> str:
    """Offer all names, the baskets and the groups."""
    t = language.text
    offered = identifiers()
    said = {choice_name(i, Language(code)): i for code in CODES for i in offered}
    changed = follow_url("names", ALL_NAMES, PAGE, lambda text: said.get(text, text.strip()))
    st.selectbox(
        t("Names"),
        tuple(dict.fromkeys((*offered, st.session_state["names"]))),
        format_func=partial(_shown_names, language=language),
        key="names",
        on_change=changed,
        required=True,
        help=t("All catalogued AI names, one of the frozen baskets, or one group of shares."),
    )
    return str(st.session_state["names"])


def _shown_names(identifier: str, language: Language) -> str:
    return choice_name(identifier, language) if identifier in identifiers() else identifier


def choose_view(language: Language) -> str:
    """Offer the panels."""
    return _choose("view", language.text("View"), VIEWS, language)


def choose_order(marked: str, language: Language) -> Order:
    """Offer what is measured, how it is sorted, and how much of a long list is drawn."""
    t = language.text
    return Order(
        measure=_choose("measure", t("Measure"), MEASURES, language),
        sort=_choose("sort", t("Sorted by"), SORTS, language),
        drawn=_choose("drawn", t("Drawn"), DRAWN, language),
        marked=marked,
    )


def choose_weeks(language: Language) -> int:
    """Offer how many weeks to draw."""
    chosen = _choose("weeks", language.text("Weeks"), WEEKS, language, default="2")
    return int(chosen)


def choose_side(language: Language) -> str:
    """Offer what was lost and what was gained."""
    return _choose("side", language.text("Market value"), SIDES, language)


def choose_pair(language: Language) -> tuple[str, str]:
    """Offer the two sides of a spread."""
    t = language.text
    columns = st.columns(2)
    pair = []
    for column, key, default, label in zip(
        columns,
        ("long", "short"),
        ("AI_SOFTWARE", "GPU_INFRA"),
        (t("Long"), t("Short")),
        strict=True,
    ):
        named = {entry.id: language.of(entry.name) for entry in baskets()}
        said = {entry.name.in_language(code): entry.id for code in CODES for entry in baskets()}
        changed = follow_url(key, default, PAGE, partial(_meant_basket, said, default))
        with column:
            st.selectbox(
                label,
                tuple(named),
                format_func=named.__getitem__,
                key=key,
                on_change=changed,
                required=True,
            )
        pair.append(str(st.session_state[key]))
    return pair[0], pair[1]


def _meant_basket(said: Mapping[str, str], default: str, text: str) -> str:
    known = text.strip().upper()
    return said.get(text, known if known in said.values() else default)


def _choose(
    key: str,
    label: str,
    options: Mapping[str, str],
    language: Language,
    default: str | None = None,
) -> str:
    changed = follow_choice(key, options, PAGE, default)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda option: language.text(options[option]),
        key=key,
        on_change=changed,
        required=True,
        wrap=True,
    )
    return str(st.session_state[key])


def said_choices(
    pairs: Sequence[tuple[str, str]], names: str, language: Language
) -> tuple[tuple[str, str], ...]:
    """Return what was chosen on this page, beside the shared controls that apply to it."""
    t = language.text
    off = {t("Security"), t("Sessions drawn")}
    kept = tuple(pair for pair in pairs if pair[0] not in off)
    return ((t("Names"), _shown_names(names, language)), *kept)
