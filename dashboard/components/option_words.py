"""What the options of the controls are called in a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from dashboard.language import Language
from dashboard.studies.choices import basket_names, is_basket, security_names
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.timeline import event_label

Names = Mapping[str, tuple[str, str]]
"""English and Japanese names by ticker."""


class Shown(Protocol):
    """Says an option in a language."""

    def __call__(self, option: str, /, language: Language) -> str:
        """Return what the option is called."""


def said_subject(subject: str, language: Language) -> str:
    """Say a security, a basket or the index of a market as the controls do."""
    return shown_subject(security_names(), subject, language)


def shown_subject(names: Names, subject: str, language: Language) -> str:
    """Say a ticker with its name, a basket, or the index of the security's own market."""
    said = _catalogued(language).get(subject)
    if said is not None:
        return said
    if is_basket(subject):
        return language.text("Basket of {members}", members=subject.replace(",", ", "))
    return f"{subject} · {names[subject][language.code == 'ja']}" if subject in names else subject


@cache
def _catalogued(language: Language) -> dict[str, str]:
    """Return the words of what every page offers: a box says hundreds of them on each rerun."""
    japanese = language.code == "ja"
    baskets = {
        basket: language.text("Basket: {name}", name=names[japanese])
        for basket, names in basket_names().items()
    }
    shares = {ticker: f"{ticker} · {names[japanese]}" for ticker, names in security_names().items()}
    return shares | baskets | {OWN_MARKET: language.text("Index of its own market")}


def shown_event(identifier: str, language: Language) -> str:
    """Say an event with its date."""
    return event_label(identifier, language.code)


def shown_from(words: Mapping[str, str], option: str, language: Language) -> str:
    """Say an option by a table of words; one that is not in it stands as it is."""
    return language.text(words[option]) if option in words else option


def shown_window(window: str, language: Language) -> str:
    """Say a window of sessions."""
    del language
    return "[" + window.replace("-", "−").replace(",", ", ") + "]"
