"""Linear normal-return models by ordinary least squares."""

from __future__ import annotations

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit


def fit_linear(
    model: str,
    names: tuple[str, ...],
    response: np.ndarray,
    design: np.ndarray,
    event_design: np.ndarray,
    rows: np.ndarray,
) -> NormalReturnFit:
    """Fit R = X theta + e by least squares and predict the event rows.

    Parameters
    ----------
    model, names
        Name of the model and of its p parameters.
    response
        (M,) returns of the security in the estimation window.
    design
        (M, p) regressors X, the constant included where the model has one.
    event_design
        (L, p) regressors X* of the event rows.
    rows
        (M,) positions of the estimation rows.

    Returns
    -------
    NormalReturnFit
        With the full prediction covariance V = s2 (I + X* (X'X)^-1 X*').

    Notes
    -----
    Campbell, Lo and MacKinlay (1997), equations 4.4.3 to 4.4.9; s2 has divisor M - p.
    """
    m, p = design.shape
    q, r = np.linalg.qr(design)
    theta = np.linalg.solve(r, q.T @ response)
    residuals = response - design @ theta
    sigma2 = float(residuals @ residuals / (m - p))
    leverage = np.linalg.solve(r.T, event_design.T)
    r_inverse = np.linalg.solve(r, np.eye(p))
    return NormalReturnFit(
        model=model,
        parameters=dict(zip(names, map(float, theta), strict=True)),
        parameter_covariance=sigma2 * r_inverse @ r_inverse.T,
        residuals=residuals,
        sigma2=sigma2,
        df=m - p,
        rows=rows,
        expected=event_design @ theta,
        prediction_covariance=sigma2 * (np.eye(len(event_design)) + leverage.T @ leverage),
    )
