"""Running sums over sessions, from which any window's moments are two look-ups."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

# Rounding in a running sum grows with the sum, not with the window's share of it. Beyond this
# ratio of the two the tenth digit is in doubt.
LARGEST_RATIO = 5e3

# Securities worked on at a time, few enough for their columns to stay in the cache.
SECURITIES = 64

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
    factor = np.zeros(t) if x is None else x
    shared = factor.ndim == 1 and bool(np.isfinite(factor).all() and np.isfinite(y).all())
    x_of_all = _regressor(factor[None, :], np.ones((1, t), dtype=bool), centre) if shared else None
    tables = tuple(np.empty((s, t + 1)) for _ in range(3 if shared else 6))
    x_centre, y_centre = np.zeros(s), np.zeros(s)

    def fill(rows: slice) -> None:
        present = np.isfinite(y[rows])
        if x_of_all is None:
            own = np.broadcast_to(factor, y.shape)[rows]
            present &= np.isfinite(own)
            x_centre[rows], *x_columns = _regressor(own, present, centre)
        else:
            x_centre[rows], *x_columns = x_of_all
        y_centre[rows], y_part = _centred(y[rows], present, centre)
        y_columns = (y_part, x_columns[1] * y_part, y_part * y_part)
        for table, column in zip(
            tables, y_columns if shared else (*x_columns, *y_columns), strict=True
        ):
            _sum_along(column, table[rows])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fill, (slice(i, i + SECURITIES) for i in range(0, s, SECURITIES))))
    if x_of_all is not None:
        common = tuple(np.empty((1, t + 1)) for _ in range(3))
        for table, column in zip(common, x_of_all[1:], strict=True):
            _sum_along(column, table)
        tables = common + tables
    return RunningSums(tuple(table.ravel() for table in tables), t, x_centre, y_centre)


def _regressor(
    x: np.ndarray, present: np.ndarray, centre: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the centre of each row of x, and the columns to sum: 1, x and x^2 where present."""
    mean, filled = _centred(x, present, centre)
    return mean, present, filled, filled * filled


def _sum_along(column: np.ndarray, table: np.ndarray) -> None:
    table[:, 0] = 0.0
    np.cumsum(column, axis=1, out=table[:, 1:])


def _centred(
    values: np.ndarray, present: np.ndarray, centre: bool
) -> tuple[np.ndarray, np.ndarray]:
    filled = np.where(present, values, 0.0)
    if not centre:
        return np.zeros(len(filled)), filled
    mean = filled.sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    filled -= mean[:, None] * present
    return mean, filled
