"""The SQ test on residuals divided by the volatility of their time."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from analysis.abnormal_returns import AbnormalReturns
from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.significance.sample_quantile import unbroken_starts, window_sums
from analysis.windows import EventWindow

# RiskMetrics (1996): the decay of daily variances.
DECAY = 0.94

NAME = "sq_volatility_scaled"
TITLE = N_("SQ test on volatility-scaled residuals")
NULL = N_(
    "The abnormal return, over the volatility expected the session before, is an ordinary draw "
    "from the estimation window's residuals over theirs."
)
ASSUMES = N_(
    "Residuals over their exponentially weighted volatility come from one distribution, of any "
    "shape. A jump of the variance on the event day itself cannot be told from an effect."
)


def ewma_volatility(errors: np.ndarray, start_variance: float, decay: float = DECAY) -> np.ndarray:
    """Return sigma_t|t-1 of each error and of the one to come.

    Parameters
    ----------
    errors
        (n,) consecutive errors, in fractions, none missing.
    start_variance
        Variance expected of the first error.
    decay
        lambda in sigma2_t+1|t = lambda sigma2_t|t-1 + (1 - lambda) e_t^2.

    Returns
    -------
    np.ndarray
        (n + 1,) standard deviations; the last is the forecast of the next error, and of
        each one after it.
    """
    gain = 1 - decay
    variances = accumulate(
        (errors * errors).tolist(), lambda v, e2: decay * v + gain * e2, initial=start_variance
    )
    return np.asarray(np.sqrt(np.fromiter(variances, float, len(errors) + 1)))


def volatility_scaled_test(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow, decay: float = DECAY
) -> TestResult:
    """Rank a CAR over its expected volatility among estimation sums over theirs.

    Parameters
    ----------
    fit
        The estimated model, with the errors between estimation and event.
    abnormal
        Abnormal returns of the event rows.
    window
        The window tested, of L sessions.
    decay
        Decay of the exponentially weighted variance.

    Returns
    -------
    HypothesisTest or UnavailableTest
        Statistic CAR / (sqrt(L) sigma); p as in the SQ test; ``facts`` hold sigma (that of
        one session) and the surprise percentile, 1 - p_lower.

    Notes
    -----
    The ranks of Gelbach, Helland and Klick (2013), on residuals scaled as in filtered
    historical simulation. sigma is the volatility forecast from data to the session before
    the window, and to tau = -1 at the latest; the recursion begins at the residual variance
    of the estimation window and runs over its residuals and then over the errors of all
    sessions between it and the event. A session without a return leaves the variance as it
    was. For L > 1 each sum of L consecutive residuals is divided by sqrt(L) times the
    forecast from before its first session, which is the exponentially weighted forecast for
    L sessions.
    """
    length = len(window)
    sigma = forecast_volatility(fit, abnormal, window, decay)
    if sigma is None:
        return UnavailableTest(name=NAME, title=TITLE, null=NULL, reason=NOT_BEFORE)
    sums = window_sums(fit.residuals, fit.rows, length)
    n = len(sums)
    if n == 0:
        return UnavailableTest(
            name=NAME, title=TITLE, null=NULL, reason=TOO_SHORT, facts={"length": length}
        )
    reference = sums / sigma[unbroken_starts(fit.rows, length)]
    value = float(abnormal.values[abnormal.rows_of(window)].sum() / sigma[-1])
    lower = (1 + int((reference <= value).sum())) / (n + 1)
    upper = (1 + int((reference >= value).sum())) / (n + 1)
    return HypothesisTest(
        name=NAME,
        title=TITLE,
        null=NULL,
        assumes=ASSUMES,
        statistic=value / length**0.5,
        p_value=min(1.0, 2 * min(lower, upper)),
        distribution="empirical",
        p_lower=lower,
        p_upper=upper,
        floor=2 / (n + 1),
        effective_n=fit.n_estimation / length,
        facts={
            "n": float(n),
            "length": float(length),
            "decay": decay,
            "sigma": float(sigma[-1]),
            "surprise_percentile": 1 - lower,
        },
    )


def forecast_volatility(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow, decay: float = DECAY
) -> np.ndarray | None:
    """Return sigma_t|t-1 of the M estimation rows, of the sessions after them and of the window.

    The last element is the forecast for a session of the window. None where the estimation
    window does not come before it and before tau = 0.
    """
    first = int(abnormal.tau[0])
    if fit.gap_errors is None or len(fit.gap_errors) < first:
        return None
    gap = fit.gap_errors[: len(fit.gap_errors) - max(first, 0)]
    since = np.concatenate((gap, abnormal.values[abnormal.tau < min(window.first, 0)]))
    errors = np.concatenate((fit.residuals, since[~np.isnan(since)]))
    return ewma_volatility(errors, fit.sigma2, decay)


NOT_BEFORE = N_(
    "The estimation window does not come before the event, so no volatility can be carried "
    "forward to it."
)
TOO_SHORT = N_("No {length} consecutive sessions lie in the estimation window.")
