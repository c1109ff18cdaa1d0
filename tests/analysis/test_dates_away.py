from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.dates_away import away_from_events

WEEKDAYS = pd.bdate_range("2025-01-13", "2025-01-31")


def kept(*events: date, distance: int) -> list[int]:
    away = away_from_events(WEEKDAYS, events, distance)
    return [day.day for day in WEEKDAYS[away]]


def test_sessions_within_the_distance_of_an_event_are_not_away() -> None:
    assert kept(date(2025, 1, 22), distance=2) == [13, 14, 15, 16, 17, 27, 28, 29, 30, 31]


def test_both_sides_keep_their_distance_from_a_day_without_trading() -> None:
    saturday = kept(date(2025, 1, 18), distance=1)
    assert saturday == [13, 14, 15, 22, 23, 24, 27, 28, 29, 30, 31]
    assert saturday == kept(date(2025, 1, 17), date(2025, 1, 20), distance=1)


def test_events_before_and_after_the_history_stand_at_its_ends() -> None:
    outside = (date(2024, 12, 2), date(2025, 3, 3))
    assert kept(*outside, distance=1) == [15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29]


def test_without_events_every_session_is_away() -> None:
    assert away_from_events(WEEKDAYS, ()).all()
