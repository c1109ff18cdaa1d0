"""Facts of a price path: when it was back, whether it made a new high, how it ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.verdicts.decision import Outcome


@dataclass(frozen=True, slots=True)
class Recovery:
    """The first session at or above the level before the event.

    Attributes
    ----------
    reference
        Level of the session before tau = 0.
    row, half_row
        Rows of the first session at or above it, and of the first after tau = 0 that has
        regained half of the loss of tau = 0; None where none is in the data.
    sessions
        Sessions from tau = 0 to ``row``.
    seen
        Sessions after tau = 0 in the data.
    """

    reference: float
    row: int | None
    half_row: int | None
    sessions: int | None
    seen: int

    def outcome(self, horizon: int) -> Outcome:
        """Supported if back within the horizon, contradicted if seen not to be, else open."""
        if self.sessions is not None and self.sessions <= horizon:
            return "supported"
        return "contradicted" if self.seen >= horizon else "inconclusive"


def recovery(levels: np.ndarray, row0: int) -> Recovery:
    """Find when a path (T,) was back at its level of the session before ``row0``."""
    reference = float(levels[row0 - 1])
    half = (reference + float(levels[row0])) / 2
    row = _first(levels, row0, reference)
    return Recovery(
        reference=reference,
        row=row,
        half_row=_first(levels, row0 + 1, half),
        sessions=None if row is None else row - row0,
        seen=len(levels) - 1 - row0,
    )


@dataclass(frozen=True, slots=True)
class NewHigh:
    """Whether a path made a new high before it fell by a given part from its peak.

    Attributes
    ----------
    peak
        Highest level before tau = 0.
    high_row, bust_row
        First row above the peak; first row at or below (1 - bust) times the highest level so
        far; None where there is none.
    deepest
        Deepest fall from the highest level so far, from tau = 0 to the horizon (fraction).
    seen
        Sessions after tau = 0 in the data.
    """

    peak: float
    high_row: int | None
    bust_row: int | None
    deepest: float
    seen: int

    def outcome(self, row0: int, horizon: int) -> Outcome:
        """Supported by a high before any bust, contradicted by a bust within the horizon."""
        end = row0 + horizon
        if self.bust_row is not None and self.bust_row <= end:
            return "contradicted"
        if self.high_row is not None and self.high_row <= end:
            return "supported"
        return "inconclusive"


def new_high(levels: np.ndarray, row0: int, horizon: int, bust: float) -> NewHigh:
    """Look for a new high and for a fall of the fraction ``bust`` from the peak, after row0."""
    peak = float(np.nanmax(levels[:row0]))
    running = np.fmax.accumulate(levels)
    fall = levels / running - 1
    after = slice(row0, min(row0 + horizon + 1, len(levels)))
    busts = np.flatnonzero(fall[after] <= -bust)
    return NewHigh(
        peak=peak,
        high_row=_first(levels, row0, np.nextafter(peak, np.inf)),
        bust_row=int(busts[0]) + row0 if len(busts) else None,
        deepest=float(np.nanmin(fall[after])),
        seen=len(levels) - 1 - row0,
    )


def place_from_below(values: np.ndarray, value: float) -> tuple[int, int]:
    """Return the place of a value from the smallest, 1 for the deepest, and of how many."""
    there = values[np.isfinite(values)]
    return 1 + int((there < value).sum()), len(there)


def _first(levels: np.ndarray, begin: int, at_least: float) -> int | None:
    found = np.flatnonzero(levels[begin:] >= at_least)
    return int(found[0]) + begin if len(found) else None
