"""Rank tests: Corrado, Corrado and Zivney, GRANK."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.significance.many_firms import RANK_NULL, Evidence, Wording, normal, student
from analysis.significance.result import TestResult

CORRADO = Wording(
    "corrado_rank",
    N_("Corrado rank test"),
    RANK_NULL,
    N_(
        "Abnormal returns of one distribution over time, of any shape, and no change of "
        "variance at the event; events may depend on each other in event time."
    ),
)
ZIVNEY = Wording(
    "corrado_zivney_rank",
    N_("Corrado-Zivney rank test"),
    RANK_NULL,
    N_(
        "As Corrado, but the event may change the variance. Liberal when events correlate: "
        "dividing by the cross-section deviation takes the common part out."
    ),
)
GRANK_T = Wording(
    "grank_t",
    N_("GRANK-T"),
    RANK_NULL,
    N_(
        "One distribution over time, of any shape; the event may change the variance. Liberal "
        "when events correlate: dividing by the cross-section deviation takes the common part "
        "out."
    ),
)
GRANK_Z = Wording(
    "grank_z",
    N_("GRANK-Z"),
    RANK_NULL,
    N_("Independent events of one distribution over time; the event may change the variance."),
)
FLAT = N_("The mean ranks do not vary over time.")


def corrado_days(given: Evidence) -> np.ndarray:
    """Return (L,) Corrado statistics of the event days: mean centred rank over s_K.

    Corrado (1989), equations 5 and 6; ranks are over the estimation rows and the rows of
    this window.
    """
    mean, deviation = _corrado_rows(given)
    return np.asarray(mean[given.sample.columns :] / deviation)


def corrado_rank(given: Evidence) -> TestResult:
    """Return sum over the window of mean centred ranks / (sqrt(L) s_K), standard normal."""
    mean, deviation = _corrado_rows(given)
    if not deviation > 0:
        return CORRADO.refuse(FLAT)
    length = len(given.sample.window)
    return normal(
        CORRADO,
        mean[given.sample.columns :].sum() / (np.sqrt(length) * deviation),
        given,
        ceiling=_rank_ceiling(given, length),
    )


def corrado_zivney_days(given: Evidence) -> np.ndarray:
    """Return (L,) Corrado-Zivney statistics of the event days.

    Corrado and Zivney (1992), equations 4 to 6: ranks over T_i + 1, so that events with
    missing returns weigh alike, and SARs divided by their day's cross-section deviation.
    """
    sums, deviation = _zivney_rows(given)
    return np.asarray(sums[given.sample.columns :] / deviation)


def corrado_zivney_rank(given: Evidence) -> TestResult:
    """Return the window's sum of Corrado-Zivney statistics over sqrt(L), standard normal."""
    if len(given.sample) < 2:
        return ZIVNEY.needs(2, len(given.sample))
    sums, deviation = _zivney_rows(given)
    if not deviation > 0:
        return ZIVNEY.refuse(FLAT)
    length = len(given.sample.window)
    return normal(
        ZIVNEY,
        sums[given.sample.columns :].sum() / (np.sqrt(length) * deviation),
        given,
        ceiling=_rank_ceiling(given, length),
    )


def grank_t(given: Evidence) -> TestResult:
    """Return Z sqrt((T - 2) / (T - 1 - Z^2)), t with T - 2 degrees of freedom.

    Z = U_0 / S_U over T = M + 1 rows, the SCARs re-standardised in the cross-section as one
    row behind the estimation SARs. Kolari and Pynnonen (2011), equations 11 to 15.
    """
    n = len(given.sample)
    if n < 2:
        return GRANK_T.needs(2, n)
    z, t = studentised_last_row(given.sums.grank, given.sums.count, n)
    if not np.isfinite(z) or z**2 >= t - 1:
        return GRANK_T.refuse(FLAT)
    return student(
        GRANK_T,
        z * np.sqrt((t - 2) / (t - 1 - z**2)),
        t - 2,
        given,
        ceiling=_to_student(_rank_ceiling(given, 1), t),
        z=z,
    )


def grank_z(given: Evidence) -> TestResult:
    """Return U_0 sqrt(12 N (T + 1) / (T - 1)), standard normal.

    Kolari and Pynnonen (2011), equation 9. Exact variance under independence, summed over
    events with T_i rows each.
    """
    n = len(given.sample)
    if n < 2:
        return GRANK_Z.needs(2, n)
    t = given.sample.n_estimation + 1.0
    deviation = np.sqrt(np.sum((t - 1) / (t + 1) / 12))
    return normal(
        GRANK_Z,
        given.sums.grank[-1] / deviation,
        given,
        ceiling=float(np.sum((t - 1) / (t + 1) / 2) / deviation),
    )


def studentised_last_row(sums: np.ndarray, count: np.ndarray, n: int) -> tuple[float, int]:
    """Return the last row's mean over its deviation over time, and the number of rows T.

    Rows in which only n_t of N events are present weigh n_t / N in the variance.
    """
    present = count > 0
    before = sums[:-1][present] / count[present]
    t = len(before) + 1
    last = sums[-1] / n
    variance = (np.sum(count[present] / n * before**2) + last**2) / t
    return float(last / np.sqrt(variance)) if variance > 0 else np.nan, t


def _corrado_rows(given: Evidence) -> tuple[np.ndarray, float]:
    count = _row_counts(given)
    mean = np.divide(given.sums.corrado, count, where=count > 0, out=np.zeros(len(count)))
    return mean, float(np.sqrt(np.sum(mean**2) / np.sum(count > 0)))


def _zivney_rows(given: Evidence) -> tuple[np.ndarray, float]:
    count = _row_counts(given)
    scaled = given.sums.corrado_zivney / np.sqrt(np.maximum(count, 1))
    return scaled, float(np.sqrt(np.sum(scaled**2) / np.sum(count > 0)))


def _row_counts(given: Evidence) -> np.ndarray:
    length = len(given.sample.window)
    return np.concatenate((given.sums.count, np.full(length, len(given.sample))))


def _rank_ceiling(given: Evidence, length: int) -> float:
    """Return the largest statistic that ``length`` event rows can reach.

    It is reached when every event's values are above all its residuals. The estimation rows
    then keep their ranks among themselves; the more alike they are over events, the lower
    the ceiling: sqrt(3 (T - 1) / (T + 1)) for one event and one day, and about
    sqrt(3 / (r + (1 - r) / N)) for N events of mean rank correlation r.
    """
    count = given.sums.count
    present = count > 0
    t = np.sum(present) + length
    before = given.sums.within[present] / count[present] - (t + 1) / 2
    top = (t - length) / 2
    return float(np.sqrt(length) * top / np.sqrt((before @ before + length * top**2) / t))


def _to_student(z: float, t: int) -> float | None:
    return float(z * np.sqrt((t - 2) / (t - 1 - z**2))) if z**2 < t - 1 else None
