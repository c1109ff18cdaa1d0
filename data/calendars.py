"""Sessions, closures and the first session that can react to news, exchange by exchange.

Agreement with the embedded prices is tested for 2022..2025 (New York: 1970..2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.closures import NAMED, UNLISTED
from data.errors import N_, DataError
from data.schedules import outside, schedule_covering

Policy = Literal["refuse", "next", "previous"]

_WEEKEND: Final = {5: N_("Saturday"), 6: N_("Sunday")}
_NOT_RECORDED: Final = N_("Closed, reason not recorded")


@dataclass(frozen=True, slots=True)
class Closure:
    """A weekday without a session; ``reason`` is English and may be translated."""

    exchange: str
    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """The session taken for a day; ``reason`` says why it was moved ('' if it was not)."""

    session: date
    moved: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TradingHours:
    """When a session's continuous trading runs, in UTC; ``pause`` is the midday break, if any."""

    opens: datetime
    closes: datetime
    pause: tuple[datetime, datetime] | None

    @property
    def stretches(self) -> tuple[tuple[datetime, datetime], ...]:
        """The parts of the day on which the market is open, in order."""
        if self.pause is None:
            return ((self.opens, self.closes),)
        return ((self.opens, self.pause[0]), (self.pause[1], self.closes))


def sessions(exchange: str, first: date, last: date) -> pd.DatetimeIndex:
    """Return the sessions from ``first`` to ``last``, both included, as naive midnights.

    Raises
    ------
    DataError
        The exchange is unknown, ``first`` is after ``last``, or the calendar does not reach.
    """
    first, last = _as_date(first), _as_date(last)
    if first > last:
        raise DataError(
            N_("Sessions of {exchange} from {first} to {last} were asked for."),
            N_("The first day is after the last."),
            N_("Exchange the two days."),
            exchange=exchange,
            first=first,
            last=last,
        )
    schedule = schedule_covering(exchange, first, last)
    begin = int(schedule.sessions.searchsorted(pd.Timestamp(first), "left"))
    end = int(schedule.sessions.searchsorted(pd.Timestamp(last), "right"))
    return schedule.sessions[begin:end]


def closures(exchange: str, first: date, last: date) -> tuple[Closure, ...]:
    """Return the weekdays from ``first`` to ``last`` on which the exchange did not trade."""
    weekdays = pd.bdate_range(_as_date(first), _as_date(last))
    closed = weekdays.difference(sessions(exchange, first, last))
    return tuple(Closure(exchange, day.date(), why_closed(exchange, day.date())) for day in closed)


def why_closed(exchange: str, day: date) -> str:
    """Return why a day without a session is closed, in English; '' if it is a session."""
    day = _as_date(day)
    schedule = schedule_covering(exchange, day, day)
    if pd.Timestamp(day) in schedule.sessions:
        return ""
    if day.weekday() in _WEEKEND:
        return _WEEKEND[day.weekday()]
    own = UNLISTED.get(exchange, {}) | NAMED.get(exchange, {})
    return own.get(day) or schedule.holidays.get(day) or _NOT_RECORDED


def session_on(
    exchange: str, day: date, policy: Policy = "refuse", *, known_until: date | None = None
) -> SessionChoice:
    """Return the session of a day, or the one that the policy puts in its place.

    Parameters
    ----------
    exchange
        exchange_calendars code.
    day
        A calendar day, local to the exchange.
    policy
        What to do with a day without a session: refuse it, or take the next or previous one.
    known_until
        Last day with data; later days are refused. Today if not given.

    Raises
    ------
    DataError
        No session on the day and the policy is to refuse (the error names the reason and the
        sessions on either side), the day lies after ``known_until`` or outside the calendar.
    """
    day = _as_date(day)
    known_until = known_until or datetime.now(UTC).date()
    _refuse_future(exchange, day, known_until)
    reason = why_closed(exchange, day)
    if not reason:
        return SessionChoice(day, moved=False, reason="")
    before, after = _neighbours(exchange, day)
    if policy == "refuse":
        raise DataError(
            N_("A session of {exchange} on {day} was asked for."),
            N_("The exchange was closed: {reason}."),
            N_("Take the session before, {before}, or the session after, {after}."),
            exchange=exchange,
            day=day,
            reason=reason,
            before=before,
            after=after,
        )
    chosen = after if policy == "next" else before
    _refuse_future(exchange, chosen, known_until)
    return SessionChoice(chosen, moved=True, reason=reason)


@lru_cache(maxsize=4096)
def first_reacting_session(instant: datetime, exchange: str) -> date:
    """Return event day tau = 0: the first local session that ends after the public time.

    A session is the exchange's continuous trading; news at the very close belongs to the next.

    Parameters
    ----------
    instant
        When the news became public, with its zone.
    exchange
        exchange_calendars code.

    Raises
    ------
    DataError
        The instant has no zone, or lies outside the calendar.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise DataError(
            N_("The first session of {exchange} after {instant} was asked for."),
            N_("The time has no zone."),
            N_("Give the time with its zone, such as 2025-01-20T20:19:44+08:00."),
            exchange=exchange,
            instant=instant.isoformat(),
        )
    moment = instant.astimezone(UTC)
    # A day's margin on both sides: the local date may differ from the date in UTC.
    schedule = schedule_covering(exchange, moment.date() - timedelta(days=1), moment.date())
    position = int(
        np.searchsorted(schedule.closes, np.datetime64(moment.replace(tzinfo=None), "us"), "right")
    )
    if position == len(schedule.sessions):
        raise outside(exchange, moment.date(), schedule.last)
    return schedule.sessions[position].date()


def trading_hours(exchange: str, day: date) -> TradingHours | None:
    """Return when a session's continuous trading runs; None on a day without a session.

    Raises
    ------
    DataError
        The exchange is unknown or its calendar does not reach the day.
    """
    day = _as_date(day)
    schedule = schedule_covering(exchange, day, day)
    row = int(schedule.sessions.searchsorted(pd.Timestamp(day)))
    if row == len(schedule.sessions) or schedule.sessions[row] != pd.Timestamp(day):
        return None
    pause = schedule.pauses[row]
    return TradingHours(
        opens=_instant(schedule.opens[row]),
        closes=_instant(schedule.closes[row]),
        pause=None if np.isnat(pause).any() else (_instant(pause[0]), _instant(pause[1])),
    )


def _instant(moment: np.datetime64) -> datetime:
    return pd.Timestamp(moment).tz_localize(UTC).to_pydatetime()


def _as_date(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _neighbours(exchange: str, day: date) -> tuple[date, date]:
    schedule = schedule_covering(exchange, day, day)
    position = int(schedule.sessions.searchsorted(pd.Timestamp(day)))
    if position in (0, len(schedule.sessions)):
        raise outside(exchange, day, schedule.last)
    return schedule.sessions[position - 1].date(), schedule.sessions[position].date()


def _refuse_future(exchange: str, day: date, known_until: date) -> None:
    if day > known_until:
        raise DataError(
            N_("A session of {exchange} on {day} was asked for."),
            N_("That is after the last known day, {known_until}."),
            N_("Choose a day up to {known_until}, or refresh the prices."),
            exchange=exchange,
            day=day,
            known_until=known_until,
        )
