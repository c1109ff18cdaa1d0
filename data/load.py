"""Prices of a security with the source that was taken, the reason, and what was not to be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from data.errors import N_, DataError, Sentences
from data.fetched import key_of, last_failure, stored_prices
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices
from data.providers.yahoo_types import YahooPrices
from data.snapshot_tables import SNAPSHOT
from data.store import Store

SourceChoice = Literal["auto", "snapshot", "yahoo"]

CHOSEN_SNAPSHOT: Final = N_("The embedded snapshot, as chosen.")
CHOSEN_YAHOO: Final = N_("Yahoo Finance, as chosen; fetched at {fetched_at}.")
ONLY_SNAPSHOT: Final = N_("The embedded snapshot: nothing was fetched for {security}.")
ONLY_YAHOO: Final = N_("Yahoo Finance: the embedded snapshot has no {security}.")
YAHOO_IS_LATER: Final = N_(
    "Yahoo Finance: it reaches {yahoo_last}, the embedded snapshot {snapshot_last}."
)
SNAPSHOT_REACHES: Final = N_(
    "The embedded snapshot: it was checked against several sources, and what was fetched reaches "
    "only {yahoo_last}."
)
SNAPSHOT_IS_LONGER: Final = N_(
    "The embedded snapshot: what was fetched begins on {yahoo_first} and does not cover January "
    "2025 with the year before."
)
YAHOO_UNUSABLE: Final = N_("The embedded snapshot in place of Yahoo Finance: {found}")

_NOT_FETCHED: Final = N_("not fetched")
_NEEDED_FROM: Final = datetime(2024, 1, 2).date()


@dataclass(frozen=True, slots=True)
class Fallback:
    """Why the figures that were wanted could not be had.

    Attributes
    ----------
    wanted
        The source.
    cause
        One word or two: a ``FailureCause``'s value, ``not fetched`` or ``damaged``.
    error
        What was asked, found, and what to do.
    at
        When the attempt failed; None if none was made.
    """

    wanted: Literal["yahoo"]
    cause: str
    error: DataError
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LoadedPrices:
    """A history, why this source was taken, and what could not be had.

    Attributes
    ----------
    reason
        English template that may name the values of ``facts``.
    fallback
        Why the history is the snapshot's in place of Yahoo's, or an earlier fetch in place of
        today's; None if it is what was wanted.
    fetched
        The fetched table with its corporate actions, if the history is it.
    """

    history: PriceHistory
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    fallback: Fallback | None = None
    fetched: YahooPrices | None = None

    @property
    def reason_text(self) -> str:
        """The reason in English."""
        return self.reason.format(**self.facts)


def load_prices(
    security: str,
    source: SourceChoice = "auto",
    *,
    store: Store | None = None,
    snapshot: Path = SNAPSHOT,
) -> LoadedPrices:
    """Return a security's daily prices from the source that was asked for; no network.

    ``auto`` takes what was fetched from Yahoo Finance where it reaches further than the embedded
    snapshot and covers the year before January 2025, else the snapshot. ``yahoo`` takes what was
    fetched; where there is nothing usable, the snapshot with the cause of the last failed fetch.

    Parameters
    ----------
    security
        Yahoo Finance symbol.
    source
        Which source to take.
    store, snapshot
        Where to look.

    Raises
    ------
    DataError
        No source has the security.
    """
    if source == "snapshot":
        return LoadedPrices(snapshot_prices(security, snapshot), CHOSEN_SNAPSHOT)
    store = store or Store()
    fetched, fallback = _fetched(security, store)
    if source == "yahoo" and fetched is not None:
        fetched_at = {"fetched_at": fetched.history.provenance.fetched_at}
        return LoadedPrices(fetched.history, CHOSEN_YAHOO, fetched_at, fallback, fetched)
    try:
        embedded = snapshot_prices(security, snapshot)
    except DataError as unknown:
        if fetched is not None:
            facts = {"security": security}
            return LoadedPrices(fetched.history, ONLY_YAHOO, facts, fallback, fetched)
        if fallback is not None and fallback.cause != _NOT_FETCHED:
            raise fallback.error from unknown
        raise
    if fetched is None:
        return _of_snapshot(embedded, fallback, source)
    return _later(fetched, embedded, fallback)


def _fetched(security: str, store: Store) -> tuple[YahooPrices | None, Fallback | None]:
    try:
        fetched = _stored(store.folder, security, _sha256(store, security))
        failed = last_failure(store, "daily", security)
    except DataError as error:
        return None, Fallback("yahoo", N_("damaged"), error, None)
    if failed is not None:
        return fetched, Fallback("yahoo", failed[0].cause.value, failed[0], failed[1])
    if fetched is not None:
        return fetched, None
    never = DataError(
        N_("Prices of {security} from Yahoo Finance were asked for."),
        N_("None were fetched yet."),
        N_("Refresh: `python -m dashboard refresh --tickers {security}`, or the button."),
        security=security,
    )
    return None, Fallback("yahoo", _NOT_FETCHED, never, None)


def _sha256(store: Store, security: str) -> str | None:
    entry = store.entry(key_of("daily", security))
    return None if entry is None else entry.sha256


@lru_cache(maxsize=64)
def _stored(folder: Path, security: str, sha256: str | None) -> YahooPrices | None:
    return None if sha256 is None else stored_prices(Store(folder), security)


def _later(fetched: YahooPrices, embedded: PriceHistory, fallback: Fallback | None) -> LoadedPrices:
    history = fetched.history
    facts = {
        "yahoo_first": history.first,
        "yahoo_last": history.last,
        "snapshot_last": embedded.last,
    }
    if history.last <= embedded.last:
        return LoadedPrices(embedded, SNAPSHOT_REACHES, facts)
    if history.first > max(_NEEDED_FROM, embedded.first):
        return LoadedPrices(embedded, SNAPSHOT_IS_LONGER, facts)
    return LoadedPrices(history, YAHOO_IS_LATER, facts, fallback, fetched)


def _of_snapshot(
    embedded: PriceHistory, fallback: Fallback | None, source: SourceChoice
) -> LoadedPrices:
    facts = {"security": embedded.security}
    if fallback is None or (source == "auto" and fallback.cause == _NOT_FETCHED):
        return LoadedPrices(embedded, ONLY_SNAPSHOT, facts)
    found = Sentences(((fallback.error.templates[1], fallback.error.facts),))
    return LoadedPrices(embedded, YAHOO_UNUSABLE, {"found": found}, fallback)
