"""What a specification curve holds: estimates from the lowest to the highest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.robustness.specification import Refused, Specification


@dataclass(frozen=True, slots=True, eq=False)
class SpecificationCurve:
    """Estimates of one event under n specifications, from the lowest to the highest.

    Attributes
    ----------
    specifications
        The n specifications, in the order of their estimates.
    car, standard_error
        (n,) CAR in fractions and its standard error.
    low, high
        (n,) interval at ``level``.
    df, n_estimation
        (n,) degrees of freedom and estimation rows.
    level
        Level of the intervals.
    refused
        Specifications without an estimate, with the reason.
    """

    specifications: tuple[Specification, ...]
    car: np.ndarray
    standard_error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    df: np.ndarray
    n_estimation: np.ndarray
    level: float
    refused: tuple[Refused, ...] = ()

    def __len__(self) -> int:
        return len(self.car)

    @property
    def median(self) -> float:
        """Median estimate, in fractions."""
        return float(np.median(self.car))

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest estimate."""
        return float(self.car[0]), float(self.car[-1])

    @property
    def share_same_sign(self) -> float:
        """Share of the estimates that have the median's sign."""
        return float(np.mean(np.sign(self.car) == np.sign(self.median)))

    @property
    def beyond(self) -> np.ndarray:
        """(n,) whether the interval lies beyond zero on the median's side."""
        return np.asarray(self.high < 0 if self.median < 0 else self.low > 0)

    @property
    def share_beyond(self) -> float:
        """Share of the intervals that lie beyond zero on the median's side."""
        return float(np.mean(self.beyond))

    @property
    def median_scar(self) -> float:
        """Median of the estimates over their standard errors."""
        return float(np.median(self.car / self.standard_error))

    def place(self, specification: Specification) -> int | None:
        """Return where a specification stands, from 0; None where it has no estimate."""
        try:
            return self.specifications.index(specification)
        except ValueError:
            return None
