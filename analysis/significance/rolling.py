"""A least-squares study repeated at many rows of one security at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.significance.volatility_scaled import DECAY
from analysis.windows import EstimationWindow, EventWindow

# Smallest over largest eigenvalue of X'X, columns of like size, below which X is collinear.
_SINGULAR = 1e-12
# Dates a block: keeps the working arrays at some tens of megabytes.
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class RollingCARs:
    """CARs of one security at B dates, NaN where one cannot be measured.

    Attributes
    ----------
    car, standard_error
        (B,) CAR and the root of its prediction-error variance, in fractions.
    volatility
        (B,) exponentially weighted volatility of one session, forecast from data to the
        session before the window and to tau = -1 at the latest.
    """

    car: np.ndarray
    standard_error: np.ndarray
    volatility: np.ndarray


def rolling_cars(
    response: np.ndarray,
    design: np.ndarray,
    day0: np.ndarray,
    estimation: EstimationWindow,
    window: EventWindow,
    min_rows: int,
) -> RollingCARs:
    """Estimate R = X theta + e anew before each date and sum its abnormal returns.

    Parameters
    ----------
    response, design
        (T,) returns net of the model's offset and (T, p) regressors, NaN where missing.
    day0
        (B,) rows of tau = 0, all windows inside 0..T-1.
    estimation, window
        Windows around each date.
    min_rows
        Rows that an estimation window must at least hold.

    Notes
    -----
    The numbers are those of a study at each date, by the normal equations of columns scaled
    to like size.
    """
    valid = ~np.isnan(response) & ~np.isnan(design).any(axis=1)
    y = np.where(valid, response, 0.0)
    x = np.where(valid[:, np.newaxis], design, 0.0)
    size = np.sqrt((x * x).mean(axis=0))
    x = x / np.where(size > 0, size, 1.0)
    blocks = [
        _block(y, x, valid, day0[i : i + _BLOCK], estimation, window, min_rows)
        for i in range(0, len(day0), _BLOCK)
    ]
    joined = np.concatenate(blocks, axis=1) if blocks else np.empty((3, 0))
    return RollingCARs(*joined)


def _block(
    y: np.ndarray,
    x: np.ndarray,
    valid: np.ndarray,
    day0: np.ndarray,
    estimation: EstimationWindow,
    window: EventWindow,
    min_rows: int,
) -> np.ndarray:
    """Return car, standard error and volatility of a block of dates, (3, b)."""
    rows = _around(day0, estimation.first, estimation.last)
    event = _around(day0, window.first, window.last)
    x_rows, x_sum = x[rows], x[event].sum(axis=1)
    p = x.shape[1]
    moments = np.einsum("bmp,bmq->bpq", x_rows, x_rows, optimize=True)
    df = valid[rows].sum(axis=1) - p
    usable = valid[event].all(axis=1) & (df + p >= min_rows) & (df > 0) & _regular(moments)
    moments[~usable] = np.eye(p)
    cross = np.einsum("bmp,bm->bp", x_rows, y[rows], optimize=True)
    solved = np.linalg.solve(moments, np.stack((cross, x_sum), axis=2))
    theta = solved[:, :, 0]
    leverage = np.einsum("bp,bp->b", x_sum, solved[:, :, 1])
    errors = (y[rows] - np.einsum("bmp,bp->bm", x_rows, theta, optimize=True)) * valid[rows]
    variance = np.einsum("bm,bm->b", errors, errors) / np.maximum(df, 1)
    car = y[event].sum(axis=1) - np.einsum("bp,bp->b", x_sum, theta)
    until = min(window.first, 0) - 1
    if until < estimation.last:
        volatility = np.full(len(day0), np.nan)
    else:
        gap = _around(day0, estimation.last + 1, until)
        later = y[gap] - np.einsum("bgp,bp->bg", x[gap], theta)
        volatility = _last_volatility(
            np.concatenate((errors, later), axis=1),
            np.concatenate((valid[rows], valid[gap]), axis=1),
            variance,
        )
    found = np.stack((car, np.sqrt(variance * (len(window) + leverage)), volatility))
    found[:, ~(usable & (variance > 0))] = np.nan
    return found


def _around(day0: np.ndarray, first: int, last: int) -> np.ndarray:
    return np.asarray(day0[:, np.newaxis] + np.arange(first, last + 1))


def _regular(moments: np.ndarray) -> np.ndarray:
    if not moments.shape[1]:
        return np.ones(len(moments), dtype=bool)
    values = np.linalg.eigvalsh(moments)
    return np.asarray(values[:, 0] > _SINGULAR * values[:, -1])


def _last_volatility(errors: np.ndarray, valid: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the exponentially weighted volatility after the last column of errors (b, n)."""
    variance = start.copy()
    squares = errors * errors
    for t in range(errors.shape[1]):
        step = DECAY * variance + (1 - DECAY) * squares[:, t]
        variance = np.where(valid[:, t], step, variance)
    return np.asarray(np.sqrt(variance))
