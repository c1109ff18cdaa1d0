"""Bring one ticker's stored table up to date: what is new, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from data.checks import check_prices
from data.corporate_actions import BasisChange, bars_changed, change_of_basis
from data.errors import N_, DataError
from data.fetched import Table, key_of, put_table, stored_bars, stored_prices, stored_shares
from data.providers.yahoo_failures import FailureCause, FetchError, Kind
from data.providers.yahoo_tables import join_bars, join_prices
from data.providers.yahoo_types import HOURLY_REACH, YahooBars, YahooPrices, YahooShares
from data.staleness import staleness
from data.store import ANY, Store

T = TypeVar("T")

OVERLAP: Final = timedelta(days=10)
"""How far a fetch of what is new reaches back, to see whether the past still stands."""

_MEETINGS: Final = 3


class Source(Protocol):
    """Where figures come from; ``data.providers.yahoo.YahooClient`` is the real one."""

    @property
    def requests(self) -> int:
        """Requests made so far."""

    def daily(self, ticker: str, since: date, *, cancelled: Callable[[], bool]) -> YahooPrices:
        """Return daily prices."""

    def hourly(self, ticker: str, since: date, *, cancelled: Callable[[], bool]) -> YahooBars:
        """Return hourly prices."""

    def shares(self, ticker: str, since: date, *, cancelled: Callable[[], bool]) -> YahooShares:
        """Return share counts."""


class Outcome(StrEnum):
    """What became of one table."""

    FETCHED = N_("fetched")
    EXTENDED = N_("extended")
    UNCHANGED = N_("nothing new")
    CURRENT = N_("up to date, not asked for")
    REBASED = N_("fetched again on a new basis")
    FAILED = N_("failed")


@dataclass(frozen=True, slots=True)
class TickerRefresh:
    """What became of one ticker.

    Attributes
    ----------
    rows, rows_added
        Rows of the stored table, and how many of them are new.
    last
        Last day of the stored table; None if there is none.
    change
        Why the whole history was fetched again; None if it was not.
    flags
        How many findings of the checks are to be shown beside the table.
    failure
        Why nothing usable came; None if something did. The store keeps what it had.
    """

    ticker: str
    outcome: Outcome
    rows: int = 0
    rows_added: int = 0
    last: date | None = None
    change: BasisChange | None = None
    flags: int = 0
    failure: FetchError | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """One table to bring up to date, with what that takes; ``now`` is the clock."""

    kind: Kind
    ticker: str
    since: date
    source: Source
    store: Store
    cancelled: Callable[[], bool]
    now: Callable[[], datetime]


def refresh_ticker(errand: Errand) -> TickerRefresh:
    """Fetch what the store lacks of one ticker, check it, and store it.

    Raises
    ------
    FetchError
        Nothing usable came; the store is as it was.
    DataError
        The store cannot be read or written.
    """
    work = {"daily": _daily, "hourly": _hourly, "shares": _shares}[errand.kind]
    for meeting in range(_MEETINGS):
        # Another program may store the same ticker meanwhile: begin again from what stands then.
        result = work(errand, meeting == _MEETINGS - 1)
        if result is not None:
            return result
    raise AssertionError


def _daily(errand: Errand, insist: bool) -> TickerRefresh | None:
    stored, standing = _standing(errand, stored_prices)
    if stored is None or errand.since < stored.since:
        table, change = _whole(errand, stored), None
        outcome = Outcome.FETCHED
    elif _is_current(errand, stored):
        last = stored.history.last
        return TickerRefresh(errand.ticker, Outcome.CURRENT, len(stored.history.table), last=last)
    else:
        table, change = _continued(errand, stored)
        longer = table.history.last > stored.history.last
        outcome = Outcome.EXTENDED if longer else Outcome.UNCHANGED
        outcome = Outcome.REBASED if change else outcome
    flags = _checked(errand, table)
    if not _put(errand, table, standing, insist):
        return None
    rows = len(table.history.table)
    added = rows - (0 if stored is None else len(stored.history.table))
    return TickerRefresh(
        errand.ticker, outcome, rows, max(added, 0), table.history.last, change, flags
    )


def _whole(errand: Errand, stored: YahooPrices | None) -> YahooPrices:
    since = errand.since if stored is None else min(errand.since, stored.since)
    return errand.source.daily(errand.ticker, since, cancelled=errand.cancelled)


def _continued(errand: Errand, stored: YahooPrices) -> tuple[YahooPrices, BasisChange | None]:
    begin = max(stored.since, stored.history.last - OVERLAP)
    new = errand.source.daily(errand.ticker, begin, cancelled=errand.cancelled)
    change = change_of_basis(stored, new)
    return (join_prices(stored, new), None) if change is None else (_whole(errand, stored), change)


def _is_current(errand: Errand, stored: YahooPrices) -> bool:
    history = stored.history
    return not staleness(history.provenance, errand.now(), history.exchange).sessions_behind


def _checked(errand: Errand, table: YahooPrices) -> int:
    report = check_prices(
        table.history.table,
        security=errand.ticker,
        exchange=table.history.exchange,
        known_until=errand.now().date(),
    )
    if report.refusals:
        faults = "; ".join(
            f"{fault.date} {fault.column} {fault.value}: {fault.problem}"
            for fault in report.refusals[:5]
        )
        raise FetchError(FailureCause.BAD_FIGURES, "daily", errand.ticker, faults=faults)
    return len(report.flags)


def _hourly(errand: Errand, insist: bool) -> TickerRefresh | None:
    stored, standing = _standing(errand, stored_bars)
    outcome = Outcome.FETCHED
    if stored is None or errand.since < stored.since:
        table = errand.source.hourly(errand.ticker, errand.since, cancelled=errand.cancelled)
    else:
        begin = max(stored.since, stored.provenance.last - OVERLAP)
        table = errand.source.hourly(errand.ticker, begin, cancelled=errand.cancelled)
        if bars_changed(stored, table):
            reach = max(stored.since, errand.now().date() - HOURLY_REACH)
            table = errand.source.hourly(errand.ticker, reach, cancelled=errand.cancelled)
            outcome = Outcome.REBASED
        else:
            table = join_bars(stored, table)
            longer = len(table.table) > len(stored.table)
            outcome = Outcome.EXTENDED if longer else Outcome.UNCHANGED
    if not _put(errand, table, standing, insist):
        return None
    rows = len(table.table)
    added = rows - (0 if stored is None else len(stored.table))
    return TickerRefresh(errand.ticker, outcome, rows, max(added, 0), table.provenance.last)


def _shares(errand: Errand, insist: bool) -> TickerRefresh | None:
    stored, standing = _standing(errand, stored_shares)
    since = errand.since if stored is None else min(errand.since, stored.since)
    table = errand.source.shares(errand.ticker, since, cancelled=errand.cancelled)
    if not _put(errand, table, standing, insist):
        return None
    added = len(table.counts) - (0 if stored is None else len(stored.counts))
    outcome = Outcome.UNCHANGED if stored is not None and added == 0 else Outcome.FETCHED
    last = table.provenance.last
    return TickerRefresh(errand.ticker, outcome, len(table.counts), max(added, 0), last)


def _standing(
    errand: Errand, read: Callable[[Store, str], T | None]
) -> tuple[T | None, str | None]:
    entry = errand.store.entry(key_of(errand.kind, errand.ticker))
    try:
        stored = read(errand.store, errand.ticker)
    except DataError:
        # The stored file is damaged: what it held is fetched again and replaces it.
        stored = None
    return stored, None if entry is None else entry.sha256


def _put(errand: Errand, table: Table, standing: str | None, insist: bool) -> bool:
    return put_table(errand.store, table, replaces=ANY if insist else standing)
