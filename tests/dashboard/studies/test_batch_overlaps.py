"""Which events of a batch share sessions."""

from __future__ import annotations

import re

import numpy as np

from analysis.events import PlacedEvent, overlapping_events
from analysis.windows import EventWindow
from dashboard.studies.batch_overlaps import overlap_texts


def _named(text: str) -> set[str]:
    return set(re.findall(r"e\d+", text))


def test_the_events_named_are_those_that_overlap() -> None:
    rng = np.random.default_rng(3)
    events = [
        PlacedEvent(f"e{i}", f"S{rng.integers(5)}", int(rng.integers(400))) for i in range(60)
    ]
    for window in (EventWindow(0, 0), EventWindow(-10, 10), EventWindow(3, 5)):
        pairs = {(o.event_id, o.other_id) for o in overlapping_events(events, window)}
        pairs |= {(other, event) for event, other in pairs}
        texts = overlap_texts(events, window)
        found = {(event, other) for event, text in texts.items() for other in _named(text)}
        assert found == pairs


def test_of_a_crowd_the_nearest_are_named_and_the_rest_counted() -> None:
    events = [PlacedEvent(f"e{i}", "S", 100 + i) for i in range(40)]
    texts = overlap_texts(events, EventWindow(-30, 30))
    assert _named(texts["e0"]) == {f"e{i}" for i in range(1, 11)}
    assert texts["e0"].endswith("and 29 more.")
    assert _named(texts["e20"]) == {f"e{i}" for i in range(15, 26)} - {"e20"}


def test_a_hundred_thousand_events_of_one_day_are_no_square_of_work() -> None:
    events = [PlacedEvent(f"e{i}", "S", 7) for i in range(100_000)]
    texts = overlap_texts(events, EventWindow(0, 0))
    assert len(texts) == 100_000
    assert texts["e5"].endswith("and 99989 more.")
