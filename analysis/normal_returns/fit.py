"""What every normal-return model gives back: a fit, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class NormalReturnFit:
    """A normal-return model estimated on M rows.

    Attributes
    ----------
    model
        Name of the model, for example ``"market"``.
    parameters
        Estimates by name, in the model's own order, for example alpha and beta.
    parameter_covariance
        (p, p) covariance of the estimates; zeros where a parameter is fixed.
    residuals
        (M,) estimation-window residuals, in fractions of the price.
    sigma2
        Residual variance with divisor ``df``.
    df
        Degrees of freedom, M less the estimated parameters.
    rows
        (M,) positions of the rows used, in sessions of the return series.
    expected
        (L,) normal returns of the event rows.
    prediction_covariance
        (L, L) covariance of the prediction errors of the event rows, V = s2 (I + H).
    """

    model: str
    parameters: Mapping[str, float]
    parameter_covariance: np.ndarray
    residuals: np.ndarray
    sigma2: float
    df: int
    rows: np.ndarray
    expected: np.ndarray
    prediction_covariance: np.ndarray

    @property
    def n_estimation(self) -> int:
        """Rows used, M."""
        return len(self.residuals)

    @property
    def sigma(self) -> float:
        """Residual standard deviation, s."""
        return float(np.sqrt(self.sigma2))


@dataclass(frozen=True, slots=True)
class UnavailableModel:
    """A normal-return model that cannot be fitted, and why."""

    model: str
    reason: str
    facts: Mapping[str, object]
