"""Which joint tests to believe for one basket on one date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.robustness.belief import TIERS, Believed, believed
from analysis.significance.dependence import ResidualCorrelation
from dashboard.studies.basket import BasketStudy

SIMULATED_ROWS: Final = 120
"""Estimation rows of the simulated samples."""


@dataclass(frozen=True, slots=True, eq=False)
class TestsOfBasket:
    """The battery of one basket, each test with its true size there.

    Attributes
    ----------
    study
        The basket's study.
    judged
        The tests, the most trustworthy first; those that do not apply last.
    """

    study: BasketStudy
    judged: tuple[Believed, ...]

    @property
    def correlation(self) -> ResidualCorrelation:
        """Number of members, r-bar and effective N."""
        return self.study.headline.correlation

    @property
    def by_tier(self) -> Mapping[str, tuple[Believed, ...]]:
        """The tests of each tier, in the order of ``TIERS``; empty tiers too."""
        return {tier: tuple(e for e in self.judged if e.tier == tier) for tier in TIERS}


def run(study: BasketStudy) -> TestsOfBasket:
    """Judge every test of a basket's first window."""
    window = study.headline
    return TestsOfBasket(study, believed(window.tests, window.correlation))
