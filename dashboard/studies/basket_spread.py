"""Two baskets as one portfolio: long in one, short in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.aggregation.spread import spread_returns
from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import cumulate
from analysis.significance.result import TestResult, UnavailableTest
from analysis.study import EventStudyResult, StudySpec, WindowResult, run_study
from analysis.windows import EventWindow
from dashboard.studies.basket_members import Side, has_own_benchmark
from dashboard.studies.basket_placebo import listed_mean, series_placebo

SLOW: Final = ("garch",)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The study of a long-short portfolio.

    Attributes
    ----------
    long, short
        Names of the two sides.
    returns
        (T,) mean of the long side's returns less mean of the short side's, NaN on a session
        on which a member has none.
    result
        The study of that series; its returns hold the model's offset (see ``run_spread``), so
        read raw returns from ``raw_return``.
    placebo
        Placebo tests by window; empty when not asked for.
    """

    long: str
    short: str
    returns: pd.Series
    result: EventStudyResult
    placebo: dict[EventWindow, tuple[TestResult, ...]]

    def raw_return(self, window: WindowResult) -> float:
        """Return what the position earned over a window."""
        days = self.result.abnormal.sessions[self.result.abnormal.rows_of(window.car.window)]
        values = self.returns.loc[days].to_numpy(dtype=float)
        return cumulate(values, self.result.spec.returns)


def run_spread(
    long: Side, short: Side, exchange: str, row0: int, spec: StudySpec, *, placebo: bool
) -> Spread:
    """Study the difference of two equal-weight baskets as one series.

    A model's offset (the market's return in market-adjusted returns, the riskless rate in CAPM
    and factor models) drops out of a difference; it is added to the response, from which the
    model takes it away again.

    Raises
    ------
    StudyError
        When the sides share members, or the model gives each member a benchmark of its own.
    """
    _require_spread(long, short, spec.model)
    regressors = long.members[0].regressors
    offset = _offset(regressors, spec.model)
    name = f"{long.identifier} less {short.identifier}"
    spread = spread_returns(_mean(long), _mean(short), name)
    benchmark = long.results[0].benchmark
    result = run_study(
        (spread + offset).rename(name), regressors, long.results[0].session, spec, benchmark
    )
    if not placebo:
        return Spread(long.identifier, short.identifier, spread, result, {})
    listed = listed_mean(long.members) - listed_mean(short.members)
    series = pd.Series(listed + offset, name=name)
    return Spread(
        long=long.identifier,
        short=short.identifier,
        returns=spread,
        result=result,
        placebo={
            window.car.window: _placebo(window, series, regressors, exchange, row0, spec)
            for window in result.windows
        },
    )


def _placebo(
    window: WindowResult,
    series: pd.Series,
    regressors: pd.DataFrame,
    exchange: str,
    row0: int,
    spec: StudySpec,
) -> tuple[TestResult, ...]:
    if spec.model in SLOW:
        return (too_slow(spec.model),)
    observed = (window.test("t"), window.test("sq_volatility_scaled"))
    return series_placebo(series, regressors, exchange, row0, spec, window.car.window, observed)


def too_slow(model: str) -> UnavailableTest:
    """Return the refusal of placebo dates for a model that takes too long to fit."""
    return UnavailableTest(
        name="placebo",
        title=N_("Placebo dates"),
        null=N_("The event's statistic is an ordinary draw from those of other dates."),
        reason=N_("Fitting “{model}” at every date of the history would take minutes."),
        facts={"model": model},
    )


def _mean(side: Side) -> pd.Series:
    values = np.mean([member.returns.to_numpy(dtype=float) for member in side.members], axis=0)
    return pd.Series(values, index=side.members[0].returns.index, name=side.identifier)


def _offset(regressors: pd.DataFrame, model: str) -> pd.Series:
    linear = MODELS[model].linear
    if linear is None or linear.offset is None:
        return pd.Series(0.0, index=regressors.index)
    return regressors[linear.offset]


def _require_spread(long: Side, short: Side, model: str) -> None:
    both = [ticker for ticker in long.tickers if ticker in short.tickers]
    if both:
        raise StudyError(
            N_("The spread of {long} over {short} was asked for."),
            N_("Both hold {both}, which would cancel."),
            N_("Name the members of one side without them."),
            long=long.identifier,
            short=short.identifier,
            both=", ".join(both),
        )
    if has_own_benchmark(model):
        raise StudyError(
            N_("The spread of {long} over {short} under the model “{model}” was asked for."),
            N_("That model gives each member a benchmark of its own, and a spread has none."),
            N_("Choose the market model, or leave the other basket out."),
            long=long.identifier,
            short=short.identifier,
            model=model,
        )
