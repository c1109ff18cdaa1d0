"""Betas for securities that do not trade at the benchmark's hours."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit, Regressors, UnavailableModel
from analysis.normal_returns.linear import (
    NO_VARIANCE,
    TOO_FEW_ROWS,
    fit_linear,
    is_exact,
)
from analysis.normal_returns.market_line import (
    MarketLine,
    fit_from_line,
    slopes,
    with_constant,
)

# 1 + 2 rho below this would divide the three slopes by rounding.
SMALLEST_DIVISOR = 1e-8


def _rows_with_neighbours(
    market: np.ndarray, rows: np.ndarray, lags: int, leads: int
) -> np.ndarray:
    """Return the rows whose market returns from -lags to +leads lie in the window, none missing."""
    inner = rows[(rows - lags >= rows[0]) & (rows + leads <= rows[-1])]
    near = _shifted(market, inner, lags, leads)
    return np.asarray(inner[~np.isnan(near).any(axis=1)])


def _shifted(market: np.ndarray, rows: np.ndarray, lags: int, leads: int) -> np.ndarray:
    """Return R_m,t+k for k = -lags..leads, one column a shift: (n, lags + 1 + leads)."""
    return np.asarray(market[rows[:, np.newaxis] + np.arange(-lags, leads + 1)])


def fit_scholes_williams(
    returns: np.ndarray, regressors: Regressors, rows: np.ndarray, event: slice
) -> NormalReturnFit | UnavailableModel:
    """Fit beta = (b_-1 + b_0 + b_+1) / (1 + 2 rho_m), alpha = mean R - beta mean R_m.

    b_k is the slope of R_t on R_m,t+k over the rows t = 2..M-1; rho_m the correlation of
    R_m with itself a session before, over the whole window.

    Notes
    -----
    Scholes and Williams (1977). The estimator is that of instrumental
    variables with Z = [1, R_m,t-1 + R_m,t + R_m,t+1], so the covariance of alpha and beta is
    s2 (Z'X)^-1 Z'Z (X'Z)^-1, and V = s2 (I + X* (Z'X)^-1 Z'Z (X'Z)^-1 X*'), with s2 the
    squared errors of the rows t = 2..M-1 over their number less 2.
    """
    name, market = "scholes-williams", regressors["market"]
    inner = _rows_with_neighbours(market, rows, 1, 1)
    if len(inner) <= 2:
        return UnavailableModel(name, TOO_FEW_ROWS, {"rows": len(inner), "parameters": 2})
    y, near = returns[inner], _shifted(market, inner, 1, 1)
    pairs = np.column_stack((market[rows[0] + 1 : rows[-1] + 1], market[rows[0] : rows[-1]]))
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if not (np.ptp(near, axis=0).all() and np.ptp(pairs, axis=0).all()):
        return UnavailableModel(name, CONSTANT_MARKET, {})
    rho = float(np.corrcoef(pairs.T)[0, 1])
    if abs(1 + 2 * rho) < SMALLEST_DIVISOR:
        return UnavailableModel(name, NO_DIVISOR, {"rho": rho})
    parts = slopes(y[:, np.newaxis], near)
    beta = float(parts.sum() / (1 + 2 * rho))
    alpha = float(y.mean() - beta * near[:, 1].mean())
    errors = y - alpha - beta * near[:, 1]
    if is_exact(errors, y):
        return UnavailableModel(name, NO_VARIANCE, {"rows": len(inner)})
    sigma2 = float(errors @ errors) / (len(inner) - 2)
    instruments = with_constant(near.sum(axis=1))
    cross = instruments.T @ with_constant(near[:, 1])
    if np.linalg.matrix_rank(cross) < 2:
        return UnavailableModel(name, NO_DIVISOR, {"rho": rho})
    bread = np.linalg.inv(cross)
    covariance = sigma2 * bread @ (instruments.T @ instruments) @ bread.T
    return fit_from_line(
        name,
        MarketLine(alpha, beta, covariance, sigma2, len(inner) - 2),
        returns,
        market,
        inner,
        event,
    )


def fit_dimson(
    returns: np.ndarray,
    regressors: Regressors,
    rows: np.ndarray,
    event: slice,
    *,
    lags: int = 1,
    leads: int = 1,
) -> NormalReturnFit | UnavailableModel:
    """Fit R_t = a + sum_k b_k R_m,t+k + u, k = -lags..leads, and take beta = sum_k b_k.

    The rows are those whose lags and leads lie in the estimation window. The normal return
    of an event row is a + beta R_m of the same session: a lead there would explain the event
    by what followed it.

    Notes
    -----
    Dimson (1979). df = rows - (lags + leads + 2). s2 is the squared distance of
    the rows from the line a + beta R_m over df, since that is the distance measured on the
    event; the covariance of a and beta comes from the regression, C = var(u) T (X'X)^-1 T';
    V = s2 I + X* C X*'.
    """
    name, market = "dimson", regressors["market"]
    inner = _rows_with_neighbours(market, rows, lags, leads)
    parameters = lags + leads + 2
    if len(inner) <= parameters:
        return UnavailableModel(name, TOO_FEW_ROWS, {"rows": len(inner), "parameters": parameters})
    shifts = range(-lags, leads + 1)
    names = ("alpha", *(f"beta({k:+d})" if k else "beta(0)" for k in shifts))
    design = with_constant(*_shifted(market, inner, lags, leads).T)
    regression = fit_linear(name, names, returns[inner], design, design[:0], inner)
    if isinstance(regression, UnavailableModel):
        return regression
    theta = np.array(list(regression.parameters.values()))
    # From (a, b_-K .. b_K) to (a, sum b, b_-K .. b_K).
    to_line = np.zeros((2, parameters))
    to_line[0, 0] = to_line[1, 1:] = 1.0
    to_all = np.vstack((to_line, np.eye(parameters)[1:]))
    alpha, beta = map(float, to_line @ theta)
    errors = returns[inner] - alpha - beta * market[inner]
    return fit_from_line(
        name,
        MarketLine(
            alpha,
            beta,
            to_line @ regression.parameter_covariance @ to_line.T,
            float(errors @ errors) / regression.df,
            regression.df,
        ),
        returns,
        market,
        inner,
        event,
        dict(list(regression.parameters.items())[1:]),
        to_all @ regression.parameter_covariance @ to_all.T,
    )


CONSTANT_MARKET = N_("The benchmark's return does not vary in the estimation window.")
NO_DIVISOR = N_(
    "The benchmark's autocorrelation is {rho:.6f}, so that 1 + 2 rho, by which the slopes are "
    "divided, is zero."
)
