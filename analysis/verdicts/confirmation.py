"""The second test of a basket: BMP adjusted for correlation, on the same weighted sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.event_sample import EventSample, StoredResiduals
from analysis.significance.dependence import residual_correlation
from analysis.significance.many_firms import Evidence
from analysis.significance.residual_sums import residual_sums
from analysis.significance.result import HypothesisTest, TestResult
from analysis.significance.standardized import adjusted_bmp
from analysis.verdicts.measurement import Measurement
from analysis.verdicts.tails import Direction, Tails
from analysis.windows import EstimationWindow, EventWindow


def confirm(members: Sequence[Measurement], row0: int, estimation: EstimationWindow) -> TestResult:
    """Test the mean standardised sum of members by BMP, adjusted for their correlation.

    Kolari and Pynnonen (2010), equation 11, r-bar on calendar dates.
    """
    n, first = len(members), members[0]
    residuals = np.full((n, len(estimation)), np.nan)
    for i, member in enumerate(members):
        residuals[i, member.rows - row0 - estimation.first] = member.residuals
    values = np.array([member.value for member in members])
    variances = np.array([member.variance for member in members])
    sample = EventSample(
        window=EventWindow(first.kernel.first, first.kernel.first),
        estimation=estimation,
        kind="simple",
        security=np.arange(n),
        event_row=np.full(n, row0),
        returns=values[:, np.newaxis],
        expected=np.zeros((n, 1)),
        ar_variance=variances[:, np.newaxis],
        car=values,
        car_variance=variances,
        sigma2=np.array([member.sigma2 for member in members]),
        df=np.array([member.df for member in members]),
        n_estimation=np.array([len(member.rows) for member in members]),
        residuals=StoredResiduals(residuals),
    )
    sums = residual_sums(sample, workers=1)
    given = Evidence(sample, sums, residual_correlation(sample, sums))
    return adjusted_bmp(given, "calendar")


def confirming_tails(test: TestResult, direction: Direction) -> Tails | None:
    """Return the one-sided p-values of the second test in a claim's direction.

    None where the direction has none (equivalence, an ordinary move). A test that does not
    apply confirms nothing: both p-values are missing.
    """
    if direction in ("either", "none"):
        return None
    if not isinstance(test, HypothesisTest):
        return Tails(None, None, 0.0)
    lower, upper = test.p_lower, test.p_upper
    return Tails(upper, lower, 0.0) if direction == "up" else Tails(lower, upper, 0.0)
