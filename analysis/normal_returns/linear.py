"""Normal-return models that are linear in their parameters, by ordinary least squares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analysis.errors import N_
from analysis.normal_returns.fit import (
    NormalReturnFit,
    Regressors,
    UnavailableModel,
    gap_errors,
)

# Sine of the angle between a regressor and the span of the others; half of the digits are
# lost below it.
COLLINEAR = 1e-8
# Residual standard deviation over that of the response below which rounding is all there is.
EXACT = 1e-10

TOO_FEW_ROWS = N_(
    "It estimates {parameters} parameters, and the estimation window holds {rows} usable "
    "sessions: no degree of freedom is left."
)
SINGULAR = N_(
    "Its regressors are collinear in the estimation window, so {parameters} cannot be told "
    "apart; a regressor may be constant."
)
NO_VARIANCE = N_(
    "It reproduces all {rows} returns of the estimation window exactly, so there is no "
    "residual variance to measure an event against."
)

Columns = Callable[[Regressors], tuple[np.ndarray, ...]]


def fit_linear(
    model: str,
    names: tuple[str, ...],
    response: np.ndarray,
    design: np.ndarray,
    event_design: np.ndarray,
    rows: np.ndarray,
) -> NormalReturnFit | UnavailableModel:
    """Fit R = X theta + e by least squares and predict the event rows.

    Parameters
    ----------
    model, names
        Name of the model and of its p parameters.
    response
        (M,) returns of the security in the estimation window.
    design
        (M, p) regressors X, the constant included where the model has one; p may be 0.
    event_design
        (L, p) regressors X* of the event rows.
    rows
        (M,) positions of the estimation rows.

    Returns
    -------
    NormalReturnFit or UnavailableModel
        With the full prediction covariance V = s2 (I + X* (X'X)^-1 X*'); a refusal when
        M <= p, when the regressors are collinear, or when no residual variance is left.

    Notes
    -----
    Campbell, Lo and MacKinlay (1997), equations 4.4.3 to 4.4.9; s2 has divisor M - p.
    """
    m, p = design.shape
    if m <= p:
        return UnavailableModel(model, TOO_FEW_ROWS, {"rows": m, "parameters": p})
    scale = np.sqrt(np.einsum("ij,ij->j", design, design))
    if not scale.all():
        return UnavailableModel(model, SINGULAR, {"parameters": ", ".join(names)})
    q, r = np.linalg.qr(design / scale)
    if p and np.abs(np.diagonal(r)).min() < COLLINEAR:
        return UnavailableModel(model, SINGULAR, {"parameters": ", ".join(names)})
    r_inverse = np.linalg.inv(r) / scale[:, np.newaxis]
    theta = r_inverse @ (q.T @ response)
    residuals = response - design @ theta
    if is_exact(residuals, response):
        return UnavailableModel(model, NO_VARIANCE, {"rows": m})
    sigma2 = float(residuals @ residuals) / (m - p)
    leverage = event_design @ r_inverse
    return NormalReturnFit(
        model=model,
        parameters=dict(zip(names, theta.tolist(), strict=True)),
        parameter_covariance=sigma2 * r_inverse @ r_inverse.T,
        residuals=residuals,
        sigma2=sigma2,
        df=m - p,
        rows=rows,
        expected=event_design @ theta,
        prediction_covariance=sigma2 * (np.eye(len(event_design)) + leverage @ leverage.T),
        design=design,
        event_design=event_design,
    )


def is_exact(residuals: np.ndarray, returns: np.ndarray) -> bool:
    """Say whether residuals (M,) are nothing but the rounding of the returns (M,)."""
    return bool(residuals @ residuals <= EXACT**2 * (returns @ returns))


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A model R = offset + X theta + e.

    Attributes
    ----------
    name
        Name of the model.
    needs
        Columns that it takes from the regressors.
    estimated
        Names of the p estimated parameters, in the order of the columns of X.
    columns
        Gives the p columns of X from the regressors, each (n,); a constant first is
        written by ``intercept``.
    intercept
        Whether alpha is estimated; its column of ones comes first.
    offset
        Column of returns that is normal before anything is estimated, such as the
        risk-free rate, or None.
    fixed
        Parameters that the model fixes, by name; they are listed first.
    """

    name: str
    needs: tuple[str, ...]
    estimated: tuple[str, ...]
    columns: Columns
    intercept: bool = True
    offset: str | None = None
    fixed: tuple[tuple[str, float], ...] = ()

    def design(self, regressors: Regressors, n: int) -> np.ndarray:
        """Return X (n, p) for regressors of n rows each."""
        ones = (np.ones(n),) if self.intercept else ()
        columns = (*ones, *self.columns(regressors))
        return np.column_stack(columns) if columns else np.empty((n, 0))

    def fit(
        self, returns: np.ndarray, regressors: Regressors, rows: np.ndarray, event: slice
    ) -> NormalReturnFit | UnavailableModel:
        """Estimate on ``rows`` (M,) and predict the rows of ``event``."""
        start, stop = min(int(rows[0]), event.start), max(int(rows[-1]) + 1, event.stop)
        near = {name: regressors[name][start:stop] for name in self.needs}
        offset = near[self.offset] if self.offset else np.zeros(stop - start)
        design = self.design(near, stop - start)
        own = returns[start:stop] - offset
        at = rows - start
        on_event = slice(event.start - start, event.stop - start)
        fit = fit_linear(self.name, self.estimated, own[at], design[at], design[on_event], rows)
        if isinstance(fit, UnavailableModel):
            return fit
        if is_exact(fit.residuals, returns[rows]):
            return UnavailableModel(self.name, NO_VARIANCE, {"rows": len(rows)})
        theta = np.array(list(fit.parameters.values()))
        k = len(self.fixed)
        covariance = fit.parameter_covariance
        return replace(
            fit,
            parameters=dict(self.fixed) | dict(fit.parameters),
            parameter_covariance=np.pad(covariance, ((k, 0), (k, 0))) if k else covariance,
            expected=fit.expected + offset[on_event],
            gap_errors=gap_errors(own - design @ theta, at, on_event),
        )
