"""Running sums over sessions, from which any window's moments are two look-ups."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

# Rounding in a running sum grows with the sum, not with the window's share of it. Beyond this
# ratio of the two the tenth digit is in doubt.
LARGEST_RATIO = 5e3

COUNT, X, XX, Y, XY, YY = range(6)


@dataclass(frozen=True, slots=True)
class RunningSums:
    """Sums from the first session on of 1, x, x^2 and y, xy, y^2 over sessions with both.

    Attributes
    ----------
    tables
        Six arrays of sums before each session: 1, x and x^2 with T + 1 elements where they
        are the same for all securities, else S (T + 1) as the other three.
    sessions
        Sessions, T.
    x_centre, y_centre
        (S,) what was taken off x and y beforehand, so that the sums stay small.
    """

    tables: tuple[np.ndarray, ...]
    sessions: int
    x_centre: np.ndarray
    y_centre: np.ndarray

    def window(
        self, security: np.ndarray, start: np.ndarray, length: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (6, n) sums over windows of ``length`` sessions, and the sums at their end.

        ``start`` (n,) must lie inside the sessions, with ``length`` sessions behind it.
        """
        first = security * (self.sessions + 1) + start
        inside, end = np.empty((6, len(start))), np.empty((6, len(start)))
        for k, table in enumerate(self.tables):
            at = first if len(table) > self.sessions + 1 else start
            end[k] = table.take(at + length)
            np.subtract(end[k], table.take(at), out=inside[k])
        return inside, end


def running_sums(
    x: np.ndarray | None, y: np.ndarray, centre: bool = True, workers: int = 2
) -> RunningSums:
    """Sum a regressor x, (T,) or (S, T) or none, and returns y (S, T) along the sessions.

    With ``centre`` their means are taken off first.
    """
    s, t = y.shape
    present = np.isfinite(y)
    factor = np.zeros(t) if x is None else x
    if present.all() and factor.ndim == 1 and np.isfinite(factor).all():
        seen = np.ones((1, t), dtype=bool)
        factor = factor[None, :]
    else:
        seen = present & np.isfinite(factor)
        factor = np.broadcast_to(factor, (s, t))
    x_centre, x_filled = _centred(factor, seen, centre)
    y_centre, y_filled = _centred(y, seen, centre)
    products = (
        lambda: seen,
        lambda: x_filled,
        lambda: x_filled * x_filled,
        lambda: y_filled,
        lambda: x_filled * y_filled,
        lambda: y_filled * y_filled,
    )
    with ThreadPoolExecutor(workers) as pool:
        tables = tuple(pool.map(lambda product: _table(product()), products))
    return RunningSums(tables, t, np.broadcast_to(x_centre, s), y_centre)


def _table(column: np.ndarray) -> np.ndarray:
    table = np.empty((len(column), column.shape[1] + 1))
    table[:, 0] = 0.0
    np.cumsum(column, axis=1, out=table[:, 1:])
    return table.ravel()


def _centred(
    values: np.ndarray, present: np.ndarray, centre: bool
) -> tuple[np.ndarray, np.ndarray]:
    everything = bool(present.all())
    filled = values if everything else np.where(present, values, 0.0)
    if not centre:
        return np.zeros(len(filled)), filled
    if everything:
        mean = filled.mean(axis=1)
        return mean, filled - mean[:, None]
    count = np.broadcast_to(present.sum(axis=1), len(filled))
    mean = filled.sum(axis=1) / np.maximum(count, 1)
    filled -= mean[:, None] * present
    return mean, filled
