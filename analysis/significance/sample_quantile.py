"""The sample-quantile (SQ) test of one security or one portfolio."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest


def window_sums(residuals: np.ndarray, rows: np.ndarray, length: int) -> np.ndarray:
    """Sum the residuals of every ``length`` consecutive sessions of the estimation window.

    Parameters
    ----------
    residuals, rows
        (M,) residuals and the positions of their sessions; a gap in the positions is a
        session without a residual, and no sum reaches across it.
    length
        Sessions a sum, L.

    Returns
    -------
    np.ndarray
        (n,) overlapping sums, n = M - L + 1 where no session is missing.
    """
    starts = unbroken_starts(rows, length)
    if length == 1:
        return residuals
    return np.asarray(residuals[starts[:, np.newaxis] + np.arange(length)].sum(axis=1))


def unbroken_starts(rows: np.ndarray, length: int) -> np.ndarray:
    """Return where ``length`` consecutive sessions begin among the positions ``rows`` (M,)."""
    if length > len(rows):
        return np.empty(0, dtype=int)
    return np.flatnonzero(rows[length - 1 :] - rows[: len(rows) - length + 1] == length - 1)


def sample_quantile_test(fit: NormalReturnFit, value: float, length: int) -> TestResult:
    """Rank a CAR among the sums of estimation residuals over as many sessions.

    Parameters
    ----------
    fit
        The estimated model.
    value
        The CAR, in fractions.
    length
        Sessions in its window, L.

    Returns
    -------
    HypothesisTest or UnavailableTest
        p_lower = (1 + #{sum <= CAR}) / (n + 1), two-sided twice the smaller side, floor
        2 / (n + 1).

    Notes
    -----
    Gelbach, Helland and Klick (2013), section 3. Sums over L sessions overlap, so about
    M / L of them are independent.
    """
    title = N_("SQ test (sample quantiles)")
    null = N_("The abnormal return is an ordinary draw from the estimation window's residuals.")
    reference = window_sums(fit.residuals, fit.rows, length)
    n = len(reference)
    if n == 0:
        return UnavailableTest(
            name="sq",
            title=title,
            null=null,
            reason=N_("No {length} consecutive sessions lie in the estimation window."),
            facts={"length": length},
        )
    lower = (1 + int(np.sum(reference <= value))) / (n + 1)
    upper = (1 + int(np.sum(reference >= value))) / (n + 1)
    return HypothesisTest(
        name="sq",
        title=title,
        null=null,
        assumes=N_(
            "Residuals of the estimation window and the event come from one distribution, "
            "of any shape; their variance does not change."
        ),
        statistic=value,
        p_value=min(1.0, 2 * min(lower, upper)),
        distribution="empirical",
        p_lower=lower,
        p_upper=upper,
        floor=2 / (n + 1),
        effective_n=fit.n_estimation / length,
        facts={"n": float(n), "length": float(length)},
    )


def sample_quantile_interval(
    fit: NormalReturnFit, value: float, length: int, level: float
) -> tuple[float, float] | None:
    """Return the interval of the effect from the quantiles of the residual sums.

    An observed CAR is the effect plus an ordinary draw, so the bounds are the CAR less the
    upper and the lower quantile of ordinary draws. None where the level asks for
    quantiles beyond the smallest and the largest sum.
    """
    reference = window_sums(fit.residuals, fit.rows, length)
    tail = (1 - level) / 2
    if tail < 1 / (len(reference) + 1):
        return None
    low, high = np.quantile(reference, [tail, 1 - tail], method="weibull")
    return value - float(high), value - float(low)
