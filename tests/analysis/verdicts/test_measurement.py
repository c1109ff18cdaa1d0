from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.significance.result import HypothesisTest
from analysis.study import StudySpec, run_study
from analysis.verdicts.kernel import Kernel, kernel_of
from analysis.verdicts.measurement import Measurement, Unmeasured, measure
from analysis.verdicts.tails import interval, rank_tails
from analysis.windows import EstimationWindow, EventWindow

ESTIMATION = EstimationWindow(-250, -21)
ROW0 = 320


@pytest.fixture(scope="module")
def returns() -> tuple[pd.Series, pd.DataFrame]:
    random = np.random.default_rng(7)
    days = pd.bdate_range("2023-11-01", periods=360)
    market = random.standard_t(5, 360) * 0.008
    own = 0.0004 + 1.3 * market + random.standard_t(5, 360) * 0.015
    own[40] = np.nan
    return pd.Series(own, days, name="X"), pd.DataFrame({"market": market}, index=days)


def measured(returns: tuple[pd.Series, pd.DataFrame], kernel: Kernel) -> Measurement:
    own, market = returns
    design = np.column_stack([np.ones(len(own)), market["market"]])
    found = measure(own.to_numpy(), design, ROW0, ESTIMATION, kernel)
    assert isinstance(found, Measurement)
    return found


@pytest.mark.parametrize("window", [(0, 0), (0, 1), (-5, -1), (1, 5)])
def test_a_plain_window_gives_the_numbers_of_a_study(
    returns: tuple[pd.Series, pd.DataFrame], window: tuple[int, int]
) -> None:
    own, market = returns
    spec = StudySpec(windows=(EventWindow(*window),))
    study = run_study(own, market, own.index[ROW0].date(), spec).headline
    found = measured(returns, kernel_of([(*window, 1.0)]))
    assert found.value == pytest.approx(study.car.value)
    assert found.variance == pytest.approx(study.car.variance)
    sq, scaled = study.test("sq"), study.test("sq_volatility_scaled")
    assert isinstance(sq, HypothesisTest)
    assert isinstance(scaled, HypothesisTest)
    assert rank_tails(found.ordinary, found.value, "up").claimed == sq.p_upper
    assert rank_tails(found.ordinary, found.value, "down").claimed == sq.p_lower
    ratio = found.value / found.volatility
    assert rank_tails(found.scaled, ratio, "down").claimed == scaled.p_lower
    assert found.scaled_value == pytest.approx(scaled.statistic)
    assert interval(found.ordinary, found.value, 0.95) == pytest.approx(study.sq_interval)


def test_a_weighted_sum_is_the_linear_combination_of_event_dummies(
    returns: tuple[pd.Series, pd.DataFrame],
) -> None:
    own, market = returns
    kernel = kernel_of([(0, 0, 0.5), (1, 3, 1.0)])
    rows = np.r_[np.arange(ROW0 - 250, ROW0 - 20), np.arange(ROW0, ROW0 + 4)]
    rows = rows[np.isfinite(own.to_numpy()[rows])]
    x = np.column_stack(
        [np.ones(len(rows)), market["market"].to_numpy()[rows]]
        + [(rows == ROW0 + k).astype(float) for k in range(4)]
    )
    fit = sm.OLS(own.to_numpy()[rows], x).fit()
    combined = fit.t_test(np.array([0, 0, 0.5, 1, 1, 1]))
    found = measured(returns, kernel)
    assert found.value == pytest.approx(float(combined.effect[0]))
    assert np.sqrt(found.variance) == pytest.approx(float(combined.sd[0, 0]))


def test_ordinary_sums_never_reach_across_a_missing_session(
    returns: tuple[pd.Series, pd.DataFrame],
) -> None:
    own, _ = returns
    missing = ROW0 - 100
    own = own.copy()
    own.iloc[missing] = np.nan
    found = measured((own, returns[1]), kernel_of([(0, 1, 1.0)]))
    assert len(found.residuals) == 229
    assert len(found.ordinary) == 227


def test_weights_of_windows_that_share_a_session_add_up() -> None:
    kernel = kernel_of([(0, 0, -1.0), (2, 2, 1.0), (2, 3, 1.0)])
    assert kernel.weights == (-1.0, 0.0, 2.0, 1.0)
    assert kernel.runs == (
        (EventWindow(0, 0), -1.0),
        (EventWindow(2, 2), 2.0),
        (EventWindow(3, 3), 1.0),
    )
    assert kernel.norm == pytest.approx(6**0.5)


@pytest.mark.parametrize(("row0", "reason"), [(100, "outside"), (40, "outside"), (359, "outside")])
def test_windows_outside_the_prices_are_refused(
    returns: tuple[pd.Series, pd.DataFrame], row0: int, reason: str
) -> None:
    own, market = returns
    design = np.column_stack([np.ones(len(own)), market["market"]])
    found = measure(own.to_numpy(), design, row0, ESTIMATION, kernel_of([(0, 1, 1.0)]))
    assert isinstance(found, Unmeasured)
    assert reason in found.reason


def test_an_event_without_a_return_is_refused(returns: tuple[pd.Series, pd.DataFrame]) -> None:
    own, market = returns
    own = own.copy()
    own.iloc[ROW0 + 1] = np.nan
    design = np.column_stack([np.ones(len(own)), market["market"]])
    found = measure(own.to_numpy(), design, ROW0, ESTIMATION, kernel_of([(0, 1, 1.0)]))
    assert isinstance(found, Unmeasured)
    assert found.facts == {"missing": 1}
