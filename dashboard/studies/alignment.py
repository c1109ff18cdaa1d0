"""Bring a security's and a benchmark's returns onto the sessions of the security's exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.returns import ReturnKind, returns_from_prices
from analysis.windows import EventWindow
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_provenance


@dataclass(frozen=True, slots=True, eq=False)
class AlignedReturns:
    """Returns of a security and a benchmark on consecutive sessions of one exchange.

    Attributes
    ----------
    security, benchmark
        Series on the same index, in fractions; NaN where a return is missing.
    calendars_differ
        Whether the benchmark trades on another exchange's calendar: the same date is then not
        the same information.
    """

    security: pd.Series
    benchmark: pd.Series
    calendars_differ: bool

    def complete_around(self, session: date, asked: EventWindow, after: int) -> EventWindow | None:
        """Return the part of a window in which both series have every return.

        Parameters
        ----------
        session
            tau = 0.
        after
            tau of the last session that the window must not touch.

        Returns
        -------
        EventWindow or None
            What is left of ``asked`` around the session; None if nothing is.
        """
        known = (self.security.notna() & self.benchmark.notna()).to_numpy()
        zero = int(self.security.index.get_indexer(pd.DatetimeIndex([session]))[0])
        gaps = np.flatnonzero(~known) - zero
        first = max(asked.first, after + 1, 1 - zero, *(gaps[gaps <= 0] + 1))
        last = min(asked.last, len(known) - 1 - zero, *(gaps[gaps >= 0] - 1))
        return EventWindow(int(first), int(last)) if first <= last else None


def aligned_returns(
    security: PriceHistory, benchmark: PriceHistory, kind: ReturnKind
) -> AlignedReturns:
    """Compute both returns, each on its own exchange's sessions, on the security's sessions.

    The index starts where the security's source does. A security listed later keeps the
    sessions before its listing as missing returns, so that a study can say how many rows the
    late listing costs.
    """
    last = min(security.last, benchmark.last)
    own = _returns(security, min(source_start(security), security.first), last, kind)
    other = _returns(benchmark, benchmark.first, last, kind)
    return AlignedReturns(
        security=own,
        benchmark=other.reindex(own.index),
        calendars_differ=security.exchange != benchmark.exchange,
    )


def source_start(history: PriceHistory) -> date:
    """Return the first day that the source of a history covers for any security."""
    if history.provenance.source != "snapshot":
        return history.first
    table = "sp500_daily" if "sp500_daily" in history.provenance.file else "daily"
    return snapshot_provenance(table).first


def own_returns(history: PriceHistory, kind: ReturnKind) -> pd.Series:
    """Return all returns of one history on the sessions of its own exchange."""
    return _returns(history, history.first, history.last, kind)


def _returns(history: PriceHistory, first: date, last: date, kind: ReturnKind) -> pd.Series:
    prices = history.on_sessions(first, last).total_return_price
    return returns_from_prices(prices.rename(history.security), kind)
