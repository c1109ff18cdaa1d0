"""One-sided p-values by rank, their interval, and the smallest effect that could be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Direction = Literal["up", "down", "either", "none"]


@dataclass(frozen=True, slots=True)
class Tails:
    """p-values for and against a claim.

    Attributes
    ----------
    claimed
        For the claim; None where no p-value can speak for it (an ordinary move).
    opposite
        Against the claim; None where none can (a date).
    floor
        Smallest value that either can take.
    """

    claimed: float | None
    opposite: float | None
    floor: float


def rank_tails(
    reference: np.ndarray, value: float, direction: Direction, margin: float | None = None
) -> Tails:
    """Rank a value among ordinary ones, for and against a direction.

    Parameters
    ----------
    reference
        (n,) ordinary values, on the scale of ``value``.
    value
        The estimate.
    direction
        ``"up"`` or ``"down"``: the sign claimed. ``"either"``: unusual in size, two-sided.
        ``"none"``: within ``margin`` of zero by two one-sided tests (Schuirmann 1987), or,
        without a margin, ordinary: then only the p-value against exists.
    margin
        On the scale of ``value``.

    Notes
    -----
    p_lower = (1 + #{r <= v}) / (n + 1), as in the SQ test.
    """
    n = len(reference)
    lower = _below(reference, value)
    upper = _above(reference, value)
    floor = 1 / (n + 1)
    if direction == "up":
        return Tails(upper, lower, floor)
    if direction == "down":
        return Tails(lower, upper, floor)
    two_sided = min(1.0, 2 * min(lower, upper))
    if direction == "either":
        return Tails(two_sided, None, 2 * floor)
    if margin is None:
        return Tails(None, two_sided, 2 * floor)
    inside = max(_above(reference, value + margin), _below(reference, value - margin))
    beyond = min(_below(reference, value + margin), _above(reference, value - margin))
    return Tails(inside, min(1.0, 2 * beyond), floor)


def interval(reference: np.ndarray, value: float, level: float) -> tuple[float, float] | None:
    """Return the interval of the effect at ``level``: the value less ordinary quantiles.

    As ``sample_quantile_interval``; None where the reference is too short.
    """
    tail = (1 - level) / 2
    if tail < 1 / (len(reference) + 1):
        return None
    low, high = np.quantile(reference, [tail, 1 - tail], method="weibull")
    return value - float(high), value - float(low)


def smallest_visible(reference: np.ndarray, direction: Direction, alpha: float) -> float | None:
    """Return the smallest size of an estimate that reaches p <= alpha in the direction.

    The k-th most extreme ordinary value with k = floor(alpha (n + 1)); half of alpha a side
    for ``"either"`` and ``"none"``, the larger of the two. A true effect of this size is seen
    about half of the time. None where the reference is too short.
    """
    share = alpha if direction in ("up", "down") else alpha / 2
    k = int(np.floor(share * (len(reference) + 1) + 1e-9))
    if k < 1:
        return None
    ordered = np.sort(reference)
    low, high = -float(ordered[k - 1]), float(ordered[-k])
    if direction in ("up", "down"):
        return max(0.0, high if direction == "up" else low)
    return max(low, high)


def _below(reference: np.ndarray, value: float) -> float:
    return (1 + int((reference <= value).sum())) / (len(reference) + 1)


def _above(reference: np.ndarray, value: float) -> float:
    return (1 + int((reference >= value).sum())) / (len(reference) + 1)
