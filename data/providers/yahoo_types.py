"""What was fetched from Yahoo Finance: prices, bars, share counts, each with its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pandas as pd

from data.errors import N_
from data.prices import PriceHistory, Provenance

ACTIONS: Final = ("dividend", "split")
BARS: Final = ("open", "high", "low", "close", "volume")
HOURLY_REACH: Final = timedelta(days=729)
"""How far back Yahoo Finance keeps hourly prices (730 days, less one for the time of day)."""

ORIGIN: Final = N_("Yahoo Finance, fetched through yfinance.")
BASIS_DAILY: Final = N_(
    "Share basis of the last day: every split up to then is applied to the whole history; "
    "returns from dividend-adjusted closes (adj_close)."
)
BASIS_INDEX: Final = N_("Index points as Yahoo Finance gives them.")
BASIS_HOURLY: Final = N_(
    "Share basis of the last day: every split up to then is applied to all bars; dividends are "
    "not in the returns."
)
BASIS_SHARES: Final = N_(
    "Shares outstanding as reported on each day, not restated for later splits."
)
IN_HUNDREDTHS: Final = N_("Quoted in hundredths of the currency: prices are divided by 100.")


class NoRowsError(LookupError):
    """An answer of the right form holds no finished day or bar."""


@dataclass(frozen=True, slots=True, eq=False)
class YahooPrices:
    """Daily prices of one security with its corporate actions.

    Attributes
    ----------
    history
        Prices on one share basis; ``provenance.sha256`` is that of ``content``.
    actions
        Indexed by ex-date: ``dividend`` per share in the currency of the prices, and ``split``
        (new shares for one old share); 0 where there is none.
    time_zone
        IANA name of the exchange's zone.
    instrument, listed_on
        Yahoo's kind of instrument (EQUITY, ETF, INDEX) and name of the exchange.
    since
        First day that was asked for; the history may begin later.
    content
        The Parquet file, as it is stored.
    """

    history: PriceHistory
    actions: pd.DataFrame
    time_zone: str
    instrument: str
    listed_on: str
    since: date
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class YahooBars:
    """Hourly prices: ``table`` is indexed by the start of the bar in UTC, columns ``BARS``."""

    security: str
    name: str
    exchange: str
    currency: str
    time_zone: str
    table: pd.DataFrame
    provenance: Provenance
    since: date
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class YahooShares:
    """Shares outstanding: ``counts`` is indexed by the day of the report, in shares."""

    security: str
    counts: pd.Series[int]
    provenance: Provenance
    since: date
    content: bytes


@dataclass(frozen=True, slots=True)
class Listing:
    """What Yahoo Finance says of a listing; ``scale`` brings its prices to ``currency``."""

    security: str
    name: str
    exchange: str
    currency: str
    scale: float
    time_zone: str
    instrument: str = ""
    listed_on: str = ""
    session_end: datetime | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What to know about the figures, as English sentences."""
        return () if self.scale == 1.0 else (IN_HUNDREDTHS,)
