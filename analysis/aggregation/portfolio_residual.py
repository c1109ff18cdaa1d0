"""The equal-weight portfolio of events on one date, with its own residual variance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.abnormal_returns import AbnormalReturns
from analysis.event_sample import EventSample
from analysis.normal_returns.fit import NormalReturnFit


def portfolio_fit(sample: EventSample) -> NormalReturnFit:
    """Average the residuals of events on one date into those of their portfolio.

    Parameters
    ----------
    sample
        Events on one date, N of them.

    Returns
    -------
    NormalReturnFit
        Residuals, variance and degrees of freedom of the portfolio on the rows where every
        event has a residual. Its one event row is the whole window: ``expected`` is the
        mean sum of normal returns and ``prediction_covariance`` the variance of the CAAR.

    Notes
    -----
    Where all events have the same estimation rows, this is the regression of the portfolio's
    return on the same regressors, exactly: residuals of a mean are means of residuals, and
    Var(CAAR) = s_p^2 (L + 1'H1). Where rows are missing, the factor L + 1'H1 is the mean of
    the events' own factors.
    """
    residuals = sample.residuals.block(slice(0, len(sample)))
    columns = np.flatnonzero(~np.isnan(residuals).any(axis=0))
    series = residuals[:, columns].mean(axis=0)
    parameters = round(float(np.mean(sample.n_estimation - sample.df)))
    df = len(columns) - parameters
    sigma2 = float(series @ series / df) if df > 0 else float("nan")
    factor = float(np.mean(sample.car_variance / sample.sigma2))
    return NormalReturnFit(
        model="portfolio",
        parameters={},
        parameter_covariance=np.zeros((0, 0)),
        residuals=series,
        sigma2=sigma2,
        df=df,
        rows=columns + int(sample.event_row[0]) + sample.estimation.first,
        expected=np.array([sample.expected.sum(axis=1).mean()]),
        prediction_covariance=np.array([[sigma2 * factor]]),
        gap_errors=None if sample.gap is None else _mean_of_present(sample.gap),
    )


def _mean_of_present(values: np.ndarray) -> np.ndarray:
    present = ~np.isnan(values)
    count = present.sum(axis=0)
    total = np.where(present, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def portfolio_abnormal_returns(sample: EventSample) -> AbnormalReturns:
    """Return the equal-weight portfolio's abnormal returns, one a session of the window.

    They carry no dates, and no covariance: ``portfolio_fit`` has the CAAR's variance.
    """
    window = sample.window
    return AbnormalReturns(
        tau=np.arange(window.first, window.last + 1),
        sessions=pd.DatetimeIndex([]),
        returns=sample.returns.mean(axis=0),
        expected=sample.expected.mean(axis=0),
        values=sample.ar.mean(axis=0),
        covariance=np.full((len(window), len(window)), np.nan),
        df=int(sample.df.min()),
    )
