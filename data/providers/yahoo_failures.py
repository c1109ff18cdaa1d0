"""Why Yahoo Finance gave no figures: the causes, and what people are told of each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from data.errors import N_, DataError

Kind = Literal["daily", "hourly", "shares"]


class FailureCause(StrEnum):
    """What stood in the way; pages name it beside the source that they fell back to."""

    OFFLINE = N_("offline")
    TIMEOUT = N_("timeout")
    RATE_LIMITED = N_("rate limited")
    REFUSED = N_("refused")
    YAHOO_DOWN = N_("Yahoo down")
    CUT_SHORT = N_("answer cut short")
    CHANGED_FORMAT = N_("changed format")
    EMPTY = N_("empty answer")
    UNKNOWN_TICKER = N_("unknown ticker")
    OUT_OF_REACH = N_("out of reach")
    UNKNOWN_EXCHANGE = N_("unknown exchange")
    BAD_FIGURES = N_("bad figures")
    LOCAL_CACHE = N_("local cache")
    CANCELLED = N_("cancelled")
    NOT_ASKED = N_("not asked")


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

ONE_MORE_TRY: Final = frozenset({FailureCause.OFFLINE, FailureCause.TIMEOUT})
"""Causes among them that people should hear of soon: a second try, and no third."""

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
