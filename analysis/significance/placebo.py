"""The placebo in time: the same study at every date without an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from analysis.abnormal_returns import abnormal_returns
from analysis.dates_away import MARGIN, away_from_events
from analysis.errors import N_
from analysis.normal_returns.fit import UnavailableModel
from analysis.normal_returns.models import MODELS, estimator
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.significance.rolling import RollingCARs, rolling_cars
from analysis.significance.volatility_scaled import forecast_volatility
from analysis.study_rows import needed_columns, shared_dates
from analysis.study_spec import StudySpec
from analysis.windows import EventWindow

Statistic = Literal["scar", "scaled"]


@dataclass(frozen=True, slots=True)
class PlaceboSample:
    """The CARs of one security at dates without an event.

    Attributes
    ----------
    security
        Name of the security.
    window
        The event window, of L sessions.
    sessions
        (B,) pseudo-dates.
    car, standard_error
        (B,) CARs and their standard errors, in fractions, each from its own estimation
        window.
    volatility
        (B,) exponentially weighted volatility of one session before each date, NaN where
        the estimation window does not come first.
    skipped
        Dates away from the events at which the study could not be done: a missing return in
        the event window, too few estimation rows, a model that cannot be fitted.
    """

    security: str
    window: EventWindow
    sessions: pd.DatetimeIndex
    car: np.ndarray
    standard_error: np.ndarray
    volatility: np.ndarray
    skipped: int

    def __len__(self) -> int:
        return len(self.car)

    @property
    def scar(self) -> np.ndarray:
        """(B,) standardised CARs, as in ``CAR.scar``."""
        return np.asarray(self.car / self.standard_error)

    @property
    def scaled(self) -> np.ndarray:
        """(B,) CAR / (sqrt(L) volatility), the statistic of sq_volatility_scaled."""
        return np.asarray(self.car / (len(self.window) ** 0.5 * self.volatility))


def placebo_sample(
    returns: pd.Series,
    regressors: pd.DataFrame,
    spec: StudySpec,
    window: EventWindow,
    events: Iterable[date],
    margin: int = MARGIN,
) -> PlaceboSample:
    """Repeat a study at every date of a history that is away from its events.

    Parameters
    ----------
    returns, regressors
        As in ``run_study``; the longer the history, the more dates.
    spec
        Model, estimation window and conventions; its event windows are not used.
    window
        The event window.
    events
        Days of all listed events, the one under study among them. Dates within ``margin``
        rows of one are left out, and so are dates whose window would share a session with
        an event's.
    margin
        Rows kept away from each event.

    Raises
    ------
    StudyError
        When returns and regressors are not on the same dates, or a regressor is missing.
    """
    sessions = shared_dates(returns, regressors)
    names = needed_columns(regressors, spec.model)
    own = returns.to_numpy(dtype=float)
    columns = {name: regressors[name].to_numpy(dtype=float) for name in names}
    day0 = _dates_away(sessions, spec, window, events, max(margin, len(window) - 1))
    linear = MODELS[spec.model].linear
    if linear is None:
        found = _one_by_one(own, columns, sessions, day0, spec, window)
    else:
        found = rolling_cars(
            own - columns[linear.offset] if linear.offset else own,
            linear.design(columns, len(own)),
            day0,
            spec.estimation,
            window,
            min(spec.min_estimation, len(spec.estimation)),
        )
    done = np.isfinite(found.car)
    return PlaceboSample(
        security=str(returns.name),
        window=window,
        sessions=sessions[day0[done]],
        car=found.car[done],
        standard_error=found.standard_error[done],
        volatility=found.volatility[done],
        skipped=int((~done).sum()),
    )


def placebo_test(
    sample: PlaceboSample, observed: float, statistic: Statistic = "scar"
) -> TestResult:
    """Rank the event's statistic among those of the pseudo-dates.

    Parameters
    ----------
    sample
        The dates without an event.
    observed
        S_0: the event's SCAR, or its CAR over the volatility expected (``statistic`` of the
        sq_volatility_scaled test) where ``statistic`` is ``"scaled"``.

    Returns
    -------
    HypothesisTest or UnavailableTest
        p = (1 + #{|S_b| >= |S_0|}) / (B + 1), floor 1 / (B + 1); ``facts`` hold the number
        of dates B and the place of the event among them by size, 1 for the largest.

    Notes
    -----
    Windows of neighbouring dates overlap: about B / L of them are independent.
    """
    name, title = _NAMES[statistic]
    drawn = sample.scar if statistic == "scar" else sample.scaled
    drawn = drawn[~np.isnan(drawn)]
    b = len(drawn)
    if not b:
        return UnavailableTest(name=name, title=title, null=NULL, reason=NO_DATES)
    larger = int((np.abs(drawn) >= abs(observed)).sum())
    return HypothesisTest(
        name=name,
        title=title,
        null=NULL,
        assumes=ASSUMES,
        statistic=observed,
        p_value=(1 + larger) / (b + 1),
        distribution="empirical",
        p_lower=(1 + int((drawn <= observed).sum())) / (b + 1),
        p_upper=(1 + int((drawn >= observed).sum())) / (b + 1),
        floor=1 / (b + 1),
        effective_n=b / len(sample.window),
        facts={"dates": float(b), "place": float(1 + larger), "skipped": float(sample.skipped)},
    )


def _dates_away(
    sessions: pd.DatetimeIndex,
    spec: StudySpec,
    window: EventWindow,
    events: Iterable[date],
    distance: int,
) -> np.ndarray:
    """Return the rows whose windows fit the data, farther than ``distance`` from each event."""
    first = max(0, -min(spec.estimation.first, window.first))
    last = len(sessions) - 1 - max(0, spec.estimation.last, window.last)
    candidate = np.zeros(len(sessions), dtype=bool)
    candidate[first : last + 1] = True
    return np.flatnonzero(candidate & away_from_events(sessions, events, distance))


def _one_by_one(
    returns: np.ndarray,
    regressors: dict[str, np.ndarray],
    sessions: pd.DatetimeIndex,
    day0: np.ndarray,
    spec: StudySpec,
    window: EventWindow,
) -> RollingCARs:
    """Study each date by itself, for models without a closed form."""
    found = np.full((3, len(day0)), np.nan)
    missing = np.isnan(returns)
    for values in regressors.values():
        missing = missing | np.isnan(values)
    required = min(spec.min_estimation, len(spec.estimation))
    tau = np.arange(window.first, window.last + 1)
    for i, row in enumerate(day0.tolist()):
        rows = np.arange(row + spec.estimation.first, row + spec.estimation.last + 1)
        rows = rows[~missing[rows]]
        event = slice(row + window.first, row + window.last + 1)
        if len(rows) < required or missing[event].any():
            continue
        estimate = estimator(spec.model, lags=spec.dimson_lags, leads=spec.dimson_leads, day0=row)
        fit = estimate(returns, regressors, rows, event)
        if isinstance(fit, UnavailableModel):
            continue
        ar = abnormal_returns(fit, returns[event], tau, sessions[event])
        volatility = forecast_volatility(fit, ar, window)
        found[:, i] = (
            ar.values.sum(),
            ar.covariance.sum() ** 0.5,
            np.nan if volatility is None else volatility[-1],
        )
    return RollingCARs(*found)


NULL = N_("The event's statistic is an ordinary draw from those of the other dates.")
ASSUMES = N_(
    "The other dates of the history are like this one but for the event; events that are not "
    "listed among them make the test cautious."
)
NO_DATES = N_(
    "No date of the history is far enough from the listed events with a full estimation window "
    "before it."
)
_NAMES: dict[Statistic, tuple[str, str]] = {
    "scar": ("placebo", N_("Placebo dates")),
    "scaled": ("placebo_volatility_scaled", N_("Placebo dates, volatility-scaled")),
}
