"""Study a basket of securities on one shared date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.errors import N_, StudyError
from analysis.study import EventStudyResult
from analysis.windows import event_row, hull
from dashboard.studies.alignment import own_returns
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
from dashboard.studies.basket_spread import Spread, run_spread
from dashboard.studies.basket_window import BasketWindow, run_window
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.single import MARKET_INDICES, default_benchmark
from dashboard.studies.sources import PriceLoader, loader
from data.catalogue import Basket, Claim, Event, baskets, claims_about, confounders_between
from data.catalogue import basket as catalogued_basket
from data.errors import DataError
from data.load import LoadedPrices

LOADING = N_("Loading prices")
MEMBERS = N_("Studying members")
WINDOWS = N_("Testing windows")
SPREAD = N_("Studying the spread")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class BasketStudy:
    """A basket's study with everything that must stand beside its numbers.

    Attributes
    ----------
    request
        What was asked.
    exchange
        Calendar on which the members are measured.
    event
        The event and its session there.
    benchmark
        Prices of the benchmark.
    long
        The basket.
    short
        The basket on the other side of a spread, or None.
    windows
        What each event window shows, in the order of the request.
    spread
        The long-short portfolio, or None.
    claims
        The articles' claims about the basket at this event.
    confounders
        Other news inside the event windows.
    """

    request: BasketRequest
    exchange: str
    event: DatedEvent
    benchmark: LoadedPrices
    long: Side
    short: Side | None
    windows: tuple[BasketWindow, ...]
    spread: Spread | None
    claims: tuple[Claim, ...]
    confounders: tuple[Event, ...]

    @property
    def headline(self) -> BasketWindow:
        """The first window."""
        return self.windows[0]

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of every security in the numbers, the benchmark first."""
        sides = (self.long,) if self.short is None else (self.long, self.short)
        return (self.benchmark, *(member.loaded for side in sides for member in side.members))


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two baskets as one portfolio.

    Attributes
    ----------
    benchmark
        Prices of the benchmark.
    long, short
        The two sides.
    spread
        The portfolio's study.
    """

    benchmark: LoadedPrices
    long: Side
    short: Side
    spread: Spread

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of every security in the numbers, the benchmark first."""
        sides = (self.long, self.short)
        return (self.benchmark, *(member.loaded for side in sides for member in side.members))


@dataclass(frozen=True, slots=True, eq=False)
class _Members:
    """The sides of a study with each member measured, before anything joint is."""

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


def run(
    request: BasketRequest, load: PriceLoader | None = None, progress: Progress | None = None
) -> BasketStudy:
    """Load the members, date the event, study each, and test them together.

    Parameters
    ----------
    load
        What loads prices; the source that the request names where not given.
    progress
        Called with what is being done, and how much of how much is.

    Raises
    ------
    DataError
        When a ticker is unknown, a file damaged, or the date has no session.
    StudyError
        When fewer than two members can be studied, or the spread cannot be had.
    """
    tell = progress or (lambda _what, _done, _total: None)
    made = _members(request, load or loader(request.source), tell)
    market = own_returns(made.benchmark.history, request.spec.returns).reindex(made.sessions)
    return BasketStudy(
        request=request,
        exchange=made.exchange,
        event=made.event,
        benchmark=made.benchmark,
        long=made.sides[0],
        short=made.sides[1] if len(made.sides) > 1 else None,
        spread=_spread(request, made, tell),
        windows=_windows(request, made.sides[0], market, made.exchange, tell),
        claims=_claims([side.identifier for side in made.sides], made.event),
        confounders=_confounders(request, made.exchange, made.sessions, made.row0),
    )


def run_pair(request: BasketRequest, load: PriceLoader | None = None) -> Pair:
    """Study a basket against another as one portfolio, without the tests of either side.

    Raises
    ------
    DataError, StudyError
        As ``run``; the request must name a basket on the other side.
    """
    made = _members(request, load or loader(request.source), lambda _what, _done, _total: None)
    long, short = made.sides
    spread = run_spread(long, short, made.exchange, made.row0, request.spec, placebo=False)
    return Pair(made.benchmark, long, short, spread)


def _members(request: BasketRequest, load: PriceLoader, tell: Progress) -> _Members:
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
    return _Members(exchange, event, benchmark, sessions, row0, tuple(sides))


def _windows(
    request: BasketRequest, side: Side, market: pd.Series, exchange: str, tell: Progress
) -> tuple[BasketWindow, ...]:
    found = []
    for i, window in enumerate(request.spec.windows):
        tell(WINDOWS, i, len(request.spec.windows))
        found.append(
            run_window(side, window, market, exchange, request.spec, placebo=request.placebo)
        )
    return tuple(found)


def _spread(request: BasketRequest, made: _Members, tell: Progress) -> Spread | None:
    if len(made.sides) < 2:
        return None
    tell(SPREAD, 0, 1)
    long, short = made.sides
    spec = request.spec
    return run_spread(long, short, made.exchange, made.row0, spec, placebo=request.placebo)


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


def _claims(identifiers: list[str], event: DatedEvent) -> tuple[Claim, ...]:
    known = {entry.id for entry in baskets()}
    found = [
        claim
        for identifier in identifiers
        if identifier in known
        for entry in event.catalogued
        for claim in claims_about(identifier, entry.id)
    ]
    return tuple(dict.fromkeys(found))


def _confounders(
    request: BasketRequest, exchange: str, sessions: pd.DatetimeIndex, row0: int
) -> tuple[Event, ...]:
    span = hull(request.spec.windows)
    first, last = sessions[row0 + span.first], sessions[row0 + span.last]
    return tuple(
        entry
        for entry in confounders_between(first.date(), last.date(), exchange)
        if entry.id != request.event
    )
