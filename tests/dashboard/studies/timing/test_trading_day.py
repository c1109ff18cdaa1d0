"""One day around the world: the parts of each market's day make up its whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from dashboard.studies.timing.trading_day import WATCHED, MarketDay, around_the_world, market_day
from data.providers.snapshot import bars_60m, snapshot_prices

DAY = date(2025, 1, 27)


@pytest.fixture(scope="module")
def days() -> tuple[MarketDay, ...]:
    return around_the_world(DAY)[0]


def test_gap_and_hours_compound_to_the_change_of_the_day(days: tuple[MarketDay, ...]) -> None:
    compared = 0
    for day in days:
        if day.stretches:
            whole = np.prod([1 + stretch.change for stretch in day.stretches]) - 1
            assert whole == pytest.approx(day.change, abs=1e-12)
            compared += 1
    assert compared >= 12


def test_the_whole_day_is_close_over_close_of_the_snapshot(days: tuple[MarketDay, ...]) -> None:
    nvidia = next(day for day in days if day.security == "NVDA")
    assert nvidia.change == pytest.approx(118.42 / 142.62 - 1, abs=1e-12)
    assert nvidia.stretches[0].change == pytest.approx(124.80 / 142.62 - 1, abs=1e-12)
    advantest = next(day for day in days if day.security == "6857.T" and day.day == DAY)
    closes = snapshot_prices("6857.T").table["close"]
    assert advantest.change == pytest.approx(closes["2025-01-27"] / closes["2025-01-24"] - 1)


def test_an_hour_of_new_york_is_that_of_the_bars(days: tuple[MarketDay, ...]) -> None:
    nvidia = next(day for day in days if day.security == "NVDA")
    bars = bars_60m("NVDA").loc["2025-01-27"]
    hours = [stretch for stretch in nvidia.stretches if stretch.kind == "open"]
    assert len(hours) == 7
    assert hours[0].begins == datetime(2025, 1, 27, 14, 30, tzinfo=UTC)
    assert hours[1].change == pytest.approx(bars["close"].iloc[1] / bars["close"].iloc[0] - 1)
    assert hours[-1].ends - hours[-1].begins == timedelta(minutes=30)


def test_markets_closed_for_the_new_year_have_a_reason_and_no_return(
    days: tuple[MarketDay, ...],
) -> None:
    closed = {day.security: day for day in days if day.hours is None and day.day == DAY}
    assert set(closed) == {"000660.KS", "2330.TW"}
    assert all(day.closed and day.change is None and not day.stretches for day in closed.values())


def test_hong_kong_closes_at_noon_on_new_years_eve() -> None:
    hours = market_day("0700.HK", date(2025, 1, 28)).hours
    assert hours is not None
    assert hours.closes == datetime(2025, 1, 28, 4, 0, tzinfo=UTC)


def test_a_share_without_an_opening_shows_its_whole_day(days: tuple[MarketDay, ...]) -> None:
    schneider = next(day for day in days if day.security == "SU.PA")
    assert not schneider.stretches
    prices = snapshot_prices("SU.PA").table["adj_close"]
    assert schneider.change == pytest.approx(prices["2025-01-27"] / prices["2025-01-24"] - 1)


def test_the_span_runs_from_tokyo_to_the_next_close_of_tokyo() -> None:
    days, (begin, end) = around_the_world(date(2025, 1, 24))
    assert begin == datetime(2025, 1, 24, tzinfo=UTC)
    assert end == datetime(2025, 1, 27, 6, 30, tzinfo=UTC)
    assert {day.security for day in days} == set(WATCHED)
