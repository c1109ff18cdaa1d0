"""Which of the joint tests to believe: their true size at the basket's own correlation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.errors import N_
from analysis.robustness.size_table import FIRMS, JUMP_SIZES, LEVELS, SIZES
from analysis.significance.dependence import ResidualCorrelation
from analysis.significance.result import HypothesisTest, TestResult
from analysis.significance.true_size import true_size

NOMINAL: Final = 0.05
# Bradley (1978): a test is robust while its size stays between half and one and a half times the
# nominal one.
LARGEST_TRUSTED: Final = 1.5 * NOMINAL
SMALLEST_TRUSTED: Final = 0.5 * NOMINAL
LARGEST_LIBERAL: Final = 3 * NOMINAL

TRUST: Final = N_("trust")
CAUTIOUS: Final = N_("cautious: rejects too seldom")
LIBERAL: Final = N_("liberal: read with care")
DISTRUST: Final = N_("do not trust here")
TIERS: Final = (TRUST, CAUTIOUS, LIBERAL, DISTRUST)


@dataclass(frozen=True, slots=True)
class Believed:
    """One test of the battery with how often it would reject a true null here.

    Attributes
    ----------
    test
        The test, or the reason why it does not apply.
    size
        Simulated rejection rate at a nominal 5 %, a fraction; None for a test that does not
        apply.
    jump_size
        The same where all variances double on the event day (20 firms).
    tier
        One of ``TIERS``, an English template; None without a size.
    """

    test: TestResult
    size: float | None
    jump_size: float | None
    tier: str | None


def believed(tests: Sequence[TestResult], correlation: ResidualCorrelation) -> tuple[Believed, ...]:
    """Judge the tests of one basket, the most trustworthy first.

    Parameters
    ----------
    tests
        The battery's outcomes on securities that share one date.
    correlation
        Their number and r-bar.

    Notes
    -----
    Sizes are simulated, not derived: t(5) errors, one common factor, one day. The limits are
    Bradley's (1978), 2.5 % and 7.5 % at a nominal 5 %; above 15 % a test is not to be trusted.
    """
    found = tuple(_judged(test, correlation) for test in tests)
    return tuple(sorted(found, key=_order))


def size_here(name: str, correlation: ResidualCorrelation) -> float | None:
    """Return the simulated size of a test at a basket's N and r-bar; None where unknown."""
    known = true_size(name, correlation)
    if known is not None or name not in SIZES or correlation.n < 2:
        return known
    level = min(max(correlation.calendar, 0.0), 1.0)
    by_firms = [float(np.interp(level, LEVELS, row)) for row in SIZES[name]]
    return float(np.interp(np.log(correlation.n), np.log(FIRMS), by_firms)) / 100


def _judged(test: TestResult, correlation: ResidualCorrelation) -> Believed:
    if not isinstance(test, HypothesisTest):
        return Believed(test, None, None, None)
    size = size_here(test.name, correlation)
    jump = JUMP_SIZES.get(test.name)
    level = min(max(correlation.calendar, 0.0), 1.0)
    jump_size = None if jump is None else float(np.interp(level, LEVELS, jump)) / 100
    return Believed(test, size, jump_size, None if size is None else tier_of(size))


def tier_of(size: float) -> str:
    """Return the tier of a size, a fraction, at a nominal 5 %."""
    if size > LARGEST_LIBERAL:
        return DISTRUST
    if size > LARGEST_TRUSTED:
        return LIBERAL
    return TRUST if size >= SMALLEST_TRUSTED else CAUTIOUS


def _order(judged: Believed) -> tuple[int, float, str]:
    place = len(TIERS) if judged.tier is None else TIERS.index(judged.tier)
    distance = 0.0 if judged.size is None else abs(judged.size - NOMINAL)
    return place, distance, judged.test.name
