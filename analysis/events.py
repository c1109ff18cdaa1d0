"""Several events of one security: which of them disturb one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.windows import EstimationWindow, EventWindow


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event with its place among a security's sessions.

    Attributes
    ----------
    event_id
        Identifier, unique among the events.
    security
        Whose event it is.
    row
        Row of tau = 0 among the sessions.
    """

    event_id: str
    security: str
    row: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two events of one security that share sessions.

    Attributes
    ----------
    security
        Whose events they are.
    event_id, other_id
        The later event and the earlier one that reaches into its windows; by row, then by
        identifier.
    where
        ``"event window"`` when the two event windows share sessions, ``"estimation
        window"`` when the other's event window lies in this one's estimation window.
    sessions
        How many sessions they share.
    """

    security: str
    event_id: str
    other_id: str
    where: Literal["event window", "estimation window"]
    sessions: int


def overlapping_events(
    events: Iterable[PlacedEvent],
    window: EventWindow,
    estimation: EstimationWindow | None = None,
) -> tuple[Overlap, ...]:
    """Name the events of one security whose windows share sessions.

    Parameters
    ----------
    events
        Events of any number of securities, in any order.
    window
        Hull of the event windows.
    estimation
        Estimation window; given, events inside another event's estimation window are named
        as well.

    Returns
    -------
    tuple of Overlap
        By security, then by row of the later of the two, nearest events first. Events of two
        securities never overlap: their dependence is a matter for the tests.
    """
    by_security: defaultdict[str, list[PlacedEvent]] = defaultdict(list)
    for event in events:
        by_security[event.security].append(event)
    spans = (window,) if estimation is None else (window, estimation)
    reach = max(s.last for s in spans) - min(s.first for s in spans)
    found: list[Overlap] = []
    for security in sorted(by_security):
        placed = sorted(by_security[security], key=lambda event: (event.row, event.event_id))
        for i, event in enumerate(placed):
            for other in reversed(placed[:i]):
                if event.row - other.row > reach:
                    break
                found += _shared(security, event, other, window, estimation)
    return tuple(found)


def _shared(
    security: str,
    event: PlacedEvent,
    other: PlacedEvent,
    window: EventWindow,
    estimation: EstimationWindow | None,
) -> Iterable[Overlap]:
    distance = event.row - other.row
    in_event = len(window) - distance
    if in_event > 0:
        yield Overlap(security, event.event_id, other.event_id, "event window", in_event)
    if estimation is None:
        return
    for one, two, apart in ((event, other, distance), (other, event, -distance)):
        first = max(estimation.first, window.first - apart)
        last = min(estimation.last, window.last - apart)
        if last >= first:
            count = last - first + 1
            yield Overlap(security, one.event_id, two.event_id, "estimation window", count)
