"""Each exchange's sessions, hours and holidays, worked out once.

exchange_calendars 4.13 supplies the days; ``data.closures`` adds the few that it lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import exchange_calendars
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.closures import PLAIN_NAMES, UNLISTED
from data.errors import N_, DataError

# Before 1970 the library lacks New York's holidays.
_KNOWN_FROM: Final[dict[str, date]] = {"XNYS": date(1970, 1, 1)}
_KNOWN_FROM_ELSEWHERE: Final = date(2000, 1, 1)
_RECENT: Final = date(2019, 1, 1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """An exchange's sessions and holidays.

    Attributes
    ----------
    sessions
        (T,) naive midnights.
    opens, closes
        (T,) UTC, datetime64[us].
    pauses
        (T, 2) begin and end of the midday break, NaT where there is none.
    holidays
        Names of the regular holidays, in English.
    last
        Last session of the calendar.
    """

    sessions: pd.DatetimeIndex
    opens: npt.NDArray[np.datetime64]
    pauses: npt.NDArray[np.datetime64]
    closes: npt.NDArray[np.datetime64]
    holidays: dict[date, str]
    last: date


def known_from(exchange: str) -> date:
    """Return the first day from which the exchange's calendar can be used."""
    return _KNOWN_FROM.get(exchange, _KNOWN_FROM_ELSEWHERE)


def schedule_covering(exchange: str, first: date, last: date) -> Schedule:
    """Return a schedule that holds every day from ``first`` to ``last``, worked out once.

    Raises
    ------
    DataError
        The exchange is unknown or its calendar does not reach.
    """
    # Two spans, because Seoul's lunar calendar takes more than a second for two decades.
    schedule = _schedule(exchange, _RECENT if first > _RECENT else known_from(exchange))
    if first < known_from(exchange):
        raise outside(exchange, first, schedule.last)
    if last > schedule.last:
        raise outside(exchange, last, schedule.last)
    return schedule


@cache
def _schedule(exchange: str, start: date) -> Schedule:
    try:
        calendar = exchange_calendars.get_calendar(exchange, start=start)
    except exchange_calendars.errors.InvalidCalendarName as error:
        raise DataError(
            N_("The calendar of {exchange} was asked for."),
            N_("There is no such exchange."),
            N_("Use an ISO 10383 code such as XNYS, XTKS, XETR, XPAR, XAMS, XHKG, XKRX or XTAI."),
            exchange=exchange,
        ) from error
    open_days = ~calendar.sessions.isin(pd.DatetimeIndex(list(UNLISTED.get(exchange, {}))))
    return Schedule(
        sessions=pd.DatetimeIndex(calendar.sessions[open_days].to_numpy(dtype="datetime64[us]")),
        opens=calendar.opens[open_days].to_numpy(dtype="datetime64[us]"),
        pauses=np.column_stack(
            [
                breaks[open_days].to_numpy(dtype="datetime64[us]")
                for breaks in (calendar.break_starts, calendar.break_ends)
            ]
        ),
        closes=calendar.closes[open_days].to_numpy(dtype="datetime64[us]"),
        holidays=_holiday_names(calendar),
        last=calendar.last_session.date(),
    )


def _holiday_names(calendar: exchange_calendars.ExchangeCalendar) -> dict[date, str]:
    rules = calendar.regular_holidays
    if rules is None:
        return {}
    named = rules.holidays(calendar.first_session, calendar.last_session, return_name=True)
    return {day.date(): _plain(str(name)) for day, name in named.items()}


def _plain(name: str) -> str:
    # The library appends the years in which a rule holds, and the day's offset from a feast.
    stem = re.sub(r" \((\d{4} onwards|[^)]* \d+|[+-]\d+ day)\)$", "", name)
    return PLAIN_NAMES.get(stem, stem)


def outside(exchange: str, day: date, last: date) -> DataError:
    """Return the refusal of a day that the calendar, which ends on ``last``, does not reach."""
    return DataError(
        N_("The calendar of {exchange} was asked about {day}."),
        N_("It is known from {first} to {last}."),
        N_("Choose a day within the calendar."),
        exchange=exchange,
        day=day,
        first=known_from(exchange),
        last=last,
    )
