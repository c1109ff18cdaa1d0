"""The stationary bootstrap of a CAR."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from arch.bootstrap import StationaryBootstrap

from analysis.errors import StudyError
from analysis.significance.bootstrap import stationary_bootstrap_rows, stationary_bootstrap_test
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EventWindow

ROW0 = 280
WINDOW = EventWindow(0, 4)


def study(frame: pd.DataFrame, model: str = "market") -> EventStudyResult:
    spec = StudySpec(model, windows=(EventWindow(-2, 4),))
    return run_study(frame["security"], frame, frame.index[ROW0].date(), spec)


def bootstrap(result: EventStudyResult, **settings: float) -> HypothesisTest:
    test = stationary_bootstrap_test(
        result.fit, result.abnormal, WINDOW, **({"seed": 1} | settings)
    )
    assert isinstance(test, HypothesisTest)
    return test


def test_blocks_run_on_in_a_circle_and_have_the_mean_length_asked_for() -> None:
    rows = stationary_bootstrap_rows(50, 2000, 40, 5.0, np.random.default_rng(2))
    assert rows.min() == 0
    assert rows.max() == 49
    follows = (rows[:, 1:] - rows[:, :-1]) % 50 == 1
    # Chance continues a block once in fifty; 80,000 steps leave a Monte Carlo error of 0.2 %.
    assert follows.mean() == pytest.approx(0.8 + 0.2 / 50, abs=0.006)


def test_blocks_of_one_session_are_independent_draws() -> None:
    rows = stationary_bootstrap_rows(50, 2000, 40, 1.0, np.random.default_rng(2))
    follows = (rows[:, 1:] - rows[:, :-1]) % 50 == 1
    assert follows.mean() == pytest.approx(1 / 50, abs=0.003)


@pytest.mark.parametrize("model", ["market", "mean-adjusted", "market-adjusted", "ff3"])
def test_a_draw_is_the_studentised_car_of_a_regression_of_its_own(
    model: str, random_frame: pd.DataFrame
) -> None:
    """The same blocks put through statsmodels, a dummy an event day, give the same p."""
    result = study(random_frame, model)
    fit, rows = result.fit, slice(2, 7)
    draws, m, p = 60, 230, fit.design.shape[1]
    positions = stationary_bootstrap_rows(m, m + 5, draws, 5.0, np.random.default_rng(9))
    series = (fit.residuals - fit.residuals.mean())[positions]
    dummies = np.vstack((np.zeros((m, 5)), np.eye(5)))
    regressors = np.column_stack((np.vstack((fit.design, fit.event_design[rows])), dummies))
    total = np.r_[np.zeros(p), np.ones(5)]
    drawn = np.array([sm.OLS(e, regressors).fit().t_test(total).tvalue.item() for e in series])
    observed = result.abnormal.values[rows].sum() / np.sqrt(
        result.abnormal.covariance[rows, rows].sum()
    )
    test = bootstrap(result, seed=9, draws=draws)
    assert test.statistic == pytest.approx(observed, rel=1e-12)
    assert test.p_value == (1 + np.sum(np.abs(drawn) >= abs(observed))) / (draws + 1)
    assert test.p_lower == (1 + np.sum(drawn <= observed)) / (draws + 1)


def test_the_p_value_is_near_that_of_arch_s_bootstrap(random_frame: pd.DataFrame) -> None:
    result = study(random_frame)
    e = result.fit.residuals
    long = np.concatenate((e, e))
    drawn = []
    for data, _ in StationaryBootstrap(5, long, seed=4).bootstrap(1500):
        series = data[0][:235]
        estimation, event = series[:230], series[230:]
        error = estimation.std(ddof=2) * np.sqrt(5 * (1 + 5 / 230))
        drawn.append((event.sum() - 5 * estimation.mean()) / error)
    test = bootstrap(result, draws=1500)
    expected = np.mean(np.abs(drawn) >= abs(test.statistic))
    # Two samples of 1,500 draws differ by 0.018 in one standard error at most.
    assert test.p_value == pytest.approx(expected, abs=0.05)


def test_the_seed_alone_decides_the_draws(random_frame: pd.DataFrame) -> None:
    result = study(random_frame)
    assert bootstrap(result, seed=3) == bootstrap(result, seed=3)
    assert bootstrap(result, seed=3).p_value != bootstrap(result, seed=4).p_value


def test_a_fall_beyond_every_draw_reaches_the_floor(random_frame: pd.DataFrame) -> None:
    fallen = random_frame.copy()
    fallen.iloc[ROW0, fallen.columns.get_loc("security")] -= 1.0
    test = bootstrap(study(fallen), draws=199)
    assert test.p_value == test.floor == test.p_lower == 1 / 200


@pytest.mark.parametrize("model", ["huber", "lad", "dimson", "scholes-williams", "garch"])
def test_a_model_without_least_squares_is_refused(model: str, random_frame: pd.DataFrame) -> None:
    result = study(random_frame, model)
    refusal = stationary_bootstrap_test(result.fit, result.abnormal, WINDOW, seed=1)
    assert isinstance(refusal, UnavailableTest)
    assert model in refusal.explanation


@pytest.mark.parametrize("settings", [{"draws": 0}, {"mean_block": 0.5}, {"mean_block": np.nan}])
def test_impossible_settings_are_refused(
    settings: dict[str, float], random_frame: pd.DataFrame
) -> None:
    with pytest.raises(StudyError, match="999 draws in blocks of 5"):
        bootstrap(study(random_frame), **settings)
