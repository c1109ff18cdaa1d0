"""Events of one security that disturb one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.events import Overlap, PlacedEvent, overlapping_events
from analysis.windows import EstimationWindow, EventWindow


def test_two_events_closer_than_their_window_are_named_with_the_sessions_they_share() -> None:
    events = [PlacedEvent("r1", "NVDA", 100), PlacedEvent("crash", "NVDA", 104)]
    assert overlapping_events(events, EventWindow(-1, 4)) == (
        Overlap("NVDA", "crash", "r1", "event window", 2),
    )


def test_events_of_two_securities_do_not_overlap() -> None:
    events = [PlacedEvent("a", "NVDA", 100), PlacedEvent("b", "AVGO", 100)]
    assert overlapping_events(events, EventWindow(-10, 10)) == ()


def test_an_event_inside_a_later_estimation_window_is_named() -> None:
    events = [PlacedEvent("v3", "NVDA", 80), PlacedEvent("crash", "NVDA", 120)]
    assert overlapping_events(events, EventWindow(0, 1), EstimationWindow(-250, -21)) == (
        Overlap("NVDA", "crash", "v3", "estimation window", 2),
    )
    assert overlapping_events(events, EventWindow(0, 1)) == ()


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 60)), max_size=8),
    st.integers(-5, 0),
    st.integers(0, 5),
)
def test_overlaps_are_those_found_by_comparing_every_session(
    places: list[tuple[str, int]], first: int, last: int
) -> None:
    events = [PlacedEvent(str(i), security, row) for i, (security, row) in enumerate(places)]
    window, estimation = EventWindow(first, last), EstimationWindow(-30, -6)
    found = {
        (o.where, *sorted((o.event_id, o.other_id))): o.sessions
        for o in overlapping_events(events, window, estimation)
    }

    def days(event: PlacedEvent, span: EventWindow | EstimationWindow) -> set[int]:
        return set(range(event.row + span.first, event.row + span.last + 1))

    expected = {}
    for one in events:
        for two in events:
            if one.security != two.security or one is two:
                continue
            pair = tuple(sorted((one.event_id, two.event_id)))
            if shared := days(one, window) & days(two, window):
                expected["event window", *pair] = len(shared)
            if shared := days(one, estimation) & days(two, window):
                expected["estimation window", *pair] = len(shared)
    assert found == expected
