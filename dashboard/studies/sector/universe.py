"""Whose moves can be set beside each other: all names of the AI business, a basket, or a group."""

from __future__ import annotations

from typing import Final

from analysis.errors import N_
from dashboard.studies.basket_members import LeftOut
from data.catalogue import Security, basket, baskets, groups, securities
from data.catalogue.text import Text
from data.errors import DataError

ALL_NAMES: Final = "AI"
ALL_LABEL: Final = N_("All catalogued AI names")

CAMPS: Final[dict[str, tuple[str, ...]]] = {
    N_("Sellers of AI computing"): ("ai-chips", "chip-equipment", "servers-networking"),
    N_("Data centres and power"): (
        "data-centres",
        "power-cooling",
        "power-producers",
        "nuclear-uranium",
        "gas-supply",
    ),
    N_("Buyers and software"): ("hyperscalers", "software-internet", "security-software"),
    N_("Listed or based abroad"): ("china", "asia-listing", "europe-listing", "foreign-adr"),
    N_("Little to do with AI, and funds"): (
        "defensive",
        "market-etf",
        "sector-etf",
        "theme-etf",
        "country-etf",
        "index",
    ),
}
"""The catalogue's groups gathered by what cheaper computing would do to them, for the colours."""

NOT_AI: Final = "defensive"


def identifiers() -> tuple[str, ...]:
    """Return what can be chosen: all names, every basket, every group with shares."""
    held = {entry.group for entry in securities() if entry.kind == "stock"}
    return (
        ALL_NAMES,
        *(entry.id for entry in baskets()),
        *(entry.id for entry in groups() if entry.id in held),
    )


def label_of(identifier: str) -> Text | str:
    """Return what a choice is called: a catalogued text, or an English template."""
    if identifier == ALL_NAMES:
        return ALL_LABEL
    known = {entry.id: entry.label for entry in groups()}
    return known[identifier] if identifier in known else basket(identifier).name


def tickers_of(identifier: str) -> tuple[str, ...]:
    """Return the securities of a choice, in the order of the catalogue.

    Raises
    ------
    DataError
        When the choice is neither all names, nor a basket, nor a group.
    """
    if identifier == ALL_NAMES:
        return tuple(
            entry.ticker
            for entry in securities()
            if entry.kind == "stock" and entry.group != NOT_AI
        )
    if identifier in {entry.id for entry in groups()}:
        return tuple(
            entry.ticker
            for entry in securities()
            if entry.group == identifier and entry.kind == "stock"
        )
    return basket(identifier).tickers


def without_prices(identifier: str) -> tuple[LeftOut, ...]:
    """Return the members of a basket for which there are no prices, with the reason."""
    known = {entry.id: entry for entry in baskets()}
    if identifier not in known:
        return ()
    return tuple(LeftOut(gone.ticker, gone.reason) for gone in known[identifier].unavailable)


def group_of(ticker: str) -> str:
    """Return the identifier of a security's group; empty where it is not catalogued."""
    entry = _catalogued().get(ticker)
    return "" if entry is None else entry.group


def group_label(group: str) -> Text | None:
    """Return what a group is called, if there is one of that identifier."""
    return next((entry.label for entry in groups() if entry.id == group), None)


def camp_of(group: str) -> str:
    """Return the camp of a group, as an English template; the last camp for an unknown one."""
    return next((camp for camp, inside in CAMPS.items() if group in inside), list(CAMPS)[-1])


def known_identifier(text: str) -> str:
    """Return the choice that a text means, in any case.

    Raises
    ------
    DataError
        When there is none.
    """
    asked = {entry.casefold(): entry for entry in identifiers()}.get(text.strip().casefold())
    if asked is None:
        raise DataError(
            N_("The names of “{names}” were asked for."),
            N_("There is no basket or group of that name."),
            N_("Choose one of: {choices}."),
            names=text,
            choices=", ".join(identifiers()),
        )
    return asked


def _catalogued() -> dict[str, Security]:
    return {entry.ticker: entry for entry in securities()}
