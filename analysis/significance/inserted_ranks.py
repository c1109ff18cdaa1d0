"""Ranks of event values among estimation residuals: one sort of the residuals serves all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Columns are numbered in the lowest bits of the numbers that are sorted: at least these many.
LOWEST_BITS = 8
# From this many events on, adding rows one by one is faster than a running sum over columns.
MANY = 256


@dataclass(frozen=True, slots=True)
class SortedResiduals:
    """A block of n events' residuals in order.

    Attributes
    ----------
    values
        (n, M) residuals in event time, NaN where missing.
    order
        (M, n) columns in ascending order of the residuals, missing ones last.
    ascending
        (n, M) residuals in ascending order without their lowest bits, missing ones last.
    bits
        How many bits these are.
    count
        (n,) residuals that are not missing.
    tied
        (n,) whether two residuals of an event are equal, or as good as.
    """

    values: np.ndarray
    order: np.ndarray
    ascending: np.ndarray
    bits: int
    count: np.ndarray
    tied: np.ndarray

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return bool((self.count == self.values.shape[1]).all())

    def rows(self, keep: np.ndarray) -> SortedResiduals:
        """Return the block of some of the events."""
        return SortedResiduals(
            self.values[keep],
            self.order[:, keep],
            self.ascending[keep],
            self.bits,
            self.count[keep],
            self.tied[keep],
        )


def sort_residuals(values: np.ndarray, count: np.ndarray) -> SortedResiduals:
    """Sort a block of residuals (n, M), of which ``count`` (n,) are not missing.

    Each number's column is written into its lowest bits, so that one plain sort, which is
    twice as fast as an indirect one, gives the order as well. Numbers that differ in these
    bits alone count as tied, and ties are ranked by their full values elsewhere.
    """
    m = values.shape[1]
    bits = max(LOWEST_BITS, m.bit_length())
    packed = values + 0.0
    words = packed.view(np.int64)
    words &= -(1 << bits)
    words |= np.arange(m)
    packed.sort(axis=1)
    order = np.bitwise_and(words.T, (1 << bits) - 1, order="C")
    words &= -(1 << bits)
    tied = (packed[:, 1:] == packed[:, :-1]).any(axis=1)
    return SortedResiduals(values, order, packed, bits, count, tied)


def positions_below(block: SortedResiduals, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find event values (n, L) among the residuals, all at once by a binary search.

    Returns
    -------
    tuple
        (n, L) residuals below each value, and (n, L) whether the next residual equals it, or
        as good as. NaN is never below.
    """
    n, m = block.ascending.shape
    sought = events.ravel() + 0.0
    sought.view(np.int64)[...] &= -(1 << block.bits)
    flat = block.ascending.ravel()
    start = np.repeat(np.arange(n) * m, events.shape[1])
    found, length = start.copy(), m
    while length > 1:
        half = length >> 1
        found += (flat.take(found + (half - 1)) < sought) * half
        length -= half
    found += flat.take(found) < sought
    below = found - start
    meets = flat.take(np.minimum(found, start + (m - 1))) == sought
    return below.reshape(events.shape), meets.reshape(events.shape)


def within_sums(block: SortedResiduals) -> np.ndarray:
    """Sum over events the ranks of the residuals among themselves, (M,); missing count zero."""
    n, m = block.values.shape
    if block.tied.any():
        tied = average_ranks(block.values[block.tied]).sum(axis=0)
        return np.asarray(tied + within_sums(block.rows(~block.tied)))
    return _column_sums(block, np.repeat(np.arange(1.0, m + 1), n).reshape(m, n))


def rank_sums(
    block: SortedResiduals, within: np.ndarray, events: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sum over events the weighted ranks of residuals and event values taken together.

    Parameters
    ----------
    block
        Residuals of n events, M columns.
    within
        (M,) from ``within_sums`` of the same block.
    events
        (n, L) event values on the residuals' scale.
    weight
        (n,) weight of each event.

    Returns
    -------
    tuple
        (M,) and (L,) sums over events of weight times rank, ranks 1..T of the T values of
        each event, ties sharing their average rank. Missing residuals count nothing.
    """
    m = block.values.shape[1]
    below, meets = positions_below(block, events)
    among, equal = _among_themselves(events)
    tied = block.tied | equal | meets.any(axis=1)
    if not tied.any() and (weight == weight[0]).all():
        added = _column_sums(block, _inserted(block, below))
        own = (below + among).sum(axis=0)
        return weight[0] * (within + added), weight[0] * own
    clear, w = block.rows(~tied), weight[~tied]
    ranks = (_inserted(clear, below[~tied]) + np.arange(1.0, m + 1)[:, None]) * w
    own = ((below + among)[~tied] * w[:, None]).sum(axis=0)
    averaged = average_ranks(np.concatenate((block.values[tied], events[tied]), axis=1))
    shared = (averaged * weight[tied, None]).sum(axis=0)
    return _column_sums(clear, ranks) + shared[:m], own + shared[m:]


def _inserted(block: SortedResiduals, below: np.ndarray) -> np.ndarray:
    """Return (M, n) event values below each residual, in the order of the residuals."""
    n, m = block.values.shape
    bins = (below * n + np.arange(n)[:, None]).ravel()
    added = np.bincount(bins, weights=np.ones(len(bins)), minlength=n * (m + 1))
    added = added.reshape(m + 1, n)[:m]
    if n < MANY:
        return np.cumsum(added, axis=0)
    for rank in range(1, m):
        added[rank] += added[rank - 1]
    return added


def _among_themselves(events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, L) ranks of event values among themselves, and (n,) whether two are equal."""
    n, length = events.shape
    order = np.argsort(events, axis=1) + np.arange(n)[:, None] * length
    ascending = events.ravel().take(order)
    ranks = np.empty(n * length)
    ranks[order.ravel()] = np.tile(np.arange(1.0, length + 1), n)
    return ranks.reshape(n, length), (ascending[:, 1:] == ascending[:, :-1]).any(axis=1)


def _column_sums(block: SortedResiduals, ranks: np.ndarray) -> np.ndarray:
    """Sum values (M, n), given in ascending order of the residuals, by the residuals' columns."""
    m = block.values.shape[1]
    if not block.is_complete:
        ranks = np.where(np.arange(m)[:, None] < block.count, ranks, 0.0)
    return np.bincount(block.order.ravel(), weights=ranks.ravel(), minlength=m)


def average_ranks(values: np.ndarray) -> np.ndarray:
    """Rank each row of (n, T) values, 1 the smallest, ties averaged, zero where NaN."""
    n, t = values.shape
    order = np.argsort(values, axis=1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=1)
    opens = np.ones((n, t), dtype=bool)
    opens[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    column = np.broadcast_to(np.arange(t), (n, t))
    first = np.maximum.accumulate(np.where(opens, column, 0), axis=1)
    closes = np.ones((n, t), dtype=bool)
    closes[:, :-1] = opens[:, 1:]
    last = np.minimum.accumulate(np.where(closes, column, t)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty((n, t))
    np.put_along_axis(ranks, order, (first + last) / 2 + 1.0, axis=1)
    ranks[np.isnan(values)] = 0.0
    return ranks


def median_with(block: SortedResiduals, event: np.ndarray) -> np.ndarray:
    """Return (n,) medians of each event's residuals and one event value (n,) together."""
    lower = _order_statistic(block, event, block.count // 2)
    upper = _order_statistic(block, event, (block.count + 1) // 2)
    return np.asarray((lower + upper) / 2)


def _order_statistic(block: SortedResiduals, event: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Return the k-th smallest (from 0) of the residuals with the event value among them."""
    events = np.arange(len(event))
    below = np.where(k > 0, _at_rank(block, events, k - 1), -np.inf)
    above = np.where(k < block.count, _at_rank(block, events, k), np.inf)
    return np.asarray(np.clip(event, below, above))


def _at_rank(block: SortedResiduals, events: np.ndarray, k: np.ndarray) -> np.ndarray:
    m = block.values.shape[1]
    return np.asarray(block.values[events, block.order[np.clip(k, 0, m - 1), events]])
