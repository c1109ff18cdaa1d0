"""A weighted sum of abnormal returns with the ordinary sums that it is ranked among."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.errors import N_
from analysis.significance.sample_quantile import unbroken_starts
from analysis.significance.volatility_scaled import ewma_volatility
from analysis.verdicts.kernel import Kernel
from analysis.windows import EstimationWindow


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why a sum cannot be measured; an English template with its facts."""

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """A weighted sum of abnormal returns.

    Attributes
    ----------
    kernel
        What was summed, L sessions.
    value, variance
        The sum in fractions, and its forecast-error variance w'Vw.
    sigma2, df
        Residual variance and its degrees of freedom.
    parameters
        (p,) estimated coefficients, in the order of the design's columns.
    residuals, rows
        (M,) estimation residuals and their rows.
    ordinary
        (n,) the same weighted sums over the estimation residuals.
    scaled
        (n,) these sums over the volatility forecast before each.
    volatility
        Forecast for the event, from data to the session before the kernel and to tau = -1
        at the latest.
    """

    kernel: Kernel
    value: float
    variance: float
    sigma2: float
    df: int
    parameters: np.ndarray
    residuals: np.ndarray
    rows: np.ndarray
    ordinary: np.ndarray
    scaled: np.ndarray
    volatility: float

    @property
    def scar(self) -> float:
        """The sum over its standard error."""
        return float(self.value / np.sqrt(self.variance))

    @property
    def scaled_value(self) -> float:
        """The sum over its expected volatility: value / (|w| sigma)."""
        return self.value / (self.kernel.norm * self.volatility)

    @property
    def effective_n(self) -> float:
        """Independent windows in the estimation window: M / L."""
        return len(self.rows) / len(self.kernel)


def measure(
    response: np.ndarray,
    design: np.ndarray,
    row0: int,
    estimation: EstimationWindow,
    kernel: Kernel,
    min_rows: int = 100,
) -> Measurement | Unmeasured:
    """Estimate R = X theta + e by least squares and sum the weighted abnormal returns.

    Parameters
    ----------
    response, design
        (T,) returns net of the model's offset and (T, p) regressors, NaN where missing.
    row0
        Row of tau = 0.
    estimation
        Estimation window in sessions from tau = 0; it comes before the kernel.
    kernel
        Sessions and weights.
    min_rows
        Rows that the estimation window must at least hold.

    Notes
    -----
    The numbers are those of ``run_study``: AR = R - X theta, V = s^2 (I + X*(X'X)^-1 X*')
    (MacKinlay 1997, equations 7 and 8), volatility as in ``volatility_scaled_test``.
    """
    begin, event = row0 + estimation.first, np.arange(len(kernel)) + row0 + kernel.first
    if begin < 0 or event[-1] >= len(response):
        return Unmeasured(OUTSIDE)
    finite = np.isfinite(response) & np.isfinite(design).all(axis=1)
    weights = kernel.vector
    used = weights != 0
    if not finite[event[used]].all():
        return Unmeasured(NO_RETURN, {"missing": int((~finite[event[used]]).sum())})
    rows = np.flatnonzero(finite[begin : row0 + estimation.last + 1]) + begin
    df = len(rows) - design.shape[1]
    if len(rows) < min(min_rows, len(estimation)) or df < 1:
        return Unmeasured(FEW_ROWS, {"rows": len(rows), "needed": min_rows})
    x = design[rows]
    theta, spread = _least_squares(x, response[rows])
    errors = response - design @ theta
    residuals = errors[rows]
    sigma2 = float(residuals @ residuals / df)
    reach = weights[used] @ design[event[used]]
    return _with_reference(
        Measurement(
            kernel=kernel,
            value=float(weights[used] @ errors[event[used]]),
            variance=sigma2 * (kernel.norm**2 + float(reach @ spread @ reach)),
            sigma2=sigma2,
            df=df,
            parameters=theta,
            residuals=residuals,
            rows=rows,
            ordinary=np.empty(0),
            scaled=np.empty(0),
            volatility=float("nan"),
        ),
        errors[row0 + estimation.last + 1 : row0 + min(kernel.first, 0)],
    )


def _least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return theta and (X'X)^-1."""
    if not x.shape[1]:
        return np.empty(0), np.empty((0, 0))
    q, r = np.linalg.qr(x)
    inverse = np.linalg.inv(r)
    return inverse @ (q.T @ y), inverse @ inverse.T


def _with_reference(found: Measurement, gap: np.ndarray) -> Measurement:
    residuals, weights = found.residuals, found.kernel.vector
    errors = np.concatenate((residuals, gap[np.isfinite(gap)]))
    volatility = ewma_volatility(errors, found.sigma2)
    starts = unbroken_starts(found.rows, len(weights))
    ordinary = residuals[starts[:, np.newaxis] + np.arange(len(weights))] @ weights
    return Measurement(
        kernel=found.kernel,
        value=found.value,
        variance=found.variance,
        sigma2=found.sigma2,
        df=found.df,
        parameters=found.parameters,
        residuals=residuals,
        rows=found.rows,
        ordinary=ordinary,
        scaled=ordinary / volatility[starts],
        volatility=float(volatility[-1]),
    )


OUTSIDE = N_("The windows reach outside the prices.")
NO_RETURN = N_("Sessions of the event window without a return: {missing}.")
FEW_ROWS = N_("The estimation window holds {rows} usable sessions; {needed} are needed.")
