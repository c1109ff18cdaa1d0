"""One announcement, eight markets: where it was heard first, and who was closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from analysis.errors import N_
from data.calendars import Closure, closures, first_reacting_session, why_closed

MARKETS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "XTKS": (N_("Tokyo"), "Asia/Tokyo"),
        "XKRX": (N_("Seoul"), "Asia/Seoul"),
        "XTAI": (N_("Taipei"), "Asia/Taipei"),
        "XHKG": (N_("Hong Kong"), "Asia/Hong_Kong"),
        "XETR": (N_("Frankfurt"), "Europe/Berlin"),
        "XPAR": (N_("Paris"), "Europe/Paris"),
        "XAMS": (N_("Amsterdam"), "Europe/Amsterdam"),
        "XNYS": (N_("New York"), "America/New_York"),
    }
)
"""City and time zone of the exchanges, in the order in which their day begins."""


@dataclass(frozen=True, slots=True)
class MarketReaction:
    """When one market could first react.

    Attributes
    ----------
    exchange, city
        exchange_calendars code and city, an English template.
    local_time
        The announcement on the city's clock.
    session
        tau = 0: the first session that ended after the announcement.
    closed
        Why the market was closed on the local day of the announcement; empty if it traded.
    closures
        Weekdays without a session from that day up to the reaction and in the week after.
    """

    exchange: str
    city: str
    local_time: datetime
    session: date
    closed: str
    closures: tuple[Closure, ...]


def reactions(instant: datetime) -> tuple[MarketReaction, ...]:
    """Return every market's first session that could react to an announcement.

    Raises
    ------
    DataError
        When the instant has no zone or lies outside the calendars.
    """
    return tuple(_reaction(exchange, instant) for exchange in MARKETS)


def _reaction(exchange: str, instant: datetime) -> MarketReaction:
    city, zone = MARKETS[exchange]
    local = instant.astimezone(ZoneInfo(zone))
    session = first_reacting_session(instant, exchange)
    return MarketReaction(
        exchange=exchange,
        city=city,
        local_time=local,
        session=session,
        closed=why_closed(exchange, local.date()),
        closures=closures(exchange, local.date(), session + timedelta(days=7)),
    )
