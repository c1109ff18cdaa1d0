"""The multivariate regression test that every abnormal return is zero."""

from __future__ import annotations

import numpy as np
from scipy import linalg, stats

from analysis.errors import N_
from analysis.significance.many_firms import Evidence, Wording
from analysis.significance.portfolio import DATES
from analysis.significance.result import HypothesisTest, TestResult

MVRM = Wording(
    "mvrm_f",
    N_("MVRM F (all firms jointly)"),
    N_("The cumulative abnormal return of every event is zero."),
    N_(
        "Multivariate normal residuals of constant covariance, many more estimation rows than "
        "events. Breaks under fat tails or a jump of variance: a diagnostic."
    ),
)
INCOMPLETE = N_(
    "{count} events lack residuals; the regressions of all events must share their rows."
)
TOO_MANY = N_("{n} events leave no degrees of freedom with {df} of the residuals.")
SINGULAR = N_("The residual covariance of the events is singular.")


def mvrm_f(given: Evidence) -> TestResult:
    """Return (df - N + 1) / (N df) CAR' Sigma^-1 CAR / (L + 1'H1), F with N and df - N + 1.

    df = M - p and Sigma = E'E / df. Schipper and Thompson (1983), Binder (1985); Hotelling's
    T-squared of the event dummy's coefficients, equal to Wilks' lambda in a multivariate
    regression. For windows of L sessions, of the coefficients' sums.
    """
    sample = given.sample
    n = len(sample)
    if given.dates > 1:
        return MVRM.refuse(DATES, dates=given.dates)
    if not sample.is_complete:
        return MVRM.refuse(INCOMPLETE, count=int(np.sum(sample.n_estimation < sample.columns)))
    df = int(sample.df[0])
    if df - n + 1 < 1:
        return MVRM.refuse(TOO_MANY, n=n, df=df)
    residuals = sample.residuals.block(slice(0, n))
    factor = float(np.mean(sample.car_variance / sample.sigma2))
    try:
        half = linalg.solve_triangular(
            linalg.cholesky(residuals @ residuals.T / df, lower=True), sample.car, lower=True
        )
    except linalg.LinAlgError:
        return MVRM.refuse(SINGULAR)
    statistic = (df - n + 1) / (n * df) * float(half @ half) / factor
    return HypothesisTest(
        name=MVRM.name,
        title=MVRM.title,
        null=MVRM.null,
        assumes=MVRM.assumes,
        statistic=statistic,
        p_value=float(stats.f.sf(statistic, n, df - n + 1)),
        distribution="F",
        df=(float(n), float(df - n + 1)),
        alternative="upper",
        effective_n=given.correlation.effective_n,
        facts={"n": float(n), "rbar": given.correlation.calendar},
    )
