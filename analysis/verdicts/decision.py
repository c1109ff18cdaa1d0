"""The decision rule: which p-values make a claim supported, contradicted or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from analysis.significance.multiplicity import benjamini_hochberg, step_down_max_t
from analysis.verdicts.tails import Tails

Outcome = Literal["supported", "contradicted", "inconclusive"]


def decide(
    claimed: float | None,
    opposite: float | None,
    level: float,
    confirm: Tails | None = None,
) -> Outcome:
    """Judge a hypothesis by its p-values.

    Parameters
    ----------
    claimed, opposite
        p-values for and against, adjusted for the family where there is one; None where
        there can be none.
    level
        Largest p-value that counts.
    confirm
        p-values of a second test that must agree, for baskets.
    """
    for_it = claimed is not None and claimed <= level
    against = opposite is not None and opposite <= level
    if for_it and _agrees(None if confirm is None else confirm.claimed, confirm, level):
        return "supported"
    if against and _agrees(None if confirm is None else confirm.opposite, confirm, level):
        return "contradicted"
    return "inconclusive"


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Judge a claim by its hypotheses: contradicted if one is, supported if all are."""
    if "contradicted" in outcomes:
        return "contradicted"
    if outcomes and all(outcome == "supported" for outcome in outcomes):
        return "supported"
    return "inconclusive"


def adjusted(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjust a family by Benjamini and Hochberg (1995); a missing p-value is no member."""
    members = [i for i, p in enumerate(p_values) if p is not None]
    if not members:
        return tuple(p_values)
    found = benjamini_hochberg(np.array([p_values[i] for i in members], dtype=float))
    result: list[float | None] = [None] * len(p_values)
    for i, p in zip(members, found.tolist(), strict=True):
        result[i] = p
    return tuple(result)


def strict(observed: np.ndarray, placebo: np.ndarray) -> np.ndarray:
    """Adjust one-sided statistics by the largest of them on placebo dates.

    Parameters
    ----------
    observed, placebo
        (m,) and (B, m) statistics, positive in the claimed direction.

    Returns
    -------
    np.ndarray
        (m,) adjusted p-values of ``step_down_max_t`` on the positive parts: a statistic
        against the claim counts as zero.
    """
    return step_down_max_t(np.maximum(observed, 0.0), np.maximum(placebo, 0.0))


def _agrees(p: float | None, confirm: Tails | None, level: float) -> bool:
    return confirm is None or (p is not None and p <= level)
