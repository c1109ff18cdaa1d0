from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.errors import DataError
from data.schedules import known_from, schedule_covering

EXCHANGES = ("XNYS", "XTKS", "XETR", "XPAR", "XAMS", "XHKG", "XKRX", "XTAI")


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_calendar_reaches_back_to_the_day_it_claims(exchange: str) -> None:
    first = known_from(exchange)
    days = schedule_covering(exchange, first, date(2003, 1, 1)).sessions
    assert first <= days[0].date() <= date(first.year, 1, 10)
    assert days[:700].is_monotonic_increasing
    assert days[700].date() < date(first.year + 3, 6, 1)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_every_session_opens_before_it_closes_and_pauses_in_between(exchange: str) -> None:
    found = schedule_covering(exchange, date(2022, 1, 3), date(2025, 12, 31))
    assert (found.opens < found.closes).all()
    paused = ~np.isnat(found.pauses).any(axis=1)
    begin, end = found.pauses[paused].T
    assert (found.opens[paused] < begin).all()
    assert (begin < end).all()
    assert (end < found.closes[paused]).all()
    assert paused.any() == (exchange in ("XTKS", "XHKG"))


@pytest.mark.parametrize("day", [date(1969, 12, 31), date(2090, 1, 2)])
def test_a_day_outside_the_calendar_is_refused_with_the_span(day: date) -> None:
    with pytest.raises(DataError, match="known from 1970-01-01 to 20"):
        schedule_covering("XNYS", day, day)


def test_an_unknown_exchange_is_refused() -> None:
    with pytest.raises(DataError, match="no such exchange"):
        schedule_covering("XXXX", date(2025, 1, 1), date(2025, 1, 2))
