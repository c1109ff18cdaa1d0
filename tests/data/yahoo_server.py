"""A server on 127.0.0.1 that speaks the part of Yahoo Finance's API that yfinance uses.

Cookies, crumb, time zones, charts (daily and hourly), share counts and quote summaries. Answers
are scripted per ticker. ``LocalSession`` takes yfinance's requests here: names stay
``*.yahoo.com``, so that cookies, consent and parsing run as they do against the real one.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from curl_cffi import CurlOpt

from data.providers.yahoo_session import YahooSession

CRUMB = "a.Crumb/1"


class Answer(Enum):
    """How the server answers a request for figures."""

    NORMAL = auto()
    RATE_LIMITED = auto()
    RATE_LIMITED_WITH_HINT = auto()
    SERVER_ERROR = auto()
    BE_RIGHT_BACK = auto()
    WEB_PAGE = auto()
    HALF_A_BODY = auto()
    HALF_THE_JSON = auto()
    HALF_THE_ROWS = auto()
    EMPTY = auto()
    NO_RESULT = auto()
    RENAMED_CLOSE = auto()
    RENAMED_ADJCLOSE = auto()
    RENAMED_META = auto()
    FORBIDDEN = auto()
    NO_DAYS = auto()
    TOO_EARLY = auto()
    BAD_CRUMB = auto()
    NEVER = auto()


@dataclass(frozen=True)
class Listed:
    """One listing: rows of (day, open, high, low, close, volume) on the newest share basis."""

    rows: tuple[tuple[date, float, float, float, float, float], ...]
    dividends: dict[date, float] = field(default_factory=dict)
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    shares: dict[date, int] = field(default_factory=dict)
    currency: str = "USD"
    zone: str = "America/New_York"
    exchange: str = "NMS"
    instrument: str = "EQUITY"
    name: str = "A Company"
    opens: time = time(9, 30)
    closes: time = time(16, 0)

    def after_split(self, day: date, numerator: int, denominator: int) -> Listed:
        """Return the listing as if a split had taken place on a day: all is per new share."""
        ratio = numerator / denominator
        rows = tuple(
            (d, o / ratio, h / ratio, low / ratio, c / ratio, v * ratio)
            for d, o, h, low, c, v in self.rows
        )
        dividends = {d: paid / ratio for d, paid in self.dividends.items()}
        splits = self.splits | {day: (numerator, denominator)}
        return replace(self, rows=rows, dividends=dividends, splits=splits)

    def until(self, last: date) -> Listed:
        """Return the listing as it looked after the close of a day."""
        return replace(
            self,
            rows=tuple(row for row in self.rows if row[0] <= last),
            dividends={day: paid for day, paid in self.dividends.items() if day <= last},
            splits={day: ratio for day, ratio in self.splits.items() if day <= last},
        )

    def adjusted(self) -> list[float]:
        """Return closes adjusted for dividends: factor 1 - D / previous close (CRSP's way)."""
        closes = [row[4] for row in self.rows]
        adjusted, factor = list(closes), 1.0
        for position in range(len(closes) - 1, -1, -1):
            adjusted[position] = closes[position] * factor
            paid = self.dividends.get(self.rows[position][0], 0.0)
            if paid and position:
                factor *= 1.0 - paid / closes[position - 1]
        return adjusted


class YahooServer(ThreadingHTTPServer):
    """Serves ``listings``; ``script`` says how, ``log`` what was asked."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, listings: dict[str, Listed] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.listings = dict(listings or {})
        self.log: list[tuple[str, str, dict[str, str]]] = []
        self.cookies: list[str] = []
        self.released = threading.Event()
        self._scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self._always: dict[str, Answer] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def script(self, ticker: str, *answers: Answer) -> None:
        """Answer the next requests for figures of a ticker this way, then normally."""
        self._scripts[ticker].extend(answers)

    def always(self, ticker: str, answer: Answer) -> None:
        """Answer every request for figures of a ticker this way."""
        self._always[ticker] = answer

    def next_answer(self, ticker: str) -> Answer:
        if self._scripts[ticker]:
            return self._scripts[ticker].popleft()
        return self._always.get(ticker, Answer.NORMAL)

    def charts(self, ticker: str) -> list[dict[str, str]]:
        """Return the queries of the requests for prices, without those for the time zone."""
        return [
            query
            for _, path, query in self.log
            if path.endswith(f"/chart/{ticker}") and "range" not in query
        ]

    def __enter__(self) -> YahooServer:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent where the client went away, as it does in the tests of timeouts."""


class LocalSession(YahooSession):
    """Takes what goes to ``*.yahoo.com`` to a port of 127.0.0.1, and nothing elsewhere."""

    def __init__(self, port: int, **options: Any) -> None:
        self._port = port
        super().__init__(
            curl_options={CurlOpt.RESOLVE: [f"*:{port}:127.0.0.1"]},
            # An empty proxy is curl's way to disregard the environment's.
            proxies={"all": ""},
            **({"seconds_between": 0.0, "timeout": 5.0} | options),
        )

    def route(self, url: str) -> str:
        parts = urlsplit(url)
        if not (parts.hostname or "").endswith(".yahoo.com"):
            raise AssertionError(f"{url} is not one of Yahoo's addresses.")
        return parts._replace(scheme="http", netloc=f"{parts.hostname}:{self._port}").geturl()


class OfflineSession(YahooSession):
    """Meets a name that cannot be resolved; nothing leaves the machine."""

    def __init__(self) -> None:
        super().__init__(seconds_between=0.0, proxies={"all": ""})

    def route(self, url: str) -> str:
        # A label of 64 letters is one too long for the name system: it is not even asked.
        return urlsplit(url)._replace(netloc="a" * 64 + ".yahoo.com").geturl()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: YahooServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._send(200, b"", "text/html")

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        host = str(self.headers["Host"]).split(":")[0]
        self.server.log.append((host, parts.path, query))
        self.server.cookies.append(self.headers.get("Cookie", ""))
        ticker = parts.path.rpartition("/")[2]
        if host == "fc.yahoo.com":
            self._send(404, b"", "text/html", {"Set-Cookie": _cookie()})
        elif parts.path == "/v1/test/getcrumb":
            self._send(200, CRUMB.encode(), "text/plain")
        elif "/finance/chart/" in parts.path or "/finance/timeseries/" in parts.path:
            self._figures(ticker, parts.path, query)
        elif "/finance/quoteSummary/" in parts.path:
            self._send_json(404, {"quoteSummary": {"result": None, "error": _not_found()}})
        else:
            self._send(200, b"<html><body>consent</body></html>", "text/html")

    def _figures(self, ticker: str, path: str, query: dict[str, str]) -> None:
        answer = self.server.next_answer(ticker)
        listed = self.server.listings.get(ticker)
        if answer is Answer.NEVER:
            self.server.released.wait(60)
            self.close_connection = True
        elif answer in _PLAIN:
            status, body, kind, headers = _PLAIN[answer]
            self._send(status, body, kind, headers)
        elif listed is None:
            self._send_json(404, {"chart": {"result": None, "error": _not_found()}})
        elif "/timeseries/" in path:
            self._send_json(200, _timeseries(listed))
        else:
            self._chart(answer, ticker, listed, query)

    def _chart(self, answer: Answer, ticker: str, listed: Listed, query: dict[str, str]) -> None:
        payload = chart_of(ticker, listed, query)
        result = payload["chart"]["result"][0]
        indicators = result["indicators"]
        if answer is Answer.NO_RESULT:
            payload = {"chart": {"result": [], "error": None}}
        elif answer is Answer.EMPTY:
            result.pop("timestamp", None)
            result["indicators"] = {"quote": [{}], "adjclose": [{}]}
        elif answer is Answer.RENAMED_CLOSE:
            indicators["quote"][0]["last"] = indicators["quote"][0].pop("close")
        elif answer is Answer.RENAMED_ADJCLOSE:
            indicators["adjustedclose"] = indicators.pop("adjclose")
        elif answer is Answer.RENAMED_META:
            result["meta"]["tz"] = result["meta"].pop("exchangeTimezoneName")
        elif answer is Answer.HALF_THE_ROWS:
            closes = indicators["quote"][0]["close"]
            indicators["quote"][0]["close"] = closes[: len(closes) // 2]
        body = json.dumps(payload).encode()
        if answer is Answer.HALF_THE_JSON:
            self._send(200, body[: len(body) // 2], "application/json")
        elif answer is Answer.HALF_A_BODY:
            self._start(200, len(body), "application/json")
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self._send(200, body, "application/json")

    def _send_json(self, status: int, payload: dict[str, Any]) -> None:
        self._send(status, json.dumps(payload).encode(), "application/json")

    def _send(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self._start(status, len(body), kind, headers)
        self.wfile.write(body)

    def _start(
        self, status: int, length: int, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": kind} | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()


def _told(code: str, description: str) -> bytes:
    error = {"code": code, "description": description}
    return json.dumps({"chart": {"result": None, "error": error}}).encode()


_HTML = "text/html; charset=utf-8"
_PLAIN: dict[Answer, tuple[int, bytes, str, dict[str, str]]] = {
    Answer.RATE_LIMITED: (429, b"Too Many Requests\r\n", "text/plain", {}),
    Answer.RATE_LIMITED_WITH_HINT: (429, b"Too Many Requests", "text/plain", {"Retry-After": "0"}),
    Answer.SERVER_ERROR: (500, b"Internal Server Error", "text/plain", {}),
    Answer.BE_RIGHT_BACK: (200, b"<html><h1>Will be right back...</h1></html>", _HTML, {}),
    Answer.WEB_PAGE: (200, b"<!DOCTYPE html><html><body>Sign in</body></html>", _HTML, {}),
    Answer.NO_DAYS: (
        400,
        _told("Bad Request", "Data doesn't exist for startDate = 1, endDate = 2"),
        "application/json",
        {},
    ),
    Answer.TOO_EARLY: (
        422,
        _told("Unprocessable Entity", "The requested range must be within the last 730 days."),
        "application/json",
        {},
    ),
    Answer.BAD_CRUMB: (401, _told("Unauthorized", "Invalid Crumb"), "application/json", {}),
    Answer.FORBIDDEN: (403, b"<html>Forbidden</html>", _HTML, {}),
}


def chart_of(ticker: str, listed: Listed, query: dict[str, str]) -> dict[str, Any]:
    """Return the chart answer of v8: the rows from period1 to period2, both in epoch seconds."""
    hourly = query.get("interval") == "1h"
    first = int(query.get("period1", 0))
    last = int(query.get("period2", 2**40))
    rows = _hours(listed) if hourly else _days(listed)
    shown = [row for row in rows if first <= row[0] < last]
    if query.get("range") == "1d":
        shown = rows[-1:]
    meta = _meta(ticker, listed, hourly)
    fields = ("open", "high", "low", "close", "volume")
    quote = {name: [row[1][i] for row in shown] for i, name in enumerate(fields)}
    indicators: dict[str, Any] = {"quote": [quote if shown else {}]}
    if not hourly:
        indicators["adjclose"] = [{"adjclose": [row[2] for row in shown]} if shown else {}]
    result: dict[str, Any] = {"meta": meta, "indicators": indicators}
    if shown:
        result["timestamp"] = [row[0] for row in shown]
    events = _events(listed, first, last)
    if events and shown:
        result["events"] = events
    return {"chart": {"result": [result], "error": None}}


def _epoch(listed: Listed, day: date, moment: time) -> int:
    return int(datetime.combine(day, moment, ZoneInfo(listed.zone)).timestamp())


def _days(listed: Listed) -> list[tuple[int, Sequence[float], float]]:
    adjusted = listed.adjusted()
    return [
        (_epoch(listed, row[0], listed.opens), row[1:], adjusted[position])
        for position, row in enumerate(listed.rows)
    ]


def _hours(listed: Listed) -> list[tuple[int, Sequence[float], float]]:
    return [
        (_epoch(listed, row[0], listed.opens) + 3600 * hour, row[1:], row[4])
        for row in listed.rows
        for hour in range(listed.closes.hour - listed.opens.hour)
    ]


def _events(listed: Listed, first: int, last: int) -> dict[str, Any]:
    events: dict[str, Any] = {}
    for day, paid in listed.dividends.items():
        stamp = _epoch(listed, day, listed.opens)
        if first <= stamp < last:
            events.setdefault("dividends", {})[str(stamp)] = {"amount": paid, "date": stamp}
    for day, (numerator, denominator) in listed.splits.items():
        stamp = _epoch(listed, day, listed.opens)
        if first <= stamp < last:
            events.setdefault("splits", {})[str(stamp)] = {
                "date": stamp,
                "numerator": float(numerator),
                "denominator": float(denominator),
                "splitRatio": f"{numerator}:{denominator}",
            }
    return events


def _meta(ticker: str, listed: Listed, hourly: bool) -> dict[str, Any]:
    today = datetime.now(ZoneInfo(listed.zone)).date()
    session = _period(listed, max(today, listed.rows[-1][0] if listed.rows else today))
    meta: dict[str, Any] = {
        "currency": listed.currency,
        "symbol": ticker,
        "exchangeName": listed.exchange,
        "fullExchangeName": f"Exchange {listed.exchange}",
        "instrumentType": listed.instrument,
        "firstTradeDate": _epoch(listed, listed.rows[0][0], listed.opens) if listed.rows else None,
        "regularMarketTime": session["start"],
        "gmtoffset": session["gmtoffset"],
        "timezone": session["timezone"],
        "exchangeTimezoneName": listed.zone,
        "regularMarketPrice": listed.rows[-1][4] if listed.rows else None,
        "longName": listed.name,
        "priceHint": 2,
        "currentTradingPeriod": {"pre": session, "regular": session, "post": session},
        "dataGranularity": "1h" if hourly else "1d",
        "range": "",
        "validRanges": ["1d", "5d", "1mo", "1y", "5y", "10y", "ytd", "max"],
    }
    if hourly:
        meta["tradingPeriods"] = [[_period(listed, row[0])] for row in listed.rows]
    return meta


def _period(listed: Listed, day: date) -> dict[str, Any]:
    zone = ZoneInfo(listed.zone)
    opened = datetime.combine(day, listed.opens, zone)
    offset = opened.utcoffset() or timedelta()
    return {
        "timezone": opened.tzname(),
        "start": int(opened.timestamp()),
        "end": _epoch(listed, day, listed.closes),
        "gmtoffset": int(offset.total_seconds()),
    }


def _timeseries(listed: Listed) -> dict[str, Any]:
    result: dict[str, Any] = {"meta": {"symbol": ["?"], "type": ["shares_out"]}}
    if listed.shares:
        result["timestamp"] = [_epoch(listed, day, listed.opens) for day in listed.shares]
        result["shares_out"] = list(listed.shares.values())
    return {"timeseries": {"result": [result], "error": None}}


def _not_found() -> dict[str, str]:
    return {"code": "Not Found", "description": "No data found, symbol may be delisted"}


def _cookie() -> str:
    expires = (datetime.now(UTC) + timedelta(days=365)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return f"A3=d=local; Expires={expires}; Domain=.yahoo.com; Path=/"
