"""Whether the storm lasted: the residual variance after the event against that before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.abnormal_returns import AbnormalReturns
from analysis.errors import N_, StudyError
from analysis.significance.result import HypothesisTest
from analysis.windows import EventWindow

FEWEST = 5
"""Sessions after the event below which no variance is compared."""
NULL = N_("The residual variance after the event is that of the estimation window.")


@dataclass(frozen=True, slots=True)
class VarianceChange:
    """The variance of abnormal returns after the event over that of the residuals before it.

    Attributes
    ----------
    before, after
        Variances of one session, in squared fractions.
    sessions
        Sessions after the event, K.
    tests
        F test and Brown and Forsythe's test.
    """

    before: float
    after: float
    sessions: int
    tests: tuple[HypothesisTest, HypothesisTest]

    @property
    def ratio(self) -> float:
        """Variance after over variance before."""
        return self.after / self.before


def variance_change(residuals: np.ndarray, df: int, after: np.ndarray) -> VarianceChange:
    """Compare the spread of abnormal returns after the event with that of the residuals.

    Parameters
    ----------
    residuals, df
        (M,) estimation residuals and their degrees of freedom.
    after
        (K,) abnormal returns of the sessions after the event session, which is left out.

    Raises
    ------
    StudyError
        When too few sessions follow the event.
    """
    k = len(after)
    if k < FEWEST:
        raise StudyError(
            N_("The volatility after the event was asked for."),
            N_("Only {count} sessions follow it here; {fewest} are needed."),
            N_("Choose an earlier event."),
            count=k,
            fewest=FEWEST,
        )
    before, later = float(residuals @ residuals) / df, float(after.var(ddof=1))
    ratio = later / before
    lower, upper = float(stats.f.cdf(ratio, k - 1, df)), float(stats.f.sf(ratio, k - 1, df))
    f = HypothesisTest(
        name="variance_f",
        title=N_("F test of two variances"),
        null=NULL,
        assumes=N_(
            "Normal and independent returns. Fat tails and volatility that comes in bursts make "
            "it reject too often."
        ),
        statistic=ratio,
        p_value=min(1.0, 2 * min(lower, upper)),
        distribution="F",
        df=(float(k - 1), float(df)),
        p_lower=lower,
        p_upper=upper,
    )
    return VarianceChange(before, later, k, (f, brown_forsythe(residuals, after)))


def brown_forsythe(first: np.ndarray, second: np.ndarray) -> HypothesisTest:
    """Compare two spreads by the mean distances from the medians.

    Notes
    -----
    Brown and Forsythe (1974): the F test of a one-way analysis of variance of |x − median|.
    """
    groups = [np.abs(x - np.median(x)) for x in (first, second)]
    n = sum(len(group) for group in groups)
    grand = np.concatenate(groups).mean()
    between = sum(len(group) * (group.mean() - grand) ** 2 for group in groups)
    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (n - 2)
    statistic = float(between / within)
    return HypothesisTest(
        name="brown_forsythe",
        title=N_("Brown–Forsythe test"),
        null=NULL,
        assumes=N_(
            "Independent returns of any shape. Volatility that comes in bursts makes it reject "
            "too often."
        ),
        statistic=statistic,
        p_value=float(stats.f.sf(statistic, 1, n - 2)),
        distribution="F",
        df=(1.0, float(n - 2)),
    )


def scaled_path(
    ar: AbnormalReturns, window: EventWindow, ratio: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the running CAR and its standard error when sessions after tau = 0 are louder.

    Parameters
    ----------
    ratio
        Variance of a session after the event over that of the estimation window; a ratio below
        one does not narrow the interval.

    Returns
    -------
    tuple
        (L,) CAR and (L,) roots of 1'DVD1, D holding sqrt(max(ratio, 1)) after tau = 0.
    """
    rows = ar.rows_of(window)
    scale = np.where(ar.tau[rows] > 0, max(ratio, 1.0) ** 0.5, 1.0)
    covariance = ar.covariance[rows, rows] * np.outer(scale, scale)
    variances = np.cumsum(np.cumsum(covariance, axis=0), axis=1)
    return np.cumsum(ar.values[rows]), np.sqrt(np.diag(variances))


def parkinson(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Return the volatility of each session from its range, in fractions.

    Notes
    -----
    Parkinson (1980): variance (ln H/L)² / (4 ln 2), for prices without drift or gaps overnight.
    """
    return np.asarray(np.log(high / low) / np.sqrt(4 * np.log(2)))
