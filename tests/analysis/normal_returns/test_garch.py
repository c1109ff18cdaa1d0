"""The GARCH(1,1)-t market model: variances filtered and forecast, never by the event."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from arch.univariate import GARCH, LS, StudentsT
from scipy import stats

from analysis.errors import StudyError
from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.models import MODELS
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

# arch begins the recursion of a forecast from another guess of the first variance than that
# of the likelihood; some 350 sessions later the two are this close.
FIRST_VARIANCE = 1e-5
SESSION = pd.Timestamp("2025-01-27")
LONG = EstimationWindow(-350, -21)


@pytest.fixture(scope="module")
def crash(real_frame: pd.DataFrame) -> EventStudyResult:
    return study(real_frame, EventWindow(0, 0), EventWindow(-3, 5))


def study(frame: pd.DataFrame, *windows: EventWindow) -> EventStudyResult:
    spec = StudySpec("garch", LONG, windows)
    return run_study(frame["security"], frame, SESSION.date(), spec)


def test_day_zero_has_the_variance_that_arch_forecasts_from_the_day_before(
    crash: EventStudyResult, real_frame: pd.DataFrame
) -> None:
    row0 = real_frame.index.get_loc(SESSION)
    y, x = (100 * real_frame[c].to_numpy()[row0 - 350 : row0] for c in ("security", "market"))
    units = np.array([100, 1, 100**2, 1, 1, 1])
    model = LS(y, x, volatility=GARCH(), distribution=StudentsT(), rescale=False)
    known = model.fix(units * list(crash.fit.parameters.values()), last_obs=330)
    forecast = known.forecast(horizon=6, start=346, x=np.zeros((1, 4, 6)), reindex=False)
    ahead = forecast.variance.to_numpy() / 100**2
    h = np.diag(crash.abnormal.covariance)
    # Sessions -3, -2, -1 and 0 each one step ahead; 0 to +5 all from the close of -1.
    np.testing.assert_allclose(h[:3], ahead[:3, 0], rtol=FIRST_VARIANCE)
    np.testing.assert_allclose(h[3:], ahead[3], rtol=FIRST_VARIANCE)


def test_each_variance_follows_from_the_one_before(crash: EventStudyResult) -> None:
    _, _, omega, arch, garch, _ = crash.fit.parameters.values()
    h, e = np.diag(crash.abnormal.covariance), crash.abnormal.values
    filtered = omega + arch * e[:3] ** 2 + garch * h[:3]
    np.testing.assert_allclose(h[1:4], filtered, rtol=1e-12)
    np.testing.assert_allclose(h[4:], omega + (arch + garch) * h[3:-1], rtol=1e-12)


def test_the_p_value_is_that_of_a_scaled_student_t(crash: EventStudyResult) -> None:
    test, nu = crash.headline.test("t"), crash.fit.parameters["nu"]
    ratio = crash.abnormal.values[3] / np.sqrt(crash.abnormal.covariance[3, 3])
    expected = 2 * stats.t.cdf(-abs(ratio) * np.sqrt(nu / (nu - 2)), nu)
    assert test.p_value == pytest.approx(expected, rel=1e-12)
    assert test.df == (nu,)
    low, high = crash.headline.interval
    half = stats.t.ppf(0.975, nu) * np.sqrt((nu - 2) / nu) * crash.headline.car.standard_error
    assert (high - low) / 2 == pytest.approx(half, rel=1e-12)


def test_the_fall_itself_does_not_widen_its_own_error(real_frame: pd.DataFrame) -> None:
    calm = real_frame.copy()
    calm.loc[SESSION:, "security"] = 0.0
    windows = (EventWindow(0, 3),)
    before, after = study(real_frame, *windows), study(calm, *windows)
    np.testing.assert_array_equal(before.abnormal.covariance, after.abnormal.covariance)


def test_a_window_after_day_zero_is_forecast_from_the_day_before_it(
    crash: EventStudyResult, real_frame: pd.DataFrame
) -> None:
    late = study(real_frame, EventWindow(2, 5))
    np.testing.assert_allclose(
        late.abnormal.covariance, crash.abnormal.covariance[5:, 5:], rtol=1e-12
    )


def test_parameters_are_in_fractions_and_their_covariance_in_their_units(
    crash: EventStudyResult, real_frame: pd.DataFrame
) -> None:
    fit = crash.fit
    ols = run_study(
        real_frame["security"], real_frame, SESSION.date(), StudySpec("market", LONG)
    ).fit
    assert list(fit.parameters) == ["alpha", "beta", "omega", "arch", "garch", "nu"]
    assert fit.parameters["alpha"] == pytest.approx(ols.parameters["alpha"], abs=0.002)
    assert fit.sigma == pytest.approx(ols.sigma, rel=0.1)
    assert fit.df == 330 - 6
    errors = np.sqrt(np.diag(fit.parameter_covariance))
    plain = np.sqrt(np.diag(ols.parameter_covariance))
    assert (errors[:2] / plain > 0.3).all()
    assert (errors[:2] / plain < 3).all()


def test_a_session_without_return_is_passed_over(real_frame: pd.DataFrame) -> None:
    row0 = real_frame.index.get_loc(SESSION)
    with_hole = real_frame.copy()
    with_hole.iloc[row0 - 10, with_hole.columns.get_loc("security")] = np.nan
    without_row = real_frame.drop(real_frame.index[row0 - 10])
    hole, row = (
        study(with_hole, EventWindow(0, 0)),
        run_study(
            without_row["security"],
            without_row,
            SESSION.date(),
            StudySpec("garch", EstimationWindow(-349, -20), (EventWindow(0, 0),)),
        ),
    )
    assert hole.abnormal.covariance.item() == pytest.approx(
        row.abnormal.covariance.item(), rel=1e-12
    )


def fit(returns: np.ndarray, market: np.ndarray, rows: np.ndarray, event: slice):
    return MODELS["garch"].fit(returns, {"market": market}, rows, event)


def test_fewer_than_a_hundred_rows_are_refused(random_frame: pd.DataFrame) -> None:
    returns, market = (random_frame[c].to_numpy() for c in ("security", "market"))
    refusal = fit(returns, market, np.arange(99), slice(120, 121))
    assert isinstance(refusal, UnavailableModel)
    assert "99 usable sessions" in refusal.explanation
    assert isinstance(fit(returns, market, np.arange(100), slice(120, 121)), NormalReturnFit)


def test_a_likelihood_without_a_maximum_is_refused(random_frame: pd.DataFrame) -> None:
    market = random_frame["market"].to_numpy()
    jumps = np.zeros(300)
    jumps[::50] = 0.3
    refusal = fit(jumps, market, np.arange(230), slice(250, 251))
    assert isinstance(refusal, UnavailableModel)
    assert "no maximum" in refusal.explanation


def test_tails_without_a_variance_are_refused(random_frame: pd.DataFrame) -> None:
    market = random_frame["market"].to_numpy()
    wild = 0.005 * np.random.default_rng(3).standard_cauchy(300)
    refusal = fit(1.3 * market + wild, market, np.arange(230), slice(250, 251))
    assert isinstance(refusal, UnavailableModel)
    assert "degrees of freedom: tails too fat" in refusal.explanation


def test_an_estimation_window_after_the_event_is_refused(real_frame: pd.DataFrame) -> None:
    spec = StudySpec("garch", EstimationWindow(21, 150), (EventWindow(0, 0),), min_estimation=80)
    with pytest.raises(StudyError, match="must come before the event"):
        run_study(real_frame["security"], real_frame, real_frame.index[300].date(), spec)
