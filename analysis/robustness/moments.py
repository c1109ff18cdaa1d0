"""Least squares at many dates from running sums of products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.normal_returns.linear import LinearModel
from analysis.normal_returns.models import MODELS
from analysis.windows import EstimationWindow, EventWindow

# Smallest over largest eigenvalue of X'X, columns of like size, below which X is collinear.
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Running sums of one model's regressors and response.

    Attributes
    ----------
    products
        (T + 1, q, q) sums of z z' before each session, z = (x scaled, y), q = p + 1.
    sums
        (T + 1, q + 1) sums of z and of 1, over complete sessions.
    """

    products: np.ndarray
    sums: np.ndarray

    def count(self, rows: np.ndarray, window: EstimationWindow | EventWindow) -> np.ndarray:
        """Return (B,) complete sessions in a window around each row."""
        total = self.sums[:, -1]
        return np.asarray(np.rint(total[rows + window.last + 1] - total[rows + window.first]))

    def estimate(self, rows: np.ndarray, estimation: EstimationWindow, min_rows: int) -> MovedLines:
        """Estimate the model before each date.

        Parameters
        ----------
        rows
            (B,) rows of tau = 0, all windows inside the sessions.
        estimation
            Window around each date.
        min_rows
            Rows that it must at least hold.

        Notes
        -----
        X'X, X'y and y'y of a window are differences of two running sums.
        """
        begin, stop = rows + estimation.first, rows + estimation.last + 1
        inside = self.products[stop] - self.products[begin]
        count = self.count(rows, estimation)
        p = inside.shape[1] - 1
        xx, xy, yy = inside[:, :p, :p], inside[:, :p, p], inside[:, p, p]
        df = count - p
        usable = (count >= min(min_rows, len(estimation))) & (df > 0) & _regular(xx)
        inverse = np.linalg.inv(np.where(usable[:, None, None], xx, np.eye(p)))
        theta = np.einsum("bpq,bq->bp", inverse, xy)
        with np.errstate(invalid="ignore", divide="ignore"):
            sigma2 = (yy - np.einsum("bp,bp->b", theta, xy)) / df
        sigma2[~usable | ~(sigma2 > 0)] = np.nan
        return MovedLines(self, rows, theta, inverse, sigma2, df)


@dataclass(frozen=True, slots=True, eq=False)
class MovedLines:
    """Estimates at B dates, NaN variance where a model cannot be estimated.

    Attributes
    ----------
    moments, rows
        What was estimated, and where.
    theta, inverse
        (B, p) coefficients and (B, p, p) inverses of X'X.
    sigma2, df
        (B,) residual variance and degrees of freedom.
    """

    moments: Moments
    rows: np.ndarray
    theta: np.ndarray
    inverse: np.ndarray
    sigma2: np.ndarray
    df: np.ndarray

    def sum_over(self, window: EventWindow) -> np.ndarray:
        """Return (3, B) CAR, standard error and degrees of freedom of a window around each date."""
        total = self.moments.sums
        event = total[self.rows + window.last + 1] - total[self.rows + window.first]
        x, y, count = event[:, :-2], event[:, -2], np.rint(event[:, -1])
        car = y - np.einsum("bp,bp->b", self.theta, x)
        leverage = np.einsum("bp,bp->b", x, np.einsum("bpq,bq->bp", self.inverse, x))
        error = np.sqrt(self.sigma2 * (len(window) + leverage))
        missing = (count < len(window)) | ~np.isfinite(error)
        return np.where(missing, np.nan, np.stack((car, error, self.df)))


def moments_of(returns: np.ndarray, columns: Mapping[str, np.ndarray], model: str) -> Moments:
    """Sum the regressors and returns of a least-squares model along the sessions.

    Parameters
    ----------
    returns
        (T,) returns of the security, NaN where missing.
    columns
        (T,) regressors by name.
    model
        A model with ``linear``.
    """
    linear = MODELS[model].linear
    assert linear is not None  # the caller moves least-squares models alone
    y = returns - columns[linear.offset] if linear.offset else returns
    design = _design(linear, columns, len(returns))
    finite = np.isfinite(y) & np.isfinite(design).all(axis=1)
    z = np.column_stack((design, y))
    z = np.where(finite[:, np.newaxis], z, 0.0)
    size = np.sqrt((z * z).mean(axis=0))
    size[-1] = 1.0
    z = z / np.where(size > 0, size, 1.0)
    products, sums = np.einsum("tp,tq->tpq", z, z), np.column_stack((z, finite.astype(float)))
    return Moments(_running(products), _running(sums))


def _design(linear: LinearModel, columns: Mapping[str, np.ndarray], n: int) -> np.ndarray:
    return linear.design({name: columns[name] for name in linear.needs}, n)


def _running(values: np.ndarray) -> np.ndarray:
    out = np.zeros((len(values) + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=out[1:])
    return out


def _regular(xx: np.ndarray) -> np.ndarray:
    if not xx.shape[1]:
        return np.ones(len(xx), dtype=bool)
    values = np.linalg.eigvalsh(xx)
    return np.asarray(values[:, 0] > _SINGULAR * values[:, -1])
