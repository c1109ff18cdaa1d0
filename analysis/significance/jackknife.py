"""The jackknife test of the mean CAR in units of its forecast error."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.significance.deviation import ROUNDING
from analysis.significance.many_firms import SCAR_NULL, Evidence, Wording, student
from analysis.significance.result import TestResult

JACKKNIFE = Wording(
    "jackknife",
    N_("Jackknife t"),
    SCAR_NULL,
    N_("Independent events; the event may change the variance, of each event in its own way."),
)
CONSTANT = N_("Leaving out any event gives the same mean: there is no variance.")


def jackknife(given: Evidence) -> TestResult:
    """Return the mean pseudo-value over its standard error, t with N - 1 degrees of freedom.

    theta = CAAR / root mean forecast-error variance; the pseudo-values are
    N theta - (N - 1) theta_(-i). The idea of Giaccotto and Sfiridis (1996), who jackknife a
    standardised abnormal return because the event may change variances; this ratio is our
    choice of it.
    """
    car, variance = given.sample.car, given.sample.car_variance
    n = len(car)
    if n < 3:
        return JACKKNIFE.needs(3, n)
    theta = car.mean() / np.sqrt(variance.mean())
    without = (car.sum() - car) / (n - 1) / np.sqrt((variance.sum() - variance) / (n - 1))
    pseudo = n * theta - (n - 1) * without
    error = pseudo.std(ddof=1) / np.sqrt(n)
    # A pseudo-value is the difference of two numbers n times its own size.
    if error <= n * ROUNDING * abs(theta):
        return JACKKNIFE.refuse(CONSTANT)
    return student(JACKKNIFE, pseudo.mean() / error, n - 1, given, theta=float(theta))
