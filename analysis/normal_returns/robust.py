"""Market models that a few outlying sessions of the estimation window cannot bend."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.special import ndtri

from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit, Regressors, UnavailableModel
from analysis.normal_returns.linear import NO_VARIANCE, SINGULAR, TOO_FEW_ROWS
from analysis.normal_returns.market_line import MarketLine, fit_from_line, with_constant

HUBER_C = 1.345
# 1.4826 to four places: a normal distribution's standard deviation over its median |e|.
MAD_TO_SIGMA = float(1 / ndtri(0.75))
_MAX_ITERATIONS = 500
_TOLERANCE = 1e-12


def fit_huber(
    returns: np.ndarray, regressors: Regressors, rows: np.ndarray, event: slice
) -> NormalReturnFit | UnavailableModel:
    """Fit the market model by Huber's M-estimator, c = 1.345, scale = 1.4826 MAD about zero.

    Notes
    -----
    Huber (1964, 1981). sigma2 is the squared scale, df = M - 2, and V = scale2 I + X* C X*'
    with C the covariance H1 of Huber (1981, section 7.6), as statsmodels computes it. The t
    with M - 2 degrees of freedom is an approximation.
    """
    refusal = _refuse("huber", returns[rows], regressors["market"][rows])
    if refusal:
        return refusal
    # Imported here because statsmodels takes longer to load than a study to run.
    from statsmodels.robust.norms import HuberT
    from statsmodels.robust.robust_linear_model import RLM

    market = regressors["market"]
    fit = RLM(returns[rows], with_constant(market[rows]), M=HuberT(HUBER_C)).fit(
        maxiter=_MAX_ITERATIONS, tol=_TOLERANCE
    )
    if fit.fit_history["iteration"] >= _MAX_ITERATIONS:
        return UnavailableModel("huber", NO_CONVERGENCE, {"iterations": _MAX_ITERATIONS})
    line = MarketLine(
        float(fit.params[0]),
        float(fit.params[1]),
        np.asarray(fit.bcov_scaled),
        float(fit.scale) ** 2,
        len(rows) - 2,
    )
    return fit_from_line("huber", line, returns, market, rows, event)


def fit_lad(
    returns: np.ndarray, regressors: Regressors, rows: np.ndarray, event: slice
) -> NormalReturnFit | UnavailableModel:
    """Fit the market model by least absolute deviations, scale = 1.4826 MAD about zero.

    Notes
    -----
    The minimum is found exactly, as a linear programme (Koenker and Bassett 1978). Its
    covariance is C = (X'X)^-1 / (4 f(0)^2); f(0), the density of the errors at their median,
    is taken from a normal core of the given scale, so C = (pi / 2) scale2 (X'X)^-1.
    sigma2 = scale2, df = M - 2, V = scale2 I + X* C X*'. The t with M - 2 degrees of freedom
    is an approximation.
    """
    refusal = _refuse("lad", returns[rows], regressors["market"][rows])
    if refusal:
        return refusal
    market = regressors["market"]
    design = with_constant(market[rows])
    alpha, beta = _least_absolute_deviations(returns[rows], design)
    residuals = returns[rows] - alpha - beta * market[rows]
    scale2 = (MAD_TO_SIGMA * float(np.median(np.abs(residuals)))) ** 2
    covariance = np.pi / 2 * scale2 * np.linalg.inv(design.T @ design)
    if scale2 == 0:
        return UnavailableModel("lad", NO_VARIANCE, {"rows": len(rows)})
    line = MarketLine(alpha, beta, covariance, scale2, len(rows) - 2)
    return fit_from_line("lad", line, returns, market, rows, event)


def _least_absolute_deviations(response: np.ndarray, design: np.ndarray) -> tuple[float, ...]:
    """Return theta (p,) that minimises sum |y - X theta|.

    The dual is small: maximise y'd with X'd = 0 and |d| <= 1; theta are its multipliers.
    """
    y, x = np.abs(response).max(), np.abs(design).max(axis=0)
    dual = linprog(
        -response / y,
        A_eq=(design / x).T,
        b_eq=np.zeros(design.shape[1]),
        bounds=(-1, 1),
        method="highs",
    )
    return tuple((-dual.eqlin.marginals * y / x).tolist())


def _refuse(model: str, returns: np.ndarray, market: np.ndarray) -> UnavailableModel | None:
    m = len(returns)
    if m <= 2:
        return UnavailableModel(model, TOO_FEW_ROWS, {"rows": m, "parameters": 2})
    if not np.ptp(market):
        return UnavailableModel(model, SINGULAR, {"parameters": "alpha, beta"})
    if not np.ptp(returns):
        return UnavailableModel(model, NO_VARIANCE, {"rows": m})
    return None


NO_CONVERGENCE = N_("Its estimation did not settle within {iterations} iterations.")
