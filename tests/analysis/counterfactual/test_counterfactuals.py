"""Counterfactuals from donors, against second routes and a planted effect."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import minimize

from analysis.counterfactual.artificial import (
    artificial_counterfactual,
    gap_p_value,
    lasso,
    lasso_choice,
)
from analysis.counterfactual.donors import Counterfactual, DonorPanel
from analysis.counterfactual.structural import local_level, structural_series
from analysis.counterfactual.synthetic_control import (
    placebo_over_donors,
    simplex_weights,
    synthetic_control,
)
from analysis.errors import StudyError
from data.providers.snapshot import sp500_returns

TRUE = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0, 0])
EFFECT = -0.12


@pytest.fixture
def panel() -> DonorPanel:
    rng = np.random.default_rng(11)
    common = 0.008 * rng.standard_normal((252, 1))
    donors = common + 0.012 * rng.standard_normal((252, 8))
    own = donors @ TRUE + 0.004 * rng.standard_normal(252)
    own[250] += EFFECT
    return DonorPanel(own, donors, tuple("ABCDEFGH"), slice(0, 230), slice(250, 252))


def test_the_mixture_is_the_optimum_of_the_quadratic_programme(panel: DonorPanel) -> None:
    y, x = panel.returns[panel.learnt], panel.donors[panel.learnt]
    weights = simplex_weights(y, x)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    search = minimize(
        lambda w: 1e4 * float(np.sum((y - x @ w) ** 2)),
        np.full(8, 1 / 8),
        bounds=[(0, 1)] * 8,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert weights == pytest.approx(search.x, abs=2e-4)


def test_a_mixture_of_donors_is_found_exactly(panel: DonorPanel) -> None:
    exact = panel.donors @ TRUE
    assert simplex_weights(exact, panel.donors) == pytest.approx(TRUE, abs=1e-7)


@pytest.mark.parametrize("method", ["synthetic_control", "arco", "structural"])
def test_each_method_finds_the_planted_effect(panel: DonorPanel, method: str) -> None:
    found = _by(method, panel)
    assert found.effect(panel) == pytest.approx(EFFECT, abs=0.025)
    low, high = found.interval
    assert low < found.effect(panel) < high < 0
    assert found.gap[panel.event].sum() == pytest.approx(found.effect(panel), abs=1e-12)
    assert found.r_squared > 0.7


def test_the_chosen_regression_is_that_of_statsmodels(panel: DonorPanel) -> None:
    y, x = panel.returns[panel.learnt], panel.donors[panel.learnt]
    chosen = lasso_choice(y, x)
    assert chosen[:3].all()
    fit = sm.OLS(y, sm.add_constant(x[:, chosen])).fit()
    found = artificial_counterfactual(panel, 0.95)
    assert found.weights[chosen] == pytest.approx(fit.params[1:], rel=1e-9)
    assert found.rmse == pytest.approx(np.sqrt(fit.ssr / 230), rel=1e-9)
    assert found.r_squared == pytest.approx(fit.rsquared, rel=1e-9)


def standardised(ticker: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the centred returns of a share, and of 40 others in units of their deviation."""
    returns = sp500_returns().loc["2024-01-26":"2025-01-24"].dropna(axis=1)
    y = returns[ticker].to_numpy()
    x = returns.drop(columns=ticker).to_numpy()[:, :400:10]
    return y - y.mean(), (x - x.mean(axis=0)) / x.std(axis=0)


@pytest.mark.parametrize("ticker", ["NVDA", "XOM", "PH", "MSFT", "UBER"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_the_lasso_is_at_its_minimum(ticker: str, share: float) -> None:
    y, x = standardised(ticker)
    penalty = share * float(np.abs(x.T @ y).max()) / len(y)
    found = lasso(y, x, penalty)
    slopes = x.T @ (y - x @ found) / len(y)
    kept = found != 0
    assert 0 < kept.sum() < x.shape[1]
    assert slopes[kept] == pytest.approx(penalty * np.sign(found[kept]), rel=1e-7)
    assert np.abs(slopes[~kept]).max() <= penalty

    def objective(b: np.ndarray) -> float:
        return float(np.sum((y - x @ b) ** 2) / (2 * len(y)) + penalty * np.abs(b).sum())

    theirs = sm.OLS(y, x).fit_regularized(alpha=penalty, L1_wt=1.0).params
    assert objective(found) <= objective(theirs) * (1 + 1e-12)
    smooth = np.abs(x.T @ (y - x @ theirs))[theirs == 0].max() / len(y)
    if smooth <= penalty:
        assert found == pytest.approx(theirs, abs=1e-8)


def test_the_lasso_of_a_penalty_above_every_slope_keeps_nothing() -> None:
    y, x = standardised("NVDA")
    highest = float(np.abs(x.T @ y).max()) / len(y)
    assert not lasso(y, x, 1.0001 * highest).any()
    assert np.flatnonzero(lasso(y, x, 0.9999 * highest)) == [np.abs(x.T @ y).argmax()]
    assert lasso(y, x, 0.0) == pytest.approx(np.linalg.lstsq(x, y, rcond=None)[0], abs=1e-7)


def test_the_interval_is_the_effect_less_the_quantiles_of_ordinary_sums(panel: DonorPanel) -> None:
    found = synthetic_control(panel, 0.9)
    sums = [found.gap[i] + found.gap[i + 1] for i in range(229)]
    low, high = np.quantile(sums, [0.05, 0.95])
    effect = found.effect(panel)
    assert found.interval == pytest.approx((effect - high, effect - low), abs=1e-12)
    below = 1 + sum(value <= effect for value in sums)
    assert gap_p_value(found, panel) == (2 * below / 230, 2 / 230)


def test_the_placebo_ranks_the_security_among_its_donors(panel: DonorPanel) -> None:
    placebo = placebo_over_donors(panel, 0.95)
    assert placebo.p_value == placebo.floor == 1 / 9
    assert placebo.ratio > placebo.ratios.max()
    quiet = replace(panel, returns=panel.donors @ np.full(8, 1 / 8) + 1e-4)
    others = np.delete(panel.donors, 3, axis=1)
    one = DonorPanel(panel.donors[:, 3], others, tuple("ABCEFGH"), panel.learnt, panel.event)
    found = synthetic_control(one, 0.95)
    by_hand = abs(found.effect(one)) / found.rmse
    assert placebo_over_donors(quiet, 0.95).ratios[3] == pytest.approx(by_hand, rel=1e-12)


def test_the_structural_series_agrees_with_one_fitted_in_one_piece(panel: DonorPanel) -> None:
    chosen = lasso_choice(panel.returns[panel.learnt], panel.donors[panel.learnt])
    found = structural_series(panel, chosen, 0.95)
    price = 100 * np.cumsum(np.log1p(panel.returns))
    donors = 100 * np.cumsum(np.log1p(panel.donors[:, chosen]), axis=0)
    fitted = sm.tsa.UnobservedComponents(price[:230], "local level", exog=donors[:230]).fit(
        disp=False, maxiter=500
    )
    whole = sm.tsa.UnobservedComponents(price[:250], "local level", exog=donors[:250])
    path = whole.smooth(fitted.params).forecast(2, exog=donors[250:])
    first = panel.returns[250] - np.expm1((path[0] - price[249]) / 100)
    second = panel.returns[251] - np.expm1((path[1] - path[0]) / 100)
    assert found.effect(panel) == pytest.approx(first + second, rel=1e-4)


@pytest.mark.parametrize("ticker", ["NVDA", "XOM", "PH", "MSFT"])
def test_the_local_level_is_at_the_maximum_that_statsmodels_climbs_to(ticker: str) -> None:
    returns = sp500_returns().loc["2024-01-26":"2025-01-24"].dropna(axis=1)
    y = 100 * np.cumsum(np.log1p(returns[ticker].to_numpy()))
    x = 100 * np.cumsum(np.log1p(returns[["KO", "JPM", "PLD", "CVX"]].to_numpy()), axis=0)
    found = local_level(y, x)
    model = sm.tsa.UnobservedComponents(y, "local level", exog=x)
    theirs = model.fit(disp=False, maxiter=500)
    assert found.log_likelihood >= theirs.llf - 1e-5
    assert model.loglike(found.parameters) == pytest.approx(found.log_likelihood, abs=1e-4)
    assert found.coefficients == pytest.approx(theirs.params[2:], abs=1e-3)
    total = found.irregular + found.level
    assert found.parameters[:2] == pytest.approx(theirs.params[:2], abs=1e-3 * total)


@pytest.mark.parametrize(("irregular", "level"), [(0.0, 1.0), (1.0, 0.0), (1.0, 0.04)])
def test_the_local_level_finds_variances_that_were_put_in(irregular: float, level: float) -> None:
    rng = np.random.default_rng(5)
    x = np.cumsum(rng.standard_normal((4000, 2)), axis=0)
    mu = np.cumsum(np.sqrt(level) * rng.standard_normal(4000))
    found = local_level(mu + x @ [0.5, -1.0] + np.sqrt(irregular) * rng.standard_normal(4000), x)
    assert found.irregular == pytest.approx(irregular, abs=0.06)
    assert found.level == pytest.approx(level, abs=max(0.06 * level, 0.012))
    assert found.coefficients == pytest.approx([0.5, -1.0], abs=0.05)


def test_missing_returns_and_too_few_donors_are_refused(panel: DonorPanel) -> None:
    gone = panel.returns.copy()
    gone[3] = np.nan
    with pytest.raises(StudyError, match="missing"):
        replace(panel, returns=gone)
    with pytest.raises(StudyError, match="At least 5"):
        replace(panel, donors=panel.donors[:, :4], names=tuple("ABCD"))
    with pytest.raises(StudyError, match="keeps no donor"):
        structural_series(panel, np.zeros(8, dtype=bool), 0.95)


def _by(method: str, panel: DonorPanel) -> Counterfactual:
    if method == "synthetic_control":
        return synthetic_control(panel, 0.95)
    if method == "arco":
        return artificial_counterfactual(panel, 0.95)
    chosen = lasso_choice(panel.returns[panel.learnt], panel.donors[panel.learnt])
    return structural_series(panel, chosen, 0.95)
