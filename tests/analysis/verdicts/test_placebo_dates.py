from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.verdicts.kernel import kernel_of
from analysis.verdicts.measurement import Measurement, measure
from analysis.verdicts.placebo_dates import scaled_at, studentised_slope
from analysis.windows import EstimationWindow

ESTIMATION = EstimationWindow(-250, -21)


def test_each_date_has_the_statistic_of_its_own_measurement() -> None:
    random = np.random.default_rng(11)
    design = np.column_stack([np.ones(400), random.normal(0, 0.01, 400)])
    response = design @ np.array([0.0, 1.2]) + random.normal(0, 0.02, 400)
    response[100] = np.nan
    kernel = kernel_of([(0, 0, 0.5), (1, 3, 1.0)])
    rows = np.array([260, 300, 390, 399, 100, -1])
    found = scaled_at(response, design, rows, ESTIMATION, kernel)
    for row, value in zip(rows[:3], found[:3], strict=True):
        one = measure(response, design, int(row), ESTIMATION, kernel)
        assert isinstance(one, Measurement)
        assert value == pytest.approx(one.scaled_value)
    assert np.isnan(found[3:]).all()


def test_the_slope_and_its_ratio_are_those_of_least_squares() -> None:
    random = np.random.default_rng(12)
    x, y = random.normal(size=(30, 2)), random.normal(size=(30, 2))
    x[4, 1] = np.nan
    slopes, ratios = studentised_slope(x, y)
    for column in range(2):
        there = np.isfinite(x[:, column])
        fit = sm.OLS(y[there, column], sm.add_constant(x[there, column])).fit()
        assert slopes[column] == pytest.approx(fit.params[1])
        assert ratios[column] == pytest.approx(fit.tvalues[1])
