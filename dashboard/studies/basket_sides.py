"""Both sides of a basket's study: members loaded, parted by calendar, measured each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.errors import N_, StudyError
from analysis.study import EventStudyResult
from analysis.windows import event_row
from dashboard.studies.basket_members import (
    LeftOut,
    Member,
    Side,
    common_exchange,
    common_sessions,
    split_by_calendar,
    study_members,
)
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.single import MARKET_INDICES, default_benchmark
from dashboard.studies.sources import PriceLoader
from data.catalogue import Basket
from data.catalogue import basket as catalogued_basket
from data.errors import DataError
from data.load import LoadedPrices

LOADING = N_("Loading prices")
MEMBERS = N_("Studying members")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The sides of a study with each member measured, before anything joint is.

    Attributes
    ----------
    exchange
        Calendar on which the members are measured.
    event
        The event and its session there.
    benchmark
        Prices of the benchmark.
    sessions
        Sessions that the members and the benchmark share.
    row0
        Row of tau = 0 among them.
    sides
        The basket, and the one on the other side of a spread where there is one.
    """

    exchange: str
    event: DatedEvent
    benchmark: LoadedPrices
    sessions: pd.DatetimeIndex
    row0: int
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """A side before anything was estimated; ``kept`` and ``left`` by calendar."""

    identifier: str
    catalogued: Basket | None
    by_hand: bool
    minimum: int
    loaded: dict[str, LoadedPrices]
    kept: dict[str, LoadedPrices] = field(default_factory=dict)
    left: tuple[LeftOut, ...] = ()


def measured_sides(request: BasketRequest, load: PriceLoader, tell: Progress) -> Sides:
    """Load the members and the benchmark, date the event, and study each member by itself.

    Parameters
    ----------
    tell
        Called with what is being done, and how much of how much is.

    Raises
    ------
    DataError
        When a ticker is unknown, a file damaged, or the date has no session.
    StudyError
        When a side has too few members that can be studied.
    """
    named, exchange, benchmark = _loaded(request, load, tell)
    histories = {name: found.history for side in named for name, found in side.kept.items()}
    until = min(benchmark.history.last, max(history.last for history in histories.values()))
    event = date_event(request.event, exchange, request.non_session, until)
    sessions = common_sessions(histories, benchmark.history)
    sides: list[Side] = []
    for i, side in enumerate(named):
        tell(MEMBERS, i, len(named))
        sides.append(
            _side(
                side,
                study_members(side.kept, benchmark.history, sessions, event.session, request.spec),
            )
        )
    row0 = event_row(sessions, event.session)
    return Sides(exchange, event, benchmark, sessions, row0, tuple(sides))


def _loaded(
    request: BasketRequest, load: PriceLoader, tell: Progress
) -> tuple[tuple[_Named, ...], str, LoadedPrices]:
    """Load both sides and the benchmark, and part the members by calendar."""
    long = _named(request.basket, request.members, 2, load, tell)
    exchange = common_exchange({name: found.history for name, found in long.loaded.items()})
    sides = (long, _named(request.against, (), 1, load, tell)) if request.against else (long,)
    benchmark = load(request.benchmark or _benchmark(long, exchange))
    parted = []
    for side in sides:
        kept, left = split_by_calendar(side.loaded, exchange, benchmark.history.security)
        _require_members(side, len(kept), left)
        parted.append(replace(side, kept=kept, left=left))
    return tuple(parted), exchange, benchmark


def _named(
    identifier: str, members: tuple[str, ...], minimum: int, load: PriceLoader, tell: Progress
) -> _Named:
    catalogued = catalogued_basket(identifier) if identifier else None
    tickers = members or (catalogued.tickers if catalogued else ())
    loaded: dict[str, LoadedPrices] = {}
    for i, ticker in enumerate(tickers):
        tell(LOADING, i, len(tickers))
        loaded[ticker] = load(ticker)
    name = identifier or ", ".join(tickers)
    return _Named(name, catalogued, bool(members), minimum, loaded)


def _benchmark(named: _Named, exchange: str) -> str:
    index = MARKET_INDICES.get(exchange)
    if index is not None:
        return index
    return default_benchmark(
        next(p.history for p in named.loaded.values() if p.history.exchange == exchange)
    )


def _side(
    named: _Named,
    studied: tuple[tuple[Member, ...], tuple[EventStudyResult, ...], tuple[LeftOut, ...]],
) -> Side:
    members, results, refused = studied
    if not members and isinstance(refused[0].why, StudyError | DataError):
        raise refused[0].why
    left = (*named.left, *refused)
    _require_members(named, len(members), left)
    unavailable = (
        ()
        if named.by_hand or named.catalogued is None
        else tuple(LeftOut(entry.ticker, entry.reason) for entry in named.catalogued.unavailable)
    )
    return Side(
        identifier=named.identifier,
        catalogued=named.catalogued,
        chosen_by_hand=named.by_hand,
        members=members,
        results=results,
        left_out=(*left, *unavailable),
    )


def _require_members(named: _Named, count: int, left: tuple[LeftOut, ...]) -> None:
    if count < named.minimum:
        raise StudyError(
            N_("A study of the basket {basket} was asked for."),
            N_("Only {count} of its members can be studied together; left out: {left}."),
            N_("Name at least {minimum} securities of one exchange, or study one by itself."),
            basket=named.identifier,
            count=count,
            left=", ".join(entry.security for entry in left) or "none",
            minimum=named.minimum,
        )
