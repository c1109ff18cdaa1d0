"""What every normal-return model gives back: a fit, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

Regressors = Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class NormalReturnFit:
    """A normal-return model estimated on M rows.

    Attributes
    ----------
    model
        Name of the model, for example ``"market"``.
    parameters
        Values by name, in the model's own order, for example alpha and beta; a parameter
        that the model fixes is among them.
    parameter_covariance
        (p, p) covariance of the parameters; zeros where a parameter is fixed.
    residuals
        (M,) estimation-window residuals, in fractions of the price.
    sigma2
        Residual variance; with divisor ``df`` unless the model says otherwise.
    df
        Degrees of freedom, M less the estimated parameters.
    rows
        (M,) positions of the rows used, in sessions of the return series.
    expected
        (L,) normal returns of the event rows.
    prediction_covariance
        (L, L) covariance of the prediction errors of the event rows, V = s2 (I + H) for a
        model estimated by least squares.
    gap_errors
        (G,) actual less normal returns of the sessions between the estimation window and
        the first event row, NaN where a return is missing; None where the estimation
        window does not come first.
    design, event_design
        (M, p) and (L, p) regressors of a model estimated by ordinary least squares; None
        for any other model.
    error_df
        Degrees of freedom nu of a model whose errors are Student t scaled to unit variance;
        None where the reference distribution is the t with ``df``.
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
    gap_errors: np.ndarray | None = None
    design: np.ndarray | None = None
    event_design: np.ndarray | None = None
    error_df: float | None = None

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
    """A normal-return model that cannot be fitted, and why.

    Attributes
    ----------
    model
        Name of the model.
    reason
        English template.
    facts
        The values that the template names.
    """

    model: str
    reason: str
    facts: Mapping[str, object]

    @property
    def explanation(self) -> str:
        """The reason with its figures, in English."""
        return self.reason.format(**self.facts)


def gap_errors(errors: np.ndarray, rows: np.ndarray, event: slice) -> np.ndarray | None:
    """Return the errors between the last estimation row and the first event row.

    ``errors`` (T,) are actual less normal returns of every session, NaN where one is
    missing. None where the event rows do not follow the estimation rows.
    """
    start = int(rows[-1]) + 1
    return errors[start : event.start] if start <= event.start else None
