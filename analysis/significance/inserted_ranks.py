"""Ranks of event values among estimation residuals: one sort of the residuals serves all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class SortedResiduals:
    """A block of n events' residuals in order.

    Attributes
    ----------
    values
        (n, M) residuals in event time, NaN where missing.
    order
        (n, M) columns in ascending order of the residuals, missing ones last.
    ascending
        (n, W) residuals in ascending order, missing ones behind them as NaN and infinity
        behind these; W = 2^k - 1 is M or more, which a binary search likes.
    count
        (n,) residuals that are not missing.
    tied
        (n,) whether two residuals of an event are equal.
    """

    values: np.ndarray
    order: np.ndarray
    ascending: np.ndarray
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
            self.order[keep],
            self.ascending[keep],
            self.count[keep],
            self.tied[keep],
        )


def sort_residuals(values: np.ndarray, count: np.ndarray) -> SortedResiduals:
    """Sort a block of residuals (n, M), of which ``count`` (n,) are not missing."""
    n, m = values.shape
    order = np.argsort(values, axis=1)
    ascending = np.full((n, (1 << m.bit_length()) - 1), np.inf)
    ascending[:, :m] = values.ravel().take(order + np.arange(n)[:, None] * m)
    tied = (ascending[:, 1:m] == ascending[:, : m - 1]).any(axis=1)
    return SortedResiduals(values, order, ascending, count, tied)


def positions_below(block: SortedResiduals, events: np.ndarray) -> np.ndarray:
    """Count the residuals below each event value: (n, L) for values (n, L).

    A binary search of all values at once; NaN is never below.
    """
    n, width = block.ascending.shape
    flat, step = block.ascending.ravel(), (width + 1) >> 1
    start = np.repeat(np.arange(n) * width - 1, events.shape[1])
    found, sought = start.copy(), events.ravel()
    while step:
        found += (flat.take(found + step) < sought) * step
        step >>= 1
    return np.asarray((found - start).reshape(events.shape))


def within_sums(block: SortedResiduals) -> np.ndarray:
    """Sum over events the ranks of the residuals among themselves, (M,); missing count zero."""
    n, m = block.values.shape
    if block.tied.any():
        tied = average_ranks(block.values[block.tied]).sum(axis=0)
        return np.asarray(tied + within_sums(block.rows(~block.tied)))
    ranks = np.tile(np.arange(1.0, m + 1), n).reshape(n, m)
    return _column_sums(block, ranks)


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
    below = positions_below(block, events)
    among, equal = _among_themselves(events)
    tied = block.tied | equal | meets_residual(block, events, below).any(axis=1)
    if not tied.any() and (weight == weight[0]).all():
        added = _column_sums(block, _inserted(block, below))
        own = (below + among).sum(axis=0)
        return weight[0] * (within + added), weight[0] * own
    clear = block.rows(~tied)
    w = weight[~tied, None]
    ranks = (_inserted(clear, below[~tied]) + np.arange(1.0, m + 1)) * w
    own = ((below + among)[~tied] * w).sum(axis=0)
    averaged = average_ranks(np.concatenate((block.values[tied], events[tied]), axis=1))
    shared = (averaged * weight[tied, None]).sum(axis=0)
    return _column_sums(clear, ranks) + shared[:m], own + shared[m:]


def _inserted(block: SortedResiduals, below: np.ndarray) -> np.ndarray:
    """Return (n, M) event values below each residual, in the order of the residuals."""
    n, m = block.values.shape
    bins = (np.arange(n)[:, None] * m + below)[below < m]
    added = np.bincount(bins, minlength=n * m).reshape(n, m)
    return np.cumsum(added, axis=1, out=added)


def _among_themselves(events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, L) ranks of event values among themselves, and (n,) whether two are equal."""
    n, length = events.shape
    order = np.argsort(events, axis=1) + np.arange(n)[:, None] * length
    ascending = events.ravel().take(order)
    ranks = np.empty(n * length)
    ranks[order.ravel()] = np.tile(np.arange(1.0, length + 1), n)
    return ranks.reshape(n, length), (ascending[:, 1:] == ascending[:, :-1]).any(axis=1)


def meets_residual(block: SortedResiduals, events: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return (n, L) whether an event value, above ``below`` residuals, equals the next one."""
    n, width = block.ascending.shape
    at = np.arange(n)[:, None] * width + np.minimum(below, width - 1)
    return np.asarray(block.ascending.ravel().take(at) == events)


def _column_sums(block: SortedResiduals, ranks: np.ndarray) -> np.ndarray:
    """Sum values given in ascending order of the residuals by the residuals' columns."""
    m = block.values.shape[1]
    if not block.is_complete:
        ranks = np.where(np.arange(m) < block.count[:, None], ranks, 0.0)
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
    rows = np.arange(len(event))
    m = block.values.shape[1]
    below = np.where(k > 0, block.ascending[rows, np.maximum(k - 1, 0)], -np.inf)
    above = np.where(k < block.count, block.ascending[rows, np.minimum(k, m - 1)], np.inf)
    return np.asarray(np.clip(event, below, above))
