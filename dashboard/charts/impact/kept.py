"""Charts that were drawn once: a rerun with the same answer takes the same figure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache

from dashboard.charts.drawing import Chart


def drawn(draw: Callable[..., Chart], *facts: Hashable, keep: bool) -> Chart:
    """Return a chart, kept for other readers unless it holds one reader's upload."""
    return _kept(draw, facts) if keep else draw(*facts)


@lru_cache(maxsize=128)
def _kept(draw: Callable[..., Chart], facts: tuple[Hashable, ...]) -> Chart:
    return draw(*facts)
