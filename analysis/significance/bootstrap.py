"""The stationary bootstrap of a CAR: residuals drawn in blocks, the model estimated anew."""

from __future__ import annotations

import numpy as np

from analysis.abnormal_returns import AbnormalReturns
from analysis.errors import N_, StudyError
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.windows import EventWindow

NAME = "stationary_bootstrap"
TITLE = N_("Stationary bootstrap of residuals")
NULL = N_("The cumulative abnormal return of the window is zero.")
ASSUMES = N_(
    "Residuals are stationary, of any shape, dependent over a few sessions at most; their "
    "variance does not change at the event."
)


def stationary_bootstrap_rows(
    n: int, length: int, draws: int, mean_block: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw positions in blocks of geometric length from 0..n-1 laid in a circle.

    Returns
    -------
    np.ndarray
        (draws, length) positions; each follows the one before with probability
        1 - 1 / mean_block and starts anew otherwise.

    Notes
    -----
    Politis and Romano (1994), section 2.
    """
    begins = rng.random((draws, length)) < 1 / mean_block
    begins[:, 0] = True
    steps = np.arange(length)
    begun = np.maximum.accumulate(np.where(begins, steps, 0), axis=1)
    starts = np.take_along_axis(rng.integers(0, n, (draws, length)), begun, axis=1)
    return np.asarray((starts + steps - begun) % n)


def stationary_bootstrap_test(
    fit: NormalReturnFit,
    abnormal: AbnormalReturns,
    window: EventWindow,
    *,
    seed: int,
    draws: int = 999,
    mean_block: float = 5.0,
) -> TestResult:
    """Compare the studentised CAR with those of series made of the model's own residuals.

    Parameters
    ----------
    fit
        A model estimated by ordinary least squares on M rows.
    abnormal
        Abnormal returns of the event rows.
    window
        The window tested, of L sessions.
    seed
        Seed of the draws; the same seed gives the same p.
    draws
        Number B of series.
    mean_block
        Mean number of sessions in a block.

    Returns
    -------
    HypothesisTest or UnavailableTest
        Statistic CAR / SE; p = (1 + #{|S_b| >= |S_0|}) / (B + 1), floor 1 / (B + 1).

    Raises
    ------
    StudyError
        When no draw is asked for, or blocks shorter than a session.

    Notes
    -----
    Each series has M + L centred residuals; the model is estimated on the first M and the
    last L give its CAR, over its own standard error. Politis and Romano (1994) for the
    blocks; studentised as in Davison and Hinkley (1997, section 4.4).
    """
    if draws < 1 or not mean_block >= 1:
        raise StudyError(
            N_("A bootstrap of {draws} draws in blocks of {mean_block} sessions was asked for."),
            N_("It takes one draw and one session a block at the least."),
            N_("Ask for 999 draws in blocks of 5, for example."),
            draws=draws,
            mean_block=mean_block,
        )
    if fit.design is None or fit.event_design is None:
        return UnavailableTest(
            name=NAME, title=TITLE, null=NULL, reason=NOT_LEAST_SQUARES, facts={"model": fit.model}
        )
    rows = abnormal.rows_of(window)
    variance = float(abnormal.covariance[rows, rows].sum())
    observed = float(abnormal.values[rows].sum()) / variance**0.5
    drawn = _studentised_draws(
        fit, fit.design, fit.event_design[rows], seed=seed, draws=draws, mean_block=mean_block
    )
    return HypothesisTest(
        name=NAME,
        title=TITLE,
        null=NULL,
        assumes=ASSUMES,
        statistic=observed,
        p_value=(1 + int((np.abs(drawn) >= abs(observed)).sum())) / (draws + 1),
        distribution="empirical",
        p_lower=(1 + int((drawn <= observed).sum())) / (draws + 1),
        p_upper=(1 + int((drawn >= observed).sum())) / (draws + 1),
        floor=1 / (draws + 1),
        facts={"draws": float(draws), "mean_block": mean_block, "seed": float(seed)},
    )


def _studentised_draws(
    fit: NormalReturnFit,
    design: np.ndarray,
    event_design: np.ndarray,
    *,
    seed: int,
    draws: int,
    mean_block: float,
) -> np.ndarray:
    """Return (draws,) CARs of bootstrap series over their standard errors."""
    (m, p), length = design.shape, len(event_design)
    centred = fit.residuals - fit.residuals.mean()
    positions = stationary_bootstrap_rows(
        m, m + length, draws, mean_block, np.random.default_rng(seed)
    )
    series = centred[positions]
    estimation, event = series[:, :m], series[:, m:]
    q, r = np.linalg.qr(design)
    loading = np.linalg.solve(r.T, event_design.sum(axis=0)) if p else np.empty(0)
    projected = estimation @ q
    squares = np.einsum("ij,ij->i", estimation, estimation) - (projected**2).sum(axis=1)
    variance = squares / fit.df * (length + loading @ loading)
    return np.asarray((event.sum(axis=1) - projected @ loading) / np.sqrt(variance))


NOT_LEAST_SQUARES = N_(
    "Every draw is estimated anew by ordinary least squares, which the model “{model}” is not."
)
