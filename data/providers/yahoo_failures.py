"""Why Yahoo Finance gave no figures: the causes, told apart by what it answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from curl_cffi.requests import exceptions as http

from data.errors import N_, DataError

Kind = Literal["daily", "hourly", "shares"]


class FailureCause(StrEnum):
    """What stood in the way; pages name it beside the source that they fell back to."""

    OFFLINE = "offline"
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate limited"
    REFUSED = "refused"
    YAHOO_DOWN = "Yahoo down"
    CUT_SHORT = "answer cut short"
    CHANGED_FORMAT = "changed format"
    EMPTY = "empty answer"
    UNKNOWN_TICKER = "unknown ticker"
    OUT_OF_REACH = "out of reach"
    UNKNOWN_EXCHANGE = "unknown exchange"
    BAD_FIGURES = "bad figures"
    LOCAL_CACHE = "local cache"
    CANCELLED = "cancelled"
    NOT_ASKED = "not asked"


WORTH_RETRYING: Final = frozenset(
    {
        FailureCause.OFFLINE,
        FailureCause.TIMEOUT,
        FailureCause.RATE_LIMITED,
        FailureCause.YAHOO_DOWN,
        FailureCause.CUT_SHORT,
    }
)
"""Causes that may pass by themselves within seconds."""

STOPS_THE_BATCH: Final = frozenset(
    {FailureCause.OFFLINE, FailureCause.RATE_LIMITED, FailureCause.REFUSED}
)
"""Causes that every other ticker would meet as well: asking on would be futile or impolite."""

ASKED: Final[dict[Kind, str]] = {
    "daily": N_("Daily prices of {ticker} were asked of Yahoo Finance."),
    "hourly": N_("Hourly prices of {ticker} were asked of Yahoo Finance."),
    "shares": N_("Share counts of {ticker} were asked of Yahoo Finance."),
}

_LATER: Final = N_("Try again in a few minutes; the embedded snapshot serves meanwhile.")
_REPORT: Final = N_(
    "Look for a newer version of yfinance; until then use the embedded snapshot or a file of "
    "your own."
)

EXPLANATIONS: Final[dict[FailureCause, tuple[str, str]]] = {
    FailureCause.OFFLINE: (
        N_("Yahoo Finance cannot be reached from here: {reason}"),
        N_("Check the connection and the proxy; the embedded snapshot serves meanwhile."),
    ),
    FailureCause.TIMEOUT: (N_("Yahoo Finance did not answer in {seconds} seconds."), _LATER),
    FailureCause.RATE_LIMITED: (
        N_("Yahoo Finance answers that too many requests came from here (HTTP 429)."),
        N_("Wait some minutes and ask again: what was fetched is kept and not asked for twice."),
    ),
    FailureCause.REFUSED: (
        N_("Yahoo Finance refuses requests from this address (HTTP {status})."),
        N_("Try from another network; the embedded snapshot serves meanwhile."),
    ),
    FailureCause.YAHOO_DOWN: (
        N_("Yahoo Finance is out of order: HTTP {status}, {body}."),
        _LATER,
    ),
    FailureCause.CUT_SHORT: (N_("The answer was cut short."), _LATER),
    FailureCause.CHANGED_FORMAT: (
        N_("Yahoo Finance answers in a form that this version does not know: {reason}."),
        _REPORT,
    ),
    FailureCause.EMPTY: (
        N_("Yahoo Finance knows the symbol but gives no figures for the days from {since} on."),
        N_("Choose an earlier first day."),
    ),
    FailureCause.UNKNOWN_TICKER: (
        N_("Yahoo Finance does not know the symbol. Similar ones here: {similar}."),
        N_("Check the symbol on finance.yahoo.com; foreign listings take a suffix such as .T."),
    ),
    FailureCause.OUT_OF_REACH: (
        N_("Yahoo Finance keeps hourly prices for 730 days only; {since} is earlier."),
        N_("Choose a later first day, or daily prices."),
    ),
    FailureCause.UNKNOWN_EXCHANGE: (
        N_("It trades on {place}, whose calendar is not known here."),
        N_("Choose a listing on another exchange, or upload its prices with an exchange."),
    ),
    FailureCause.BAD_FIGURES: (
        N_("The figures do not pass the checks: {faults}"),
        N_("Use the embedded snapshot or a file of your own."),
    ),
    FailureCause.LOCAL_CACHE: (
        N_("The folder {folder} for cookies and time zones cannot be used: {reason}"),
        N_("Delete the folder or make it writable."),
    ),
    FailureCause.CANCELLED: (
        N_("The refresh was cancelled before."),
        N_("Start it again: what was fetched is kept and not asked for twice."),
    ),
    FailureCause.NOT_ASKED: (
        N_("It was not asked for: Yahoo Finance had failed for the tickers before ({before})."),
        _LATER,
    ),
}
"""What was found and what to do, for each cause."""


class FetchError(DataError):
    """Yahoo Finance gave no usable figures; ``cause`` says why.

    Parameters
    ----------
    cause, kind, ticker
        What stood in the way of which request.
    **facts
        The values that the cause's templates name.
    """

    def __init__(self, cause: FailureCause, kind: Kind, ticker: str, **facts: object) -> None:
        self.cause = cause
        self.kind = kind
        self.ticker = ticker
        found, remedy = EXPLANATIONS[cause]
        super().__init__(ASKED[kind], found, remedy, ticker=ticker, **facts)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back.

    ``status`` is None where nothing came; ``retry_after`` is in seconds, None if not told.
    """

    path: str
    status: int | None
    body: bytes
    retry_after: float | None = None

    @property
    def carries_figures(self) -> bool:
        """Whether figures were asked for, rather than a cookie or a crumb."""
        return "/finance/chart/" in self.path or "/finance/timeseries/" in self.path


def cause_of(
    error: Exception, exchanges: Sequence[Exchange]
) -> tuple[FailureCause, dict[str, object]]:
    """Return why an attempt failed, with the facts that its explanation names.

    Parameters
    ----------
    error
        What yfinance or curl_cffi raised.
    exchanges
        The requests of the attempt, in order.
    """
    if isinstance(error, http.Timeout):
        return FailureCause.TIMEOUT, {}
    if isinstance(error, http.IncompleteRead):
        return FailureCause.CUT_SHORT, {}
    if isinstance(error, http.RequestException) and not isinstance(error, http.HTTPError):
        return FailureCause.OFFLINE, {"reason": _plain(error)}
    answers = [exchange for exchange in exchanges if exchange.carries_figures]
    if not answers or answers[-1].status is None:
        return FailureCause.OFFLINE, {"reason": _plain(error)}
    return _cause_of_answer(error, answers[-1], answers[-1].status)


def _cause_of_answer(
    error: Exception, answer: Exchange, status: int
) -> tuple[FailureCause, dict[str, object]]:
    payload = parsed(answer.body)
    if status == 429:
        return FailureCause.RATE_LIMITED, {}
    if status >= 500:
        return FailureCause.YAHOO_DOWN, {"status": status, "body": _kind_of_body(answer.body)}
    if payload is None:
        return _cause_of_garbage(answer.body, status)
    told = _told(payload)
    if told is not None:
        return told, {}
    if status in (401, 403):
        return FailureCause.REFUSED, {"status": status}
    if status == 200 and _is_empty(payload):
        return FailureCause.EMPTY, {}
    return FailureCause.CHANGED_FORMAT, {"reason": f"{type(error).__name__}: {error}"}


def _cause_of_garbage(body: bytes, status: int) -> tuple[FailureCause, dict[str, object]]:
    if status in (401, 403):
        return FailureCause.REFUSED, {"status": status}
    if body.lstrip().startswith(b"{"):
        return FailureCause.CUT_SHORT, {}
    return FailureCause.YAHOO_DOWN, {"status": status, "body": _kind_of_body(body)}


def parsed(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object of an answer; None if it holds none."""
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def _told(payload: dict[str, Any]) -> FailureCause | None:
    told = (payload.get("chart") or payload.get("finance") or {}).get("error")
    if not isinstance(told, dict):
        return None
    description = str(told.get("description", ""))
    if told.get("code") == "Not Found":
        return FailureCause.UNKNOWN_TICKER
    if "must be within the last" in description:
        return FailureCause.OUT_OF_REACH
    if "Data doesn't exist" in description:
        return FailureCause.EMPTY
    return None


def _is_empty(payload: dict[str, Any]) -> bool:
    chart = payload.get("chart")
    if not isinstance(chart, dict) or "result" not in chart:
        return False
    if not chart["result"]:
        return True
    quote = ((chart["result"][0].get("indicators") or {}).get("quote") or [{}])[0]
    return not quote and "timestamp" not in chart["result"][0]


def _kind_of_body(body: bytes) -> str:
    if b"will be right back" in body.lower():
        return '"will be right back"'
    if body.lstrip().startswith(b"<"):
        return "a web page in place of figures"
    return "no figures"


def _plain(error: Exception) -> str:
    # curl appends a link to its list of error codes.
    return str(error).split(" See https://")[0]
