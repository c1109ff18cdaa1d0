"""Days that are sessions, days that are not, and the calendar slip."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import StudyError
from analysis.sessions import require_ordered, require_sessions, row_of, snap_to_session
from data.providers.snapshot import snapshot_prices

HOLIDAYS = pd.DatetimeIndex(["2025-01-01", "2025-01-09", "2025-01-20"])
SESSIONS = pd.bdate_range("2024-12-30", "2025-01-31").difference(HOLIDAYS)


def trading_days(ticker: str) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(snapshot_prices(ticker).table.index)


def test_a_session_is_found_in_its_row_and_other_days_in_none() -> None:
    for row, session in enumerate(SESSIONS):
        assert row_of(SESSIONS, session.date()) == row
    for day in (date(2025, 1, 18), date(1999, 1, 4), date(2099, 1, 5)):
        assert row_of(SESSIONS, day) == -1
    assert row_of(SESSIONS[:0], date(2025, 1, 17)) == -1


def test_a_session_stays_where_it_is() -> None:
    snapped = snap_to_session(SESSIONS, date(2025, 1, 27), "refuse")
    assert (snapped.session, snapped.moved) == (date(2025, 1, 27), False)
    assert SESSIONS[snapped.row] == pd.Timestamp("2025-01-27")


def test_a_holiday_moves_to_the_next_or_previous_session_and_says_so() -> None:
    later = snap_to_session(SESSIONS, date(2025, 1, 20), "next")
    earlier = snap_to_session(SESSIONS, date(2025, 1, 20), "previous")
    assert (later.session, later.moved) == (date(2025, 1, 21), True)
    assert (earlier.session, earlier.moved) == (date(2025, 1, 17), True)


def test_a_holiday_that_may_not_move_is_refused_with_its_neighbours() -> None:
    with pytest.raises(StudyError, match="2025-01-17 and 2025-01-21"):
        snap_to_session(SESSIONS, date(2025, 1, 20), "refuse")


@pytest.mark.parametrize("policy", ["next", "previous", "refuse"])
@pytest.mark.parametrize("day", [date(2024, 12, 29), date(2025, 2, 1)])
def test_a_day_outside_the_data_never_moves_into_it(day: date, policy: str) -> None:
    with pytest.raises(StudyError, match="run from 2024-12-30 to 2025-01-31"):
        snap_to_session(SESSIONS, day, policy)


def test_a_rule_of_another_name_is_refused() -> None:
    with pytest.raises(StudyError, match="next, previous, refuse"):
        snap_to_session(SESSIONS, date(2025, 1, 27), "nearest")


@given(st.dates(date(2024, 12, 30), date(2025, 1, 31)))
def test_the_next_and_previous_sessions_enclose_the_day_without_a_session_between(
    day: date,
) -> None:
    later, earlier = (snap_to_session(SESSIONS, day, rule) for rule in ("next", "previous"))
    assert earlier.session <= day <= later.session
    assert later.row - earlier.row == (1 if later.moved else 0)


@pytest.mark.parametrize(
    ("days", "row"), [(["2025-01-02", "2025-01-02"], 2), (["2025-01-02", "2025-01-01"], 2)]
)
def test_dates_that_repeat_or_go_back_are_refused_with_their_row(days: list[str], row: int) -> None:
    with pytest.raises(StudyError, match=rf"Row {row} \({days[1]}\)"):
        require_ordered(pd.DatetimeIndex(days))


def test_trading_rows_pasted_on_weekdays_without_holidays_are_refused() -> None:
    """The slip of a public dissertation: each holiday moves every later return by a day."""
    sessions = trading_days("NVDA")
    slipped = pd.bdate_range(end=sessions[-1], periods=len(sessions))
    with pytest.raises(StudyError, match=r"closed \(0 on weekends\)") as refusal:
        require_sessions(slipped, sessions)
    assert refusal.value.facts["wrong"] == np.sum(~slipped.isin(sessions))


def test_rows_on_a_weekend_are_refused_and_counted() -> None:
    sessions = trading_days("NVDA")
    with pytest.raises(StudyError, match=r"1 of them .* \(1 on weekends\): 2025-01-25"):
        require_sessions(sessions.union(pd.DatetimeIndex(["2025-01-25"])), sessions)


def test_the_exchange_s_own_sessions_pass_even_with_some_missing() -> None:
    sessions = trading_days("NVDA")
    require_sessions(sessions[::2], sessions)
