"""Abnormal returns from session to session with their intervals, of one security or a basket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.abnormal_returns import CAR
from analysis.aggregation.portfolio_residual import portfolio_fit
from analysis.event_sample import sample_from_results
from analysis.returns import cumulate
from analysis.significance.student_t import t_interval
from analysis.windows import EventWindow
from dashboard.studies.basket import BasketStudy
from dashboard.studies.single import Study


@dataclass(frozen=True, slots=True, eq=False)
class AbnormalPath:
    """Abnormal returns over consecutive sessions; of a basket, those of its portfolio.

    Attributes
    ----------
    tau
        (L,) event time in sessions.
    days
        (L,) dates.
    ar, car
        (L,) abnormal return, and its running sum from the first session, in fractions.
    ordinary
        (L,) half the width of the range in which an ordinary session's return falls.
    low, high
        (L,) interval of the running sum.
    """

    tau: np.ndarray
    days: tuple[date, ...]
    ar: np.ndarray
    car: np.ndarray
    ordinary: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def __len__(self) -> int:
        return len(self.tau)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A basket held in equal parts over one window.

    Attributes
    ----------
    car
        The CAAR with the portfolio's prediction-error variance; ``raw_return`` is the mean
        return of the members.
    sigma
        Residual standard deviation of a session, in fractions.
    n
        Sessions of the estimation window on which every member has a residual.
    """

    car: CAR
    sigma: float
    n: int


def path_of(study: Study | BasketStudy, window: EventWindow) -> AbnormalPath:
    """Return the path over a window that lies inside the study's windows.

    A basket's path is that of its equal-weight portfolio, whose variance comes from its own
    residuals: its members may depend on each other in any way.
    """
    ends = [EventWindow(window.first, last) for last in range(window.first, window.last + 1)]
    days = [EventWindow(end.last, end.last) for end in ends]
    if isinstance(study, BasketStudy):
        return _path(_portfolio_cars(study, window, ends + days), _days(study, window), study)
    ar = study.result.abnormal
    rows = ar.rows_of(window)
    car, errors = ar.path(window)
    alone = zip(ar.values[rows], ar.standard_errors[rows], strict=True)
    cars = [
        CAR(w, float(value), float(error) ** 2, float("nan"), ar.df, ar.error_df)
        for w, (value, error) in zip(
            ends + days, [*zip(car, errors, strict=True), *alone], strict=True
        )
    ]
    return _path(cars, tuple(day.date() for day in ar.sessions[rows]), study)


@lru_cache(maxsize=64)
def portfolio_of(study: BasketStudy, window: EventWindow) -> Portfolio:
    """Return the equal-weight portfolio of a basket over a window.

    Brown and Warner (1980), section 3, made exact: see ``analysis.aggregation``.

    Parameters
    ----------
    window
        Any sessions inside the study's windows.
    """
    sessions = pd.DatetimeIndex(study.long.members[0].returns.index)
    sample = sample_from_results(study.long.results, sessions, window)
    fit = portfolio_fit(sample)
    car = CAR(
        window=window,
        value=float(sample.car.mean()),
        variance=float(fit.prediction_covariance[0, 0]),
        raw_return=float(np.mean([cumulate(row, sample.kind) for row in sample.returns])),
        df=fit.df,
    )
    return Portfolio(car, fit.sigma, fit.n_estimation)


def _portfolio_cars(study: BasketStudy, span: EventWindow, inside: list[EventWindow]) -> list[CAR]:
    """Return what ``portfolio_of`` finds for windows inside a span, the members gathered once."""
    sessions = pd.DatetimeIndex(study.long.members[0].returns.index)
    sample = sample_from_results(study.long.results, sessions, span)
    fit = portfolio_fit(sample)
    ar = sample.ar.mean(axis=0)
    covariances = [
        result.abnormal.covariance[rows, rows] / result.fit.sigma2
        for result in study.long.results
        for rows in (result.abnormal.rows_of(span),)
    ]
    covariance = fit.sigma2 * np.mean(covariances, axis=0)
    cars = []
    for window in inside:
        rows = slice(window.first - span.first, window.last - span.first + 1)
        variance = float(covariance[rows, rows].sum())
        cars.append(CAR(window, float(ar[rows].sum()), variance, float("nan"), fit.df))
    return cars


def _days(study: BasketStudy, window: EventWindow) -> tuple[date, ...]:
    ar = study.long.results[0].abnormal
    return tuple(day.date() for day in ar.sessions[ar.rows_of(window)])


def _path(cars: list[CAR], days: tuple[date, ...], study: Study | BasketStudy) -> AbnormalPath:
    level = study.request.spec.level
    paths, alone = cars[: len(days)], cars[len(days) :]
    intervals = np.array([t_interval(car, level) for car in paths])
    ordinary = [(high - low) / 2 for low, high in (t_interval(car, level) for car in alone)]
    return AbnormalPath(
        tau=np.array([car.window.last for car in paths]),
        days=days,
        ar=np.array([car.value for car in alone]),
        car=np.array([car.value for car in paths]),
        ordinary=np.array(ordinary),
        low=intervals[:, 0],
        high=intervals[:, 1],
    )
