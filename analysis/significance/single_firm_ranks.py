"""Rank tests of one security, with the ceiling that leaves them without power."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, stdtr
from scipy.stats import rankdata

from analysis.abnormal_returns import AbnormalReturns
from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.windows import EventWindow

NULL = N_("The abnormal returns of the window rank like those of any other sessions.")
ASSUMES = N_(
    "Many securities: with one, the statistic cannot exceed its ceiling of {ceiling:.2f}, "
    "whatever the fall, and its reference distribution is not the one stated."
)

GRANK = N_("GRANK-T of one security")
TOO_FEW = N_("{rows} rows are too few to rank: the statistic has no bound.")
LEAST_ROWS = 4


def corrado_one_firm(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow
) -> HypothesisTest:
    """Return the Corrado rank statistic of one security and its ceiling.

    Ranks are over T = M + L rows; sum of (rank - (T + 1) / 2) over the window, divided by
    sqrt(L) s_K with s_K^2 = (T^2 - 1) / 12 where no ranks are tied.

    Notes
    -----
    Corrado (1989). The ceiling is reached by the L highest ranks: sqrt(L) (T - L) / 2 over
    s_K, which for L = 1 is sqrt(3 (T - 1) / (T + 1)) < 1.74.
    """
    event = abnormal.values[abnormal.rows_of(window)]
    ranks = rankdata(np.concatenate((fit.residuals, event)))
    t, length = len(ranks), len(window)
    centred = ranks - (t + 1) / 2
    deviation = math.sqrt(float(centred @ centred) / t)
    statistic = float(centred[-length:].sum()) / (math.sqrt(length) * deviation)
    ceiling = math.sqrt(length) * (t - length) / 2 / math.sqrt((t * t - 1) / 12)
    return HypothesisTest(
        name="corrado_rank",
        title=N_("Corrado rank test of one security"),
        null=NULL,
        assumes=ASSUMES,
        statistic=statistic,
        p_value=float(2 * ndtr(-abs(statistic))),
        distribution="normal",
        p_lower=float(ndtr(statistic)),
        p_upper=float(ndtr(-statistic)),
        floor=float(2 * ndtr(-ceiling)),
        ceiling=ceiling,
        facts={"rows": float(t), "ceiling": ceiling},
    )


def grank_one_firm(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow
) -> TestResult:
    """Return the GRANK-T statistic of one security and its ceiling.

    The SCAR of the window ranks as one row among the M standardised residuals, T = M + 1. It
    is not divided by the cross-section's standard deviation, which one security has not.

    Notes
    -----
    Kolari and Pynnonen (2011): U = rank / (T + 1) - 1/2, Z = U_0 / S_U,
    Z sqrt((T - 2) / (T - 1 - Z^2)), t with T - 2 degrees of freedom. |Z| is at most
    sqrt(3 (T - 1) / (T + 1)), and the ceiling is that Z put through the formula.
    """
    rows = abnormal.rows_of(window)
    scar = abnormal.values[rows].sum() / np.sqrt(abnormal.covariance[rows, rows].sum())
    ranks = rankdata(np.append(fit.residuals / fit.sigma, scar))
    t = len(ranks)
    if t < LEAST_ROWS:
        return UnavailableTest(
            name="grank_t", title=GRANK, null=NULL, reason=TOO_FEW, facts={"rows": t}
        )
    centred = ranks - (t + 1) / 2
    z = float(centred[-1] / math.sqrt(float(centred @ centred) / t))
    statistic, ceiling = (
        value * math.sqrt((t - 2) / (t - 1 - value * value))
        for value in (z, math.sqrt(3 * (t - 1) / (t + 1)))
    )
    return HypothesisTest(
        name="grank_t",
        title=GRANK,
        null=NULL,
        assumes=ASSUMES,
        statistic=statistic,
        p_value=float(2 * stdtr(t - 2, -abs(statistic))),
        distribution="t",
        df=(float(t - 2),),
        p_lower=float(stdtr(t - 2, statistic)),
        p_upper=float(stdtr(t - 2, -statistic)),
        floor=float(2 * stdtr(t - 2, -ceiling)),
        ceiling=ceiling,
        facts={"rows": float(t), "z": z, "ceiling": ceiling},
    )
