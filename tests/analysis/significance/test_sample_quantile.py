"""The SQ test: the event among the estimation window's own residuals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.significance.sample_quantile import window_sums
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

PRINTED = 1e-12
Study = Callable[..., EventStudyResult]


def sq(result: EventStudyResult, window: EventWindow) -> HypothesisTest | UnavailableTest:
    return next(w for w in result.windows if w.car.window == window).test("sq")


def test_the_worst_of_thirteen_days_has_the_p_of_the_worked_example(
    study_worked: Study, worked: dict[str, Any]
) -> None:
    test, expected = sq(study_worked(0), EventWindow(0, 0)), worked["expected"]["SQ_firm0_day0"]
    assert test.p_lower == pytest.approx(expected["lower"], abs=PRINTED)
    assert test.p_upper == pytest.approx(expected["upper"], abs=PRINTED)
    assert test.p_value == pytest.approx(expected["two"], abs=PRINTED)


def test_the_best_of_thirteen_days_has_the_same_two_sided_p(
    study_worked: Study, worked: dict[str, Any]
) -> None:
    test = sq(study_worked(3), EventWindow(0, 0))
    assert test.p_value == pytest.approx(worked["expected"]["SQ_firm3_day0_two"], abs=PRINTED)
    assert test.p_upper < test.p_lower


def test_the_floor_is_two_over_m_plus_one_and_is_reached_by_an_extreme_day(
    study_worked: Study,
) -> None:
    test = sq(study_worked(0), EventWindow(0, 0))
    assert test.floor == pytest.approx(2 / 13)
    assert test.p_value == test.floor


@pytest.mark.parametrize("length", [1, 2, 5])
def test_ranks_agree_with_scipy_over_the_residual_sums(
    length: int, random_frame: pd.DataFrame
) -> None:
    window = EventWindow(0, length - 1)
    result = run_study(
        random_frame["security"],
        random_frame,
        random_frame.index[270].date(),
        StudySpec(windows=(window,)),
    )
    e = result.fit.residuals
    reference = [e[i : i + length].sum() for i in range(len(e) - length + 1)]
    value = result.headline.car.value
    rank = stats.rankdata([*reference, value], method="max")[-1]
    test = result.headline.test("sq")
    assert test.p_lower == pytest.approx(rank / (len(reference) + 1), abs=1e-14)
    assert test.facts["n"] == 230 - length + 1
    assert test.effective_n == pytest.approx(230 / length)


@given(
    st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=40),
    st.integers(1, 10),
    st.sets(st.integers(0, 39), max_size=6),
)
def test_sums_never_reach_across_a_missing_session(
    values: list[float], length: int, gaps: set[int]
) -> None:
    rows = np.array([i for i in range(len(values)) if i not in gaps], dtype=int)
    residuals = np.array(values)[rows]
    expected = [
        sum(values[start : start + length])
        for start in range(len(values) - length + 1)
        if not gaps & set(range(start, start + length))
    ]
    np.testing.assert_allclose(window_sums(residuals, rows, length), expected, atol=1e-12)


def test_a_window_longer_than_any_run_of_residuals_is_refused(worked_frame: pd.DataFrame) -> None:
    frame = pd.concat([worked_frame] * 2, ignore_index=True)
    frame.index = pd.bdate_range("2024-01-02", periods=28)
    result = run_study(
        frame[0],
        frame[["market"]],
        frame.index[12].date(),
        StudySpec(estimation=EstimationWindow(-12, -1), windows=(EventWindow(0, 12),)),
    )
    refusal = result.headline.test("sq")
    assert isinstance(refusal, UnavailableTest)
    assert refusal.explanation == "No 13 consecutive sessions lie in the estimation window."
    assert result.headline.sq_interval is None


def test_the_interval_holds_the_effects_that_the_two_sided_test_does_not_reject(
    random_frame: pd.DataFrame,
) -> None:
    result = run_study(
        random_frame["security"], random_frame, random_frame.index[270].date(), StudySpec()
    )
    e, car = np.sort(result.fit.residuals), result.headline.car.value
    low, high = result.headline.sq_interval
    # Weibull quantiles of 230 residuals at 2.5 % lie at rank 0.025 * 231 = 5.775.
    assert high == pytest.approx(car - (e[4] + 0.775 * (e[5] - e[4])), abs=1e-14)
    assert low == pytest.approx(car - (e[224] + 0.225 * (e[225] - e[224])), abs=1e-14)


def test_no_interval_is_given_beyond_the_extremes_of_the_reference(study_worked: Study) -> None:
    assert study_worked(0).headline.sq_interval is None
