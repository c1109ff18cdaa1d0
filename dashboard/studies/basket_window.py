"""One event window of a basket: members, averages, every joint test, and the headline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.aggregation.averages import (
    AverageAbnormalReturns,
    average_abnormal_returns,
    buy_and_hold_abnormal_returns,
)
from analysis.aggregation.calendar_time import CalendarTimePortfolio, calendar_time_portfolio
from analysis.errors import N_
from analysis.event_sample import EventSample, sample_from_results
from analysis.panel.returns_panel import PanelEvents, PanelSpec
from analysis.significance.basket_placebo import basket_placebo_test
from analysis.significance.battery import BATTERY
from analysis.significance.dependence import ResidualCorrelation
from analysis.significance.many_firms import evidence
from analysis.significance.multiplicity import benjamini_hochberg, holm
from analysis.significance.result import HypothesisTest, TestResult
from analysis.study import StudySpec, WindowResult
from analysis.windows import EventWindow
from dashboard.studies.basket_headline import HEADLINE, reading
from dashboard.studies.basket_members import Reason, Side, has_own_benchmark
from dashboard.studies.basket_placebo import (
    MaxT,
    listed_mean,
    max_t,
    most_events,
    panel_until,
    series_placebo,
)
from dashboard.studies.basket_spread import SLOW, too_slow
from dashboard.studies.basket_weights import Weight, market_values

ON_REQUEST: Final = N_(
    "Estimated anew at every date under this model, it takes long: ask for placebo dates."
)
NOT_ASKED: Final = N_("It was not asked for.")
PLACEBO_TITLES: Final = {
    "placebo": N_("Placebo dates of the portfolio"),
    "placebo_volatility_scaled": N_("Placebo dates of the portfolio, volatility-scaled"),
}


@dataclass(frozen=True, slots=True, eq=False)
class MemberWindow:
    """What one member shows in one window, with p-values adjusted for all members.

    Attributes
    ----------
    security
        Ticker.
    n_estimation
        Estimation rows used.
    result
        Its CAR and tests.
    bhar
        Buy-and-hold abnormal return, in fractions.
    holm, benjamini_hochberg
        Adjusted p-values of the t test.
    sq_holm, sq_benjamini_hochberg
        Adjusted p-values of the SQ test; None where a member has none.
    max_t
        p-value adjusted by the largest |SCAR| on placebo dates, or None.
    """

    security: str
    n_estimation: int
    result: WindowResult
    bhar: float
    holm: float | None
    benjamini_hochberg: float | None
    sq_holm: float | None
    sq_benjamini_hochberg: float | None
    max_t: float | None


@dataclass(frozen=True, slots=True, eq=False)
class BasketWindow:
    """What one event window shows.

    Attributes
    ----------
    window
        The sessions.
    members
        One by one.
    equal
        Average abnormal returns, equally weighted.
    weights, by_value
        Market values before the window, and the averages weighted by them (None where no
        member has one).
    correlation
        r-bar and effective N.
    tests
        The whole battery.
    calendar_time
        The portfolio held over the window's sessions, regressed on the market.
    max_t
        The dates behind the members' adjusted p-values, or why there are none.
    placebo
        Placebo tests; empty when not asked for.
    """

    window: EventWindow
    members: tuple[MemberWindow, ...]
    equal: AverageAbnormalReturns
    weights: tuple[Weight, ...]
    by_value: AverageAbnormalReturns | None
    correlation: ResidualCorrelation
    tests: tuple[TestResult, ...]
    calendar_time: CalendarTimePortfolio
    max_t: MaxT | Reason
    placebo: tuple[TestResult, ...]

    @property
    def caar(self) -> float:
        """Equal-weight mean CAR, in fractions."""
        return float(self.equal.caar[-1])

    @property
    def caar_by_value(self) -> float | None:
        """Value-weighted mean CAR, in fractions."""
        return None if self.by_value is None else float(self.by_value.caar[-1])

    @property
    def bhar(self) -> float:
        """Mean buy-and-hold abnormal return, in fractions."""
        return float(np.mean([member.bhar for member in self.members]))

    def test(self, name: str) -> TestResult:
        """Return the test of this name."""
        return next(test for test in self.tests if test.name == name)

    @property
    def headline(self) -> tuple[TestResult, TestResult]:
        """The equal-weight portfolio's volatility-scaled SQ, and the adjusted BMP."""
        return self.test(HEADLINE[0]), self.test(HEADLINE[1])

    @property
    def agreement(self) -> str:
        """Whether the two tests of the headline agree, as an English template."""
        return reading(*self.headline)


def run_window(
    side: Side,
    window: EventWindow,
    market: pd.Series,
    exchange: str,
    spec: StudySpec,
    *,
    placebo: bool,
    adjusted: bool = True,
) -> BasketWindow:
    """Measure one window of a basket.

    Parameters
    ----------
    market
        (T,) returns of the benchmark on the members' sessions.
    placebo, adjusted
        As in ``BasketRequest``.
    """
    sessions = pd.DatetimeIndex(market.index)
    sample = sample_from_results(side.results, sessions, window)
    row0 = int(sample.event_row[0])
    panel = panel_until(
        side.members, market, spec.model, row0 + max(window.last, spec.estimation.last) + 1
    )
    panel_spec = PanelSpec.of(spec, window)
    events = PanelEvents(np.arange(len(sample)), sample.event_row)
    given = evidence(sample)
    tests = tuple(test(given) for test in BATTERY.values())
    quick = adjusted and most_events(spec.model) > most_events("garch")
    largest: MaxT | Reason = (
        max_t(panel, sessions, row0, panel_spec, sample.scar)
        if quick or placebo
        else Reason(ON_REQUEST if adjusted else NOT_ASKED)
    )
    found = BasketWindow(
        window=window,
        members=_members(side, window, sample, largest),
        equal=average_abnormal_returns(sample),
        weights=(weights := market_values(side, sessions[row0 + window.first - 1])),
        by_value=_by_value(side, sessions, window, weights),
        correlation=given.correlation,
        tests=tests,
        calendar_time=calendar_time_portfolio(panel, events, window),
        max_t=largest,
        placebo=(),
    )
    if not placebo:
        return found
    moved = basket_placebo_test(panel, events, panel_spec, most=most_events(spec.model))
    further = _portfolio_placebo(found, side, exchange, row0, spec)
    return replace(found, placebo=(moved, *further))


def _portfolio_placebo(
    found: BasketWindow, side: Side, exchange: str, row0: int, spec: StudySpec
) -> tuple[TestResult, ...]:
    if has_own_benchmark(spec.model):
        return ()
    if spec.model in SLOW:
        return (too_slow(spec.model),)
    observed = (found.test("portfolio_t"), found.test("portfolio_sq_volatility_scaled"))
    series = listed_mean(side.members).rename(side.identifier)
    regressors = side.members[0].regressors
    outcomes = series_placebo(series, regressors, exchange, row0, spec, found.window, observed)
    return tuple(
        replace(outcome, name=f"portfolio_{outcome.name}", title=PLACEBO_TITLES[outcome.name])
        for outcome in outcomes
    )


def _members(
    side: Side, window: EventWindow, sample: EventSample, adjusted: MaxT | Reason
) -> tuple[MemberWindow, ...]:
    place = side.results[0].spec.windows.index(window)
    results = [result.windows[place] for result in side.results]
    adjustments = [
        _adjusted(results, name, adjust)
        for name in ("t", "sq")
        for adjust in (holm, benjamini_hochberg)
    ]
    bhar = buy_and_hold_abnormal_returns(sample)
    return tuple(
        MemberWindow(
            security=study.security,
            n_estimation=study.fit.n_estimation,
            result=result,
            bhar=float(bhar[i]),
            holm=adjustments[0][i],
            benjamini_hochberg=adjustments[1][i],
            sq_holm=adjustments[2][i],
            sq_benjamini_hochberg=adjustments[3][i],
            max_t=float(adjusted.p_values[i]) if isinstance(adjusted, MaxT) else None,
        )
        for i, (study, result) in enumerate(zip(side.results, results, strict=True))
    )


def _adjusted(
    results: Sequence[WindowResult], name: str, adjust: Callable[[np.ndarray], np.ndarray]
) -> list[float] | list[None]:
    """Adjust the members' p-values of one test; none where a member lacks the test."""
    tests = [result.test(name) for result in results]
    found = [test.p_value for test in tests if isinstance(test, HypothesisTest)]
    if len(found) < len(tests):
        return [None] * len(tests)
    return [float(p) for p in adjust(np.array(found))]


def _by_value(
    side: Side, sessions: pd.DatetimeIndex, window: EventWindow, weights: Sequence[Weight]
) -> AverageAbnormalReturns | None:
    valued = [
        (result, weight.value)
        for result, weight in zip(side.results, weights, strict=True)
        if weight.value is not None
    ]
    if not valued:
        return None
    sample = sample_from_results([result for result, _ in valued], sessions, window)
    return average_abnormal_returns(sample, np.array([value for _, value in valued]))
