"""Huber's M-estimator and least absolute deviations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.normal_returns.fit import UnavailableModel
from analysis.normal_returns.models import MODELS
from analysis.study import StudySpec, run_study

# Both routes iterate to the same fixed point, to about 1e-12 of the scale.
FIXED_POINT = 1e-9
ROWS = slice(30, 260)
ROW0 = 280
ROBUST = ["huber", "lad"]


def arrays(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return (
        frame["security"].to_numpy()[ROWS],
        sm.add_constant(frame["market"].to_numpy()[ROWS]),
    )


def fit(frame: pd.DataFrame, model: str):
    return run_study(frame["security"], frame, frame.index[ROW0].date(), StudySpec(model)).fit


@pytest.mark.parametrize("source", ["random_frame", "real_frame"])
def test_huber_is_that_of_statsmodels(source: str, request: pytest.FixtureRequest) -> None:
    frame = request.getfixturevalue(source)
    y, design = arrays(frame)
    expected = sm.RLM(y, design, M=sm.robust.norms.HuberT(1.345)).fit(tol=1e-14, maxiter=500)
    found = fit(frame, "huber")
    np.testing.assert_allclose(list(found.parameters.values()), expected.params, rtol=FIXED_POINT)
    np.testing.assert_allclose(found.parameter_covariance, expected.bcov_scaled, rtol=FIXED_POINT)
    assert found.sigma == pytest.approx(expected.scale, rel=FIXED_POINT)
    point = sm.add_constant(frame["market"].to_numpy())[ROW0]
    assert found.prediction_covariance.item() == pytest.approx(
        expected.scale**2 + point @ expected.bcov_scaled @ point, rel=FIXED_POINT
    )
    assert found.df == 228


@pytest.mark.parametrize("source", ["random_frame", "real_frame"])
def test_lad_is_at_least_as_good_as_that_of_statsmodels_and_next_to_it(
    source: str, request: pytest.FixtureRequest
) -> None:
    frame = request.getfixturevalue(source)
    y, design = arrays(frame)
    # QuantReg smooths residuals below 1e-6, so percent bring it nearer to the minimum.
    expected = sm.QuantReg(100 * y, design * [1, 100]).fit(0.5, p_tol=1e-10, max_iter=20_000)
    found = fit(frame, "lad")
    theta = np.array(list(found.parameters.values()))
    assert theta[1] == pytest.approx(expected.params[1], abs=1e-4)
    assert theta[0] == pytest.approx(expected.params[0] / 100, abs=1e-6)
    deviations = np.abs(y - design @ theta)
    assert deviations.sum() <= np.abs(y - design @ (expected.params / [100, 1])).sum() + 1e-15


def test_the_lad_line_goes_through_two_sessions_and_no_pair_of_sessions_does_better(
    worked_frame: pd.DataFrame,
) -> None:
    """A minimum of the sum lies on a line through two points, so all pairs can be tried."""
    y, market = worked_frame[0].to_numpy()[:12], worked_frame["market"].to_numpy()
    found = MODELS["lad"].fit(
        worked_frame[0].to_numpy(), {"market": market}, np.arange(12), slice(12, 14)
    )
    x = market[:12]
    sums = [
        np.abs(y - y[i] - (y[j] - y[i]) / (x[j] - x[i]) * (x - x[i])).sum()
        for i in range(12)
        for j in range(i)
    ]
    assert np.abs(found.residuals).sum() == pytest.approx(min(sums), abs=1e-15)
    assert np.sum(np.abs(found.residuals) < 1e-15) == 2


def test_the_covariance_of_lad_is_that_of_a_normal_core(random_frame: pd.DataFrame) -> None:
    found = fit(random_frame, "lad")
    _, design = arrays(random_frame)
    scale = np.median(np.abs(found.residuals)) * 1.4826022185056018
    expected = np.pi / 2 * scale**2 * np.linalg.inv(design.T @ design)
    np.testing.assert_allclose(found.parameter_covariance, expected, rtol=1e-12)
    assert found.sigma == pytest.approx(scale, rel=1e-12)


@pytest.mark.parametrize("model", ROBUST)
def test_one_wild_session_moves_least_squares_and_leaves_the_robust_line(
    model: str, random_frame: pd.DataFrame
) -> None:
    wild = random_frame.copy()
    wild.iloc[100, wild.columns.get_loc("security")] = 2.0
    before, after = (fit(frame, model).parameters["beta"] for frame in (random_frame, wild))
    plain = [fit(frame, "market").parameters["beta"] for frame in (random_frame, wild)]
    assert abs(after - before) < 0.05 < 0.2 < abs(plain[1] - plain[0])


@pytest.mark.parametrize("model", ROBUST)
def test_a_share_that_seldom_trades_has_no_scale(model: str, random_frame: pd.DataFrame) -> None:
    returns = random_frame["security"].to_numpy().copy()
    returns[np.random.default_rng(3).random(len(returns)) < 0.7] = 0.0
    refusal = MODELS[model].fit(
        returns,
        {"market": random_frame["market"].to_numpy()},
        np.arange(30, 260),
        slice(ROW0, ROW0 + 1),
    )
    assert isinstance(refusal, UnavailableModel)
    assert "seldom trades" in refusal.explanation


@pytest.mark.parametrize("model", ROBUST)
def test_two_rows_are_refused(model: str, random_frame: pd.DataFrame) -> None:
    refusal = MODELS[model].fit(
        random_frame["security"].to_numpy(),
        {"market": random_frame["market"].to_numpy()},
        np.arange(2),
        slice(ROW0, ROW0 + 1),
    )
    assert isinstance(refusal, UnavailableModel)
    assert "It estimates 2 parameters" in refusal.explanation
