"""The cross-section on exposures, against statsmodels and planted slopes."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.mechanism.exposures import CrossSection, exposure_slopes, exposures_at
from analysis.windows import EstimationWindow, EventWindow

ESTIMATION, WINDOW = EstimationWindow(-120, -11), EventWindow(0, 1)


@pytest.fixture
def section() -> CrossSection:
    rng = np.random.default_rng(21)
    market = 0.01 * rng.standard_normal(300)
    theme = 1.5 * market + 0.015 * rng.standard_normal(300)
    beta, loading = rng.uniform(0.5, 1.5, 60), rng.uniform(0, 1, 60)
    common = (theme - 1.5 * market)[:, None] * loading
    returns = market[:, None] * beta + common + 0.01 * rng.standard_normal((300, 60))
    returns[280] -= 0.05 * (loading - loading.mean())
    return CrossSection(returns, market, theme, ())


def test_a_firms_exposures_are_those_of_its_own_regressions(section: CrossSection) -> None:
    found = exposures_at(section, 280, ESTIMATION, WINDOW)
    rows = slice(160, 270)
    x = section.market[rows]
    for firm in (0, 17, 59):
        y = section.returns[rows, firm]
        line = sm.OLS(y, sm.add_constant(x)).fit()
        both = sm.OLS(y, sm.add_constant(np.column_stack((x, section.theme[rows])))).fit()
        expected = line.params[0] + line.params[1] * section.market[280:282]
        assert found.car[firm] == pytest.approx(
            (section.returns[280:282, firm] - expected).sum(), rel=1e-9
        )
        assert found.values[firm] == pytest.approx(
            [both.params[2], np.prod(1 + y) - 1, line.params[1]], rel=1e-8
        )


@pytest.mark.parametrize("length", [1, 2, 3])
def test_an_estimation_window_too_short_for_two_slopes_is_refused(
    section: CrossSection, length: int
) -> None:
    with pytest.raises(StudyError, match=f"has {length} sessions; .* needs 4"):
        exposures_at(section, 280, EstimationWindow(-10 - length, -11), WINDOW)


def test_a_member_of_the_theme_is_compared_with_the_theme_without_it(
    section: CrossSection,
) -> None:
    members = (3, 4, 5)
    theme = section.returns[:, members].mean(axis=1)
    found = exposures_at(
        CrossSection(section.returns, section.market, theme, members), 280, ESTIMATION, WINDOW
    )
    rows = slice(160, 270)
    without = section.returns[rows][:, [4, 5]].mean(axis=1)
    design = sm.add_constant(np.column_stack((section.market[rows], without)))
    own = sm.OLS(section.returns[rows, 3], design).fit()
    assert found.values[3, 0] == pytest.approx(own.params[2], rel=1e-8)


def test_slopes_errors_and_p_values_have_a_second_route(section: CrossSection) -> None:
    others = np.arange(120, 268)
    found = exposure_slopes(section, 280, others, ESTIMATION, WINDOW)
    values = found.exposures.values
    z = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    fit = sm.OLS(found.exposures.car, sm.add_constant(z)).fit()
    assert found.slope == pytest.approx(fit.params[1:], rel=1e-9)
    assert found.naive_error == pytest.approx(fit.bse[1:], rel=1e-9)
    assert found.r_squared == pytest.approx(fit.rsquared, rel=1e-9)
    assert found.standard_error == pytest.approx(np.std(found.placebo, axis=0, ddof=1))
    beyond = [
        sum(abs(b) >= abs(own) for b in found.placebo[:, k]) for k, own in enumerate(found.slope)
    ]
    assert found.p_value == pytest.approx([(1 + n) / 149 for n in beyond])


def test_the_planted_exposure_is_found_and_chance_is_larger_than_it_looks(
    section: CrossSection,
) -> None:
    found = exposure_slopes(section, 280, np.arange(120, 268), ESTIMATION, WINDOW)
    assert found.slope[0] < 0
    assert found.p_value[0] < 0.1
    # The theme's own daily news moves the slope on other dates far more than firms' noise does.
    assert found.standard_error[0] > 2 * found.naive_error[0]


def test_firms_with_gaps_are_left_out_and_too_few_are_refused(section: CrossSection) -> None:
    returns = section.returns.copy()
    returns[200, 7] = np.nan
    gappy = CrossSection(returns, section.market, section.theme, ())
    assert 7 not in exposures_at(gappy, 280, ESTIMATION, WINDOW).firms
    few = CrossSection(section.returns[:, :20], section.market, section.theme, ())
    with pytest.raises(StudyError, match="20 firms"):
        exposure_slopes(few, 280, np.arange(120, 268), ESTIMATION, WINDOW)
    with pytest.raises(StudyError, match="5 other dates"):
        exposure_slopes(section, 280, np.arange(120, 125), ESTIMATION, WINDOW)
