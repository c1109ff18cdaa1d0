"""Artificial counterfactual: a regression on donors, chosen by the LASSO."""

from __future__ import annotations

import numpy as np

from analysis.counterfactual.donors import Counterfactual, DonorPanel, counterfactual


def artificial_counterfactual(panel: DonorPanel, level: float) -> Counterfactual:
    """Expect of the security what a regression on a few donors predicts.

    The LASSO chooses the donors, with the penalty s sqrt(2 log(2 J) / M) on standardised
    donors, s the standard deviation of the residuals, found in a few rounds; ordinary least
    squares on the chosen ones then gives the coefficients. Unlike in a synthetic control they
    may be negative and need not add up to one.

    Source: Carvalho, Masini and Medeiros (2018), ArCo; the penalty is that of Bickel, Ritov
    and Tsybakov (2009).
    """
    y, x = panel.returns[panel.learnt], panel.donors[panel.learnt]
    chosen = lasso_choice(y, x)
    weights = np.zeros(x.shape[1])
    design = np.column_stack((np.ones(len(y)), x[:, chosen]))
    fit = np.linalg.lstsq(design, y, rcond=None)[0]
    weights[chosen] = fit[1:]
    return counterfactual("arco", panel, fit[0] + panel.donors @ weights, weights, level)


def lasso_choice(y: np.ndarray, x: np.ndarray, rounds: int = 5) -> np.ndarray:
    """Return which of the J donors the LASSO keeps, as (J,) booleans."""
    m, j = x.shape
    centred = y - y.mean()
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    s, kept = float(centred.std()), np.zeros(j, dtype=bool)
    for _ in range(rounds):
        now = lasso(centred, standard, s * float(np.sqrt(2 * np.log(2 * j) / m))) != 0
        residual = centred - _projection(centred, standard[:, now])
        s = float(np.sqrt(residual @ residual / (m - 1 - now.sum())))
        if (now == kept).all():
            break
        kept = now
    return np.asarray(kept)


def lasso(y: np.ndarray, x: np.ndarray, penalty: float) -> np.ndarray:
    """Minimise |y - x b|^2 / 2M + penalty |b|_1 by cyclic coordinate descent.

    Parameters
    ----------
    y
        (M,) centred response.
    x
        (M, J) columns of mean 0 and variance 1 (divisor M).
    penalty
        In units of y.

    Returns
    -------
    numpy.ndarray
        (J,) coefficients, exactly 0 where a column is left out.

    Notes
    -----
    Friedman, Hastie and Tibshirani (2010), equation 5, with the updates of their 2.2. Written
    here because statsmodels never tries a coefficient again that was 0 once, and so leaves out
    columns that the minimum keeps; the tests compare both with the conditions of a minimum.
    """
    m, j = x.shape
    products = x.T @ x / m
    coefficients = np.zeros(j)
    gradient = x.T @ y / m
    least = 1e-10 * float(np.abs(gradient).max(initial=0.0))
    change = np.inf
    while change > least:
        change = 0.0
        for k in range(j):
            now = float(coefficients[k])
            alone = float(gradient[k]) + now
            new = max(abs(alone) - penalty, 0.0) * (1.0 if alone > 0 else -1.0)
            if new != now:
                gradient -= products[k] * (new - now)
                coefficients[k] = new
                change = max(change, abs(new - now))
    return coefficients


def _projection(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    if x.shape[1] == 0:
        return np.zeros_like(y)
    return np.asarray(x @ np.linalg.lstsq(x, y, rcond=None)[0])


def gap_p_value(found: Counterfactual, panel: DonorPanel) -> tuple[float, float]:
    """Return the two-sided rank p-value of the effect among the estimation window's gaps.

    Returns
    -------
    tuple of float
        p-value and its floor, 2 / (n + 1), n the sums of L consecutive gaps.
    """
    length = panel.event.stop - panel.event.start
    sums = np.convolve(found.gap[panel.learnt], np.ones(length), mode="valid")
    effect = found.effect(panel)
    lower = (1 + np.sum(sums <= effect)) / (len(sums) + 1)
    upper = (1 + np.sum(sums >= effect)) / (len(sums) + 1)
    return float(min(1.0, 2 * min(lower, upper))), 2 / (len(sums) + 1)
