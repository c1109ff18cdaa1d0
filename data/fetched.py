"""Tables from Yahoo Finance to the store and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from data.prices import COLUMNS, PriceHistory, Provenance
from data.providers.yahoo_failures import FailureCause, FetchError, Kind
from data.providers.yahoo_files import frame_of, frozen
from data.providers.yahoo_types import ACTIONS, YahooBars, YahooPrices, YahooShares
from data.store import Entry, RecordedFailure, Store

Table = YahooPrices | YahooBars | YahooShares

_LISTING: Final = ("security", "name", "exchange", "currency")


def key_of(kind: Kind, ticker: str) -> str:
    """Return the key of a table in the store."""
    return f"{kind}/{ticker}"


def put_table(store: Store, table: Table, *, replaces: str | None) -> bool:
    """Write a table; False if the content that it was made from stands there no more."""
    kind, facts = _facts(table)
    provenance = _provenance(table)
    if provenance.fetched_at is None:
        raise TypeError("A fetched table has the time of the fetch.")
    facts |= {
        "since": table.since.isoformat(),
        "first": provenance.first.isoformat(),
        "last": provenance.last.isoformat(),
        "rows": provenance.rows,
        "origin": provenance.origin,
        "basis": provenance.basis,
        "doubts": list(provenance.doubts),
    }
    key = key_of(kind, facts["security"])
    return (
        store.put(key, table.content, provenance.fetched_at, facts, replaces=replaces) is not None
    )


def stored_prices(store: Store, ticker: str) -> YahooPrices | None:
    """Return the daily prices that were fetched; None if there are none.

    Raises
    ------
    DataError
        The stored file is damaged.
    """
    found = store.read(key_of("daily", ticker))
    if found is None:
        return None
    entry, content = found
    whole = frame_of(content)
    actions = whole[list(ACTIONS)]
    facts = entry.facts
    return YahooPrices(
        history=PriceHistory(
            **{name: facts[name] for name in _LISTING},
            table=frozen(whole[list(COLUMNS)]),
            provenance=_provenance_of(entry),
        ),
        actions=frozen(actions[(actions != 0.0).any(axis=1)]),
        time_zone=facts["time_zone"],
        instrument=facts["instrument"],
        listed_on=facts["listed_on"],
        since=date.fromisoformat(facts["since"]),
        content=content,
    )


def stored_bars(store: Store, ticker: str) -> YahooBars | None:
    """Return the hourly prices that were fetched; None if there are none."""
    found = store.read(key_of("hourly", ticker))
    if found is None:
        return None
    entry, content = found
    facts = entry.facts
    return YahooBars(
        **{name: facts[name] for name in _LISTING},
        time_zone=facts["time_zone"],
        table=frozen(frame_of(content)),
        provenance=_provenance_of(entry),
        since=date.fromisoformat(facts["since"]),
        content=content,
    )


def stored_shares(store: Store, ticker: str) -> YahooShares | None:
    """Return the share counts that were fetched; None if there are none."""
    found = store.read(key_of("shares", ticker))
    if found is None:
        return None
    entry, content = found
    counts: pd.Series[int] = frame_of(content)["shares"]
    since = date.fromisoformat(entry.facts["since"])
    return YahooShares(ticker, counts, _provenance_of(entry), since, content)


def put_failure(store: Store, error: FetchError, at: datetime) -> None:
    """Record why an attempt failed, so that a fallback can name the true cause."""
    facts = {name: str(value) for name, value in error.facts.items()}
    key = key_of(error.kind, error.ticker)
    store.put_failure(RecordedFailure(key, error.cause.value, at, facts))


def last_failure(store: Store, kind: Kind, ticker: str) -> tuple[FetchError, datetime] | None:
    """Return why the last attempt failed, and when; None if it did not."""
    recorded = store.failure(key_of(kind, ticker))
    if recorded is None:
        return None
    facts = {name: value for name, value in recorded.facts.items() if name != "ticker"}
    return FetchError(FailureCause(recorded.cause), kind, ticker, **facts), recorded.at


def _facts(table: Table) -> tuple[Kind, dict[str, Any]]:
    if isinstance(table, YahooShares):
        return "shares", {"security": table.security}
    listing = table.history if isinstance(table, YahooPrices) else table
    facts: dict[str, Any] = {name: getattr(listing, name) for name in _LISTING}
    facts["time_zone"] = table.time_zone
    if isinstance(table, YahooBars):
        return "hourly", facts
    return "daily", facts | {"instrument": table.instrument, "listed_on": table.listed_on}


def _provenance(table: Table) -> Provenance:
    return table.history.provenance if isinstance(table, YahooPrices) else table.provenance


def _provenance_of(entry: Entry) -> Provenance:
    facts: Mapping[str, Any] = entry.facts
    return Provenance(
        source="yahoo",
        origin=facts["origin"],
        file=entry.file,
        sha256=entry.sha256,
        rows=facts["rows"],
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
        as_of=date.fromisoformat(facts["last"]),
        fetched_at=entry.fetched_at,
        basis=facts["basis"],
        doubts=tuple(facts["doubts"]),
    )
