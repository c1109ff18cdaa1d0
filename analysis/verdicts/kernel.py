"""What is summed: abnormal returns around tau = 0 with their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.windows import EventWindow


@dataclass(frozen=True, slots=True)
class Kernel:
    """Weights of consecutive sessions around tau = 0.

    Attributes
    ----------
    first
        tau of the first weight.
    weights
        One a session, first and last not zero; a plain window has ones.
    """

    first: int
    weights: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def last(self) -> int:
        """Tau of the last weight."""
        return self.first + len(self.weights) - 1

    @property
    def vector(self) -> np.ndarray:
        """(L,) weights."""
        return np.array(self.weights)

    @property
    def norm(self) -> float:
        """Root of the sum of squared weights: sqrt(L) for a plain window."""
        return float(np.sqrt(np.sum(self.vector**2)))

    @property
    def runs(self) -> tuple[tuple[EventWindow, float], ...]:
        """Stretches of equal weight other than zero, in order."""
        found: list[tuple[EventWindow, float]] = []
        for tau, weight in enumerate(self.weights, start=self.first):
            if weight == 0:
                continue
            if found and found[-1][1] == weight and found[-1][0].last == tau - 1:
                found[-1] = (EventWindow(found[-1][0].first, tau), weight)
            else:
                found.append((EventWindow(tau, tau), weight))
        return tuple(found)


def kernel_of(terms: Sequence[tuple[int, int, float]]) -> Kernel:
    """Lay weighted windows (first tau, last tau, weight) over one another.

    Weights of sessions that several windows hold add up.
    """
    first = min(term[0] for term in terms)
    weights = np.zeros(max(term[1] for term in terms) - first + 1)
    for begin, end, weight in terms:
        weights[begin - first : end - first + 1] += weight
    return Kernel(first, tuple(weights.tolist()))
