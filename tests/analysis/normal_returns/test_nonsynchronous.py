"""Scholes-Williams and Dimson betas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.sandbox.regression.gmm import IV2SLS

from analysis.normal_returns.fit import UnavailableModel
from analysis.normal_returns.models import MODELS, estimator
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EventWindow

PRINTED = 1e-8
SECOND_ROUTE = 1e-10
PERCENT = 100.0
Study = Callable[..., EventStudyResult]
FIRST, LAST, ROW0 = 30, 259, 280


def study(frame: pd.DataFrame, model: str, **changes: Any) -> EventStudyResult:
    spec = StudySpec(model, windows=(EventWindow(0, 2),), **changes)
    return run_study(frame["security"], frame, frame.index[ROW0].date(), spec)


def test_the_scholes_williams_line_is_that_of_the_worked_example(
    study_worked: Study, worked: dict[str, Any]
) -> None:
    fit, expected = study_worked(0, model="scholes-williams").fit, worked["expected"]["SW"]
    assert fit.parameters["beta"] == pytest.approx(expected["beta"], abs=PRINTED)
    assert fit.parameters["alpha"] * PERCENT == pytest.approx(expected["alpha"], abs=PRINTED)


def test_the_dimson_line_is_that_of_the_worked_example(
    study_worked: Study, worked: dict[str, Any]
) -> None:
    fit, expected = study_worked(0, model="dimson").fit, worked["expected"]["Dimson"]
    assert fit.parameters["beta"] == pytest.approx(expected["beta"], abs=PRINTED)
    coefficients = [fit.parameters[k] for k in ("alpha", "beta(-1)", "beta(0)", "beta(+1)")]
    coefficients[0] *= PERCENT
    np.testing.assert_allclose(coefficients, expected["coef"], atol=PRINTED)


def test_scholes_williams_is_close_to_instrumental_variables_and_has_their_covariance(
    real_frame: pd.DataFrame,
) -> None:
    fit = study(real_frame, "scholes-williams").fit
    market = real_frame["market"].to_numpy()
    rows = np.arange(FIRST + 1, LAST)
    instrument = market[rows - 1] + market[rows] + market[rows + 1]
    iv = IV2SLS(
        real_frame["security"].to_numpy()[rows],
        sm.add_constant(market[rows]),
        sm.add_constant(instrument),
    ).fit()
    # The two differ by what the ends of the window weigh: a few in 230 rows.
    assert fit.parameters["beta"] == pytest.approx(iv.params[1], abs=0.03)
    per_variance = iv.cov_params() / iv.mse_resid
    np.testing.assert_allclose(fit.parameter_covariance / fit.sigma2, per_variance, rtol=1e-8)
    design = sm.add_constant(market[ROW0 : ROW0 + 3])
    np.testing.assert_allclose(
        fit.prediction_covariance / fit.sigma2,
        np.eye(3) + design @ per_variance @ design.T,
        rtol=1e-8,
    )
    np.testing.assert_array_equal(fit.rows, rows)
    assert fit.df == 226


@pytest.mark.parametrize(("lags", "leads"), [(1, 1), (1, 0), (0, 0), (2, 3)])
def test_dimson_s_beta_and_its_error_are_those_of_the_summed_regression(
    lags: int, leads: int, real_frame: pd.DataFrame
) -> None:
    result = study(real_frame, "dimson", dimson_lags=lags, dimson_leads=leads)
    fit, market = result.fit, real_frame["market"]
    shifted = pd.concat({k: market.shift(-k) for k in range(-lags, leads + 1)}, axis=1)
    rows = np.arange(FIRST + lags, LAST + 1 - leads)
    response = real_frame["security"].to_numpy()
    ols = sm.OLS(response[rows], sm.add_constant(shifted.to_numpy()[rows])).fit()
    total = ols.t_test(np.r_[0.0, np.ones(lags + leads + 1)])
    assert fit.parameters["beta"] == pytest.approx(total.effect.item(), abs=SECOND_ROUTE)
    assert np.sqrt(fit.parameter_covariance[1, 1]) == pytest.approx(
        total.sd.item(), abs=SECOND_ROUTE
    )
    assert fit.df == ols.df_resid == 230 - 2 * (lags + leads) - 2
    # Only the line explains the event; the neighbouring sessions' coefficients do not.
    line = ols.params[0] + total.effect.item() * market.to_numpy()
    np.testing.assert_allclose(
        result.abnormal.values, (response - line)[ROW0 : ROW0 + 3], atol=SECOND_ROUTE
    )
    np.testing.assert_allclose(fit.residuals, (response - line)[rows], atol=SECOND_ROUTE)


def test_dimson_without_shifts_is_the_market_model(real_frame: pd.DataFrame) -> None:
    plain = study(real_frame, "market")
    dimson = study(real_frame, "dimson", dimson_lags=0, dimson_leads=0)
    np.testing.assert_allclose(dimson.abnormal.values, plain.abnormal.values, atol=1e-14)
    np.testing.assert_allclose(dimson.abnormal.covariance, plain.abnormal.covariance, rtol=1e-10)


@pytest.mark.parametrize("model", ["dimson", "scholes-williams"])
def test_a_session_next_to_a_missing_benchmark_return_is_left_out(
    model: str, real_frame: pd.DataFrame
) -> None:
    frame = real_frame.copy()
    frame.iloc[100, frame.columns.get_loc("market")] = np.nan
    rows = study(frame, model).fit.rows
    assert not {99, 100, 101} & set(rows.tolist())
    assert len(rows) == 225


@pytest.mark.parametrize("model", ["dimson", "scholes-williams"])
def test_too_few_rows_with_neighbours_are_refused(model: str) -> None:
    rng = np.random.default_rng(1)
    market = rng.normal(0, 0.01, 30)
    refusal = MODELS[model].fit(
        market + rng.normal(0, 0.01, 30), {"market": market}, np.arange(4), slice(20, 21)
    )
    assert isinstance(refusal, UnavailableModel)
    assert "no degree of freedom is left" in refusal.explanation


def test_an_autocorrelation_of_minus_a_half_leaves_scholes_williams_without_a_divisor() -> None:
    """R_m = 0, 1, -1 or 0, -1, 1 in turn has rho = -1/2 over whole periods."""
    market = np.tile([0.01, -0.01, 0.0], 40)[:101]
    rows = np.arange(101)
    returns = 1.1 * market + 0.001 * np.cos(rows)
    returns = np.append(returns, 0.01)
    refusal = MODELS["scholes-williams"].fit(
        returns, {"market": np.append(market, 0.01)}, rows, slice(101, 102)
    )
    assert isinstance(refusal, UnavailableModel)


def test_the_shifts_reach_the_estimator_only_for_dimson(real_frame: pd.DataFrame) -> None:
    returns = real_frame["security"].to_numpy()
    market = {"market": real_frame["market"].to_numpy()}
    rows, event = np.arange(FIRST, LAST + 1), slice(ROW0, ROW0 + 1)
    one = estimator("dimson", lags=1, leads=0)(returns, market, rows, event)
    two = estimator("dimson", lags=2, leads=0)(returns, market, rows, event)
    assert len(two.parameters) == len(one.parameters) + 1
    assert (
        estimator("market", lags=5) is MODELS["market"].fit
        or estimator("market", lags=5) == MODELS["market"].fit
    )
