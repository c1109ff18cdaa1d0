from datetime import UTC, date, datetime, timedelta, timezone

import exchange_calendars
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendars import (
    closures,
    first_reacting_session,
    session_on,
    sessions,
    trading_hours,
    why_closed,
)
from data.errors import DataError
from data.providers.snapshot import snapshot_prices

EXCHANGES = ("XNYS", "XTKS", "XETR", "XPAR", "XAMS", "XHKG", "XKRX", "XTAI")

# A complete series of each exchange: its rows are a calendar kept by somebody else.
COMPLETE = {
    "XNYS": "NVDA",
    "XTKS": "9984.T",
    "XETR": "^GDAXI",
    "XPAR": "SU.PA",
    "XAMS": "ASML.AS",
    "XHKG": "0700.HK",
    "XKRX": "005930.KS",
    "XTAI": "2330.TW",
}


def closed_days(exchange, first, last):
    return {closure.date: closure.reason for closure in closures(exchange, first, last)}


@pytest.mark.parametrize(("exchange", "security"), COMPLETE.items())
def test_sessions_are_the_days_on_which_a_complete_series_has_prices(exchange, security):
    history = snapshot_prices(security)
    days = sessions(exchange, history.first, history.last)
    pd.testing.assert_index_equal(days, history.table.index, check_names=False, check_freq=True)


def test_new_york_agrees_with_the_index_from_1970():
    rows = snapshot_prices("^GSPC").table.loc["1970":].index
    days = sessions("XNYS", date(1970, 1, 1), rows[-1].date())
    pd.testing.assert_index_equal(days, rows, check_names=False, check_freq=True)


def test_new_york_was_closed_on_9_and_20_january_2025():
    assert closed_days("XNYS", date(2025, 1, 2), date(2025, 1, 31)) == {
        date(2025, 1, 9): "National Day of Mourning for Jimmy Carter",
        date(2025, 1, 20): "Martin Luther King Jr. Day",
    }


def test_seoul_was_closed_from_27_to_30_january_2025():
    closed = closed_days("XKRX", date(2025, 1, 20), date(2025, 1, 31))
    assert sorted(closed) == [date(2025, 1, day) for day in (27, 28, 29, 30)]
    assert closed[date(2025, 1, 29)] == "Seollal (Lunar New Year)"


def test_taipei_was_closed_from_23_january_to_2_february_2025():
    days = sessions("XTAI", date(2025, 1, 22), date(2025, 2, 3))
    assert [day.date() for day in days] == [date(2025, 1, 22), date(2025, 2, 3)]


def test_hong_kong_was_closed_from_29_to_31_january_2025():
    closed = closed_days("XHKG", date(2025, 1, 27), date(2025, 2, 3))
    assert closed == {date(2025, 1, day): "Lunar New Year" for day in (29, 30, 31)}


def test_hong_kong_traded_half_a_day_on_28_january_2025():
    noon = datetime(2025, 1, 28, 4, 0, tzinfo=UTC)
    assert first_reacting_session(noon - timedelta(seconds=1), "XHKG") == date(2025, 1, 28)
    assert first_reacting_session(noon, "XHKG") == date(2025, 2, 3)


@pytest.mark.parametrize(
    ("day", "close"), [(date(2024, 11, 1), "06:00"), (date(2024, 11, 5), "06:30")]
)
def test_tokyo_closes_at_half_past_three_since_5_november_2024(day, close):
    moment = datetime.fromisoformat(f"{day}T{close}+00:00")
    assert first_reacting_session(moment - timedelta(seconds=1), "XTKS") == day
    assert first_reacting_session(moment, "XTKS") > day


def test_a_storm_that_the_library_does_not_know_is_a_closure():
    assert why_closed("XHKG", date(2023, 9, 1)) == "Typhoon Saola"
    assert why_closed("XTAI", date(2024, 10, 31)) == "Typhoon Kong-rey"


@pytest.mark.parametrize(
    ("event", "public", "expected"),
    [
        ("R1-Lite preview", "2024-11-20T12:00:00Z", ("11-20", "11-21", "11-20", "11-21")),
        ("V3", "2024-12-26T11:01:57Z", ("12-26", "12-27", "12-27", "12-27")),
        ("CES keynote", "2025-01-07T02:30:00Z", ("01-07", "01-07", "01-07", "01-07")),
        ("R1", "2025-01-20T12:19:44Z", ("01-21", "01-21", "01-20", "01-21")),
        ("Janus-Pro", "2025-01-27T15:46:51Z", ("01-27", "01-28", "01-27", "01-28")),
        ("chip tariffs", "2025-01-28T00:04:00Z", ("01-28", "01-28", "01-28", "01-28")),
        ("FOMC", "2025-01-29T19:00:00Z", ("01-29", "01-30", "01-30", "02-03")),
    ],
)
def test_the_first_reacting_session_of_known_events(event, public, expected):
    instant = datetime.fromisoformat(public)
    found = [first_reacting_session(instant, code) for code in ("XNYS", "XTKS", "XETR", "XHKG")]
    assert [f"{day:%m-%d}" for day in found] == list(expected)


def test_the_zone_in_which_the_time_is_written_does_not_matter():
    beijing = datetime(2025, 1, 20, 20, 19, 44, tzinfo=timezone(timedelta(hours=8)))
    for exchange in EXCHANGES:
        assert first_reacting_session(beijing, exchange) == first_reacting_session(
            beijing.astimezone(UTC), exchange
        )


def test_news_at_the_close_belongs_to_the_next_session():
    close = datetime(2025, 1, 27, 21, 0, tzinfo=UTC)
    assert first_reacting_session(close - timedelta(microseconds=1), "XNYS") == date(2025, 1, 27)
    assert first_reacting_session(close, "XNYS") == date(2025, 1, 28)


@settings(max_examples=200, deadline=None)
@given(
    instant=st.datetimes(datetime(2019, 6, 1), datetime(2026, 6, 30), timezones=st.just(UTC)),
    exchange=st.sampled_from(EXCHANGES),
)
def test_the_session_ends_after_the_news_and_the_one_before_it_did_not(instant, exchange):
    witness = exchange_calendars.get_calendar(exchange, start="2019-01-01", end="2026-12-31")
    session = first_reacting_session(instant, exchange)
    days = sessions(exchange, session - timedelta(days=20), session)
    assert days[-1].date() == session
    assert witness.session_close(days[-1]) > pd.Timestamp(instant)
    assert witness.session_close(days[-2]) <= pd.Timestamp(instant)


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(date(2019, 6, 1), date(2025, 12, 31)),
    exchange=st.sampled_from(EXCHANGES),
)
def test_a_day_is_a_session_or_has_a_reason_and_neighbours_on_either_side(day, exchange):
    known = date(2026, 6, 30)
    before = session_on(exchange, day, "previous", known_until=known)
    after = session_on(exchange, day, "next", known_until=known)
    assert before.session <= day <= after.session
    assert before.moved == after.moved == bool(why_closed(exchange, day))
    between = sessions(exchange, before.session, after.session)
    assert len(between) == (2 if before.moved else 1)


def test_a_session_is_kept_as_it_is():
    choice = session_on("XNYS", date(2025, 1, 27))
    assert (choice.session, choice.moved, choice.reason) == (date(2025, 1, 27), False, "")


@pytest.mark.parametrize(
    ("day", "reason", "before", "after"),
    [
        (date(2025, 1, 20), "Martin Luther King Jr. Day", "2025-01-17", "2025-01-21"),
        (date(2025, 1, 25), "Saturday", "2025-01-24", "2025-01-27"),
    ],
)
def test_a_closed_day_is_refused_with_the_reason_and_both_neighbours(day, reason, before, after):
    with pytest.raises(DataError) as refusal:
        session_on("XNYS", day)
    assert str(day) in refusal.value.asked
    assert reason in refusal.value.found
    assert before in refusal.value.remedy
    assert after in refusal.value.remedy


def test_a_moved_day_says_why():
    choice = session_on("XNYS", date(2025, 1, 20), "next")
    assert (choice.session, choice.moved) == (date(2025, 1, 21), True)
    assert choice.reason == "Martin Luther King Jr. Day"


@pytest.mark.parametrize("policy", ["refuse", "next", "previous"])
def test_a_day_after_the_last_known_one_is_refused(policy):
    with pytest.raises(DataError, match="after the last known day, 2025-12-31"):
        session_on("XNYS", date(2026, 1, 2), policy, known_until=date(2025, 12, 31))


def test_a_session_after_the_last_known_day_is_not_taken_for_a_closed_one():
    with pytest.raises(DataError, match="after the last known day"):
        session_on("XNYS", date(2025, 1, 25), "next", known_until=date(2025, 1, 26))


def test_the_day_after_tomorrow_is_the_future():
    with pytest.raises(DataError, match="after the last known day"):
        session_on("XNYS", datetime.now(UTC).date() + timedelta(days=2), "next")


def test_an_instant_outside_the_calendar_is_refused():
    with pytest.raises(DataError, match="known from"):
        first_reacting_session(datetime(2090, 1, 2, tzinfo=UTC), "XTKS")


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(DataError, match="no zone"):
        first_reacting_session(datetime(2025, 1, 20, 12, 19, 44), "XNYS")


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(DataError, match="first day is after the last"):
        sessions("XNYS", date(2025, 1, 2), date(2025, 1, 1))


def test_tokyo_pauses_at_noon_and_closes_at_half_past_three():
    hours = trading_hours("XTKS", date(2025, 1, 27))
    assert hours is not None
    assert [(a.hour, a.minute, b.hour, b.minute) for a, b in hours.stretches] == [
        (0, 0, 2, 30),
        (3, 30, 6, 30),
    ]


def test_new_york_has_no_pause_and_closes_early_on_the_day_after_thanksgiving():
    hours = trading_hours("XNYS", date(2024, 11, 29))
    assert hours is not None
    assert hours.pause is None
    assert hours.closes == datetime(2024, 11, 29, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_day_without_a_session_has_no_hours(exchange):
    assert trading_hours(exchange, date(2025, 1, 25)) is None
