"""The whole specification curve at dates without an event, all specifications moved together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.robustness.curve import SpecificationCurve
from analysis.robustness.moments import Moments, moments_of
from analysis.robustness.specification import Data, Specification, arrays_of, by_design
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.windows import event_row, hull

MARGIN = 10
Progress = Callable[[int, int], None]


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


def moved_curves(
    data: Data,
    session: date,
    curve: SpecificationCurve,
    events: Iterable[date],
    min_estimation: int = 100,
    progress: Progress | None = None,
) -> MovedCurves:
    """Recompute the curve at every date that is away from the events.

    Parameters
    ----------
    data, session
        As in ``specification_curve``.
    curve
        The curve at the event. Its specifications with models that are estimated by least
        squares are moved; the others would take minutes.
    events
        Days of all listed events: dates within ``MARGIN`` rows of one, or whose windows would
        meet it, are left out.
    min_estimation
        As in ``specification_curve``.
    progress
        Called with the designs done and their number.

    Notes
    -----
    Dates whose estimation windows would hold the event's session are left out as well. At
    each date every model is estimated anew; the estimates of one date share its returns, so
    that their dependence is kept (Simonsohn, Simmons and Nelson 2020, by dates instead of
    shuffled rows).
    """
    moved = [s for s in curve.specifications if MODELS[s.model].linear is not None]
    span = hull(tuple(s.window for s in moved)) if moved else None
    sessions = pd.DatetimeIndex(data[next(iter(data))].returns.index)
    rows = np.empty(0, dtype=int)
    if span is not None:
        first = min(s.estimation.first for s in moved)
        away = max(MARGIN, len(span) - 1)
        row0 = event_row(sessions, session)
        rows = _dates_away(sessions, (*events, session), away)
        rows = rows[(rows + first >= 0) & (rows + span.last < len(sessions))]
        rows = rows[(rows < row0) | (rows + first > row0)]
    sums = _sums(data, moved)
    enough = _with_returns(sums, moved, rows, min_estimation)
    car, error, df = _estimates(sums, moved, rows[enough], min_estimation, progress)
    whole = np.isfinite(car).all(axis=0) if len(moved) else np.zeros(0, dtype=bool)
    car, error = car[:, whole], error[:, whole]
    half = _quantiles(df[:, whole], curve.level) * error
    median = np.median(car, axis=0) if car.size else np.empty(0)
    beyond = np.where(median < 0, car + half < 0, car - half > 0)
    return MovedCurves(
        sessions=sessions[rows[enough][whole]],
        median=median,
        median_scar=np.median(car / error, axis=0) if car.size else np.empty(0),
        share_beyond=beyond.mean(axis=0) if car.size else np.empty(0),
        length=0 if span is None else len(span),
        specifications=len(moved),
        skipped=len(rows) - int(whole.sum()),
    )


def joint_tests(curve: SpecificationCurve, moved: MovedCurves) -> tuple[TestResult, ...]:
    """Rank three summaries of the curve among those of the curves at other dates.

    Returns
    -------
    tuple
        Tests named joint_median, joint_median_scar and joint_share_beyond: p =
        (1 + #{|S_b| >= |S_0|}) / (B + 1), floor 1 / (B + 1). The event's summaries are those
        of the specifications that were moved.
    """
    same = np.array([MODELS[s.model].linear is not None for s in curve.specifications])
    titles = (
        ("joint_median", N_("Median estimate"), moved.median),
        ("joint_median_scar", N_("Median estimate over its standard error"), moved.median_scar),
        ("joint_share_beyond", N_("Share of intervals beyond zero"), moved.share_beyond),
    )
    if not len(moved.sessions):
        return tuple(
            UnavailableTest(name=name, title=title, null=NULL, reason=NO_DATES)
            for name, title, _ in titles
        )
    car, error = curve.car[same], curve.standard_error[same]
    median = float(np.median(car))
    beyond = curve.high[same] < 0 if median < 0 else curve.low[same] > 0
    observed = (median, float(np.median(car / error)), float(beyond.mean()))
    return tuple(
        _ranked(name, title, value, drawn, moved)
        for (name, title, drawn), value in zip(titles, observed, strict=True)
    )


def _ranked(
    name: str, title: str, observed: float, drawn: np.ndarray, moved: MovedCurves
) -> TestResult:
    b = len(drawn)
    as_far = int((np.abs(drawn) >= abs(observed)).sum())
    return HypothesisTest(
        name=name,
        title=title,
        null=NULL,
        assumes=ASSUMES,
        statistic=observed,
        p_value=(1 + as_far) / (b + 1),
        distribution="empirical",
        floor=1 / (b + 1),
        effective_n=b / moved.length,
        facts={"dates": float(b), "as_far": float(as_far)},
    )


def _dates_away(sessions: pd.DatetimeIndex, events: Iterable[date], away: int) -> np.ndarray:
    keep = np.ones(len(sessions), dtype=bool)
    for day in events:
        # A day without trading stands between two sessions: both sides keep their distance.
        stamp = pd.Timestamp(day)
        before = int(sessions.searchsorted(stamp, side="right")) - 1
        after = int(sessions.searchsorted(stamp))
        keep[max(0, min(before, after) - away) : max(before, after) + away + 1] = False
    return np.flatnonzero(keep)


def _quantiles(df: np.ndarray, level: float) -> np.ndarray:
    """Return the t quantiles of an interval; few degrees of freedom differ, so each once."""
    different, where = np.unique(df, return_inverse=True)
    return np.asarray(stdtrit(different, 0.5 + level / 2)[where].reshape(df.shape))


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
    min_estimation: int,
    progress: Progress | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return CAR, standard error and degrees of freedom, each (n, B)."""
    found = np.full((3, len(moved), len(rows)), np.nan)
    designs = by_design(moved)
    for done, (design, places) in enumerate(designs.items()):
        if progress is not None:
            progress(done, len(designs))
        lines = sums[design].estimate(rows, design.estimation, min_estimation)
        for place in places:
            found[:, place] = lines.sum_over(moved[place].window)
    return found[0], found[1], found[2]


NULL = N_(
    "The event's curve is an ordinary draw from the curves of the other dates, all "
    "specifications moved together."
)
ASSUMES = N_(
    "The other dates are like this one but for the event. Events that are not listed among them "
    "make the test cautious; neighbouring dates share sessions."
)
NO_DATES = N_(
    "At no date away from the listed events can every specification be measured with an "
    "estimation window of its own."
)
