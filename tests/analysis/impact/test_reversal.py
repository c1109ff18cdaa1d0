from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.impact.reversal import reversal, slope_interval, slopes


def drawn(b: int, n: int = 14, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.03, (b, n)), rng.normal(0, 0.08, (b, n))


def test_the_slope_and_its_textbook_error_are_those_of_statsmodels() -> None:
    x, y = drawn(1)
    fitted = sm.OLS(y[0], sm.add_constant(x[0])).fit()
    slope, error = slopes(x, y)
    assert slope[0] == pytest.approx(fitted.params[1], rel=1e-12)
    assert error[0] == pytest.approx(fitted.bse[1], rel=1e-12)


def test_the_p_value_is_the_rank_among_the_placebo_dates() -> None:
    x, y = drawn(1)
    placebo = drawn(99, seed=4)
    found = reversal(x[0], y[0], *placebo)
    fits = [sm.OLS(b, sm.add_constant(a)).fit() for a, b in zip(*placebo, strict=True)]
    mine = sm.OLS(y[0], sm.add_constant(x[0])).fit()
    larger = sum(abs(fit.tvalues[1]) >= abs(mine.tvalues[1]) for fit in fits)
    assert found.p_value == pytest.approx((1 + larger) / 100)
    steeper = sum(abs(fit.params[1]) >= abs(mine.params[1]) for fit in fits)
    assert found.p_slope == pytest.approx((1 + steeper) / 100)
    wider = np.sqrt(np.mean([fit.tvalues[1] ** 2 for fit in fits]))
    assert found.placebo_error == pytest.approx(mine.bse[1] * wider)
    assert found.intercept == pytest.approx(mine.params[0])
    assert found.floor == 0.01
    low, high = slope_interval(found, 0.95)
    beyond = [abs(fit.tvalues[1]) * mine.bse[1] > (high - low) / 2 * (1 + 1e-9) for fit in fits]
    assert sum(beyond) == 4
    assert (low + high) / 2 == pytest.approx(found.slope)


def test_a_fall_that_half_comes_back_has_a_slope_of_minus_one_half() -> None:
    first = np.linspace(-0.3, -0.05, 14)
    later = 0.01 - 0.5 * first + 1e-3 * np.tile([1.0, -1.0], 7)
    found = reversal(first, later, *drawn(199))
    assert found.slope == pytest.approx(-0.5, abs=0.01)
    assert found.p_value == found.floor


@pytest.mark.parametrize(("names", "dates"), [(4, 50), (14, 0)])
def test_too_few_names_or_no_dates_are_refused(names: int, dates: int) -> None:
    x, y = drawn(1, names)
    with pytest.raises(StudyError, match=f"{names} names and {dates} dates"):
        reversal(x[0], y[0], *drawn(dates, names))


def test_a_name_without_a_number_is_left_out_of_its_date_and_a_date_without_half_of_them_too() -> (
    None
):
    x, y = drawn(3)
    x[0, 4] = y[0, 9] = np.nan
    y[2, :8] = np.nan
    slope, error = slopes(x, y)
    both = ~np.isnan(x[0] + y[0])
    fitted = sm.OLS(y[0][both], sm.add_constant(x[0][both])).fit()
    assert slope[0] == pytest.approx(fitted.params[1], rel=1e-12)
    assert error[0] == pytest.approx(fitted.bse[1], rel=1e-12)
    assert len(reversal(x[1], y[1], x, y).drawn) == 2
