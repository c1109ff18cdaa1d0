"""Market models that a few outlying sessions of the estimation window cannot bend."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit, Regressors, UnavailableModel
from analysis.normal_returns.linear import COLLINEAR, EXACT, SINGULAR, TOO_FEW_ROWS
from analysis.normal_returns.market_line import MarketLine, fit_from_line, with_constant

HUBER_C = 1.345
# 1.4826: a normal distribution's standard deviation over its median absolute value.
MAD_TO_SIGMA = float(1 / ndtri(0.75))
_MAX_ITERATIONS = 500
_TOLERANCE = 1e-12


def fit_huber(
    returns: np.ndarray, regressors: Regressors, rows: np.ndarray, event: slice
) -> NormalReturnFit | UnavailableModel:
    """Fit the market model by Huber's M-estimator, c = 1.345, scale = 1.4826 MAD about zero.

    Notes
    -----
    Huber (1964, 1981), by iteratively reweighted least squares; the scale is estimated anew
    at each step. sigma2 is the squared scale, df = M - 2, and V = scale2 I + X* C X*', with C
    the estimator's asymptotic covariance and Huber's correction for M rows,
    C = k^2 [sum psi^2 / (M - 2)] / mean(psi')^2 scale2 (X'X)^-1,
    k = 1 + 2/M var(psi') / mean(psi')^2. The t with M - 2 degrees of freedom is close.
    """
    market = regressors["market"]
    y, design = returns[rows], with_constant(market[rows])
    if (refusal := _refuse("huber", market[rows])) is not None:
        return refusal
    theta, settled = np.linalg.lstsq(design, y)[0], False
    for _ in range(_MAX_ITERATIONS):
        residuals = y - design @ theta
        scale = _scale(residuals)
        if _is_flat(scale, y):
            return UnavailableModel("huber", NO_SCALE, {"rows": len(rows)})
        size = np.abs(residuals) / scale
        root_weight = np.sqrt(HUBER_C / np.maximum(size, HUBER_C))
        new = np.linalg.lstsq(design * root_weight[:, np.newaxis], y * root_weight)[0]
        settled = bool(np.abs(design @ (new - theta)).max() <= _TOLERANCE * scale)
        theta = new
        if settled:
            break
    if not settled:
        return UnavailableModel("huber", NO_CONVERGENCE, {"iterations": _MAX_ITERATIONS})
    standardised = (y - design @ theta) / scale
    covariance = scale**2 * _huber_factor(standardised) * np.linalg.inv(design.T @ design)
    line = MarketLine(float(theta[0]), float(theta[1]), covariance, scale**2, len(rows) - 2)
    return fit_from_line("huber", line, returns, market, rows, event)


def _huber_factor(standardised: np.ndarray) -> float:
    """Return what (X'X)^-1 scale2 is multiplied by; 1 for normal least squares."""
    m = len(standardised)
    psi = np.clip(standardised, -HUBER_C, HUBER_C)
    inside = float((np.abs(standardised) <= HUBER_C).mean())
    correction = 1 + 2 / m * (1 - inside) / inside
    return correction**2 * float(psi @ psi) / (m - 2) / inside**2


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
    is close.
    """
    market = regressors["market"]
    y, design = returns[rows], with_constant(market[rows])
    if (refusal := _refuse("lad", market[rows])) is not None:
        return refusal
    if not y.any():
        return UnavailableModel("lad", NO_SCALE, {"rows": len(rows)})
    alpha, beta = _least_absolute_deviations(y, design)
    scale = _scale(y - alpha - beta * market[rows])
    if _is_flat(scale, y):
        return UnavailableModel("lad", NO_SCALE, {"rows": len(rows)})
    covariance = np.pi / 2 * scale**2 * np.linalg.inv(design.T @ design)
    line = MarketLine(alpha, beta, covariance, scale**2, len(rows) - 2)
    return fit_from_line("lad", line, returns, market, rows, event)


def _least_absolute_deviations(response: np.ndarray, design: np.ndarray) -> tuple[float, ...]:
    """Return theta (p,) that minimises sum |y - X theta|.

    The dual is small: maximise y'd with X'd = 0 and |d| <= 1; theta are its multipliers.
    """
    # Imported here because it takes half as long to load as everything else together.
    from scipy.optimize import linprog

    y, x = np.abs(response).max(), np.abs(design).max(axis=0)
    dual = linprog(
        -response / y,
        A_eq=(design / x).T,
        b_eq=np.zeros(design.shape[1]),
        bounds=(-1, 1),
        method="highs",
    )
    return tuple((-dual.eqlin.marginals * y / x).tolist())


def _scale(residuals: np.ndarray) -> float:
    return MAD_TO_SIGMA * float(np.median(np.abs(residuals)))


def _is_flat(scale: float, returns: np.ndarray) -> bool:
    return scale <= EXACT * float(np.abs(returns).max())


def _refuse(model: str, market: np.ndarray) -> UnavailableModel | None:
    if len(market) <= 2:
        return UnavailableModel(model, TOO_FEW_ROWS, {"rows": len(market), "parameters": 2})
    if np.ptp(market) <= COLLINEAR * np.abs(market).max():
        return UnavailableModel(model, SINGULAR, {"parameters": "alpha, beta"})
    return None


NO_CONVERGENCE = N_("Its estimation did not settle within {iterations} iterations.")
NO_SCALE = N_(
    "Half or more of the {rows} returns of the estimation window lie exactly on its line, as "
    "those of a share that seldom trades do; their median distance, its scale, is zero."
)
