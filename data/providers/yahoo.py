"""Prices, bars and share counts from Yahoo Finance, through yfinance.

yfinance is one shared session a process; a lock lets one attempt at a time use it. What it
raises, and what it passes over in silence, becomes a ``FetchError`` with the true cause.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import peewee
import stamina
import yfinance as yf
from curl_cffi.requests import exceptions as http
from yfinance.data import YfData
from yfinance.exceptions import YFException

from data.providers.yahoo_diagnosis import cause_of, parsed
from data.providers.yahoo_exchanges import calendar_of
from data.providers.yahoo_failures import (
    ONE_MORE_TRY,
    WORTH_RETRYING,
    FailureCause,
    FetchError,
    Kind,
)
from data.providers.yahoo_session import YahooSession
from data.providers.yahoo_tables import bars_from, listing_from, prices_from, shares_from
from data.providers.yahoo_types import (
    HOURLY_REACH,
    Listing,
    NoRowsError,
    YahooBars,
    YahooPrices,
    YahooShares,
)

T = TypeVar("T")

_SYMBOL: Final = re.compile(r"\^?[A-Za-z0-9][A-Za-z0-9.=&-]{0,19}")
_ISIN: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_ONE_AT_A_TIME: Final = threading.RLock()


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long Yahoo Finance is asked; times in seconds.

    Attributes
    ----------
    attempts
        Tries of one figure, the first included.
    attempt_seconds
        What one try with all its requests may take.
    total_seconds
        After this no further try begins.
    wait_initial, wait_max, wait_jitter
        Back-off between tries: doubled each time up to ``wait_max``, plus up to the jitter. A
        Retry-After of the server goes first, up to ``wait_max``.
    """

    attempts: int = 4
    attempt_seconds: float = 20.0
    total_seconds: float = 40.0
    wait_initial: float = 1.0
    wait_max: float = 20.0
    wait_jitter: float = 1.0


def _never() -> bool:
    return False


@cache
def _own_session() -> YahooSession:
    return YahooSession()


class YahooClient:
    """Fetches one ticker at a time from Yahoo Finance.

    Parameters
    ----------
    folder
        Where yfinance keeps cookies and time zones; the first folder of a process holds.
    session
        The session to talk through; if not given, a polite one that the process shares, because
        yfinance keeps one crumb a process and it is good for one session's cookies.
    patience
        Tries and waits.
    known
        Symbols to suggest where one is unknown.
    """

    def __init__(
        self,
        folder: Path,
        *,
        session: YahooSession | None = None,
        patience: Patience = Patience(),
        known: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.session = session or _own_session()
        self.patience = patience
        self.known = tuple(known)
        folder.mkdir(parents=True, exist_ok=True)
        yf.set_tz_cache_location(str(folder))
        yf.config.debug.hide_exceptions = False
        # Causes reach people as FetchError; the library's own remarks would only confuse.
        warnings.filterwarnings("ignore", module=r"yfinance(\.|$)")
        for name in ("yfinance", "stamina"):
            logging.getLogger(name).addHandler(logging.NullHandler())

    @property
    def requests(self) -> int:
        """Requests made so far, those for cookies and time zones included."""
        return self.session.requests

    def daily(
        self, ticker: str, since: date, *, cancelled: Callable[[], bool] = _never
    ) -> YahooPrices:
        """Return daily prices from ``since`` to the last finished session.

        Raises
        ------
        FetchError
            Nothing usable came; the cause says why.
        """

        def work(handle: yf.Ticker) -> YahooPrices:
            frame = handle.history(start=since.isoformat(), interval="1d", **_RAW)
            listing = self._listing("daily", ticker)
            return prices_from(frame, listing, since, datetime.now(UTC))

        return self._fetch("daily", ticker, since, work, cancelled)

    def hourly(
        self, ticker: str, since: date, *, cancelled: Callable[[], bool] = _never
    ) -> YahooBars:
        """Return hourly prices from ``since``, at most 729 days ago, to the last finished bar.

        Raises
        ------
        FetchError
            Nothing usable came; the cause says why.
        """
        if since < datetime.now(UTC).date() - HOURLY_REACH:
            raise FetchError(FailureCause.OUT_OF_REACH, "hourly", ticker, since=since)

        def work(handle: yf.Ticker) -> YahooBars:
            frame = handle.history(start=since.isoformat(), interval="1h", **_RAW)
            listing = self._listing("hourly", ticker)
            return bars_from(frame, listing, since, datetime.now(UTC))

        return self._fetch("hourly", ticker, since, work, cancelled)

    def shares(
        self, ticker: str, since: date, *, cancelled: Callable[[], bool] = _never
    ) -> YahooShares:
        """Return the share counts reported from ``since`` on.

        Raises
        ------
        FetchError
            Nothing usable came; the cause says why.
        """

        def work(handle: yf.Ticker) -> YahooShares:
            counts = handle.get_shares_full(start=since.isoformat())
            if counts is None:
                raise NoRowsError
            return shares_from(counts, ticker, since, datetime.now(UTC))

        return self._fetch("shares", ticker, since, work, cancelled)

    def _fetch(
        self,
        kind: Kind,
        ticker: str,
        since: date,
        work: Callable[[yf.Ticker], T],
        cancelled: Callable[[], bool],
    ) -> T:
        if not _SYMBOL.fullmatch(ticker) or _ISIN.fullmatch(ticker):
            raise FetchError(
                FailureCause.UNKNOWN_TICKER, kind, ticker, similar=self._similar(ticker)
            )
        patience, tries = self.patience, 0

        def worth_another_try(error: Exception) -> bool | float:
            if not isinstance(error, FetchError) or error.cause not in WORTH_RETRYING:
                return False
            if cancelled():
                raise FetchError(FailureCause.CANCELLED, kind, ticker) from error
            if error.cause in ONE_MORE_TRY and tries > 1:
                return False
            told = self.session.exchanges[-1].retry_after if self.session.exchanges else None
            return True if told is None else min(told, patience.wait_max)

        for attempt in stamina.retry_context(
            on=worth_another_try,
            attempts=patience.attempts,
            timeout=patience.total_seconds,
            wait_initial=patience.wait_initial,
            wait_max=patience.wait_max,
            wait_jitter=patience.wait_jitter,
        ):
            with attempt:
                if cancelled():
                    raise FetchError(FailureCause.CANCELLED, kind, ticker)
                tries += 1
                return self._attempt(kind, ticker, since, work)
        raise AssertionError("Every attempt returns or raises.")

    def _attempt(self, kind: Kind, ticker: str, since: date, work: Callable[[yf.Ticker], T]) -> T:
        with _ONE_AT_A_TIME:
            self.session.begin_attempt(self.patience.attempt_seconds)
            try:
                return work(yf.Ticker(ticker, session=self.session))
            except FetchError:
                raise
            except NoRowsError as error:
                raise FetchError(FailureCause.EMPTY, kind, ticker, since=since) from error
            except (peewee.PeeweeException, sqlite3.Error) as error:
                raise FetchError(
                    FailureCause.LOCAL_CACHE, kind, ticker, folder=self.folder, reason=error
                ) from error
            except _WHAT_YFINANCE_RAISES as error:
                cause, facts = cause_of(error, self.session.exchanges)
                raise FetchError(cause, kind, ticker, **self._facts(ticker, since) | facts) from (
                    error
                )
            finally:
                # It keeps answers of past ranges, the bad ones too.
                YfData.cache_get.cache_clear()

    def _listing(self, kind: Kind, ticker: str) -> Listing:
        chart = _chart_of(self.session)
        indicators = chart["indicators"]
        if kind == "daily" and "adjclose" not in indicators:
            # yfinance would put the closes in their place without a word.
            raise KeyError("adjclose")
        meta = chart["meta"]
        exchange = calendar_of(ticker, str(meta["exchangeName"]))
        if exchange is None:
            place = meta.get("fullExchangeName") or meta["exchangeName"]
            raise FetchError(FailureCause.UNKNOWN_EXCHANGE, kind, ticker, place=place)
        return listing_from(ticker, meta, exchange)

    def _facts(self, ticker: str, since: date) -> dict[str, object]:
        return {
            "since": since,
            "seconds": round(self.patience.attempt_seconds),
            "similar": self._similar(ticker),
        }

    def _similar(self, ticker: str) -> str:
        return ", ".join(get_close_matches(ticker.upper(), self.known, n=3)) or "-"


_RAW: Final[dict[str, Any]] = {"auto_adjust": False, "actions": True}

# Everything that yfinance was seen to raise on answers of another form, besides its own.
_WHAT_YFINANCE_RAISES: Final = (
    YFException,
    http.RequestException,
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    ArithmeticError,
    OSError,
)


def _chart_of(session: YahooSession) -> dict[str, Any]:
    answers = [exchange for exchange in session.exchanges if exchange.carries_figures]
    payload = parsed(answers[-1].body)
    if payload is None:
        raise ValueError("The last answer is no chart.")
    chart: dict[str, Any] = payload["chart"]["result"][0]
    return chart
