"""How far events move together: mean residual correlation and what it leaves of N."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.event_sample import EventSample
from analysis.significance.residual_sums import ResidualSums


@dataclass(frozen=True, slots=True)
class ResidualCorrelation:
    """Mean off-diagonal correlation r-bar of the estimation residuals of N events.

    Attributes
    ----------
    n
        Events, N.
    event_time
        Columns aligned on event time: tau = -30 of one with tau = -30 of another.
    calendar
        Columns aligned on dates; a pair without common dates counts zero.
    """

    n: int
    event_time: float
    calendar: float

    @property
    def effective_n(self) -> float:
        """Independent events that carry as much: N / (1 + (N - 1) r), at most N.

        About 1 / r for many events. From the calendar alignment.
        """
        return self.n / max(1.0, self.inflation(self.calendar))

    def inflation(self, correlation: float) -> float:
        """Return 1 + (N - 1) r, the variance of a sum of correlated terms over N."""
        return 1 + (self.n - 1) * correlation


def residual_correlation(sample: EventSample, sums: ResidualSums) -> ResidualCorrelation:
    """Return r-bar in both alignments from sums of unit-length residual series.

    With z_i the residuals of an event, taken to mean zero and unit length, the sum of all
    pairwise correlations is |sum_i z_i|^2 - N: work of order N M instead of N^2 M. A series
    that does not vary correlates with none.
    Kolari and Pynnonen (2010), equation 10; the diagonal is left out.
    """
    n = len(sample)

    def mean(total: np.ndarray) -> float:
        return float((total @ total - sums.varying) / (n * (n - 1))) if n > 1 else 0.0

    return ResidualCorrelation(n, mean(sums.unit), mean(sums.calendar))
