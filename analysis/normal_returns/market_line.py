"""What models with normal return alpha + beta R_m share, however they estimate the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit, gap_errors


@dataclass(frozen=True, slots=True)
class MarketLine:
    """An estimated line alpha + beta R_m.

    Attributes
    ----------
    alpha, beta
        The line.
    covariance
        (2, 2) covariance of alpha and beta.
    error_variance
        Variance of a return about the line.
    df
        Degrees of freedom of that variance.
    """

    alpha: float
    beta: float
    covariance: np.ndarray
    error_variance: float
    df: int

    def errors(self, returns: np.ndarray, market: np.ndarray) -> np.ndarray:
        """Return R - alpha - beta R_m, element by element."""
        return np.asarray(returns - self.alpha - self.beta * market)


def with_constant(*columns: np.ndarray) -> np.ndarray:
    """Return the columns, each (n,), after a column of ones: (n, 1 + k)."""
    return np.column_stack((np.ones(len(columns[0])), *columns))


def slopes(responses: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Return the slope of each simple regression of a response column on a factor column."""
    y, x = responses - responses.mean(axis=0), factors - factors.mean(axis=0)
    return np.asarray((x * y).sum(axis=0) / (x * x).sum(axis=0))


def fit_from_line(
    model: str,
    line: MarketLine,
    returns: np.ndarray,
    market: np.ndarray,
    rows: np.ndarray,
    event: slice,
    further: Mapping[str, float] | None = None,
    covariance: np.ndarray | None = None,
) -> NormalReturnFit:
    """Predict the event rows from a line: V = error variance I + X* Cov(alpha, beta) X*'.

    Parameters
    ----------
    returns, market
        (T,) returns of the security and of the benchmark.
    rows, event
        (M,) estimation rows, and the slice of event rows.
    further, covariance
        Parameters besides alpha and beta, and the covariance of all of them.
    """
    errors = line.errors(returns, market)
    on_event = with_constant(market[event])
    return NormalReturnFit(
        model=model,
        parameters={"alpha": line.alpha, "beta": line.beta} | dict(further or {}),
        parameter_covariance=line.covariance if covariance is None else covariance,
        residuals=errors[rows],
        sigma2=line.error_variance,
        df=line.df,
        rows=rows,
        expected=line.alpha + line.beta * market[event],
        prediction_covariance=line.error_variance * np.eye(len(on_event))
        + on_event @ line.covariance @ on_event.T,
        gap_errors=gap_errors(errors, rows, event),
    )
