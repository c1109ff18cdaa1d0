from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.dates_away import MARGIN
from analysis.robustness.curve import specification_curve
from analysis.robustness.joint_placebo import joint_tests
from analysis.robustness.moved_curves import moved_curves
from analysis.robustness.specification import Data, Specification, combinations
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.windows import EstimationWindow, EventWindow
from tests.analysis.robustness.conftest import EVENT

EVENTS = (EVENT, date(2024, 5, 23), date(2024, 8, 31))


def few(nvidia: Data) -> tuple[Data, tuple[Specification, ...]]:
    cut = {
        key: type(series)(series.returns.iloc[:820], series.regressors.iloc[:820])
        for key, series in nvidia.items()
    }
    return cut, combinations(
        ("market", "ff3", "market-adjusted"),
        ("^GSPC", "RSP"),
        [EstimationWindow(-130, -11)],
        [EventWindow(0, 0), EventWindow(-1, 1)],
        ("simple",),
    )


def test_a_loop_over_dates_and_specifications_gives_the_same_summaries_and_p(
    nvidia: Data,
) -> None:
    data, wanted = few(nvidia)
    curve = specification_curve(data, EVENT, wanted)
    moved = moved_curves(data, EVENT, curve, EVENTS)
    days = data["^GSPC", "simple"].returns.index
    assert len(moved.sessions) > 300
    for place in range(0, len(moved.sessions), 25):
        there = specification_curve(data, moved.sessions[place].date(), wanted)
        assert len(there) == len(wanted)
        assert moved.median[place] == pytest.approx(there.median, rel=1e-9)
        assert moved.median_scar[place] == pytest.approx(there.median_scar, rel=1e-9)
        assert moved.share_beyond[place] == there.share_beyond
    medians = [specification_curve(data, day.date(), wanted).median for day in moved.sessions]
    as_far = sum(abs(value) >= abs(curve.median) for value in medians)
    first = joint_tests(curve, moved)[0]
    assert isinstance(first, HypothesisTest)
    assert first.p_value == (1 + as_far) / (len(medians) + 1)
    assert first.floor == 1 / (len(medians) + 1)
    rows = days.get_indexer(moved.sessions)
    event = days.get_loc("2025-01-27")
    assert np.abs(rows - event).min() > MARGIN
    assert (np.abs(rows - days.get_loc("2024-05-23")) > MARGIN).all()
    # Saturday the 31st stands between two sessions, and both sides keep their distance.
    before = days.searchsorted(pd.Timestamp("2024-08-31")) - 1
    assert not set(range(before - MARGIN, before + MARGIN + 2)) & set(rows.tolist())
    assert not ((rows > event) & (rows - 130 <= event)).any()


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
    data, wanted = few(nvidia)
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


def test_only_least_squares_is_moved_and_the_event_is_summed_over_the_same(nvidia: Data) -> None:
    data, wanted = few(nvidia)
    robust = Specification(
        "huber", "^GSPC", EstimationWindow(-130, -11), EventWindow(0, 0), "simple"
    )
    curve = specification_curve(data, EVENT, (*wanted, robust))
    moved = moved_curves(data, EVENT, curve, EVENTS)
    assert moved.specifications == len(wanted)
    first = joint_tests(curve, moved)[0]
    assert isinstance(first, HypothesisTest)
    assert first.statistic == pytest.approx(
        specification_curve(data, EVENT, wanted).median, rel=1e-12
    )


def test_without_a_date_the_tests_say_why(nvidia: Data) -> None:
    data, wanted = few(nvidia)
    curve = specification_curve(data, EVENT, wanted)
    days = data["^GSPC", "simple"].returns.index
    moved = moved_curves(data, EVENT, curve, [day.date() for day in days[::15]])
    tests = joint_tests(curve, moved)
    assert all(isinstance(test, UnavailableTest) for test in tests)
    robust = Specification("lad", "^GSPC", EstimationWindow(-130, -11), EventWindow(0, 0), "simple")
    alone = specification_curve(data, EVENT, [robust])
    none = moved_curves(data, EVENT, alone, EVENTS)
    assert none.specifications == 0
    assert all(isinstance(test, UnavailableTest) for test in joint_tests(alone, none))
