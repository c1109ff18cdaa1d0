from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.charts.presenting import FONT, for_the_screen
from dashboard.charts.story import chart_of
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.story import STEPS, step, step_number
from dashboard.studies.story_moves import Bars, Groups, Markets, News, Recoveries
from dashboard.studies.story_step import Step
from dashboard.studies.story_words import Money, Percent, Quote, say
from data.calendars import sessions
from data.catalogue import basket, claim, event, security
from data.providers.snapshot import snapshot_prices, sp500_prices
from data.providers.snapshot_shares import shares_outstanding

NUMBERS = range(1, len(STEPS) + 1)
FRIDAY, MONDAY, TUESDAY = (pd.Timestamp(2025, 1, day) for day in (24, 27, 28))


def named(identifier: str) -> Step:
    return next(step(number) for number in NUMBERS if step(number).id == identifier)


def fact(told: Step, name: str) -> object:
    return next(s.facts[name] for s in told.sentences if name in s.facts)


def percent(told: Step, name: str) -> float:
    found = fact(told, name)
    assert isinstance(found, Percent)
    return found.value


def raw(ticker: str, column: str = "adj_close") -> pd.Series:
    table = snapshot_prices(ticker).table
    if table[column].isna().all():
        column = "close"
    return table[column]


def place(index: pd.Index, day: pd.Timestamp) -> int:
    """The row of a day, which must be there."""
    (found,) = np.flatnonzero(index == day)
    return int(found)


def change(ticker: str, day: pd.Timestamp) -> float:
    """The return by two neighbouring rows of the raw table."""
    prices = raw(ticker)
    values, at = prices.to_numpy(dtype=float), place(prices.index, day)
    return float(values[at] / values[at - 1] - 1)


def when(told: Step, name: str) -> pd.Timestamp:
    found = fact(told, name)
    assert isinstance(found, date)
    return pd.Timestamp(found)


def on_sessions(ticker: str) -> pd.Series:
    """Simple returns, missing where a session has no price or follows one without."""
    history, prices = snapshot_prices(ticker), raw(ticker)
    days = sessions(history.exchange, max(history.first, date(2022, 1, 3)), history.last)
    return prices.reindex(days).pct_change(fill_method=None).iloc[1:]


def by_hand(ticker: str, day: str, length: int = 1) -> tuple[np.ndarray, float, float]:
    """Market model by the normal equations: ARs from ``day`` on, CAR's standard error, t."""
    own, index = on_sessions(ticker), on_sessions(str(security(ticker).benchmark))
    returns = pd.concat([own, index.reindex(own.index)], axis=1)
    at = place(returns.index, pd.Timestamp(day))
    rows = returns.iloc[max(0, at - 250) : at - 20].dropna().to_numpy()
    design = np.column_stack([np.ones(len(rows)), rows[:, 1]])
    gram = np.linalg.inv(design.T @ design)
    theta = gram @ design.T @ rows[:, 0]
    residuals = rows[:, 0] - design @ theta
    variance = residuals @ residuals / (len(rows) - 2)
    event_rows = returns.iloc[at : at + length].to_numpy()
    event_design = np.column_stack([np.ones(length), event_rows[:, 1]])
    ones = np.ones(length)
    covariance = variance * (np.eye(length) + event_design @ gram @ event_design.T)
    quantile = stats.t.ppf(0.975, len(rows) - 2)
    return (
        event_rows[:, 0] - event_design @ theta,
        float(np.sqrt(ones @ covariance @ ones)),
        float(quantile),
    )


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
@pytest.mark.parametrize("number", NUMBERS)
def test_every_sentence_is_filled_and_two_stand_beside_each_chart(
    number: int, language: Language
) -> None:
    told, chart = step(number), chart_of(number, language)
    texts = [say(s, language) for s in (told.title, *told.sentences)]
    for text in (*texts, chart.name, chart.sentence):
        assert text.strip()
        assert not re.search(r"[{}]|None|nan", text), text
    assert len(told.sentences) == 2
    assert len(chart.table) > 1


@pytest.mark.parametrize("number", NUMBERS)
def test_a_step_names_claims_events_sources_and_prices_that_exist(number: int) -> None:
    told = step(number)
    assert [claim(identifier).id for identifier in told.claims] == list(told.claims)
    assert told.claims
    assert [entry.id for entry in told.told()] == list(told.events)
    assert told.sources()
    assert [loaded.history.security for loaded in told.prices()] == list(told.securities)
    assert all(loaded.history.provenance.source == "snapshot" for loaded in told.prices())


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_is_typed_into_a_sentence(number: int) -> None:
    told = step(number)
    for sentence in (told.title, *told.sentences):
        words = re.sub(r"\{\w+\}|R1|S&P 500", "", sentence.template)
        assert not re.search(r"\d", words), sentence.template


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("0", 1), ("99", 9), ("x", 1), ("-2", 1), ("", 1), ("²", 1), ("9" * 5000, 9)],
)
def test_an_odd_step_in_the_address_means_the_nearest(text: str, number: int) -> None:
    assert step_number(text) == number


def test_the_release_met_each_market_at_its_own_hour_and_new_york_was_shut() -> None:
    told = named("release")
    release = event("r1-release").public_at.timestamp()
    for name, hours in (("tokyo", 9), ("europe", 1), ("new_york", -5)):
        clock = fact(told, f"{name}_time")
        assert isinstance(clock, datetime)
        assert f"{clock:%H:%M}" == f"{pd.Timestamp(release + hours * 3600, unit='s'):%H:%M}"
    for name, index in (("tokyo", "^N225"), ("europe", "^STOXX50E"), ("new_york", "^GSPC")):
        assert percent(told, f"{name}_move") == pytest.approx(
            change(index, when(told, f"{name}_day"))
        )
    assert isinstance(told.drawn, Markets)
    new_york = told.drawn.markets[2]
    assert list(new_york.closed) == [date(2025, 1, 20)]
    assert pd.Timestamp(2025, 1, 20) not in raw("^GSPC").index
    for market in told.drawn.markets:
        for day, value in zip(market.days, market.returns, strict=True):
            assert (value is None) == (day in market.closed)
            if value is not None:
                assert value == pytest.approx(change(market.index, pd.Timestamp(day)))


@pytest.mark.parametrize(
    ("name", "ticker", "day"),
    [
        ("oracle", "ORCL", "2025-01-21"),
        ("nvidia", "NVDA", "2025-01-21"),
        ("softbank", "9984.T", "2025-01-22"),
    ],
)
def test_the_cars_on_stargate_are_those_of_the_normal_equations(
    name: str, ticker: str, day: str
) -> None:
    told = named("stargate")
    abnormal, error, quantile = by_hand(ticker, day, 2)
    assert percent(told, f"{name}_move") == pytest.approx(abnormal.sum())
    assert isinstance(told.drawn, Bars)
    bar = next(bar for bar in told.drawn.bars if bar.security == ticker)
    assert bar.interval == pytest.approx(
        (abnormal.sum() - quantile * error, abnormal.sum() + quantile * error)
    )
    assert (str(bar.first), fact(told, "count")) == (day, 2)


def test_the_quiet_weeks_abnormal_returns_are_those_of_the_normal_equations() -> None:
    told = named("quiet")
    abnormal, error, quantile = by_hand("NVDA", "2025-01-21", 4)
    values = fact(told, "values")
    assert isinstance(values, tuple)
    assert [value.value for value in values] == pytest.approx(abnormal)
    assert percent(told, "car") == pytest.approx(abnormal.sum())
    assert percent(told, "low") == pytest.approx(abnormal.sum() - quantile * error)
    assert percent(told, "high") == pytest.approx(abnormal.sum() + quantile * error)
    assert abnormal.sum() - quantile * error < 0 < abnormal.sum() + quantile * error
    assert "does not include" not in say(told.sentences[1], ENGLISH)
    alone = [by_hand("NVDA", f"2025-01-{day}") for day in (21, 22, 23, 24)]
    # One session at a time shifts the estimation window; far from the edge that decides nothing.
    assert fact(told, "outside") == sum(abs(a[0]) > t * s for a, s, t in alone) == 0


def test_the_weekend_lies_between_a_close_and_one_session_for_all() -> None:
    told = named("weekend")
    price = fact(told, "price")
    assert isinstance(price, Quote)
    assert price.value == raw("NVDA", "close")[FRIDAY]
    assert when(told, "day") == FRIDAY
    assert when(told, "session") == MONDAY
    assert isinstance(told.drawn, News)
    days = [entry.day or entry.public_at.date() for entry in told.drawn.events]
    assert days == sorted(days)
    assert MONDAY.date() == told.drawn.last


def test_the_moves_of_the_markets_are_ratios_of_raw_prices() -> None:
    told = named("markets")
    for name, ticker in (
        ("softbank", "9984.T"),
        ("advantest", "6857.T"),
        ("asml", "ASML.AS"),
        ("schneider", "SU.PA"),
        ("nvidia", "NVDA"),
        ("vistra", "VST"),
        ("nikkei", "^N225"),
        ("stoxx", "^STOXX50E"),
        ("sp", "^GSPC"),
    ):
        assert percent(told, f"{name}_move") == pytest.approx(change(ticker, MONDAY)), ticker


def test_nvidias_loss_is_shares_times_the_change_of_the_close() -> None:
    told = named("nvidia")
    closes, shares = raw("NVDA", "close"), shares_outstanding("NVDA").shares
    value = told.title.facts["value"]
    assert isinstance(value, Money)
    assert value.value == pytest.approx(shares * (closes[MONDAY] - closes[FRIDAY]))
    abnormal, error, quantile = by_hand("NVDA", "2025-01-27")
    assert percent(told, "raw") == pytest.approx(change("NVDA", MONDAY))
    money = fact(replace(told, sentences=told.sentences[1:] * 2), "abnormal")
    assert isinstance(money, Money)
    assert money.value == pytest.approx(shares * closes[FRIDAY] * abnormal[0])
    assert percent(told, "abnormal") == pytest.approx(abnormal[0])
    assert percent(told, "low") == pytest.approx(abnormal[0] - quantile * error)
    assert percent(told, "high") == pytest.approx(abnormal[0] + quantile * error)


def test_no_ordinary_session_of_nvidia_fell_as_far() -> None:
    told = named("nvidia")
    both = pd.concat([raw("NVDA"), raw("^GSPC")], axis=1, join="inner").pct_change(fill_method=None)
    at = place(both.index, MONDAY)
    rows = both.iloc[at - 250 : at - 20]
    slope, intercept, *_ = stats.linregress(rows.iloc[:, 1], rows.iloc[:, 0])
    residuals = rows.iloc[:, 0] - intercept - slope * rows.iloc[:, 1]
    abnormal, *_ = by_hand("NVDA", "2025-01-27")
    assert fact(told, "n") == len(rows) == 230
    assert fact(told, "beyond") == int((residuals <= abnormal[0]).sum())


def test_the_averages_of_the_baskets_are_those_of_their_members() -> None:
    told = named("groups")
    assert isinstance(told.drawn, Groups)
    means = {}
    for moves in told.drawn.baskets:
        assert moves.members == basket(moves.basket).tickers
        own = [by_hand(ticker, "2025-01-27")[0][0] for ticker in moves.members]
        assert moves.values == pytest.approx(own), moves.basket
        means[moves.basket] = float(np.mean(own))
    assert list(means.values()) == sorted(means.values())
    assert percent(told, "lowest_mean") == pytest.approx(min(means.values()))
    assert fact(told, "lowest") == basket(min(means, key=lambda name: means[name])).name
    assert percent(told, "chips_mean") == pytest.approx(means["GPU_INFRA"])
    assert percent(told, "control_mean") == pytest.approx(means["NON_AI_CONTROL"])


def test_most_members_of_the_index_rose_on_the_day_it_fell() -> None:
    told = named("groups")
    prices = sp500_prices()
    both = prices.loc[[FRIDAY, MONDAY]].dropna(axis=1)
    before, after = both.to_numpy(dtype=float)
    assert fact(told, "count") == len(before)
    assert fact(told, "up") == np.sum(after > before)
    assert percent(told, "median") == pytest.approx(float(np.median(after / before - 1)))
    assert percent(told, "index") == pytest.approx(change("^GSPC", MONDAY))


def test_the_rebound_makes_good_its_share_of_the_fall_in_dollars() -> None:
    told = named("rebound")
    closes = raw("NVDA", "close")
    price, move = fact(told, "price"), told.sentences[0].facts["move"]
    assert isinstance(price, Quote)
    assert isinstance(move, Percent)
    assert price.value == closes[TUESDAY]
    assert move.value == pytest.approx(change("NVDA", TUESDAY))
    assert percent(told, "share") == pytest.approx(
        (closes[TUESDAY] - closes[MONDAY]) / (closes[FRIDAY] - closes[MONDAY])
    )
    tokyo = told.sentences[1].facts["move"]
    assert isinstance(tokyo, Percent)
    assert tokyo.value == pytest.approx(change("6857.T", TUESDAY))


@pytest.mark.parametrize(("name", "ticker"), [("index", "^GSPC"), ("share", "NVDA")])
def test_the_recovery_is_the_first_close_above_that_of_friday(name: str, ticker: str) -> None:
    told = named("recovery")
    closes = raw(ticker, "close").loc[FRIDAY:]
    day = next(day for day, close in closes.items() if close > closes.iloc[0])
    assert when(told, f"{name}_day") == day
    assert told.title.facts[name] == len(closes.loc[MONDAY:day]) - 1


def test_nvidias_lowest_close_before_it_recovered_is_found() -> None:
    told = named("recovery")
    assert isinstance(told.drawn, Recoveries)
    recovered = told.drawn.recoveries[1].regained
    closes = raw("NVDA", "close").loc[MONDAY : pd.Timestamp(recovered)]
    low = fact(told, "low")
    assert isinstance(low, Quote)
    assert low.value == pytest.approx(closes.min())
    assert when(told, "low_day") == closes.idxmin()
    assert percent(told, "depth") == pytest.approx(1 - closes.min() / raw("NVDA", "close")[FRIDAY])


@pytest.mark.parametrize("number", NUMBERS)
def test_a_chart_on_the_big_screen_keeps_its_numbers_and_writes_nothing_small(
    number: int,
) -> None:
    chart = chart_of(number, ENGLISH)
    before = json.loads(chart.figure.to_json())
    shown = for_the_screen(chart).figure
    assert json.loads(chart.figure.to_json()) == before
    assert [list(t.x) for t in shown.data] == [list(t.x) for t in chart.figure.data]
    assert shown.layout.height is None
    assert shown.layout.font.size == FONT == 20
    sizes = [note.font.size for note in shown.layout.annotations]
    sizes += [axis.tickfont.size for axis in (*shown.select_xaxes(), *shown.select_yaxes())]
    sizes += [t.textfont.size for t in shown.data if t.type == "bar" or "text" in (t.mode or "")]
    assert set(sizes) == {FONT}
