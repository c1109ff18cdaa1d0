"""Tests on the cross-section of CARs, and the time-series test of the crude adjustment."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.significance.deviation import deviation_over_events
from analysis.significance.many_firms import CAAR_NULL, Evidence, Wording, student
from analysis.significance.result import TestResult

CROSS_SECTIONAL = Wording(
    "cross_sectional_t",
    N_("Cross-sectional t"),
    CAAR_NULL,
    N_("Independent events whose CARs have one distribution, close to normal or in great number."),
)
SKEWNESS = Wording(
    "skewness_adjusted_t",
    N_("Skewness-adjusted t (Hall)"),
    CAAR_NULL,
    N_("Independent events whose CARs have one distribution, which may be skewed."),
)
CRUDE = Wording(
    "crude_dependence",
    N_("Crude dependence adjustment"),
    CAAR_NULL,
    N_(
        "Average abnormal returns are independent over time, normal and of constant variance; "
        "events may depend on each other in event time. Parameters count as known."
    ),
)
CONSTANT = N_("The CARs of all events are equal: there is no cross-section variance.")


def cross_sectional_t(given: Evidence) -> TestResult:
    """Return sqrt(N) CAAR / s_CAR, t with N - 1 degrees of freedom."""
    car = given.sample.car
    n = len(car)
    if n < 2:
        return CROSS_SECTIONAL.needs(2, n)
    spread = float(deviation_over_events(car))
    if spread == 0:
        return CROSS_SECTIONAL.refuse(CONSTANT)
    return student(CROSS_SECTIONAL, np.sqrt(n) * car.mean() / spread, n - 1, given)


def skewness_adjusted_t(given: Evidence) -> TestResult:
    """Return Hall's transformed t: sqrt(N) (S + g S^2/3 + g^2 S^3/27 + g/(6N)).

    S = CAAR / s and g the sample skewness N / ((N-1)(N-2)) sum ((CAR - CAAR) / s)^3.
    Hall (1992), section 3; Johnson's form, which leaves out the cubic term, is among the
    facts.
    """
    car = given.sample.car
    n = len(car)
    if n < 3:
        return SKEWNESS.needs(3, n)
    spread = float(deviation_over_events(car))
    if spread == 0:
        return SKEWNESS.refuse(CONSTANT)
    s = car.mean() / spread
    z = (car - car.mean()) / spread
    g = n / ((n - 1) * (n - 2)) * np.sum(z * z * z)
    johnson = np.sqrt(n) * (s + g * s**2 / 3 + g / (6 * n))
    hall = johnson + np.sqrt(n) * g**2 * s**3 / 27
    return student(SKEWNESS, hall, n - 1, given, skewness=float(g), johnson=float(johnson))


def crude_dependence(given: Evidence) -> TestResult:
    """Return CAAR / (sqrt(L) S_AAR) with S_AAR from the estimation window's AAR series.

    S_AAR^2 = sum (AAR_t - mean)^2 / (M - 1), t with M - 1 degrees of freedom. Brown and
    Warner (1980), section 3; (1985), equation 2. Events are aligned in event time.
    """
    columns = given.sums.count > 0
    aar = given.sums.residuals[columns] / given.sums.count[columns]
    if len(aar) < 2:
        return CRUDE.needs(2, len(aar))
    deviation = aar.std(ddof=1)
    length = len(given.sample.window)
    caar = given.sample.car.mean()
    return student(
        CRUDE,
        caar / (np.sqrt(length) * deviation),
        len(aar) - 1,
        given,
        s_aar=float(deviation),
    )
