"""Artificial counterfactual: a regression on donors, chosen by the LASSO."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm

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
        penalty = s * np.sqrt(2 * np.log(2 * j) / m)
        fit = sm.OLS(centred, standard).fit_regularized(alpha=penalty, L1_wt=1.0)
        now = np.abs(fit.params) > 1e-10
        residual = centred - _projection(centred, standard[:, now])
        s = float(np.sqrt(residual @ residual / (m - 1 - now.sum())))
        if (now == kept).all():
            break
        kept = now
    return np.asarray(kept)


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
