"""What every test of many events is given, and how it words its outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.errors import N_
from analysis.event_sample import EventSample
from analysis.significance.dependence import ResidualCorrelation, residual_correlation
from analysis.significance.residual_sums import ResidualSums, residual_sums
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.significance.true_size import true_size

CAAR_NULL = N_("The mean cumulative abnormal return is zero.")
SCAR_NULL = N_("The mean standardised cumulative abnormal return is zero.")
RANK_NULL = N_("The abnormal returns of the event window rank like ordinary ones.")
MEDIAN_NULL = N_("A cumulative abnormal return is as likely above its usual median as below.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sample with the sums over its residuals.

    Attributes
    ----------
    sample
        The events.
    sums
        Sums over their estimation residuals.
    correlation
        Their mean residual correlation.
    """

    sample: EventSample
    sums: ResidualSums
    correlation: ResidualCorrelation

    @property
    def dates(self) -> int:
        """Number of different event dates."""
        rows = self.sample.event_row
        return int(np.count_nonzero(np.bincount(rows - rows.min())))


def evidence(sample: EventSample, workers: int = 2) -> Evidence:
    """Pass once over the residuals of a sample."""
    sums = residual_sums(sample, workers)
    return Evidence(sample, sums, residual_correlation(sample, sums))


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of a test.

    Attributes
    ----------
    name
        Identifier.
    title, null, assumes
        English templates.
    """

    name: str
    title: str
    null: str
    assumes: str

    def refuse(self, reason: str, **facts: object) -> UnavailableTest:
        """Return the refusal that stands where the test would have stood."""
        return UnavailableTest(
            name=self.name, title=self.title, null=self.null, reason=reason, facts=facts
        )

    def needs(self, minimum: int, n: int) -> UnavailableTest:
        """Refuse for want of events."""
        return self.refuse(
            N_("It needs at least {minimum} events; there are {n}."), minimum=minimum, n=n
        )


def student(
    wording: Wording,
    statistic: float,
    df: float,
    given: Evidence,
    *,
    ceiling: float | None = None,
    **facts: float,
) -> TestResult:
    """Word a statistic with a t distribution."""
    return HypothesisTest(
        name=wording.name,
        title=wording.title,
        null=wording.null,
        assumes=wording.assumes,
        statistic=float(statistic),
        p_value=float(2 * stats.t.sf(abs(statistic), df)),
        p_lower=float(stats.t.cdf(statistic, df)),
        p_upper=float(stats.t.sf(statistic, df)),
        distribution="t",
        df=(float(df),),
        ceiling=ceiling,
        effective_n=given.correlation.effective_n,
        true_size=true_size(wording.name, given.correlation),
        facts={"n": float(len(given.sample)), "rbar": given.correlation.calendar, **facts},
    )


def normal(
    wording: Wording,
    statistic: float,
    given: Evidence,
    *,
    ceiling: float | None = None,
    **facts: float,
) -> TestResult:
    """Word a statistic with a standard normal distribution."""
    return HypothesisTest(
        name=wording.name,
        title=wording.title,
        null=wording.null,
        assumes=wording.assumes,
        statistic=float(statistic),
        p_value=float(2 * stats.norm.sf(abs(statistic))),
        p_lower=float(stats.norm.cdf(statistic)),
        p_upper=float(stats.norm.sf(statistic)),
        distribution="normal",
        ceiling=ceiling,
        effective_n=given.correlation.effective_n,
        true_size=true_size(wording.name, given.correlation),
        facts={"n": float(len(given.sample)), "rbar": given.correlation.calendar, **facts},
    )
