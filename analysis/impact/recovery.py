"""For how long: when a price was back, half way back, and where it would have been by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.sessions import row_of


@dataclass(frozen=True, slots=True)
class Passage:
    """The first session from the event on whose close reaches a level, or that none does.

    Attributes
    ----------
    sessions, day
        Sessions after tau = 0 and the date; None where no close up to ``last`` reaches it.
    seen, last
        The last session with a close, counted and dated: where the search ends.
    """

    sessions: int | None
    day: date | None
    seen: int
    last: date


@dataclass(frozen=True, slots=True)
class Recovery:
    """How a price came back after the event session.

    Attributes
    ----------
    before, after
        Closes of the session before the event and of the event session.
    day_before
        Date of the session before.
    regained
        First close at or above ``before``.
    halved
        First close at or above the middle of ``before`` and ``after``: half of the loss is back.
    lowest, lowest_day, lowest_sessions
        The lowest close from the event session until the loss is regained, or to the end.
    """

    before: float
    after: float
    day_before: date
    regained: Passage
    halved: Passage
    lowest: float
    lowest_day: date
    lowest_sessions: int

    @property
    def change(self) -> float:
        """Return of the event session, in fractions."""
        return self.after / self.before - 1

    @property
    def deepest(self) -> float:
        """Lowest close over the close before, less one."""
        return self.lowest / self.before - 1

    @property
    def fell(self) -> bool:
        """Whether the event session closed below the session before."""
        return self.after < self.before


def recovery(prices: pd.Series, session: date) -> Recovery:
    """Find when a price was back at the close before the event, and half way.

    Parameters
    ----------
    prices
        Closes on consecutive sessions, NaN where there is none.
    session
        tau = 0.

    Raises
    ------
    StudyError
        When the price of the event session or of the one before is missing.
    """
    row0 = _row(prices, session)
    values = prices.to_numpy(dtype=float)
    before, after = float(values[row0 - 1]), float(values[row0])
    regained = first_at_or_above(prices, row0, np.full(len(values), before))
    until = row0 + (regained.seen if regained.sessions is None else regained.sessions)
    lowest = row0 + int(np.nanargmin(values[row0 : until + 1]))
    return Recovery(
        before=before,
        after=after,
        day_before=prices.index[row0 - 1].date(),
        regained=regained,
        halved=first_at_or_above(prices, row0, np.full(len(values), (before + after) / 2)),
        lowest=float(values[lowest]),
        lowest_day=prices.index[lowest].date(),
        lowest_sessions=lowest - row0,
    )


def first_at_or_above(prices: pd.Series, row0: int, level: np.ndarray) -> Passage:
    """Find the first close from ``row0`` on that reaches ``level`` (T,), where both are known."""
    values = prices.to_numpy(dtype=float)
    known = ~np.isnan(values) & ~np.isnan(level)
    seen = int(np.flatnonzero(known)[-1])
    with np.errstate(invalid="ignore"):
        there = np.flatnonzero((values >= level)[row0:])
    found = None if not len(there) else int(there[0])
    return Passage(
        sessions=found,
        day=None if found is None else prices.index[row0 + found].date(),
        seen=seen - row0,
        last=prices.index[seen].date(),
    )


def no_shock_path(prices: pd.Series, market: pd.Series, beta: float, session: date) -> pd.Series:
    """Return where the price would be, had it moved with the market alone from the day before.

    Parameters
    ----------
    prices, market
        Closes of the security and simple returns of the market on the same sessions.
    beta
        Slope on the market, in fractions a fraction; the drift is left out, since one that holds
        for a year compounds beyond reason.

    Returns
    -------
    pd.Series
        N_t = P_-1 prod(1 + beta R_m) from the session before the event, NaN before it and from
        the first session without a market return.
    """
    row0 = _row(prices, session)
    path = np.full(len(prices), np.nan)
    growth = 1 + beta * market.to_numpy(dtype=float)[row0:]
    path[row0 - 1] = float(prices.iloc[row0 - 1])
    path[row0:] = path[row0 - 1] * np.cumprod(growth)
    return pd.Series(path, index=prices.index, name="no shock")


def gap_closed(prices: pd.Series, path: pd.Series, session: date) -> Passage:
    """Find the first close from the event on that is at or above the no-shock path."""
    return first_at_or_above(prices, _row(prices, session), path.to_numpy(dtype=float))


@dataclass(frozen=True, slots=True, eq=False)
class RecoveredShare:
    """Share of names recovered by session, as one less Kaplan and Meier's survival.

    Attributes
    ----------
    sessions
        (k,) sessions at which a name recovers, ascending, from 0.
    share
        (k,) estimated share recovered by then.
    at_risk
        (k,) names not recovered before and still observed.
    names, recovered
        How many names there are, and how many recovered while observed.
    seen
        The longest time that a name was observed.
    """

    sessions: np.ndarray
    share: np.ndarray
    at_risk: np.ndarray
    names: int
    recovered: int
    seen: int


def recovered_share(passages: Sequence[Passage]) -> RecoveredShare:
    """Estimate the share of names recovered by each session; a name still below is censored.

    Notes
    -----
    Kaplan and Meier (1958), the product-limit estimator. Where all names are observed to one day
    it is the plain share.
    """
    ended = np.array([p.seen if p.sessions is None else p.sessions for p in passages], dtype=int)
    done = np.array([p.sessions is not None for p in passages], dtype=bool)
    times = np.unique(ended[done])
    at_risk = np.array([(ended >= time).sum() for time in times], dtype=int)
    events = np.array([((ended == time) & done).sum() for time in times], dtype=int)
    return RecoveredShare(
        sessions=times,
        share=1 - np.cumprod(1 - events / np.maximum(at_risk, 1)),
        at_risk=at_risk,
        names=len(passages),
        recovered=int(done.sum()),
        seen=int(max((p.seen for p in passages), default=0)),
    )


def _row(prices: pd.Series, session: date) -> int:
    row = row_of(prices.index, session)
    if row < 1 or prices.iloc[row - 1 : row + 1].isna().any():
        raise StudyError(
            N_("The recovery of {security} after {session} was asked for."),
            N_("It has no close of that session or of the one before."),
            N_("Choose another security, or prices with dividends."),
            security=prices.name,
            session=session,
        )
    return row
