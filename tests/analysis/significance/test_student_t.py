"""The t test and its interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

from analysis.significance.student_t import t_interval
from analysis.study import EventStudyResult

PRINTED = 1e-8
Study = Callable[..., EventStudyResult]


@pytest.mark.parametrize("firm", range(4))
def test_t_and_p_are_those_of_the_worked_example(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    test, expected = study_worked(firm).headline.test("t"), worked["expected"]
    assert test.statistic == pytest.approx(expected["t_CAR"][firm], abs=PRINTED)
    assert test.p_value == pytest.approx(expected["p_CAR"][firm], abs=PRINTED)
    assert test.df == (10.0,)
    assert test.p_lower + test.p_upper == pytest.approx(1.0, abs=1e-14)


def test_the_interval_excludes_zero_exactly_when_p_is_below_its_complement(
    study_worked: Study,
) -> None:
    for firm in range(4):
        result = study_worked(firm).headline
        p = result.test("t").p_value
        low, high = t_interval(result.car, 1 - p)
        nearest = low if result.car.value > 0 else high
        assert nearest == pytest.approx(0.0, abs=1e-12)


def test_the_interval_is_that_of_scipy(study_worked: Study) -> None:
    car = study_worked(0).headline.car
    expected = stats.t.interval(0.9, car.df, loc=car.value, scale=car.standard_error)
    assert t_interval(car, 0.9) == pytest.approx(expected, abs=1e-14)
