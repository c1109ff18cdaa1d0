"""How often tests that assume independent events reject a true null when events correlate."""

from __future__ import annotations

from analysis.significance.dependence import ResidualCorrelation


def true_size(name: str, correlation: ResidualCorrelation) -> float | None:
    return None
