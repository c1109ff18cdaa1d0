"""The whole specification curve at dates without an event, all specifications moved together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.dates_away import MARGIN, away_from_events
from analysis.normal_returns.models import MODELS
from analysis.robustness.curve_result import SpecificationCurve
from analysis.robustness.moments import EventSums, Moments, moments_of
from analysis.robustness.specification import Data, Specification, arrays_of, by_design
from analysis.windows import EventWindow, event_row, hull

Progress = Callable[[int, int], None]

# Dates whose estimates fit a processor's cache together.
_BLOCK = 64


@dataclass(frozen=True, slots=True, eq=False)
class MovedCurves:
    """The curve's summaries at B dates without an event.

    Attributes
    ----------
    sessions
        (B,) dates at which every specification could be measured.
    median, median_scar
        (B,) median estimate in fractions, and median estimate over its standard error.
    share_beyond
        (B,) share of the intervals beyond zero on the side of the date's median.
    length
        Sessions of the hull of the event windows: neighbouring dates share up to as many.
    specifications
        Number of specifications moved.
    skipped
        Dates away from the events at which a specification could not be measured.
    """

    sessions: pd.DatetimeIndex
    median: np.ndarray
    median_scar: np.ndarray
    share_beyond: np.ndarray
    length: int
    specifications: int
    skipped: int


@dataclass(frozen=True, slots=True, eq=False)
class CurvesElsewhere:
    """The curve's summaries at every date away from the listed events; any event can use them.

    Attributes
    ----------
    sessions
        (T,) all sessions of the data.
    rows
        (B,) those at which the curve was tried.
    median, median_scar, share_beyond
        (B,) as in ``MovedCurves``; NaN where a specification could not be measured.
    first, away
        First tau of the longest estimation window, and sessions that dates keep from an event.
    length, specifications
        As in ``MovedCurves``.
    """

    sessions: pd.DatetimeIndex
    rows: np.ndarray
    median: np.ndarray
    median_scar: np.ndarray
    share_beyond: np.ndarray
    first: int
    away: int
    length: int
    specifications: int

    def without(self, session: date) -> MovedCurves:
        """Leave out the dates near a session, and those whose estimation windows would hold it."""
        kept = np.zeros(len(self.rows), dtype=bool)
        if self.specifications:
            row0 = event_row(self.sessions, session)
            kept = away_from_events(self.sessions, (session,), self.away)[self.rows]
            kept &= (self.rows < row0) | (self.rows + self.first > row0)
        whole = kept & np.isfinite(self.median)
        return MovedCurves(
            sessions=self.sessions[self.rows[whole]],
            median=self.median[whole],
            median_scar=self.median_scar[whole],
            share_beyond=self.share_beyond[whole],
            length=self.length,
            specifications=self.specifications,
            skipped=int(kept.sum() - whole.sum()),
        )


def curves_elsewhere(
    data: Data,
    specifications: Iterable[Specification],
    events: Iterable[date],
    level: float = 0.95,
    min_estimation: int = 100,
    progress: Progress | None = None,
) -> CurvesElsewhere:
    """Compute the curve at every date that is away from the events.

    Parameters
    ----------
    data
        As in ``specification_curve``.
    specifications
        Those with models that are estimated by least squares are moved; the others would take
        minutes.
    events
        Days of all listed events: dates within ``MARGIN`` rows of one, or whose windows would
        meet it, are left out.
    level, min_estimation
        As in ``specification_curve``.
    progress
        Called with the designs done and their number.

    Notes
    -----
    At each date every model is estimated anew; the estimates of one date share its returns, so
    that their dependence is kept (Simonsohn, Simmons and Nelson 2020, by dates instead of
    shuffled rows).
    """
    moved = [s for s in specifications if MODELS[s.model].linear is not None]
    sessions = pd.DatetimeIndex(data[next(iter(data))].returns.index)
    if not moved:
        none = np.empty(0)
        return CurvesElsewhere(sessions, none.astype(int), none, none, none, 0, MARGIN, 0, 0)
    span = hull(tuple(s.window for s in moved))
    first = min(s.estimation.first for s in moved)
    away = max(MARGIN, len(span) - 1)
    rows = np.flatnonzero(away_from_events(sessions, events, away))
    rows = rows[(rows + first >= 0) & (rows + span.last < len(sessions))]
    sums = _sums(data, moved)
    enough = _with_returns(sums, moved, rows, min_estimation)
    summaries = np.full((3, len(rows)), np.nan)
    car, error, half = _estimates(sums, moved, rows[enough], level, min_estimation, progress)
    summaries[:, enough] = _summaries(car, error, half)
    return CurvesElsewhere(
        sessions=sessions,
        rows=rows,
        median=summaries[0],
        median_scar=summaries[1],
        share_beyond=summaries[2],
        first=first,
        away=away,
        length=len(span),
        specifications=len(moved),
    )


def moved_curves(
    data: Data,
    session: date,
    curve: SpecificationCurve,
    events: Iterable[date],
    min_estimation: int = 100,
    progress: Progress | None = None,
) -> MovedCurves:
    """Compute a curve at every date that is away from its event and from the others.

    Parameters
    ----------
    session
        tau = 0 of the curve.
    data, curve, events, min_estimation, progress
        As in ``curves_elsewhere``, with the specifications of the curve.
    """
    return curves_elsewhere(
        data, curve.specifications, events, curve.level, min_estimation, progress
    ).without(session)


def _summaries(car: np.ndarray, error: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Return (3, B) median, median over its error, and share beyond zero; NaN where one lacks.

    Parameters
    ----------
    car, error, half
        (n, B) estimates, standard errors and half the intervals' widths.
    """
    found = np.full((3, car.shape[1]), np.nan)
    for first in range(0, car.shape[1], _BLOCK):
        dates = slice(first, first + _BLOCK)
        values, errors, halves = (np.ascontiguousarray(a[:, dates].T) for a in (car, error, half))
        median = np.median(values, axis=1)
        side = np.where(median < 0, 1.0, -1.0)[:, np.newaxis]
        share = (side * values + halves < 0).mean(axis=1)
        block = np.stack((median, np.median(values / errors, axis=1), share))
        found[:, dates] = np.where(np.isfinite(median), block, np.nan)
    return found


@lru_cache(maxsize=8)
def _quantiles(most: int, level: float) -> np.ndarray:
    """Return (most + 1,) t quantiles of an interval by degrees of freedom; NaN for none."""
    return np.asarray(stdtrit(np.arange(most + 1.0), 0.5 + level / 2))


def _sums(data: Data, moved: Sequence[Specification]) -> dict[Specification, Moments]:
    """Return the running sums behind each design; designs of one series and model share them."""
    made: dict[tuple[str, str, str], Moments] = {}
    found = {}
    for design in by_design(moved):
        key = (design.model, design.benchmark, design.returns)
        if key not in made:
            arrays = arrays_of(data[design.benchmark, design.returns], design.model)
            made[key] = moments_of(arrays.returns, arrays.columns, design.model)
        found[design] = made[key]
    return found


def _with_returns(
    sums: Mapping[Specification, Moments],
    moved: Sequence[Specification],
    rows: np.ndarray,
    min_estimation: int,
) -> np.ndarray:
    """Return (B,) whether a date has the returns that every specification needs."""
    enough = np.ones(len(rows), dtype=bool)
    for design, places in by_design(moved).items():
        count, needed = sums[design].count, min(min_estimation, len(design.estimation))
        left = rows[enough]
        good = count(left, design.estimation) >= needed
        for window in {moved[place].window for place in places}:
            good &= count(left, window) == len(window)
        enough[enough] = good
    return enough


def _estimates(
    sums: Mapping[Specification, Moments],
    moved: Sequence[Specification],
    rows: np.ndarray,
    level: float,
    min_estimation: int,
    progress: Progress | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return CAR, standard error and half an interval's width, each (n, B)."""
    found = np.empty((3, len(moved), len(rows)))
    quantiles = _quantiles(max(len(design.estimation) for design in sums), level)
    events: dict[tuple[Moments, tuple[EventWindow, ...]], EventSums] = {}
    designs = by_design(moved)
    for done, (design, places) in enumerate(designs.items()):
        if progress is not None:
            progress(done, len(designs))
        moments, windows = sums[design], tuple(moved[place].window for place in places)
        if (moments, windows) not in events:
            events[moments, windows] = moments.over(rows, windows)
        lines = moments.estimate(rows, design.estimation, min_estimation)
        car, error = lines.sum_over(events[moments, windows])
        half = quantiles[np.maximum(lines.df, 0).astype(int)] * error
        for filled, values in zip(found, (car, error, half), strict=True):
            filled[places] = values
    return found[0], found[1], found[2]
