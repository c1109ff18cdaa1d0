"""The same weighted sum at dates without an event, over its expected volatility."""

from __future__ import annotations

import numpy as np

from analysis.significance.rolling import rolling_cars
from analysis.verdicts.kernel import Kernel
from analysis.windows import EstimationWindow


def scaled_at(
    response: np.ndarray,
    design: np.ndarray,
    rows: np.ndarray,
    estimation: EstimationWindow,
    kernel: Kernel,
    min_rows: int = 100,
) -> np.ndarray:
    """Return value / (|w| sigma) of the weighted sum at B rows, each from its own past.

    Parameters
    ----------
    response, design
        As in ``measure``.
    rows
        (B,) rows of tau = 0, -1 where there is none.

    Returns
    -------
    np.ndarray
        (B,) as ``Measurement.scaled_value``; NaN where it cannot be measured.
    """
    found = np.full(len(rows), np.nan)
    inside = (rows + estimation.first >= 0) & (rows + kernel.last < len(response)) & (rows >= 0)
    at = rows[inside]
    required = min(min_rows, len(estimation))
    total, volatility = np.zeros(len(at)), np.full(len(at), np.nan)
    for i, (window, weight) in enumerate(kernel.runs):
        cars = rolling_cars(response, design, at, estimation, window, required)
        total = total + weight * cars.car
        if i == 0:
            volatility = cars.volatility
    found[inside] = total / (kernel.norm * volatility)
    return found


def studentised_slope(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and slope over its least-squares error of y on x, column by column.

    Parameters
    ----------
    x, y
        (N, B) values of N securities at B dates; a security without either is left out.

    Returns
    -------
    tuple
        (B,) slopes and (B,) t-ratios. The ratio is only compared with those of other dates:
        its own distribution is unknown, because securities move together.
    """
    there = np.isfinite(x) & np.isfinite(y)
    n = there.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        dx = np.where(there, x - np.where(there, x, 0).sum(axis=0) / n, 0)
        dy = np.where(there, y - np.where(there, y, 0).sum(axis=0) / n, 0)
        sxx = (dx * dx).sum(axis=0)
        slope = (dx * dy).sum(axis=0) / sxx
        rss = ((dy - slope * dx) ** 2 * there).sum(axis=0)
        ratio = slope / np.sqrt(rss / (n - 2) / sxx)
    enough = n > 2
    return np.where(enough, slope, np.nan), np.where(enough, ratio, np.nan)
