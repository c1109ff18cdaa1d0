"""The market model and its two restrictions: mean-adjusted and market-adjusted returns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit
from analysis.normal_returns.linear import fit_linear


def _with_constant(factor: np.ndarray) -> np.ndarray:
    return np.column_stack((np.ones(len(factor)), factor))


def fit_market_model(
    returns: np.ndarray, regressors: Mapping[str, np.ndarray], rows: np.ndarray, event: slice
) -> NormalReturnFit:
    """Fit R = alpha + beta R_m + e on the estimation rows, M - 2 degrees of freedom.

    MacKinlay (1997), equation 3.
    """
    market = regressors["market"]
    return fit_linear(
        "market",
        ("alpha", "beta"),
        returns[rows],
        _with_constant(market[rows]),
        _with_constant(market[event]),
        rows,
    )


def fit_mean_adjusted(
    returns: np.ndarray, regressors: Mapping[str, np.ndarray], rows: np.ndarray, event: slice
) -> NormalReturnFit:
    """Fit R = mu + e: the normal return is the estimation window's mean, M - 1 df.

    Brown and Warner (1985), section 2.
    """
    del regressors
    return fit_linear(
        "mean-adjusted",
        ("alpha",),
        returns[rows],
        np.ones((len(rows), 1)),
        np.ones((event.stop - event.start, 1)),
        rows,
    )


def fit_market_adjusted(
    returns: np.ndarray, regressors: Mapping[str, np.ndarray], rows: np.ndarray, event: slice
) -> NormalReturnFit:
    """Take the benchmark's return as normal: alpha = 0 and beta = 1, nothing estimated.

    The model says that R - R_m has mean zero, so the variance is taken about zero with M
    degrees of freedom, and a prediction carries no estimation error: V = s2 I
    (Brown and Warner 1985, section 2).
    """
    market = regressors["market"]
    excess = returns[rows] - market[rows]
    sigma2 = float(excess @ excess / len(rows))
    return NormalReturnFit(
        model="market-adjusted",
        parameters={"alpha": 0.0, "beta": 1.0},
        parameter_covariance=np.zeros((2, 2)),
        residuals=excess,
        sigma2=sigma2,
        df=len(rows),
        rows=rows,
        expected=market[event],
        prediction_covariance=sigma2 * np.eye(event.stop - event.start),
    )
