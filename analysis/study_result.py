"""What a study of one event gives back: numbers with the conventions that made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

import numpy as np
import pandas as pd

from analysis.abnormal_returns import CAR, AbnormalReturns
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.result import HypothesisTest, TestResult
from analysis.study_rows import DroppedRows
from analysis.study_spec import StudySpec


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
        Every test with its null, or the reason why it does not apply: sq,
        sq_volatility_scaled, t.
    """

    car: CAR
    interval: tuple[float, float]
    sq_interval: tuple[float, float] | None
    tests: tuple[TestResult, ...]

    def test(self, name: str) -> TestResult:
        """Return the test of this name.

        Raises
        ------
        KeyError
            When the window has no test of that name.
        """
        for test in self.tests:
            if test.name == name:
                return test
        raise KeyError(f"{name!r} is none of {[test.name for test in self.tests]}")


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
    moved_from
        The day asked for, where it was no session and moved to ``session``.
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
    moved_from: date | None = None

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the summary, then the table of event sessions."""
        return f"<pre>{escape(self.summary())}</pre>{self.to_frame().to_html()}"

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
        if self.moved_from is not None:
            lines.append(f"{self.moved_from} is no session: moved to {self.session}")
        lines += [_window_line(result, spec.level) for result in self.windows]
        lines += [f"Dropped {len(d.sessions)} rows: {d.reason}" for d in self.dropped]
        return "\n".join(lines)


def _window_line(result: WindowResult, level: float) -> str:
    car, (low, high) = result.car, result.interval
    df = car.df if car.error_df is None else round(car.error_df, 2)
    return (
        f"{car.window}: return {car.raw_return:+.2%}, CAR {car.value:+.2%}, "
        f"{level:.0%} interval {low:+.2%} to {high:+.2%}, t({df}) = {car.scar:.3f}"
        + "".join(
            f", {test.name} p = {test.p_value:.3g}"
            + ("" if test.floor is None else f" (floor {test.floor:.3g})")
            for test in sorted(result.tests, key=lambda test: test.name != "t")
            if isinstance(test, HypothesisTest)
        )
    )
