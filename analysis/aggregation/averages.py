"""Average and buy-and-hold abnormal returns over events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import N_, StudyError
from analysis.event_sample import EventSample


@dataclass(frozen=True, slots=True)
class AverageAbnormalReturns:
    """Averages over N events, one a session of the window.

    Attributes
    ----------
    tau
        (L,) event time.
    aar, caar
        (L,) average abnormal return, and its running sum from the first session.
    aar_se, caar_se
        (L,) their standard errors from the cross-section of AR and of running CAR; NaN for
        one event. They count events as independent.
    n
        Events.
    """

    tau: np.ndarray
    aar: np.ndarray
    caar: np.ndarray
    aar_se: np.ndarray
    caar_se: np.ndarray
    n: int


def average_abnormal_returns(
    sample: EventSample, weights: np.ndarray | None = None
) -> AverageAbnormalReturns:
    """Average abnormal returns, equally or by value.

    Parameters
    ----------
    sample
        The events.
    weights
        (N,) weights such as market values before the event, in any unit; equal when None.

    Notes
    -----
    AAR_t = sum_i w_i AR_it and CAAR its running sum. The variance is
    N / (N - 1) sum_i w_i^2 (AR_it - AAR_t)^2, with equal weights s^2 / N.
    """
    w = _shares(len(sample), weights)
    ar = sample.ar
    window = sample.window
    paths = np.cumsum(ar, axis=1)
    return AverageAbnormalReturns(
        tau=np.arange(window.first, window.last + 1),
        aar=_mean(ar, w),
        caar=_mean(paths, w),
        aar_se=_standard_error(ar, w),
        caar_se=_standard_error(paths, w),
        n=len(sample),
    )


def buy_and_hold_abnormal_returns(sample: EventSample) -> np.ndarray:
    """Return (N,) prod(1 + R) - prod(1 + E[R]) over the window, in fractions.

    From log returns, exp(sum R) - exp(sum E[R]). Barber and Lyon (1997), equation 2.
    """
    if sample.kind == "log":
        return np.asarray(np.exp(sample.returns.sum(axis=1)) - np.exp(sample.expected.sum(axis=1)))
    held = np.prod(1 + sample.returns, axis=1)
    return np.asarray(held - np.prod(1 + sample.expected, axis=1))


def _shares(n: int, weights: np.ndarray | None) -> np.ndarray:
    if weights is None:
        return np.full(n, 1 / n)
    if len(weights) != n or not np.isfinite(weights).all() or (weights < 0).any():
        raise StudyError(
            N_("A weighted average of {n} events was asked for."),
            N_("The {given} weights are not {n} finite numbers of zero or more."),
            N_("Give one weight an event, such as its market value the session before."),
            n=n,
            given=len(weights),
        )
    if not weights.sum() > 0:
        raise StudyError(
            N_("A weighted average of {n} events was asked for."),
            N_("All weights are zero."),
            N_("Give at least one event a weight."),
            n=n,
        )
    return np.asarray(weights / weights.sum())


def _mean(values: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.asarray(w @ values)


def _standard_error(values: np.ndarray, w: np.ndarray) -> np.ndarray:
    n = len(values)
    if n < 2:
        return np.full(values.shape[1], np.nan)
    return np.asarray(np.sqrt(n / (n - 1) * (w**2 @ (values - w @ values) ** 2)))
