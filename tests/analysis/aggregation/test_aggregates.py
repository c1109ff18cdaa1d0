"""Averages, buy-and-hold returns, spreads, and the calendar-time portfolio."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.aggregation.averages import (
    average_abnormal_returns,
    buy_and_hold_abnormal_returns,
)
from analysis.aggregation.calendar_time import calendar_time_portfolio
from analysis.aggregation.spread import spread_returns
from analysis.errors import StudyError
from analysis.event_sample import EventSample
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.returns import ReturnKind
from analysis.significance.basket_placebo import basket_placebo_test
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.windows import EstimationWindow, EventWindow

WINDOW = EventWindow(-1, 2)
SPEC = PanelSpec("market", EstimationWindow(-80, -11), WINDOW, min_estimation=60)


@pytest.fixture(scope="module")
def panel() -> ReturnPanel:
    rng = np.random.default_rng(9)
    market = 0.01 * rng.standard_normal(400)
    common = 0.01 * rng.standard_normal(400)
    returns = market + common + 0.02 * rng.standard_normal((8, 400))
    return ReturnPanel(returns, {"market": market})


def _sample(panel: ReturnPanel, kind: ReturnKind = "simple") -> EventSample:
    spec = PanelSpec("market", SPEC.estimation, WINDOW, kind, 60)
    events = PanelEvents(np.arange(8), np.full(8, 250))
    return panel_sample(panel, estimate_events(panel, events, spec))


def test_averages_are_means_and_their_errors_those_of_scipy(panel: ReturnPanel) -> None:
    sample = _sample(panel)
    averages = average_abnormal_returns(sample)
    assert averages.tau.tolist() == [-1, 0, 1, 2]
    np.testing.assert_allclose(averages.aar, sample.ar.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(averages.aar_se, stats.sem(sample.ar, axis=0), rtol=1e-12)
    np.testing.assert_allclose(averages.caar[-1], sample.car.mean(), rtol=1e-10)
    np.testing.assert_allclose(averages.caar_se[-1], stats.sem(sample.car), rtol=1e-10)


def test_weights_that_are_equal_change_nothing_and_bad_ones_are_refused(
    panel: ReturnPanel,
) -> None:
    sample = _sample(panel)
    plain = average_abnormal_returns(sample)
    weighted = average_abnormal_returns(sample, np.full(8, 3.5))
    np.testing.assert_allclose(weighted.caar, plain.caar, rtol=1e-12)
    np.testing.assert_allclose(weighted.caar_se, plain.caar_se, rtol=1e-12)
    for bad in (np.ones(7), np.array([1.0] * 7 + [np.nan]), -np.ones(8), np.zeros(8)):
        with pytest.raises(StudyError):
            average_abnormal_returns(sample, bad)


def test_buy_and_hold_returns_compound_and_log_returns_agree_with_them(panel: ReturnPanel) -> None:
    sample = _sample(panel)
    held = np.prod(1 + sample.returns, axis=1) - np.prod(1 + sample.expected, axis=1)
    np.testing.assert_allclose(buy_and_hold_abnormal_returns(sample), held, rtol=1e-12)
    logs = _sample(panel, "log")
    summed = np.exp(logs.returns.sum(axis=1)) - np.exp(logs.expected.sum(axis=1))
    np.testing.assert_allclose(buy_and_hold_abnormal_returns(logs), summed, rtol=1e-12)


def test_a_spread_is_the_difference_on_one_index() -> None:
    days = pd.bdate_range("2024-01-02", periods=3)
    long = pd.Series([0.01, np.nan, 0.03], days, name="sellers")
    short = pd.Series([0.02, 0.01, 0.01], days, name="buyers")
    spread = spread_returns(long, short)
    assert spread.name == "sellers less buyers"
    np.testing.assert_allclose(spread.to_numpy(), [-0.01, np.nan, 0.02])
    with pytest.raises(StudyError, match="not on the same sessions"):
        spread_returns(long, short.iloc[1:])


def test_the_calendar_time_portfolio_is_the_regression_of_its_returns(panel: ReturnPanel) -> None:
    events = PanelEvents(np.array([0, 0, 3, 5, 7]), np.array([50, 52, 51, 120, 398]))
    found = calendar_time_portfolio(panel, events, EventWindow(0, 9))
    assert found.members[53] == 2
    assert found.members[61] == 1
    assert found.members[399] == 1
    assert found.members[100] == 0
    assert found.returns[53] == pytest.approx(panel.returns[[0, 3], 53].mean())
    held = found.members > 0
    fit = sm.OLS(found.returns[held], sm.add_constant(panel.regressors["market"][held])).fit()
    assert found.alpha == pytest.approx(fit.params[0], rel=1e-10)
    assert found.beta[0] == pytest.approx(fit.params[1], rel=1e-10)
    assert isinstance(found.test, HypothesisTest)
    assert found.test.statistic == pytest.approx(fit.tvalues[0], rel=1e-10)
    assert found.test.p_value == pytest.approx(fit.pvalues[0], rel=1e-9)


def test_too_short_a_calendar_time_portfolio_has_a_reason(panel: ReturnPanel) -> None:
    events = PanelEvents(np.array([0]), np.array([50]))
    found = calendar_time_portfolio(panel, events, EventWindow(0, 1))
    assert isinstance(found.test, UnavailableTest)
    assert np.isnan(found.alpha)


def test_the_placebo_moves_all_firms_together_and_reestimates(panel: ReturnPanel) -> None:
    events = PanelEvents(np.arange(8), np.full(8, 250))
    found = basket_placebo_test(panel, events, SPEC)
    assert isinstance(found, HypothesisTest)
    rows = [r for r in range(80, 398) if abs(r - 250) > 10]
    means = [
        estimate_events(panel, PanelEvents(np.arange(8), np.full(8, r)), SPEC).scar.mean()
        for r in rows
    ]
    observed = estimate_events(panel, events, SPEC).scar.mean()
    exceed = int(np.sum(np.abs(means) >= abs(observed)))
    assert found.statistic == pytest.approx(observed)
    assert found.facts["placebo_dates"] == len(rows)
    assert found.p_value == pytest.approx((1 + exceed) / (len(rows) + 1))
    assert found.floor == pytest.approx(1 / (len(rows) + 1))


def test_a_placebo_date_stays_away_from_every_event_of_its_security(panel: ReturnPanel) -> None:
    events = PanelEvents(np.array([0, 0]), np.array([200, 260]))
    found = basket_placebo_test(panel, events, SPEC)
    assert isinstance(found, HypothesisTest)
    shifts = [
        k for k in range(80 - 200, 398 - 260) if all(abs(k - apart) > 10 for apart in (-60, 0, 60))
    ]
    assert found.facts["placebo_dates"] == len(shifts)


def test_a_placebo_without_room_has_a_reason(panel: ReturnPanel) -> None:
    short = ReturnPanel(panel.returns[:, :90], {"market": panel.regressors["market"][:90]})
    found = basket_placebo_test(short, PanelEvents(np.arange(2), np.full(2, 82)), SPEC)
    assert isinstance(found, UnavailableTest)
    far = basket_placebo_test(panel, PanelEvents(np.arange(2), np.array([82, 399])), SPEC)
    assert isinstance(far, UnavailableTest)
    assert "1 of the events" in far.explanation


def test_a_limit_takes_placebo_dates_evenly_spaced(panel: ReturnPanel) -> None:
    events = PanelEvents(np.arange(8), np.full(8, 250))
    found = basket_placebo_test(panel, events, SPEC, most=8 * 50)
    assert isinstance(found, HypothesisTest)
    assert 40 <= found.facts["placebo_dates"] <= 50
