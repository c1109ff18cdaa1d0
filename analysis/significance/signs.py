"""Sign tests and the signed-rank test."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis.errors import N_
from analysis.significance.many_firms import MEDIAN_NULL, Evidence, Wording, normal, student
from analysis.significance.ranks import studentised_last_row
from analysis.significance.result import HypothesisTest, TestResult
from analysis.significance.true_size import true_size

GENERALIZED = Wording(
    "generalized_sign",
    N_("Generalised sign test (Cowan)"),
    N_("The share of positive CARs is the share of positive residuals in estimation."),
    N_("Independent events, in great number; a CAR is as often positive as one day's residual."),
)
SIGN = Wording(
    "sign",
    N_("Sign test"),
    N_("Half of the CARs are positive."),
    N_("Independent events whose CARs have median zero without the event."),
)
WILCOXON = Wording(
    "wilcoxon",
    N_("Wilcoxon signed-rank test"),
    N_("The CARs are symmetric about zero."),
    N_("Independent events whose CARs are symmetric about one centre."),
)
SIGN_GSAR = Wording(
    "sign_gsar_t",
    N_("SIGN-GSAR-T"),
    MEDIAN_NULL,
    N_(
        "One distribution over time, of any shape; the event may change the variance. Loses "
        "its power when events correlate."
    ),
)
ALL_ZERO = N_("Every CAR is zero.")
NO_SIGNS = N_("Every residual, or none, of the estimation window is positive.")
FLAT = N_("The mean signs do not vary over time.")


def generalized_sign(given: Evidence) -> TestResult:
    """Return (w - N p) / sqrt(N p (1 - p)), w positive CARs, p their usual share.

    Cowan (1992), equations 1 and 2.
    """
    n = len(given.sample)
    share = given.sums.positive / n
    if not 0 < share < 1:
        return GENERALIZED.refuse(NO_SIGNS)
    w = float(np.sum(given.sample.car > 0))
    return normal(
        GENERALIZED,
        (w - n * share) / np.sqrt(n * share * (1 - share)),
        given,
        w=w,
        p_hat=float(share),
    )


def sign(given: Evidence) -> TestResult:
    """Return (w - N/2) / sqrt(N/4) with the exact binomial p-value; CARs of zero are left out.

    MacKinlay (1997), section 8, gives the statistic and its normal limit, which is among
    the facts as ``normal_p_value``.
    """
    car = given.sample.car[given.sample.car != 0]
    n, w = len(car), int(np.sum(car > 0))
    if n == 0:
        return SIGN.refuse(ALL_ZERO)
    statistic = (w - n / 2) / np.sqrt(n / 4)
    return HypothesisTest(
        name=SIGN.name,
        title=SIGN.title,
        null=SIGN.null,
        assumes=SIGN.assumes,
        statistic=float(statistic),
        p_value=float(stats.binomtest(w, n).pvalue),
        p_lower=float(stats.binom.cdf(w, n, 0.5)),
        p_upper=float(stats.binom.sf(w - 1, n, 0.5)),
        distribution="binomial",
        df=(float(n),),
        floor=min(1.0, 2.0 ** (1 - n)),
        ceiling=float(np.sqrt(n)),
        effective_n=given.correlation.effective_n,
        true_size=true_size(SIGN.name, given.correlation),
        facts={
            "n": float(n),
            "w": float(w),
            "rbar": given.correlation.calendar,
            "normal_p_value": float(2 * stats.norm.sf(abs(statistic))),
        },
    )


def wilcoxon(given: Evidence) -> TestResult:
    """Return the smaller signed-rank sum of the CARs; exact up to 50 events without ties."""
    car = given.sample.car[given.sample.car != 0]
    n = len(car)
    if n == 0:
        return WILCOXON.refuse(ALL_ZERO)
    exact = n <= 50 and len(np.unique(np.abs(car))) == n
    found = stats.wilcoxon(car, method="exact" if exact else "asymptotic")
    return HypothesisTest(
        name=WILCOXON.name,
        title=WILCOXON.title,
        null=WILCOXON.null,
        assumes=WILCOXON.assumes,
        statistic=float(found.statistic),
        p_value=float(found.pvalue),
        distribution="signed-rank" if exact else "normal",
        df=(float(n),) if exact else (),
        floor=min(1.0, 2.0 ** (1 - n)) if exact else None,
        effective_n=given.correlation.effective_n,
        true_size=true_size(WILCOXON.name, given.correlation),
        facts={"n": float(n), "rbar": given.correlation.calendar},
    )


def sign_gsar_t(given: Evidence) -> TestResult:
    """Return the event row's mean sign about each event's median, studentised over time.

    Luoma (2011), SIGN-GSAR-T: Z sqrt((T - 2) / (T - 1 - Z^2)), t with T - 2 degrees of
    freedom, T = M + 1.
    """
    n = len(given.sample)
    if n < 2:
        return SIGN_GSAR.needs(2, n)
    z, t = studentised_last_row(given.sums.sign, given.sums.count, n)
    if not np.isfinite(z) or z**2 >= t - 1:
        return SIGN_GSAR.refuse(FLAT)
    return student(SIGN_GSAR, z * np.sqrt((t - 2) / (t - 1 - z**2)), t - 2, given, z=z)
