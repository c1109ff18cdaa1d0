"""p-values of several tests at once."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_, StudyError


def holm(p_values: np.ndarray) -> np.ndarray:
    """Adjust p-values so that the chance of any false rejection stays below the level.

    Parameters
    ----------
    p_values
        (m,) p-values in any order, dependent in any way.

    Returns
    -------
    np.ndarray
        (m,) adjusted p-values, in the same order: the running maximum of p_(k) (m - k + 1).

    Notes
    -----
    Holm (1979).
    """
    p = _checked(p_values)
    m = len(p)
    order = np.argsort(p, kind="stable")
    return _undo(order, np.minimum(np.maximum.accumulate(p[order] * np.arange(m, 0, -1)), 1.0))


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """Adjust p-values so that the expected share of false rejections stays below the level.

    Parameters
    ----------
    p_values
        (m,) p-values in any order, independent or positively dependent.

    Returns
    -------
    np.ndarray
        (m,) adjusted p-values, in the same order: the running minimum of p_(k) m / k from the
        largest down.

    Notes
    -----
    Benjamini and Hochberg (1995).
    """
    p = _checked(p_values)
    m = len(p)
    order = np.argsort(p, kind="stable")
    steps = p[order] * m / np.arange(1, m + 1)
    return _undo(order, np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0))


def step_down_max_t(observed: np.ndarray, placebo: np.ndarray) -> np.ndarray:
    """Adjust for several statistics by the largest of them on placebo dates.

    Parameters
    ----------
    observed
        (m,) statistics of the event, in absolute value the larger the stranger.
    placebo
        (B, m) the same statistics on B dates without an event, all moved together, so that
        their dependence is kept.

    Returns
    -------
    np.ndarray
        (m,) adjusted two-sided p-values. The k-th largest |statistic| is compared with the
        largest |placebo statistic| among the hypotheses not yet passed:
        p = (1 + #{max >= |statistic|}) / (B + 1), running maximum. Floor 1 / (B + 1).

    Raises
    ------
    StudyError
        When a statistic is missing or the numbers of hypotheses differ.

    Notes
    -----
    Westfall and Young (1993), algorithm of the step-down maximum; Romano and Wolf (2005).
    """
    found, reference = np.abs(observed), np.abs(placebo)
    if reference.ndim != 2 or reference.shape[1:] != found.shape or not len(reference):
        raise StudyError(
            N_("A joint test of {count} statistics was asked for."),
            N_("The statistics on placebo dates have the shape {shape}."),
            N_("Give a row a placebo date and a column a statistic."),
            count=found.size,
            shape=reference.shape,
        )
    if np.isnan(found).any() or np.isnan(reference).any():
        raise StudyError(
            N_("A joint test of {count} statistics was asked for."),
            N_("Some are missing, at the event or on a placebo date."),
            N_("Leave out the hypotheses or the dates that lack one."),
            count=found.size,
        )
    order = np.argsort(-found, kind="stable")
    remaining = np.maximum.accumulate(reference[:, order[::-1]], axis=1)[:, ::-1]
    reached = (remaining >= found[order]).sum(axis=0)
    return _undo(order, np.maximum.accumulate((1 + reached) / (len(reference) + 1)))


def _undo(order: np.ndarray, values: np.ndarray) -> np.ndarray:
    back = np.empty(len(values))
    back[order] = values
    return back


def _checked(p_values: np.ndarray) -> np.ndarray:
    p = np.asarray(p_values, dtype=float)
    bad = ~((p >= 0) & (p <= 1))
    if p.ndim != 1 or bad.any():
        raise StudyError(
            N_("{count} p-values were to be adjusted."),
            N_("{bad} of them are missing or lie outside 0 to 1."),
            N_("Leave out tests without a p-value."),
            count=p.size,
            bad=int(bad.sum()),
        )
    return p
