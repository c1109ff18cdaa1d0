"""The numbers behind the story's charts: what moved, on which session, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from analysis.errors import N_
from analysis.windows import EventWindow
from dashboard.studies.clock import MARKETS as CITIES
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run
from data.calendars import first_reacting_session, why_closed
from data.catalogue import Event, basket
from data.load import LoadedPrices, load_prices
from data.prices import PriceHistory

FIRST, LAST = date(2024, 12, 2), date(2025, 12, 31)
"""Days between which the story looks at returns."""

MARKETS: Final = (
    (N_("Tokyo"), "XTKS", "^N225"),
    (N_("Europe"), "XETR", "^STOXX50E"),
    (N_("New York"), "XNYS", "^GSPC"),
)
"""Place, calendar and index of the three markets, in the order in which their day begins."""


@dataclass(frozen=True, slots=True)
class MarketDays:
    """An index around an announcement.

    Attributes
    ----------
    place
        The market, an English template.
    city, local_time
        City of the clock, an English template, and the announcement on it.
    index
        Ticker.
    days, returns
        Weekdays and the index's return on each; None where the market was closed.
    closed
        Why, by day.
    first
        tau = 0: the first session that ended after the announcement.
    """

    place: str
    city: str
    local_time: datetime
    index: str
    days: tuple[date, ...]
    returns: tuple[float | None, ...]
    closed: dict[date, str]
    first: date

    @property
    def reaction(self) -> float:
        """Return of the index on its first session."""
        return float(returns_of(self.index)[pd.Timestamp(self.first)])


@dataclass(frozen=True, slots=True)
class Bar:
    """One move: a security over one or more sessions, with its interval where it has one."""

    security: str
    first: date
    last: date
    value: float
    interval: tuple[float, float] | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Moves side by side; ``measure`` is an English template."""

    bars: tuple[Bar, ...]
    measure: str


@dataclass(frozen=True, slots=True, eq=False)
class Abnormal:
    """The abnormal returns of a study over a window."""

    study: Study
    window: EventWindow


@dataclass(frozen=True, slots=True)
class Markets:
    """The three markets around an announcement."""

    markets: tuple[MarketDays, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Events in the order in which they became public, and the days without trade between."""

    events: tuple[Event, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BasketMoves:
    """Abnormal returns of a basket's members, in the basket's order."""

    basket: str
    members: tuple[str, ...]
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Average abnormal return, every member alike."""
        return sum(self.values) / len(self.values)


@dataclass(frozen=True, slots=True)
class Groups:
    """Baskets side by side."""

    baskets: tuple[BasketMoves, ...]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Closes relative to the last close before a fall.

    Attributes
    ----------
    security
        Ticker.
    base, base_day
        The last close before the fall, and its day.
    days, relative
        Sessions from ``base_day`` on, and close / base.
    regained
        The first session that closed above ``base``.
    sessions
        Number of sessions from the fall to ``regained``.
    lowest, lowest_day
        The lowest close in between, as a share of ``base``, and its day.
    """

    security: str
    base: float
    base_day: date
    days: tuple[date, ...]
    relative: tuple[float, ...]
    regained: date
    sessions: int
    lowest: float
    lowest_day: date


@dataclass(frozen=True, slots=True)
class Recoveries:
    """Recoveries from one fall, side by side."""

    recoveries: tuple[Recovery, ...]


Drawn = Markets | Bars | Abnormal | News | Groups | Recoveries
"""What a step's chart is drawn from."""


@lru_cache(maxsize=512)
def prices_of(ticker: str) -> LoadedPrices:
    """Return the embedded prices of a security."""
    return load_prices(ticker, source="snapshot")


@lru_cache(maxsize=512)
def returns_of(ticker: str) -> pd.Series:
    """Return the total return of each session, as fractions; NaN over a gap."""
    history = _span(prices_of(ticker).history)
    return history.total_return_price.pct_change(fill_method=None)


def _span(history: PriceHistory) -> PriceHistory:
    return history.on_sessions(max(FIRST, history.first), min(LAST, history.last))


@lru_cache(maxsize=512)
def study_of(ticker: str, event: str, *windows: str) -> Study:
    """Study one event of one security as the explorer does, on the embedded prices."""
    return run(study_request(security=ticker, event=event, windows=windows, source="snapshot"))


def market_days(event: Event, days: Iterable[date]) -> Markets:
    """Return the three markets around an announcement."""
    wanted = tuple(days)
    return Markets(tuple(_market(event, wanted, *market) for market in MARKETS))


def _market(
    event: Event, days: tuple[date, ...], place: str, exchange: str, index: str
) -> MarketDays:
    city, zone = CITIES[exchange]
    closed = {day: why_closed(exchange, day) for day in days}
    returns = returns_of(index)
    return MarketDays(
        place=place,
        city=city,
        local_time=event.public_at.astimezone(ZoneInfo(zone)),
        index=index,
        days=days,
        returns=tuple(None if closed[day] else float(returns[pd.Timestamp(day)]) for day in days),
        closed={day: reason for day, reason in closed.items() if reason},
        first=first_reacting_session(event.public_at, exchange),
    )


def bar(ticker: str, day: date, group: str = "") -> Bar:
    """Return the total return of one session."""
    return Bar(ticker, day, day, float(returns_of(ticker)[pd.Timestamp(day)]), group=group)


def abnormal_bar(ticker: str, event: str, window: str) -> Bar:
    """Return the CAR of a window with its interval."""
    study = study_of(ticker, event, window)
    first, last = study.days_of(study.headline.car.window)
    return Bar(ticker, first, last, study.headline.car.value, study.headline.interval)


def basket_moves(identifier: str, event: str) -> BasketMoves:
    """Return the abnormal return of each member on the event's session on its own market."""
    members = basket(identifier).tickers
    return BasketMoves(
        identifier,
        members,
        tuple(study_of(ticker, event, "0,0").headline.car.value for ticker in members),
    )


def recovery(ticker: str, fall: date) -> Recovery:
    """Return when a security first closed above its last close before a fall."""
    closes = _span(prices_of(ticker).history).closes.dropna()
    before = closes[closes.index < pd.Timestamp(fall)]
    base, after = float(before.iloc[-1]), closes[closes.index >= pd.Timestamp(fall)]
    regained = after.index[(after > base).to_numpy()][0]
    between = after[after.index <= regained]
    drawn = closes[closes.index >= before.index[-1]]
    return Recovery(
        security=ticker,
        base=base,
        base_day=before.index[-1].date(),
        days=tuple(day.date() for day in drawn.index),
        relative=tuple(float(value) / base for value in drawn),
        regained=regained.date(),
        sessions=len(between) - 1,
        lowest=float(between.min()) / base,
        lowest_day=between.idxmin().date(),
    )


def currency_of(ticker: str) -> str:
    """Return the currency of a security's prices."""
    return prices_of(ticker).history.currency
