"""Which events of a batch share sessions with others of their security, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from analysis.events import PlacedEvent
from analysis.windows import EventWindow

NAMED = 10


def overlap_texts(events: Sequence[PlacedEvent], window: EventWindow) -> Mapping[str, str]:
    """Name for each event those of its security whose event windows share sessions with its own.

    Parameters
    ----------
    events
        N events of any securities.
    window
        Hull of the event windows.

    Returns
    -------
    Mapping
        English sentences by event; the nearest ten others are named and the rest counted, so
        that N events cost N log N however many overlap.
    """
    by_security: defaultdict[str, list[PlacedEvent]] = defaultdict(list)
    for event in events:
        by_security[event.security].append(event)
    texts: dict[str, str] = {}
    reach = len(window) - 1
    for placed in by_security.values():
        placed.sort(key=lambda event: event.row)
        rows = np.array([event.row for event in placed])
        firsts = np.searchsorted(rows, rows - reach, "left")
        stops = np.searchsorted(rows, rows + reach, "right")
        for i in np.flatnonzero(stops - firsts > 1):
            texts[placed[i].event_id] = _text(placed, int(i), int(firsts[i]), int(stops[i]))
    return texts


def _text(placed: list[PlacedEvent], i: int, first: int, stop: int) -> str:
    near = [*placed[max(first, i - NAMED) : i], *placed[i + 1 : min(stop, i + NAMED + 1)]]
    near.sort(key=lambda other: abs(other.row - placed[i].row))
    names = ", ".join(other.event_id for other in near[:NAMED])
    rest = stop - first - 1 - min(len(near), NAMED)
    return f"Event window overlaps with that of {names}{f' and {rest} more' if rest else ''}."
