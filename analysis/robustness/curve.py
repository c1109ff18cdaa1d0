"""The specification curve: one event measured in every defensible way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.abnormal_returns import CAR
from analysis.errors import N_, StudyError
from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.models import MODELS, estimator
from analysis.robustness.curve_result import SpecificationCurve
from analysis.robustness.specification import (
    Arrays,
    Data,
    Refused,
    Series,
    Specification,
    arrays_of,
    by_design,
)
from analysis.study import run_study
from analysis.windows import event_row

Progress = Callable[[int, int], None]


@dataclass(slots=True, eq=False)
class _Work:
    """Numbers of the specifications in the order asked; NaN until known."""

    values: np.ndarray
    refused: dict[int, StudyError] = field(default_factory=dict)

    def put(self, place: int, car: CAR, rows: int) -> None:
        df = float(car.df) if car.error_df is None else car.error_df
        # A fitted Student error has unit variance; its quantiles are those of t, scaled.
        scale = 1.0 if car.error_df is None else float(np.sqrt((df - 2) / df))
        self.values[:, place] = car.value, car.standard_error, df, scale, rows


def specification_curve(
    data: Data,
    session: date,
    specifications: Sequence[Specification],
    level: float = 0.95,
    min_estimation: int = 100,
    progress: Progress | None = None,
) -> SpecificationCurve:
    """Measure one event under every specification.

    Parameters
    ----------
    data
        Series of each benchmark and kind of return; those of the benchmark "" stand for
        models that take none.
    session
        tau = 0.
    specifications
        What is measured; each once.
    level, min_estimation
        As in ``StudySpec``.
    progress
        Called with the designs done and their number.

    Raises
    ------
    StudyError
        When no specification has an estimate, with the reason of the first.

    Notes
    -----
    A model is estimated once for all event windows: its abnormal returns and their covariance
    V over the hull of the windows hold those of every window (Campbell, Lo and MacKinlay 1997,
    4.4.7 to 4.4.9). The numbers are those of ``run_study``, which also words every refusal.
    The picture is that of Simonsohn, Simmons and Nelson (2020).
    """
    work = _Work(np.full((5, len(specifications)), np.nan))
    designs = by_design(specifications)
    prepared: dict[tuple[str, str, str], _Prepared] = {}
    for done, (design, places) in enumerate(designs.items()):
        if progress is not None:
            progress(done, len(designs))
        key = (design.model, design.benchmark, design.returns)
        if key not in prepared:
            series = data[design.benchmark, design.returns]
            row0 = event_row(pd.DatetimeIndex(series.returns.index), session)
            prepared[key] = _Prepared(series, arrays_of(series, design.model), session, row0)
        _measure(prepared[key], design, places, specifications, min_estimation, work)
    return _sorted(specifications, work, level)


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """What the designs of one model, benchmark and kind of return share."""

    series: Series
    arrays: Arrays
    session: date
    row0: int


def _measure(
    prepared: _Prepared,
    design: Specification,
    places: Sequence[int],
    specifications: Sequence[Specification],
    min_estimation: int,
    work: _Work,
) -> None:
    """Estimate a design once and sum its windows; whatever is odd goes the one-event way."""
    arrays, row0 = prepared.arrays, prepared.row0
    ready = [
        place
        for place in places
        if _is_complete(arrays, row0, specifications[place])
        and not design.estimation.overlaps(specifications[place].window)
    ]
    fit = _fit(arrays, row0, design, [specifications[p] for p in ready], min_estimation)
    alone = [place for place in places if place not in ready]
    if fit is not None:
        _sum_windows(fit, arrays.returns, row0, specifications, ready, work)
    elif MODELS[design.model].linear is None or arrays.infinite:
        alone = list(places)
    else:
        alone += ready[:1]
    for place in alone:
        _by_itself(prepared, specifications[place], min_estimation, place, work)
    if fit is None:
        # With all their event rows there, the windows of a design are refused for one reason.
        for place in set(ready) - set(alone):
            work.refused[place] = work.refused[ready[0]]


def _sum_windows(
    fit: NormalReturnFit,
    returns: np.ndarray,
    row0: int,
    specifications: Sequence[Specification],
    ready: Sequence[int],
    work: _Work,
) -> None:
    """Sum the abnormal returns of each window, and its part of V."""
    first = min(specifications[place].window.first for place in ready)
    event = slice(row0 + first, row0 + first + len(fit.expected))
    ar = returns[event] - fit.expected
    for place in ready:
        window = specifications[place].window
        rows = slice(window.first - first, window.last - first + 1)
        value, variance = float(ar[rows].sum()), fit.prediction_covariance[rows, rows].sum()
        car = CAR(window, value, float(variance), float("nan"), fit.df, fit.error_df)
        work.put(place, car, fit.n_estimation)


def _is_complete(arrays: Arrays, row0: int, specification: Specification) -> bool:
    first, stop = row0 + specification.window.first, row0 + specification.window.last + 1
    return first >= 0 and stop <= len(arrays.finite) and bool(arrays.finite[first:stop].all())


def _fit(
    arrays: Arrays,
    row0: int,
    design: Specification,
    ready: Sequence[Specification],
    min_estimation: int,
) -> NormalReturnFit | None:
    """Return the fit of a design over the hull of its windows, None where there is none."""
    begin, stop = row0 + design.estimation.first, row0 + design.estimation.last + 1
    if not ready or begin < 0 or stop > len(arrays.finite):
        return None
    rows = np.flatnonzero(arrays.finite[begin:stop]) + begin
    if len(rows) < min(min_estimation, len(design.estimation)) or arrays.infinite:
        return None
    hull = slice(
        row0 + min(spec.window.first for spec in ready),
        row0 + max(spec.window.last for spec in ready) + 1,
    )
    defaults = design.study_spec()
    estimate = estimator(
        design.model, lags=defaults.dimson_lags, leads=defaults.dimson_leads, day0=row0
    )
    fit = estimate(arrays.returns, arrays.columns, rows, hull)
    return None if isinstance(fit, UnavailableModel) else fit


def _by_itself(
    prepared: _Prepared,
    specification: Specification,
    min_estimation: int,
    place: int,
    work: _Work,
) -> None:
    try:
        spec = specification.study_spec(min_estimation=min_estimation)
        series = prepared.series
        found = run_study(series.returns, series.regressors, prepared.session, spec)
    except StudyError as error:
        work.refused[place] = error
        return
    work.put(place, found.headline.car, found.fit.n_estimation)


def _sorted(
    specifications: Sequence[Specification], work: _Work, level: float
) -> SpecificationCurve:
    car = work.values[0]
    order = np.argsort(car, kind="stable")[: int(np.isfinite(car).sum())]
    if not len(order):
        raise next(iter(work.refused.values()), None) or StudyError(
            N_("A specification curve was asked for."),
            N_("It has no specification."),
            N_("Give at least one model, benchmark and window."),
        )
    car, error, df, scale, rows = work.values[:, order]
    half = stdtrit(df, 0.5 + level / 2) * scale * error
    return SpecificationCurve(
        specifications=tuple(specifications[i] for i in order),
        car=car,
        standard_error=error,
        low=car - half,
        high=car + half,
        df=df,
        n_estimation=rows.astype(int),
        level=level,
        refused=tuple(Refused(specifications[i], why) for i, why in sorted(work.refused.items())),
    )
