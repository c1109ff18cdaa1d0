"""The SQ test on residuals divided by the volatility of their time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.significance.volatility_scaled import ewma_volatility
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

ROW0 = 280
# Sums of a few hundred squares in two orders.
ROUNDING = 1e-12


def study(frame: pd.DataFrame, *windows: EventWindow, **changes: Any) -> EventStudyResult:
    spec = StudySpec(windows=windows, **changes)
    return run_study(frame["security"], frame, frame.index[ROW0].date(), spec)


def scaled(result: EventStudyResult, window: EventWindow) -> HypothesisTest:
    test = next(w for w in result.windows if w.car.window == window).test("sq_volatility_scaled")
    assert isinstance(test, HypothesisTest)
    return test


def test_the_volatility_is_that_of_pandas() -> None:
    errors = np.random.default_rng(5).normal(0, 0.02, 50)
    squares = pd.Series([0.0004, *errors**2])
    expected = np.sqrt(squares.ewm(alpha=0.06, adjust=False).mean())
    np.testing.assert_allclose(ewma_volatility(errors, 0.0004), expected, rtol=ROUNDING)


@pytest.mark.parametrize("source", ["random_frame", "real_frame"])
@pytest.mark.parametrize("length", [1, 3])
def test_statistic_and_ranks_are_those_of_a_plain_recursion(
    source: str, length: int, request: pytest.FixtureRequest
) -> None:
    frame = request.getfixturevalue(source)
    window = EventWindow(0, length - 1)
    result = study(frame, window)
    alpha, beta = result.fit.parameters.values()
    errors = (frame["security"] - alpha - beta * frame["market"]).to_numpy()
    variance, sigma = result.fit.sigma2, {}
    for row in range(ROW0 - 250, ROW0 + 1):
        sigma[row] = np.sqrt(variance)
        variance = 0.94 * variance + 0.06 * errors[row] ** 2
    starts = range(ROW0 - 250, ROW0 - 20 - length + 1)
    reference = [
        errors[row : row + length].sum() / (np.sqrt(length) * sigma[row]) for row in starts
    ]
    value = errors[ROW0 : ROW0 + length].sum() / (np.sqrt(length) * sigma[ROW0])
    test = scaled(result, window)
    assert test.statistic == pytest.approx(value, rel=ROUNDING)
    rank = stats.rankdata([*reference, value], method="max")[-1]
    assert test.p_lower == pytest.approx(rank / (len(reference) + 1), abs=1e-14)
    assert test.p_value == pytest.approx(min(1, 2 * min(test.p_lower, test.p_upper)), abs=1e-14)
    assert test.floor == 2 / (len(reference) + 1)
    assert test.facts["surprise_percentile"] == 1 - test.p_lower
    assert test.facts["sigma"] == pytest.approx(sigma[ROW0], rel=ROUNDING)


def test_the_event_does_not_enter_its_own_volatility(real_frame: pd.DataFrame) -> None:
    session = pd.Timestamp("2025-01-27")
    calm = real_frame.copy()
    calm.loc[session:, "security"] = calm.loc[session:, "market"]
    one, other = (
        run_study(frame["security"], frame, session.date(), StudySpec())
        for frame in (real_frame, calm)
    )
    sigmas = [scaled(result, EventWindow(0, 0)).facts["sigma"] for result in (one, other)]
    assert sigmas[0] == sigmas[1]


@pytest.mark.parametrize("window", [EventWindow(0, 0), EventWindow(-3, 2), EventWindow(2, 4)])
def test_windows_studied_together_have_the_statistics_that_each_has_alone(
    window: EventWindow, random_frame: pd.DataFrame
) -> None:
    alone = scaled(study(random_frame, window), window)
    together = scaled(study(random_frame, EventWindow(-10, 10), window), window)
    assert together.statistic == pytest.approx(alone.statistic, rel=ROUNDING)
    assert together.p_value == alone.p_value


def test_a_window_after_day_zero_uses_the_volatility_of_the_day_before_it(
    random_frame: pd.DataFrame,
) -> None:
    later = study(random_frame, EventWindow(2, 4), EventWindow(0, 0))
    sigmas = [scaled(later, w).facts["sigma"] for w in (EventWindow(2, 4), EventWindow(0, 0))]
    assert sigmas[0] == sigmas[1]


def test_a_stormy_month_before_the_event_makes_the_same_fall_less_strange(
    random_frame: pd.DataFrame,
) -> None:
    stormy = random_frame.copy()
    month = slice(ROW0 - 20, ROW0)
    stormy.iloc[month, stormy.columns.get_loc("security")] += 0.06 * (-1.0) ** np.arange(20)
    calm, storm = (
        scaled(study(f, EventWindow(0, 0)), EventWindow(0, 0)) for f in (random_frame, stormy)
    )
    assert abs(storm.statistic) < abs(calm.statistic) / 2


def test_a_session_without_return_leaves_the_volatility_as_it_was(
    random_frame: pd.DataFrame,
) -> None:
    with_hole = random_frame.copy()
    with_hole.iloc[ROW0 - 10, with_hole.columns.get_loc("security")] = np.nan
    without_row = random_frame.drop(random_frame.index[ROW0 - 10])
    hole = study(with_hole, EventWindow(0, 0))
    row = run_study(
        without_row["security"],
        without_row,
        random_frame.index[ROW0].date(),
        StudySpec(estimation=EstimationWindow(-249, -20)),
    )
    assert scaled(hole, EventWindow(0, 0)).statistic == pytest.approx(
        scaled(row, EventWindow(0, 0)).statistic, rel=ROUNDING
    )


@pytest.mark.parametrize("window", [EventWindow(0, 0), EventWindow(140, 141)])
def test_an_estimation_window_that_is_not_before_the_event_is_refused(
    window: EventWindow, real_frame: pd.DataFrame
) -> None:
    spec = StudySpec(estimation=EstimationWindow(10, 130), windows=(window,))
    result = run_study(real_frame["security"], real_frame, real_frame.index[300].date(), spec)
    refusal = result.headline.test("sq_volatility_scaled")
    assert isinstance(refusal, UnavailableTest)
    assert "does not come before the event" in refusal.explanation
    assert isinstance(result.headline.test("sq"), HypothesisTest)


def test_a_window_longer_than_the_estimation_window_is_refused(
    random_frame: pd.DataFrame,
) -> None:
    window = EventWindow(0, 15)
    refusal = study(random_frame, window, estimation=EstimationWindow(-12, -1)).headline.test(
        "sq_volatility_scaled"
    )
    assert isinstance(refusal, UnavailableTest)
    assert refusal.explanation == "No 16 consecutive sessions lie in the estimation window."
