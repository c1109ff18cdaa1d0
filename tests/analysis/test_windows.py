"""Windows: sessions counted from tau = 0."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import StudyError
from analysis.windows import (
    EstimationWindow,
    EventWindow,
    event_row,
    hull,
    parse_window,
    require_disjoint,
    window_rows,
)

SESSIONS = pd.bdate_range("2024-01-02", periods=100)
counts = st.integers(-400, 400)


@st.composite
def windows(draw: st.DrawFn) -> EventWindow:
    first, last = sorted((draw(counts), draw(counts)))
    return EventWindow(first, last)


@given(windows())
def test_a_window_reads_back_from_its_own_text(window: EventWindow) -> None:
    assert EventWindow(*parse_window(str(window))) == window


@given(windows(), windows())
def test_two_windows_overlap_exactly_when_they_share_a_session(
    one: EventWindow, other: EventWindow
) -> None:
    shared = set(range(one.first, one.last + 1)) & set(range(other.first, other.last + 1))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(st.lists(windows(), min_size=1, max_size=5))
def test_a_hull_holds_every_window_and_ends_where_two_of_them_end(
    given_windows: list[EventWindow],
) -> None:
    span = hull(tuple(given_windows))
    assert all(span.first <= w.first and w.last <= span.last for w in given_windows)
    assert span.first in {w.first for w in given_windows}
    assert span.last in {w.last for w in given_windows}


@given(windows(), st.integers(0, 99))
def test_rows_of_a_window_are_its_sessions_or_it_is_refused(window: EventWindow, row0: int) -> None:
    inside = row0 + window.first >= 0 and row0 + window.last < len(SESSIONS)
    if not inside:
        with pytest.raises(StudyError, match="they hold tau"):
            window_rows(SESSIONS, row0, window)
        return
    rows = window_rows(SESSIONS, row0, window)
    assert len(SESSIONS[rows]) == len(window)
    assert SESSIONS[rows][0] == SESSIONS[row0 + window.first]


@given(windows(), windows())
def test_estimation_and_event_windows_must_not_share_a_session(
    estimation: EventWindow, event: EventWindow
) -> None:
    assume(estimation.overlaps(event))
    with pytest.raises(StudyError, match="share sessions"):
        require_disjoint(EstimationWindow(estimation.first, estimation.last), (event,))


def test_a_backwards_window_is_refused_and_turned_round_in_the_remedy() -> None:
    with pytest.raises(StudyError, match=r"from 5 to -5 .* -5,5"):
        EventWindow(5, -5)


def test_an_estimation_window_prints_its_signs() -> None:
    assert str(EstimationWindow(-250, -21)) == "[-250, -21]"
    assert str(EventWindow(0, 1)) == "[0, +1]"
    assert str(EventWindow(10, 20)) == "[+10, +20]"


@pytest.mark.parametrize(
    "text", ["[-5,1]", "[\u22125, 1]", "\u20135,+1", "－５，１", "［−５、１］", " -5 , 1 "]
)
def test_a_window_may_be_typed_as_it_is_shown_or_by_a_japanese_keyboard(text: str) -> None:
    assert parse_window(text) == (-5, 1)


@pytest.mark.parametrize("text", ["", "5", "1;2", "a,b", "1.5,2", "1,2,3", ","])
def test_text_that_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(StudyError, match="two whole numbers"):
        parse_window(text)


def test_the_event_row_is_found_by_date() -> None:
    assert event_row(SESSIONS, date(2024, 1, 4)) == 2


@pytest.mark.parametrize("day", [date(2024, 1, 6), date(2023, 12, 29), date(2030, 1, 2)])
def test_a_day_that_is_no_session_is_refused_with_the_span_of_the_data(day: date) -> None:
    with pytest.raises(StudyError, match="run from 2024-01-02 to 2024-05-20"):
        event_row(SESSIONS, day)
