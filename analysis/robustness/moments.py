"""Least squares at many dates from running sums of products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.normal_returns.linear import LinearModel
from analysis.normal_returns.models import MODELS
from analysis.windows import EstimationWindow, EventWindow

# One over the condition of X'X, columns of like size, below which X is collinear.
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class EventSums:
    """Sums over W event windows around B dates.

    Attributes
    ----------
    x, y
        (W, p, B) sums of the regressors, scaled, and (W, B) of the response.
    length
        (W, 1) sessions of a window.
    complete
        (W, B) whether all of them have the response and the regressors.
    """

    x: np.ndarray
    y: np.ndarray
    length: np.ndarray
    complete: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class MovedLines:
    """Estimates at B dates, NaN variance where a model cannot be estimated.

    Attributes
    ----------
    theta, inverse
        (p, B) coefficients and (p, p, B) inverses of X'X.
    sigma2, df
        (B,) residual variance and degrees of freedom.
    """

    theta: np.ndarray
    inverse: np.ndarray
    sigma2: np.ndarray
    df: np.ndarray

    def sum_over(self, event: EventSums) -> tuple[np.ndarray, np.ndarray]:
        """Return the CAR and its standard error, each (W, B); NaN where there is none."""
        car = event.y - (self.theta * event.x).sum(axis=1)
        leverage = (event.x * np.einsum("pqb,wqb->wpb", self.inverse, event.x)).sum(axis=1)
        error = np.sqrt(self.sigma2 * (event.length + leverage))
        there = event.complete & np.isfinite(error)
        return np.where(there, car, np.nan), np.where(there, error, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Running sums of one model's regressors and response; the dates are the last axis.

    Attributes
    ----------
    products
        (q, q, T + 1) sums of z z' before each session, z = (x scaled, y), q = p + 1.
    sums
        (q + 1, T + 1) sums of z and of 1, over complete sessions.
    """

    products: np.ndarray
    sums: np.ndarray

    def count(self, rows: np.ndarray, window: EstimationWindow | EventWindow) -> np.ndarray:
        """Return (B,) complete sessions in a window around each row."""
        total = self.sums[-1]
        return np.asarray(np.rint(total[rows + window.last + 1] - total[rows + window.first]))

    def over(self, rows: np.ndarray, windows: Sequence[EventWindow]) -> EventSums:
        """Sum over event windows around each of the rows (B,), all inside the sessions."""
        first, last = (np.array([[getattr(w, end)] for w in windows]) for end in ("first", "last"))
        event = self.sums[:, rows + last + 1] - self.sums[:, rows + first]
        length = last - first + 1
        x = np.ascontiguousarray(np.moveaxis(event[:-2], 0, 1))
        return EventSums(x, event[-2], length, np.rint(event[-1]) == length)

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
        inside = self.products[..., stop] - self.products[..., begin]
        count = self.count(rows, estimation)
        p = len(inside) - 1
        xy, yy = inside[:p, p], inside[p, p]
        df = count - p
        enough = (count >= min(min_rows, len(estimation))) & (df > 0)
        inverse, usable = _inverses(inside[:p, :p], enough)
        theta = np.einsum("pqb,qb->pb", inverse, xy)
        with np.errstate(invalid="ignore", divide="ignore"):
            sigma2 = (yy - (theta * xy).sum(axis=0)) / df
        sigma2[~usable | ~(sigma2 > 0)] = np.nan
        return MovedLines(theta, inverse, sigma2, df)


def _inverses(xx: np.ndarray, enough: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, p, B) inverses of X'X, and (B,) whether it is regular and ``enough``."""
    if not len(xx):
        return xx, enough
    matrices = np.moveaxis(xx, -1, 0)
    inverse = _inverse(matrices, enough)
    if inverse is None:
        # One that is exactly singular stops the library for all.
        values = np.linalg.eigvalsh(matrices)
        enough = enough & (values[:, 0] > _SINGULAR * values[:, -1])
        inverse = _inverse(matrices, enough)
        assert inverse is not None
    moved = np.ascontiguousarray(np.moveaxis(inverse, 0, -1))
    condition = np.sqrt((xx * xx).sum(axis=(0, 1)) * (moved * moved).sum(axis=(0, 1)))
    return moved, enough & (condition * _SINGULAR < 1)


def _inverse(matrices: np.ndarray, usable: np.ndarray) -> np.ndarray | None:
    safe = np.where(usable[:, None, None], matrices, np.eye(matrices.shape[1]))
    try:
        return np.asarray(np.linalg.inv(safe))
    except np.linalg.LinAlgError:
        return None


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
    z = np.ascontiguousarray(z.T)
    return Moments(_running(z[:, np.newaxis] * z), _running(np.vstack((z, finite.astype(float)))))


def _design(linear: LinearModel, columns: Mapping[str, np.ndarray], n: int) -> np.ndarray:
    return linear.design({name: columns[name] for name in linear.needs}, n)


def _running(values: np.ndarray) -> np.ndarray:
    out = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=out[..., 1:])
    return out
