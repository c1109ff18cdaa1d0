"""Standard deviation over events, told apart from rounding."""

from __future__ import annotations

import numpy as np

# Spread of equal values, over their size, that is nothing but rounding.
ROUNDING = 1e-12


def deviation_over_events(values: np.ndarray) -> np.ndarray:
    """Return the standard deviation of (N, ...) values over N events, divisor N - 1.

    Zero where the values are equal: the rounding of their mean would otherwise stand for a
    spread, and dividing by it makes a statistic of 1e16.
    """
    deviation = values.std(axis=0, ddof=1)
    return np.where(deviation > ROUNDING * np.abs(values).max(axis=0), deviation, 0.0)
