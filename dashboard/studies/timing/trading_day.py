"""One day around the world: when each market was open, and how far it moved, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import pandas as pd

from dashboard.studies.clock import MARKETS
from data.calendars import TradingHours, sessions, trading_hours, why_closed
from data.exchanges import exchange_of
from data.providers.snapshot import (
    bars_5m_sp500,
    bars_60m,
    snapshot_prices,
    snapshot_provenance,
)

WATCHED: Final = (
    "^N225",
    "6857.T",
    "9984.T",
    "000660.KS",
    "2330.TW",
    "0700.HK",
    "^GDAXI",
    "ASML.AS",
    "SU.PA",
    "^GSPC",
    "NVDA",
)
"""An index and the shares most in the news of each market, in the order of the sun."""

BARRED: Final = ("AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "QQQ", "SPY", "TSLA")
"""Shares with bars of an hour."""

INDEX_WITH_BARS: Final = "^GSPC"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a market's day.

    Attributes
    ----------
    kind
        ``"gap"`` from the close before to the opening, ``"open"`` while it trades.
    begins, ends
        Instants in UTC; a gap begins and ends at the opening.
    change
        Change of the price, a fraction.
    """

    kind: Literal["gap", "open"]
    begins: datetime
    ends: datetime
    change: float


@dataclass(frozen=True, slots=True)
class MarketDay:
    """One security on one calendar day of its market.

    Attributes
    ----------
    security, exchange, city
        Ticker, calendar and the city's English template.
    day
        The local day.
    closed
        Why there was no trading, an English template; empty on a session.
    hours
        When it was open; None on a closed day.
    stretches
        Its moves, in order; empty where the snapshot has no prices.
    change
        Change from the close before to this close, a fraction; None without prices.
    table
        Table of the snapshot with the finest prices used.
    """

    security: str
    exchange: str
    city: str
    day: date
    closed: str
    hours: TradingHours | None
    stretches: tuple[Stretch, ...]
    change: float | None
    table: str

    @property
    def sha256(self) -> str:
        """Hash of the table."""
        return snapshot_provenance(self.table).sha256


def around_the_world(
    session: date, watched: tuple[str, ...] = WATCHED
) -> tuple[tuple[MarketDay, ...], tuple[datetime, datetime]]:
    """Return the market days from Tokyo's opening on a day to its next close, and that span.

    Raises
    ------
    DataError
        When a ticker is unknown or a calendar does not reach the day.
    """
    later = sessions("XTKS", session + timedelta(days=1), session + timedelta(days=14))
    last = later[0].date()
    hours = trading_hours("XTKS", last)
    begin = datetime.combine(session, time(0), UTC)
    end = datetime.combine(last, time(8), UTC) if hours is None else hours.closes
    days = tuple(
        found
        for ticker in watched
        for number in range((last - session).days + 1)
        for found in (market_day(ticker, session + timedelta(days=number)),)
        if found.hours is None or found.hours.opens < end
    )
    return days, (begin, end)


@lru_cache(maxsize=512)
def market_day(ticker: str, day: date) -> MarketDay:
    """Return how one security moved on one day of its market."""
    exchange = exchange_of(ticker)
    hours = trading_hours(exchange, day)
    if hours is None:
        why = why_closed(exchange, day)
        return MarketDay(ticker, exchange, MARKETS[exchange][0], day, why, None, (), None, "daily")
    table = snapshot_prices(ticker).table
    before = table["close"].loc[: pd.Timestamp(day) - pd.Timedelta(days=1)].dropna()
    today = table.loc[table.index == pd.Timestamp(day)]
    complete = len(today) == 1 and bool(np.isfinite(today["close"].iloc[0])) and len(before) > 0
    # The last known close must be that of the session before, or the change spans more days.
    on_time = complete and before.index[-1] == _session_before(exchange, day)
    stretches: tuple[Stretch, ...] = ()
    change, source = None, "daily"
    if on_time:
        close, opening = float(today["close"].iloc[0]), float(today["open"].iloc[0])
        change = close / float(before.iloc[-1]) - 1
        bars = _bars(ticker, hours)
        if np.isfinite(opening):
            gap = Stretch("gap", hours.opens, hours.opens, opening / float(before.iloc[-1]) - 1)
            stretches = (gap, *_while_open(hours, opening, close, bars))
            source = "daily" if bars is None else _bar_table(ticker)
    elif not complete:
        change = _total_return(ticker, day)
    return MarketDay(
        ticker, exchange, MARKETS[exchange][0], day, "", hours, stretches, change, source
    )


def _session_before(exchange: str, day: date) -> pd.Timestamp:
    return sessions(exchange, day - timedelta(days=20), day - timedelta(days=1))[-1]


def _total_return(ticker: str, day: date) -> float | None:
    """Take the whole day's total return where the snapshot has no unadjusted close."""
    prices = snapshot_prices(ticker).table["adj_close"]
    now, then = pd.Timestamp(day), _session_before(exchange_of(ticker), day)
    if now not in prices.index or then not in prices.index:
        return None
    change = float(prices.loc[now] / prices.loc[then] - 1)
    return change if np.isfinite(change) else None


def _bar_table(ticker: str) -> str:
    return "bars_5m_sp500" if ticker == INDEX_WITH_BARS else "bars_60m"


def _bars(ticker: str, hours: TradingHours) -> pd.Series | None:
    """Return the price at the end of each hour of trading but the last, by its instant."""
    if ticker == INDEX_WITH_BARS:
        bars, length = bars_5m_sp500(), timedelta(minutes=5)
    elif ticker in BARRED:
        bars, length = bars_60m(ticker), timedelta(minutes=60)
    else:
        return None
    inside = bars.loc[(bars.index >= hours.opens) & (bars.index < hours.closes), "close"]
    opens, closes = pd.Timestamp(hours.opens), pd.Timestamp(hours.closes)
    ends = pd.DatetimeIndex(inside.index) + pd.Timedelta(length)
    whole_hours = (ends - opens) % pd.Timedelta(hours=1) == pd.Timedelta(0)
    found = pd.Series(inside.to_numpy(), index=ends)[whole_hours & (ends < closes)]
    return found if len(found) else None


def _while_open(
    hours: TradingHours, opening: float, close: float, bars: pd.Series | None
) -> tuple[Stretch, ...]:
    """Part the move from opening to close at the ends of the hours, where bars are known.

    The last part ends with the day's official close, which holds the closing auction.
    """
    times = [hours.opens, *([] if bars is None else [t.to_pydatetime() for t in bars.index])]
    prices = [opening, *([] if bars is None else [float(price) for price in bars])]
    times.append(hours.closes)
    prices.append(close)
    return tuple(
        Stretch("open", times[i], times[i + 1], prices[i + 1] / prices[i] - 1)
        for i in range(len(times) - 1)
    )
