"""How often a test at 5 % rejects a true null when the events correlate."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from analysis.significance.dependence import ResidualCorrelation

# Simulated, percent: t(5) errors with one common factor, market model, M = 120, one day,
# 2,000 draws a cell (benchmarks/size_and_power.py --grid). Rows FIRMS, columns LEVELS.
FIRMS = (8, 20, 100, 300)
LEVELS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
SIZES: Mapping[str, tuple[tuple[int, ...], ...]] = MappingProxyType(
    {
        "cross_sectional_t": (
            (5, 6, 8, 13, 20, 29, 40, 54),
            (4, 10, 16, 22, 36, 46, 58, 70),
            (4, 22, 38, 48, 62, 72, 81, 87),
            (4, 39, 55, 67, 77, 83, 90, 93),
        ),
        "skewness_adjusted_t": (
            (6, 10, 12, 15, 24, 33, 42, 56),
            (7, 13, 19, 25, 39, 47, 59, 70),
            (6, 24, 38, 49, 62, 72, 81, 87),
            (5, 39, 55, 67, 77, 83, 90, 93),
        ),
        "patell": (
            (6, 7, 10, 13, 19, 24, 30, 35),
            (5, 10, 16, 20, 33, 40, 47, 53),
            (5, 23, 38, 48, 60, 68, 75, 79),
            (5, 40, 56, 66, 75, 81, 85, 87),
        ),
        "bmp": (
            (5, 6, 9, 14, 22, 30, 42, 56),
            (4, 10, 17, 22, 38, 47, 60, 71),
            (5, 23, 39, 50, 63, 72, 82, 88),
            (4, 41, 56, 67, 77, 84, 90, 93),
        ),
        "generalized_sign": (
            (8, 9, 11, 16, 24, 32, 42, 57),
            (4, 9, 13, 20, 34, 43, 57, 70),
            (6, 22, 35, 50, 63, 72, 81, 88),
            (4, 39, 57, 67, 77, 84, 90, 92),
        ),
        "sign": (
            (1, 1, 2, 4, 7, 13, 23, 35),
            (4, 9, 13, 20, 34, 43, 57, 69),
            (4, 19, 33, 47, 60, 70, 79, 87),
            (4, 37, 56, 66, 77, 83, 89, 92),
        ),
        "wilcoxon": (
            (4, 6, 8, 12, 19, 27, 40, 53),
            (5, 11, 17, 24, 39, 48, 61, 72),
            (5, 24, 41, 52, 67, 74, 83, 89),
            (4, 43, 60, 71, 80, 85, 91, 93),
        ),
        "grank_z": (
            (9, 11, 14, 20, 28, 37, 49, 62),
            (6, 13, 20, 26, 42, 51, 63, 74),
            (5, 26, 41, 52, 67, 74, 83, 88),
            (4, 43, 60, 70, 79, 85, 91, 93),
        ),
        "jackknife": (
            (5, 6, 8, 13, 22, 30, 41, 54),
            (5, 10, 16, 23, 36, 46, 58, 70),
            (4, 22, 38, 48, 62, 72, 81, 87),
            (4, 39, 55, 67, 77, 83, 90, 93),
        ),
        "corrado_zivney_rank": (
            (8, 8, 8, 9, 9, 11, 12, 13),
            (6, 7, 6, 7, 8, 8, 10, 10),
            (5, 5, 6, 6, 6, 7, 9, 8),
            (4, 5, 6, 6, 7, 7, 8, 8),
        ),
        "grank_t": (
            (8, 8, 8, 9, 9, 12, 12, 13),
            (6, 7, 6, 7, 8, 8, 10, 10),
            (5, 5, 6, 6, 6, 7, 9, 8),
            (4, 5, 6, 6, 7, 7, 8, 9),
        ),
    }
)
SAME_AS = MappingProxyType({"patell_sar_sum": "patell"})


def true_size(name: str, correlation: ResidualCorrelation) -> float | None:
    """Return the approximate rejection rate under the null at a nominal 5 %.

    Parameters
    ----------
    name
        Identifier of the test.
    correlation
        Number of events and their r-bar on calendar dates; below zero it counts as zero.

    Returns
    -------
    float or None
        A fraction, or None for a test whose size does not depend on r-bar.

    Notes
    -----
    Interpolated in the logarithms of N and of 1 + (N - 1) r, the variance of a sum over
    that of independent terms. For fewer or more events than in the table its first or last
    row is read at the events' own 1 + (N - 1) r.
    """
    rows = SIZES.get(SAME_AS.get(name, name))
    if rows is None or correlation.n < 2:
        return None
    n, r = correlation.n, min(max(correlation.calendar, 0.0), 1.0)
    inside = FIRMS[0] <= n <= FIRMS[-1]
    sizes = [
        _at(row, firms, _spread(firms if inside else n, r))
        for firms, row in zip(FIRMS, rows, strict=True)
    ]
    return float(np.interp(np.log(n), np.log(FIRMS), sizes)) / 100


def _spread(firms: int, r: float) -> float:
    return float(np.log1p((firms - 1) * r))


def _at(row: tuple[int, ...], firms: int, spread: float) -> float:
    return float(np.interp(spread, [_spread(firms, level) for level in LEVELS], row))
