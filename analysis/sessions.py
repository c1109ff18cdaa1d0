"""Dates that are sessions: moving an event to one, and refusing dates that are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError

SnapPolicy = Literal["next", "previous", "refuse"]
SNAP_POLICIES: tuple[SnapPolicy, ...] = ("next", "previous", "refuse")

_DAYS_NAMED = 5


@dataclass(frozen=True, slots=True)
class SnappedSession:
    """The session that stands for a day.

    Attributes
    ----------
    asked
        The day as given.
    session
        The session taken as tau = 0.
    row
        Its row among the sessions.
    """

    asked: date
    session: date
    row: int

    @property
    def moved(self) -> bool:
        """Whether the day was no session."""
        return self.asked != self.session


def row_of(sessions: pd.Index, session: date) -> int:
    """Return the row of a session among ordered ones, -1 where it is none of them.

    pandas' own look-up keeps a table of all dates with each index that it is asked on.
    """
    day = pd.Timestamp(session)
    row = int(sessions.searchsorted(day))
    return row if row < len(sessions) and sessions[row] == day else -1


def snap_to_session(
    sessions: pd.DatetimeIndex, day: date, policy: SnapPolicy = "next"
) -> SnappedSession:
    """Find the session of a day; move a day without trading as the policy says.

    Parameters
    ----------
    sessions
        Sessions in order, each once, at midnight.
    day
        The event's day.
    policy
        ``"next"`` or ``"previous"`` session for a day without trading, or ``"refuse"``.

    Raises
    ------
    StudyError
        When the day lies outside the sessions, or is none of them and may not move. A day
        before the first session or after the last is never moved: whether sessions are
        missing there is not known.
    """
    if policy not in SNAP_POLICIES:
        raise StudyError(
            N_("The rule “{policy}” for days without trading was asked for."),
            N_("There is none of that name."),
            N_("Choose one of: {choices}."),
            policy=policy,
            choices=", ".join(SNAP_POLICIES),
        )
    stamp = pd.Timestamp(day)
    if not len(sessions) or not sessions[0] <= stamp <= sessions[-1]:
        raise StudyError(
            N_("An event on {day} was asked for."),
            N_("The returns run from {first} to {last}."),
            N_("Choose a day inside that span."),
            day=stamp.date(),
            first=sessions[0].date() if len(sessions) else None,
            last=sessions[-1].date() if len(sessions) else None,
        )
    after = int(sessions.searchsorted(stamp))
    if sessions[after] == stamp:
        return SnappedSession(stamp.date(), stamp.date(), after)
    if policy == "refuse":
        raise StudyError(
            N_("An event on {day} was asked for, and days without trading are not to move."),
            N_("There is no session on that day; its neighbours are {before} and {after}."),
            N_("Give one of these, or let the event move to the next or previous session."),
            day=stamp.date(),
            before=sessions[after - 1].date(),
            after=sessions[after].date(),
        )
    row = after if policy == "next" else after - 1
    return SnappedSession(stamp.date(), sessions[row].date(), row)


def require_ordered(dates: pd.DatetimeIndex) -> None:
    """Refuse dates that repeat or go back.

    Raises
    ------
    StudyError
        With the first date at fault: event time counts rows, so each session must be one.
    """
    if dates.is_monotonic_increasing and dates.is_unique:
        return
    row = int(np.flatnonzero(np.diff(dates.asi8) <= 0)[0]) + 1
    raise StudyError(
        N_("Returns on {count} dates were given."),
        N_("Row {row} ({day}) does not come after row {before} ({earlier})."),
        N_("Sort the dates and give each once."),
        count=len(dates),
        row=row + 1,
        day=dates[row].date(),
        before=row,
        earlier=dates[row - 1].date(),
    )


def require_sessions(dates: pd.DatetimeIndex, sessions: pd.DatetimeIndex) -> None:
    """Refuse data with a row on a day when its exchange was closed.

    Rows of trading days pasted on a calendar of weekdays without holidays put every return
    after a holiday on a wrong day; such rows betray themselves by falling on closed days.

    Parameters
    ----------
    dates
        Dates of the data.
    sessions
        Sessions of the exchange, over at least the same span.

    Raises
    ------
    StudyError
        With the first closed days that have a row, and how many there are.
    """
    closed = dates[~dates.isin(sessions)]
    if not len(closed):
        return
    weekend = int((closed.day_of_week >= 5).sum())
    raise StudyError(
        N_("Returns on {count} dates from {first} to {last} were given."),
        N_(
            "{wrong} of them fall on days when the exchange was closed ({weekend} on weekends): "
            "{days}. Rows may stand on the wrong dates."
        ),
        N_("Date each row with the session that it belongs to, leaving holidays out."),
        count=len(dates),
        first=dates[0].date(),
        last=dates[-1].date(),
        wrong=len(closed),
        weekend=weekend,
        days=", ".join(str(day.date()) for day in closed[:_DAYS_NAMED])
        + (", …" if len(closed) > _DAYS_NAMED else ""),
    )
