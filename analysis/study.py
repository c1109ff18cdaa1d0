"""One security, one event: from returns to abnormal returns and their tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.abnormal_returns import (
    CAR,
    AbnormalReturns,
    abnormal_returns,
    cumulative_abnormal_return,
)
from analysis.errors import N_, StudyError
from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.models import MODELS
from analysis.returns import RETURN_KINDS, ReturnKind, cumulate
from analysis.significance.result import TestResult
from analysis.significance.sample_quantile import sample_quantile_interval, sample_quantile_test
from analysis.significance.student_t import t_interval, t_test
from analysis.windows import (
    EstimationWindow,
    EventWindow,
    event_row,
    hull,
    require_disjoint,
    window_rows,
)


@dataclass(frozen=True, slots=True)
class StudySpec:
    """How an event is studied.

    Attributes
    ----------
    model
        Name of the normal-return model, one of ``normal_returns.models.MODELS``.
    estimation
        Estimation window in sessions from tau = 0.
    windows
        Event windows; the first is the headline.
    returns
        ``"simple"`` or ``"log"``.
    level
        Level of the intervals, between 0 and 1.
    min_estimation
        Rows that the estimation window must at least hold when returns are missing; a
        window shorter than this must be complete.
    """

    model: str = "market"
    estimation: EstimationWindow = EstimationWindow(-250, -21)
    windows: tuple[EventWindow, ...] = (EventWindow(0, 0),)
    returns: ReturnKind = "simple"
    level: float = 0.95
    min_estimation: int = 100

    def __post_init__(self) -> None:
        _require_one_of(N_("model"), self.model, tuple(MODELS))
        _require_one_of(N_("kind of return"), self.returns, RETURN_KINDS)
        if not 0 < self.level < 1:
            raise StudyError(
                N_("Intervals at level {level} were asked for."),
                N_("A level lies between 0 and 1."),
                N_("Write 0.95 for 95 %."),
                level=self.level,
            )
        if not self.windows:
            raise StudyError(
                N_("A study without an event window was asked for."),
                N_("There is nothing to measure."),
                N_("Give at least one window, for example 0,0."),
            )
        require_disjoint(self.estimation, self.windows)


def _require_one_of(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise StudyError(
            N_("The {what} “{value}” was asked for."),
            N_("There is none of that name."),
            N_("Choose one of: {choices}."),
            what=what,
            value=value,
            choices=", ".join(choices),
        )


@dataclass(frozen=True, slots=True)
class WindowResult:
    """What one event window shows.

    Attributes
    ----------
    car
        The cumulative abnormal return.
    interval
        Its interval from the t distribution, in fractions.
    sq_interval
        Its interval from sample quantiles, or None where the reference is too short.
    tests
        Every test with its null, or the reason why it does not apply.
    """

    car: CAR
    interval: tuple[float, float]
    sq_interval: tuple[float, float] | None
    tests: tuple[TestResult, ...]

    def test(self, name: str) -> TestResult:
        """Return the test of this name."""
        return next(test for test in self.tests if test.name == name)


@dataclass(frozen=True, slots=True)
class DroppedRows:
    """Sessions of the estimation window without a return, and why."""

    sessions: tuple[date, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class EventStudyResult:
    """A study's numbers with the conventions that made them.

    Attributes
    ----------
    security, benchmark
        Names of the series.
    session
        The event session, tau = 0.
    spec
        How it was studied.
    estimation_span
        First and last session used to estimate.
    fit
        The normal-return model.
    abnormal
        Abnormal returns over the hull of the event windows.
    windows
        One result a window, in the order of the spec.
    dropped
        Rows of the estimation window that could not be used.
    """

    security: str
    benchmark: str
    session: date
    spec: StudySpec
    estimation_span: tuple[date, date]
    fit: NormalReturnFit
    abnormal: AbnormalReturns
    windows: tuple[WindowResult, ...]
    dropped: tuple[DroppedRows, ...]

    @property
    def headline(self) -> WindowResult:
        """The result of the first window."""
        return self.windows[0]

    def to_frame(self) -> pd.DataFrame:
        """Return a row an event session: tau, return, expected, AR, standard error, SAR.

        Indexed by date; returns in fractions.
        """
        ar = self.abnormal
        return pd.DataFrame(
            {
                "tau": ar.tau,
                "return": ar.returns,
                "expected": ar.expected,
                "ar": ar.values,
                "ar_se": ar.standard_errors,
                "sar": ar.sar,
            },
            index=ar.sessions.rename("date"),
        )

    def tests_frame(self) -> pd.DataFrame:
        """Return a row a window and test: statistic, p-value, null, or the reason for none."""
        return pd.DataFrame(
            [
                {
                    "window": str(result.car.window),
                    "test": test.name,
                    "statistic": getattr(test, "statistic", np.nan),
                    "p_value": getattr(test, "p_value", np.nan),
                    "floor": getattr(test, "floor", None),
                    "null": test.null,
                    "reason": getattr(test, "explanation", ""),
                }
                for result in self.windows
                for test in result.tests
            ]
        )

    def summary(self) -> str:
        """Return the study as text: conventions first, then a line a window."""
        fit, spec = self.fit, self.spec
        parameters = ", ".join(f"{k} = {v:.6g}" for k, v in fit.parameters.items())
        lines = [
            f"{self.security} around {self.session} (tau = 0), benchmark {self.benchmark}",
            f"Model {fit.model}: {parameters}; s = {fit.sigma:.6f}, df = {fit.df}",
            f"Estimation window {spec.estimation}: {self.estimation_span[0]} to "
            f"{self.estimation_span[1]}, {fit.n_estimation} rows; {spec.returns} returns",
        ]
        for result in self.windows:
            car = result.car
            t = result.test("t")
            low, high = result.interval
            lines.append(
                f"{car.window}: return {car.raw_return:+.2%}, CAR {car.value:+.2%}, "
                f"{spec.level:.0%} interval {low:+.2%} to {high:+.2%}, "
                f"t({car.df}) = {car.scar:.3f}"
                + "".join(
                    f", {test.name} p = {test.p_value:.4f}"
                    for test in (t, result.test("sq"))
                    if hasattr(test, "p_value")
                )
            )
        lines += [f"Dropped {len(d.sessions)} rows: {d.reason}" for d in self.dropped]
        return "\n".join(lines)


def run_study(
    returns: pd.Series,
    regressors: pd.DataFrame,
    session: date,
    spec: StudySpec,
    benchmark: str = "",
) -> EventStudyResult:
    """Study one event of one security.

    Parameters
    ----------
    returns
        Returns of the security, in fractions, on an index of consecutive sessions; a
        session without a return is NaN.
    regressors
        Regressors of the model on the same index, in fractions; the columns that the model
        needs (``MODELS[spec.model].needs``), the benchmark's returns as ``"market"``.
    session
        The event session, tau = 0.
    spec
        Windows, model and conventions.
    benchmark
        Name of the benchmark, for the result.

    Raises
    ------
    StudyError
        When a window reaches outside the sessions, an event row lacks a return, too few
        estimation rows are left, or the model cannot be fitted.
    """
    sessions = pd.DatetimeIndex(returns.index)
    needed = _needed(regressors, spec.model)
    row0 = event_row(sessions, session)
    span = hull(spec.windows)
    event_rows = window_rows(sessions, row0, span)
    usable, dropped = _usable_rows(
        returns, needed, window_rows(sessions, row0, spec.estimation), spec
    )
    for series in (returns, *(needed[column] for column in needed)):
        _require_event_returns(series, event_rows)
    response = returns.to_numpy(dtype=float)
    fit = MODELS[spec.model].fit(
        response,
        {str(column): needed[column].to_numpy(dtype=float) for column in needed},
        usable,
        event_rows,
    )
    if isinstance(fit, UnavailableModel):
        raise StudyError(
            N_("The model “{model}” of {security} was asked for."),
            fit.reason,
            N_("Choose another model or estimation window."),
            **{"model": fit.model, "security": returns.name, **fit.facts},
        )
    abnormal = abnormal_returns(
        fit,
        response[event_rows],
        np.arange(span.first, span.last + 1),
        sessions[event_rows],
    )
    return EventStudyResult(
        security=str(returns.name),
        benchmark=benchmark,
        session=session,
        spec=spec,
        estimation_span=(sessions[usable[0]].date(), sessions[usable[-1]].date()),
        fit=fit,
        abnormal=abnormal,
        windows=tuple(_window_result(fit, abnormal, window, spec) for window in spec.windows),
        dropped=dropped,
    )


def _needed(regressors: pd.DataFrame, model: str) -> pd.DataFrame:
    missing = [column for column in MODELS[model].needs if column not in regressors]
    if missing:
        raise StudyError(
            N_("The model “{model}” was asked for."),
            N_("It needs the regressors {missing}, which were not given."),
            N_("Give them, or choose another model."),
            model=model,
            missing=", ".join(missing),
        )
    return regressors[list(MODELS[model].needs)]


def _window_result(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow, spec: StudySpec
) -> WindowResult:
    raw = cumulate(abnormal.returns[abnormal.rows_of(window)], spec.returns)
    car = cumulative_abnormal_return(abnormal, window, raw)
    return WindowResult(
        car=car,
        interval=t_interval(car, spec.level),
        sq_interval=sample_quantile_interval(fit, car.value, len(window), spec.level),
        tests=(sample_quantile_test(fit, car.value, len(window)), t_test(car)),
    )


def _usable_rows(
    returns: pd.Series, regressors: pd.DataFrame, window: slice, spec: StudySpec
) -> tuple[np.ndarray, tuple[DroppedRows, ...]]:
    positions = np.arange(window.start, window.stop)
    own = returns.iloc[window].isna().to_numpy()
    other = regressors.iloc[window].isna().any(axis=1).to_numpy() & ~own
    usable = positions[~own & ~other]
    required = min(spec.min_estimation, len(positions))
    if len(usable) < required:
        raise StudyError(
            N_("Estimation window {window} of {security} was asked for."),
            N_("Only {usable} of its {length} sessions have a return; {required} are needed."),
            N_("Choose a later or longer estimation window, or a security with a longer history."),
            window=spec.estimation,
            security=returns.name,
            usable=len(usable),
            length=len(positions),
            required=required,
        )
    dates = pd.DatetimeIndex(returns.index[window]).date
    return usable, tuple(
        DroppedRows(tuple(dates[mask]), reason)
        for mask, reason in (
            (own, N_("the security has no return on these sessions")),
            (other, N_("the benchmark has no return on these sessions")),
        )
        if mask.any()
    )


def _require_event_returns(series: pd.Series, rows: slice) -> None:
    missing = series.iloc[rows].isna()
    if missing.any():
        raise StudyError(
            N_("Abnormal returns of the event window need {series} on every session."),
            N_("It has no return on {days}."),
            N_("Choose an event window without these sessions, or another series."),
            series=series.name,
            days=", ".join(str(day.date()) for day in missing.index[missing]),
        )
