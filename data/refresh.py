"""Bring the store up to date with Yahoo Finance: what is new, and no more.

The command line and the pages call ``refresh``; nothing here knows who is waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from data.fetched import put_failure
from data.providers.yahoo_failures import STOPS_THE_BATCH, FailureCause, FetchError, Kind
from data.refresh_ticker import Errand, Outcome, Source, TickerRefresh, refresh_ticker
from data.store import Store

GIVE_UP_AFTER: Final = 3
"""Failures of Yahoo's making in a row after which the batch stops."""

_OF_YAHOOS_MAKING: Final = frozenset(
    {FailureCause.TIMEOUT, FailureCause.YAHOO_DOWN, FailureCause.CUT_SHORT}
)


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What to bring up to date: ``kind`` of each ticker, from ``since`` on."""

    tickers: tuple[str, ...]
    since: date
    kind: Kind = "daily"


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What became of all tickers, in their order; ``seconds`` of wall-clock time."""

    results: tuple[TickerRefresh, ...]
    requests: int
    seconds: float
    cancelled: bool

    @property
    def failures(self) -> tuple[FetchError, ...]:
        """Why tickers failed."""
        return tuple(result.failure for result in self.results if result.failure)


Progress = Callable[[int, int, TickerRefresh], None]
"""Called after each ticker with how many are done, how many there are, and what became of it."""


def _never() -> bool:
    return False


def _ignore(done: int, total: int, result: TickerRefresh) -> None:
    del done, total, result


def _now() -> datetime:
    return datetime.now(UTC)


def refresh(
    request: RefreshRequest,
    source: Source,
    store: Store,
    *,
    progress: Progress = _ignore,
    cancelled: Callable[[], bool] = _never,
    now: Callable[[], datetime] = _now,
) -> RefreshReport:
    """Fetch what the store lacks, one ticker after the other; what was fetched is kept.

    A ticker whose last finished session is stored is not asked for. Otherwise only the days from
    shortly before the stored end are; if they show a split, a dividend or other figures, the
    whole history is fetched again, so that it has one basis. A failure of one ticker leaves its
    stored table as it was; failures that all tickers would meet end the batch.

    Parameters
    ----------
    request
        Which tickers, from which day on.
    source, store
        Where from and where to.
    progress
        Called after each ticker.
    cancelled
        Asked before each request; true ends the batch after the request under way.
    now
        The clock.

    Raises
    ------
    DataError
        The store cannot be written.
    """
    began, asked_before = time.monotonic(), source.requests
    results: list[TickerRefresh] = []
    tickers = tuple(dict.fromkeys(ticker.strip().upper() for ticker in request.tickers))
    for ticker in tickers:
        stop = _why_stop(results, request.kind, ticker, cancelled)
        if stop is None:
            result = _attempt(
                Errand(request.kind, ticker, request.since, source, store, cancelled, now)
            )
        else:
            result = TickerRefresh(ticker, Outcome.FAILED, failure=stop)
        results.append(result)
        progress(len(results), len(tickers), result)
    return RefreshReport(
        tuple(results),
        source.requests - asked_before,
        time.monotonic() - began,
        any(failed.cause is FailureCause.CANCELLED for failed in _failures(results)),
    )


def _failures(results: Sequence[TickerRefresh]) -> list[FetchError]:
    return [result.failure for result in results if result.failure]


def _why_stop(
    results: Sequence[TickerRefresh], kind: Kind, ticker: str, cancelled: Callable[[], bool]
) -> FetchError | None:
    if cancelled():
        return FetchError(FailureCause.CANCELLED, kind, ticker)
    if not results or results[-1].failure is None:
        return None
    last = results[-1].failure
    if last.cause is FailureCause.NOT_ASKED:
        return FetchError(FailureCause.NOT_ASKED, kind, ticker, before=last.facts["before"])
    recent = [result.failure.cause if result.failure else None for result in results]
    in_a_row = recent[-GIVE_UP_AFTER:]
    if last.cause in STOPS_THE_BATCH or (
        len(in_a_row) == GIVE_UP_AFTER and all(cause in _OF_YAHOOS_MAKING for cause in in_a_row)
    ):
        return FetchError(FailureCause.NOT_ASKED, kind, ticker, before=last.cause.value)
    return None


def _attempt(errand: Errand) -> TickerRefresh:
    try:
        return refresh_ticker(errand)
    except FetchError as error:
        if error.cause is not FailureCause.CANCELLED:
            put_failure(errand.store, error, errand.now())
        return TickerRefresh(errand.ticker, Outcome.FAILED, failure=error)
