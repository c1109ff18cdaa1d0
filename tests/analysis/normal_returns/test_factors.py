"""Every least-squares model against a statsmodels regression with event dummies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.normal_returns.models import MODELS
from analysis.study import StudySpec, run_study
from analysis.windows import EventWindow

# Two least-squares routes on a well-conditioned design agree to about 1e-14.
SECOND_ROUTE = 1e-10

FF3 = ["mkt_rf", "smb_3f", "hml"]
DESIGNS = {
    "mean-adjusted": (None, []),
    "market": (None, ["market"]),
    "market-ex-firm": (None, ["market_ex_firm"]),
    "market-sector": (None, ["market", "spread"]),
    "capm": ("rf", ["excess"]),
    "ff3": ("rf", FF3),
    "ff5": ("rf", ["mkt_rf", "smb", "hml", "rmw", "cma"]),
    "carhart": ("rf", [*FF3, "mom"]),
}
WINDOW = EventWindow(-1, 2)
ROW0 = 280


@pytest.mark.parametrize("source", ["random_frame", "real_frame"])
@pytest.mark.parametrize("model", DESIGNS)
def test_estimates_and_predictions_equal_the_event_dummy_regression(
    model: str, source: str, request: pytest.FixtureRequest
) -> None:
    """Karafiath (1988): the dummies' coefficients are the AR, their classical errors the SE."""
    frame: pd.DataFrame = request.getfixturevalue(source)
    offset, columns = DESIGNS[model]
    full = frame.assign(
        spread=frame["sector"] - frame["market"], excess=frame["market"] - frame["rf"], one=1.0
    )
    columns = columns if model == "capm" else ["one", *columns]
    rows = np.r_[ROW0 - 250 : ROW0 - 20, ROW0 + WINDOW.first : ROW0 + WINDOW.last + 1]
    response = full["security"] - (full[offset] if offset else 0.0)
    dummies = np.vstack((np.zeros((230, 4)), np.eye(4)))
    ols = sm.OLS(
        response.to_numpy()[rows], np.column_stack((full[columns].to_numpy()[rows], dummies))
    ).fit()
    p = len(columns)

    result = run_study(
        frame["security"], frame, frame.index[ROW0].date(), StudySpec(model, windows=(WINDOW,))
    )
    fit = result.fit
    estimated = list(fit.parameters.values())[-p:]
    np.testing.assert_allclose(estimated, ols.params[:p], atol=SECOND_ROUTE)
    np.testing.assert_allclose(
        fit.parameter_covariance[-p:, -p:], ols.cov_params()[:p, :p], atol=SECOND_ROUTE
    )
    np.testing.assert_allclose(
        fit.prediction_covariance, ols.cov_params()[p:, p:], atol=SECOND_ROUTE
    )
    np.testing.assert_allclose(result.abnormal.values, ols.params[p:], atol=SECOND_ROUTE)
    total = ols.t_test(np.r_[np.zeros(p), np.ones(4)])
    assert result.headline.car.scar == pytest.approx(total.tvalue.item(), abs=SECOND_ROUTE)
    assert fit.df == ols.df_resid == 230 - p


def test_the_capm_names_the_alpha_that_it_fixes_at_zero(random_frame: pd.DataFrame) -> None:
    fit = fit_of("capm", random_frame)
    assert fit.parameters["alpha"] == 0.0
    assert not fit.parameter_covariance[0].any()
    assert fit.parameter_covariance.shape == (2, 2)


def test_the_market_adjusted_model_estimates_nothing(random_frame: pd.DataFrame) -> None:
    fit = fit_of("market-adjusted", random_frame)
    excess = (random_frame["security"] - random_frame["market"]).to_numpy()[ROW0 - 250 : ROW0 - 20]
    assert fit.parameters == {"alpha": 0.0, "beta": 1.0}
    assert not fit.parameter_covariance.any()
    assert fit.sigma2 == pytest.approx(np.mean(excess**2), rel=1e-14)
    np.testing.assert_allclose(fit.prediction_covariance, fit.sigma2 * np.eye(1), rtol=1e-14)
    assert fit.df == 230


@pytest.mark.parametrize("model", DESIGNS)
def test_the_errors_between_estimation_and_event_follow_the_same_line(
    model: str, random_frame: pd.DataFrame
) -> None:
    near = run_study(
        random_frame["security"],
        random_frame,
        random_frame.index[ROW0].date(),
        StudySpec(model, windows=(EventWindow(-20, 0),)),
    )
    np.testing.assert_allclose(
        fit_of(model, random_frame).gap_errors, near.abnormal.values[:20], atol=1e-15
    )


def fit_of(model: str, frame: pd.DataFrame):
    return run_study(frame["security"], frame, frame.index[ROW0].date(), StudySpec(model)).fit


def test_every_model_states_its_equation_degrees_of_freedom_covariance_and_source() -> None:
    assert set(MODELS) == {
        "mean-adjusted",
        "market-adjusted",
        "market",
        "market-ex-firm",
        "capm",
        "ff3",
        "ff5",
        "carhart",
        "market-sector",
        "scholes-williams",
        "dimson",
        "huber",
        "lad",
        "garch",
    }
    for name, model in MODELS.items():
        assert model.name == name
        assert all(
            (model.title, model.equation, model.degrees_of_freedom, model.prediction, model.source)
        )
