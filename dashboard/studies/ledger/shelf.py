"""Returns and prices on the sessions of one exchange, each computed once."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from analysis.benchmarks import basket_return
from analysis.returns import ReturnKind, returns_from_prices
from dashboard.studies.ledger.figures import Figures
from data.calendars import sessions
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_provenance

Price = Literal["close", "total_return"]


class Shelf:
    """Keeps what was loaded, so that hypotheses about one security share it.

    Parameters
    ----------
    figures
        Where prices come from.
    """

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        daily = snapshot_provenance("daily")
        self.first, self.last = daily.first, daily.last
        self._histories: dict[str, PriceHistory] = {}
        self._own: dict[str, pd.Series[float]] = {}
        self._arrays: dict[tuple[str, ...], np.ndarray] = {}
        self._weights: dict[str, float] | None = None

    def history(self, ticker: str) -> PriceHistory:
        """Return a security's prices."""
        if ticker not in self._histories:
            self._histories[ticker] = self.figures.prices(ticker)
        return self._histories[ticker]

    def sessions(self, exchange: str) -> pd.DatetimeIndex:
        """Return the sessions of an exchange over the span of the daily table."""
        return sessions(exchange, self.first, self.last)

    def returns(self, ticker: str, exchange: str, kind: ReturnKind) -> np.ndarray:
        """Return (T,) returns on the sessions of an exchange, NaN where there is none.

        Each is a return from one session of the security's own exchange to the next.
        """
        key = ("returns", ticker, exchange, kind)
        if key not in self._arrays:
            own = self._own_returns(ticker).reindex(self.sessions(exchange)).to_numpy(dtype=float)
            self._arrays[key] = own if kind == "simple" else np.log1p(own)
        return self._arrays[key]

    def basket(self, tickers: tuple[str, ...], exchange: str, kind: ReturnKind) -> np.ndarray:
        """Return (T,) equal-weight mean returns of the members that have one.

        NaN where fewer than half of the members have a return.
        """
        if len(tickers) == 1:
            return self.returns(tickers[0], exchange, kind)
        key = ("basket", exchange, kind, *tickers)
        if key not in self._arrays:
            table = np.column_stack([self.returns(name, exchange, kind) for name in tickers])
            frame = pd.DataFrame(table, columns=list(tickers))
            self._arrays[key] = basket_return(frame).to_numpy(dtype=float)
        return self._arrays[key]

    def prices(self, ticker: str, exchange: str, price: Price) -> np.ndarray:
        """Return (T,) closes or total-return prices on the sessions of an exchange."""
        key = ("prices", ticker, exchange, price)
        if key not in self._arrays:
            history = self.history(ticker)
            column = history.closes if price == "close" else history.total_return_price
            self._arrays[key] = column.reindex(self.sessions(exchange)).to_numpy(dtype=float)
        return self._arrays[key]

    def level(self, tickers: tuple[str, ...], exchange: str, row0: int, price: Price) -> np.ndarray:
        """Return (T,) value of equal holdings bought at the close before ``row0``, 1 there.

        A single security keeps its price. A session on which a member has no price is NaN
        after ``row0``; before it the mean is over the members listed by then.
        """
        if len(tickers) == 1:
            return self.prices(tickers[0], exchange, price)
        table = np.column_stack([self.prices(name, exchange, price) for name in tickers])
        relative = table / table[row0 - 1]
        there = np.isfinite(relative)
        mean = np.where(there, relative, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
        enough = there.all(axis=1)
        enough[:row0] = there[:row0].sum(axis=1) * 2 >= len(tickers)
        return np.where(enough, mean, np.nan)

    def weight(self, ticker: str) -> float:
        """Return the weight of a security in the S&P 500, 0 where it is no member."""
        if self._weights is None:
            self._weights = dict(self.figures.weights())
        return self._weights.get(ticker, 0.0)

    def _own_returns(self, ticker: str) -> pd.Series[float]:
        if ticker not in self._own:
            history = self.history(ticker)
            # A year's margin lets the first session of the span have a return as well.
            first = max(history.first, date(self.first.year - 1, 12, 1))
            prices = history.on_sessions(first, min(history.last, self.last)).total_return_price
            self._own[ticker] = returns_from_prices(prices.rename(ticker), "simple")
        return self._own[ticker]
