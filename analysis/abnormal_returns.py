"""Abnormal returns, their covariance, and their sums over windows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.normal_returns.fit import NormalReturnFit
from analysis.windows import EventWindow


@dataclass(frozen=True, slots=True)
class CAR:
    """A cumulative abnormal return with its prediction-error variance.

    Attributes
    ----------
    window
        The sessions summed.
    value, variance
        Sum of the abnormal returns, in fractions, and its variance 1'V1.
    raw_return
        Holding-period return of the security over the window, in the study's kind.
    df
        Degrees of freedom of the variance.
    error_df
        Degrees of freedom of errors that are Student t scaled to unit variance, where the
        model has such errors.
    """

    window: EventWindow
    value: float
    variance: float
    raw_return: float
    df: int
    error_df: float | None = None

    @property
    def standard_error(self) -> float:
        """Square root of the variance."""
        return math.sqrt(self.variance)

    @property
    def scar(self) -> float:
        """Standardised CAR: CAR over its standard error (Campbell, Lo, MacKinlay 4.4.13)."""
        return self.value / self.standard_error


@dataclass(frozen=True, slots=True)
class AbnormalReturns:
    """Abnormal returns of one security over consecutive event rows.

    Attributes
    ----------
    tau
        (L,) event time in sessions.
    sessions
        (L,) dates of the rows.
    returns, expected, values
        (L,) actual, normal and abnormal returns, in fractions.
    covariance
        (L, L) covariance of the prediction errors, V.
    df
        Degrees of freedom of the residual variance.
    error_df
        As in ``CAR``.
    """

    tau: np.ndarray
    sessions: pd.DatetimeIndex
    returns: np.ndarray
    expected: np.ndarray
    values: np.ndarray
    covariance: np.ndarray
    df: int
    error_df: float | None = None

    @property
    def standard_errors(self) -> np.ndarray:
        """(L,) standard error of each abnormal return."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def sar(self) -> np.ndarray:
        """(L,) standardised abnormal returns."""
        return np.asarray(self.values / self.standard_errors)

    def rows_of(self, window: EventWindow) -> slice:
        """Return the rows of these abnormal returns that a window covers."""
        offset = int(self.tau[0])
        return slice(window.first - offset, window.last - offset + 1)

    def path(self, window: EventWindow) -> tuple[np.ndarray, np.ndarray]:
        """Return the running CAR from the window's first session, and its standard error.

        Both are (L,); the k-th variance is 1_k' V 1_k over the first k sessions.
        """
        rows = self.rows_of(window)
        variances = np.cumsum(np.cumsum(self.covariance[rows, rows], axis=0), axis=1)
        return np.cumsum(self.values[rows]), np.sqrt(np.diag(variances))


def abnormal_returns(
    fit: NormalReturnFit, returns: np.ndarray, tau: np.ndarray, sessions: pd.DatetimeIndex
) -> AbnormalReturns:
    """Subtract the normal returns from the actual ones: AR = R* - X* theta.

    Parameters
    ----------
    fit
        The estimated model, which carries the normal returns of the event rows.
    returns
        (L,) actual returns of the event rows.
    tau, sessions
        (L,) event time and dates of the rows.

    Notes
    -----
    MacKinlay (1997), equation 7; Campbell, Lo and MacKinlay (1997), equation 4.4.7.
    """
    return AbnormalReturns(
        tau=tau,
        sessions=sessions,
        returns=returns,
        expected=fit.expected,
        values=returns - fit.expected,
        covariance=fit.prediction_covariance,
        df=fit.df,
        error_df=fit.error_df,
    )


def cumulative_abnormal_return(ar: AbnormalReturns, window: EventWindow, raw: float) -> CAR:
    """Sum the abnormal returns of a window: CAR = 1'AR, Var = 1'V1."""
    rows = ar.rows_of(window)
    return CAR(
        window=window,
        value=float(ar.values[rows].sum()),
        variance=float(ar.covariance[rows, rows].sum()),
        raw_return=raw,
        df=ar.df,
        error_df=ar.error_df,
    )
