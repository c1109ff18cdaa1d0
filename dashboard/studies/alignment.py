"""Bring a security's and a benchmark's returns onto the sessions of the security's exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.returns import ReturnKind, returns_from_prices
from analysis.sessions import row_of
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
        zero = row_of(self.security.index, session)
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
    late listing costs. What is returned is kept and shared: nobody writes to it.
    """
    own, other = SameFigures(security), SameFigures(benchmark)
    if not own.lasting or not other.lasting:
        return _align(own, other, kind)
    return _kept_alignment(own, other, kind)


def source_start(history: PriceHistory) -> date:
    """Return the first day that the source of a history covers for any security."""
    if history.provenance.source != "snapshot":
        return history.first
    table = "sp500_daily" if "sp500_daily" in history.provenance.file else "daily"
    return snapshot_provenance(table).first


def own_returns(history: PriceHistory, kind: ReturnKind) -> pd.Series:
    """Return all returns of one history on the sessions of its own exchange; not to be written."""
    same = SameFigures(history)
    if not same.lasting:
        return _returns(history, history.first, history.last, kind)
    return _kept_returns(same, history.first, history.last, kind)


class SameFigures:
    """A history as a key: two are the same that stand on the same arrays.

    The arrays of the snapshot and of fetched tables live as long as the process and cannot be
    written; ``lasting`` is false for a table whose figures are gathered anew each time.
    """

    def __init__(self, history: PriceHistory) -> None:
        figures, days = history.table.to_numpy(), history.table.index.to_numpy()
        self.history = history
        self.lasting = figures.base is not None and not figures.flags.writeable
        self._key = (
            history.security,
            history.exchange,
            history.provenance.file,
            figures.shape,
            figures.__array_interface__["data"][0],
            days.__array_interface__["data"][0],
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameFigures) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _align(security: SameFigures, benchmark: SameFigures, kind: ReturnKind) -> AlignedReturns:
    own, other = security.history, benchmark.history
    last = min(own.last, other.last)
    returns = _returns(own, min(source_start(own), own.first), last, kind)
    market = (_kept_returns if benchmark.lasting else _fresh_returns)(
        benchmark, other.first, last, kind
    )
    return AlignedReturns(
        security=returns,
        benchmark=market.reindex(returns.index),
        calendars_differ=own.exchange != other.exchange,
    )


def _fresh_returns(same: SameFigures, first: date, last: date, kind: ReturnKind) -> pd.Series:
    return _returns(same.history, first, last, kind)


_kept_alignment = lru_cache(maxsize=2048)(_align)
_kept_returns = lru_cache(maxsize=2048)(_fresh_returns)


def _returns(history: PriceHistory, first: date, last: date, kind: ReturnKind) -> pd.Series:
    prices = history.on_sessions(first, last).total_return_price
    return returns_from_prices(prices.rename(history.security), kind)
