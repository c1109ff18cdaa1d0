"""Estimation and event windows, counted in sessions from the event session (tau = 0)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from analysis.errors import N_, StudyError

_LOOK_ALIKES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "、": ","})
"""The minus sign, the en dash and the Japanese comma."""


@dataclass(frozen=True, slots=True, order=True)
class _Window:
    """Sessions ``first..last`` in event time, both ends included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise StudyError(
                N_("A window from {first} to {last} was asked for."),
                N_("It ends before it begins."),
                N_("Give the earlier session first: {last},{first}."),
                first=self.first,
                last=self.last,
            )

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"[{self.first:+d}, {self.last:+d}]".replace("+0", "0")

    def overlaps(self, other: _Window) -> bool:
        """Say whether the two windows share a session."""
        return self.first <= other.last and other.first <= self.last


class EstimationWindow(_Window):
    """Sessions over which the normal-return model is estimated."""

    __slots__ = ()


class EventWindow(_Window):
    """Sessions over which abnormal returns are measured, ``tau1..tau2``."""

    __slots__ = ()


def parse_window(text: str) -> tuple[int, int]:
    """Read ``"-250,-21"`` as two session counts.

    Brackets may stand around them; a typographic minus, full-width digits and a Japanese comma
    mean what they look like.

    Raises
    ------
    StudyError
        When the text is not two whole numbers with a comma between them.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES)
    first, comma, last = plain.strip().strip("[]()").partition(",")
    try:
        if not comma:
            raise ValueError
        return int(first), int(last)
    except ValueError:
        raise StudyError(
            N_("The window “{text}” was asked for."),
            N_("It is not two whole numbers of sessions."),
            N_("Write first and last session with a comma, for example -250,-21 or 0,1."),
            text=text,
        ) from None


def hull(windows: tuple[EventWindow, ...]) -> EventWindow:
    """Return the shortest event window that holds all the given ones."""
    return EventWindow(min(w.first for w in windows), max(w.last for w in windows))


def require_disjoint(estimation: EstimationWindow, events: tuple[EventWindow, ...]) -> None:
    """Refuse an estimation window that shares a session with an event window.

    Raises
    ------
    StudyError
        When they overlap: the event would then help to say what is normal.
    """
    for window in events:
        if estimation.overlaps(window):
            raise StudyError(
                N_("Estimation window {estimation} and event window {event} were asked for."),
                N_("They share sessions, so the event would help to define what is normal."),
                N_("End the estimation window at {latest} or earlier."),
                estimation=estimation,
                event=window,
                latest=window.first - 1,
            )


def event_row(sessions: pd.DatetimeIndex, session: date) -> int:
    """Return the row of tau = 0.

    Parameters
    ----------
    sessions
        Trading sessions in order, without gaps.
    session
        The event session; it must be one of them.

    Raises
    ------
    StudyError
        When the session is not among them, or more than once.
    """
    try:
        row = sessions.get_loc(pd.Timestamp(session))
    except KeyError:
        raise StudyError(
            N_("Event session {session} was asked for."),
            N_("The returns run from {first} to {last} and hold no such session."),
            N_("Choose a trading session inside that span."),
            session=session,
            first=sessions[0].date() if len(sessions) else None,
            last=sessions[-1].date() if len(sessions) else None,
        ) from None
    if not isinstance(row, int):
        raise StudyError(
            N_("Event session {session} was asked for."),
            N_("The returns hold that date more than once."),
            N_("Give each date once."),
            session=session,
        )
    return row


def window_rows(sessions: pd.DatetimeIndex, row0: int, window: _Window) -> slice:
    """Return the rows of a window around tau = 0.

    Raises
    ------
    StudyError
        When the window reaches outside the sessions.
    """
    first, last = row0 + window.first, row0 + window.last
    if first < 0 or last >= len(sessions):
        raise StudyError(
            N_("Window {window} around {session} was asked for."),
            N_("The data run from {first} to {last}: they hold tau = {earliest} to {latest}."),
            N_("Choose a window inside [{earliest}, {latest}] or another event."),
            window=window,
            session=sessions[row0].date(),
            first=sessions[0].date(),
            last=sessions[-1].date(),
            earliest=-row0,
            latest=len(sessions) - 1 - row0,
        )
    return slice(first, last + 1)
