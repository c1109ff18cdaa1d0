from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.robustness.curve import specification_curve
from analysis.robustness.joint_placebo import joint_tests
from analysis.robustness.moved_curves import moved_curves
from analysis.robustness.specification import Data, Specification
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.windows import EstimationWindow, EventWindow
from tests.analysis.robustness.conftest import EVENT, few_of

EVENTS = (EVENT, date(2024, 5, 23), date(2024, 8, 31))


def test_the_p_of_the_median_counts_the_dates_that_reach_as_far(nvidia: Data) -> None:
    data, wanted = few_of(nvidia)
    curve = specification_curve(data, EVENT, wanted)
    moved = moved_curves(data, EVENT, curve, EVENTS)
    medians = [specification_curve(data, day.date(), wanted).median for day in moved.sessions]
    as_far = sum(abs(value) >= abs(curve.median) for value in medians)
    first = joint_tests(curve, moved)[0]
    assert isinstance(first, HypothesisTest)
    assert first.p_value == (1 + as_far) / (len(medians) + 1)
    assert first.floor == 1 / (len(medians) + 1)


def test_the_share_beyond_and_the_scaled_median_are_ranked_as_well(
    nvidia: Data, specifications: Sequence[Specification]
) -> None:
    curve = specification_curve(nvidia, EVENT, specifications)
    moved = moved_curves(nvidia, EVENT, curve, EVENTS)
    names = ("joint_median", "joint_median_scar", "joint_share_beyond")
    observed = (curve.median, curve.median_scar, curve.share_beyond)
    drawn = (moved.median, moved.median_scar, moved.share_beyond)
    for test, name, value, others in zip(
        joint_tests(curve, moved), names, observed, drawn, strict=True
    ):
        assert isinstance(test, HypothesisTest)
        assert test.name == name
        assert test.statistic == pytest.approx(value, rel=1e-12)
        b = len(others)
        assert test.p_value == (1 + (np.abs(others) >= abs(value)).sum()) / (b + 1)
        assert test.effective_n == b / 13
    assert (moved.share_beyond >= 0).all()
    assert (moved.share_beyond <= 1).all()


def test_a_curve_of_noise_has_a_joint_p_like_any_other(nvidia: Data) -> None:
    rng = np.random.default_rng(20250127)
    data, wanted = few_of(nvidia)
    series = data["^GSPC", "simple"]
    noise = pd.Series(0.02 * rng.standard_normal(820), series.returns.index, name="noise")
    made = {key: type(s)(noise, s.regressors) for key, s in data.items()}
    found = []
    for row in range(300, 700, 20):
        day = noise.index[row].date()
        curve = specification_curve(made, day, wanted)
        test = joint_tests(curve, moved_curves(made, day, curve, [day]))[0]
        assert isinstance(test, HypothesisTest)
        found.append(test.p_value)
    assert stats.kstest(found, "uniform").pvalue > 0.01


def test_the_event_is_summed_over_the_specifications_that_are_moved(nvidia: Data) -> None:
    data, wanted = few_of(nvidia)
    robust = Specification(
        "huber", "^GSPC", EstimationWindow(-130, -11), EventWindow(0, 0), "simple"
    )
    curve = specification_curve(data, EVENT, (*wanted, robust))
    moved = moved_curves(data, EVENT, curve, EVENTS)
    first = joint_tests(curve, moved)[0]
    assert isinstance(first, HypothesisTest)
    assert first.statistic == pytest.approx(
        specification_curve(data, EVENT, wanted).median, rel=1e-12
    )


def test_without_a_date_the_tests_say_why(nvidia: Data) -> None:
    data, wanted = few_of(nvidia)
    curve = specification_curve(data, EVENT, wanted)
    days = data["^GSPC", "simple"].returns.index
    moved = moved_curves(data, EVENT, curve, [day.date() for day in days[::15]])
    tests = joint_tests(curve, moved)
    assert all(isinstance(test, UnavailableTest) for test in tests)
    robust = Specification("lad", "^GSPC", EstimationWindow(-130, -11), EventWindow(0, 0), "simple")
    alone = specification_curve(data, EVENT, [robust])
    none = moved_curves(data, EVENT, alone, EVENTS)
    assert all(isinstance(test, UnavailableTest) for test in joint_tests(alone, none))
