"""One day among all others: where a move stands in the whole history of a security."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind
from analysis.significance.placebo import PlaceboSample, placebo_sample
from analysis.significance.volatility_scaled import ewma_volatility
from analysis.study_spec import StudySpec
from analysis.windows import EventWindow, event_row

# Sessions whose mean square starts the volatility, and which are not ranked when it scales.
WARM_UP = 250


@dataclass(frozen=True, slots=True, eq=False)
class OtherDates:
    """A statistic of one date and of every other date of the history.

    Attributes
    ----------
    session
        The date, tau = 0.
    window
        Sessions that each value covers, L.
    observed
        The date's value.
    sessions, values
        (B,) other dates, those whose window meets the date's left out, and their values.
    scaled
        Whether the values are over the volatility expected; else they are fractions.
    """

    session: date
    window: EventWindow
    observed: float
    sessions: pd.DatetimeIndex
    values: np.ndarray
    scaled: bool

    def __len__(self) -> int:
        return len(self.values)

    @property
    def falls(self) -> bool:
        """Whether the date's value is ranked among falls; else among rises."""
        return self.observed < 0

    @property
    def worse(self) -> np.ndarray:
        """(k,) places of the dates that went at least as far, the farthest first."""
        signed = self.values if self.falls else -self.values
        order = np.argsort(signed, kind="stable")
        mine = self.observed if self.falls else -self.observed
        return np.asarray(order[: int((signed <= mine).sum())])

    @property
    def rank(self) -> int:
        """Place of the date from the far end, 1 for the farthest."""
        return 1 + len(self.worse)

    @property
    def percentile(self) -> float:
        """Share of the other dates that went less far in this direction."""
        return 1 - len(self.worse) / len(self)

    @property
    def p_two_sided(self) -> float:
        """(1 + #{|S_b| >= |S_0|}) / (B + 1)."""
        return float((1 + (np.abs(self.values) >= abs(self.observed)).sum()) / (len(self) + 1))

    @property
    def effective_n(self) -> float:
        """Independent windows among the dates, about B / L."""
        return len(self) / len(self.window)


def other_returns(
    returns: pd.Series, session: date, window: EventWindow, kind: ReturnKind, *, scaled: bool
) -> OtherDates:
    """Compare a date's return over a window with that of every other date.

    Parameters
    ----------
    returns
        (T,) returns in fractions on consecutive sessions, NaN where missing.
    session, window
        tau = 0, and the sessions around it; holding-period returns over L sessions.
    kind
        Kind of the returns: simple ones are compounded, log ones added.
    scaled
        Whether to divide by sqrt(L) times the exponentially weighted volatility (decay 0.94,
        about zero) forecast from the sessions before the window; the first ``WARM_UP``
        sessions start it and are not ranked.

    Raises
    ------
    StudyError
        When the date's window has no return, or no other date is left.
    """
    sessions = pd.DatetimeIndex(returns.index)
    row0, length = event_row(sessions, session), len(window)
    own = returns.to_numpy(dtype=float)
    values = np.full(len(own), np.nan)
    if len(own) >= length:
        through = sliding_window_view(own, length)
        moves = (1 + through).prod(axis=1) - 1 if kind == "simple" else through.sum(axis=1)
        starts = np.arange(len(moves))
        if scaled:
            moves = moves / (length**0.5 * _volatility(own)[starts])
        rows = starts - window.first
        inside = (rows >= 0) & (rows < len(own))
        values[rows[inside]] = moves[inside]
    return _others(sessions, values, row0, session, window, scaled=scaled)


def other_abnormal_returns(
    returns: pd.Series,
    regressors: pd.DataFrame,
    session: date,
    spec: StudySpec,
    window: EventWindow,
    *,
    scaled: bool,
) -> OtherDates:
    """Compare a date's CAR with that of every other date, each with its own estimation window.

    Parameters
    ----------
    returns, regressors, spec
        As in ``run_study``.
    scaled
        Whether to divide by sqrt(L) times the volatility expected, as sq_volatility_scaled.

    Raises
    ------
    StudyError
        When the date itself cannot be measured, or no other date can.
    """
    sample = placebo_sample(returns, regressors, spec, window, [], 0)
    sessions = pd.DatetimeIndex(returns.index)
    row0 = event_row(sessions, session)
    values = np.full(len(sessions), np.nan)
    values[sessions.get_indexer(sample.sessions)] = _statistic(sample, scaled=scaled)
    return _others(sessions, values, row0, session, window, scaled=scaled)


def _statistic(sample: PlaceboSample, *, scaled: bool) -> np.ndarray:
    return sample.scaled if scaled else sample.car


def _volatility(own: np.ndarray) -> np.ndarray:
    """Return the forecast of each session's volatility, NaN for the sessions that start it."""
    found = np.full(len(own), np.nan)
    known = np.flatnonzero(np.isfinite(own))
    if len(known) > WARM_UP:
        start = float(np.mean(own[known[:WARM_UP]] ** 2))
        found[known[WARM_UP:]] = ewma_volatility(own[known[WARM_UP:]], start)[:-1]
    return found


def _others(
    sessions: pd.DatetimeIndex,
    values: np.ndarray,
    row0: int,
    session: date,
    window: EventWindow,
    *,
    scaled: bool,
) -> OtherDates:
    apart = np.abs(np.arange(len(values)) - row0) >= len(window)
    keep = apart & np.isfinite(values)
    if not (np.isfinite(values[row0]) and keep.any()):
        raise StudyError(
            N_("The place of {session} among the other dates was asked for."),
            N_("The date itself, or every other date, lacks the returns to be measured."),
            N_("Choose a later date, a shorter window, or returns that are not scaled."),
            session=session,
        )
    return OtherDates(
        session=session,
        window=window,
        observed=float(values[row0]),
        sessions=sessions[keep],
        values=values[keep],
        scaled=scaled,
    )
