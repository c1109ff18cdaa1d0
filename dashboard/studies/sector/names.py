"""What one date did to many names: each name's return and CAR, or why there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from analysis.errors import N_, StudyError
from analysis.panel.lines import LINES
from dashboard.studies.basket_members import LeftOut, Reason
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.sector.market import Market, market
from dashboard.studies.sector.move import NameMove, line_moves, move_of
from dashboard.studies.sector.request import SectorRequest
from dashboard.studies.sector.universe import tickers_of, without_prices
from dashboard.studies.single import default_benchmark, run
from dashboard.studies.sources import PriceLoader, loader
from data.calendars import why_closed
from data.errors import DataError
from data.load import LoadedPrices

CLOSED: Final = N_(
    "Its exchange {exchange} was closed on {day}: {reason}. The first session that could react "
    "there is {session}, which had other news too."
)


@dataclass(frozen=True, slots=True, eq=False)
class NamesStudy:
    """The names of a request.

    Attributes
    ----------
    request
        What was asked.
    session
        tau = 0 on the exchange of most names.
    moves
        Names with numbers, in the order of the catalogue.
    left_out
        Names without, each with the reason.
    markets
        The panels behind the numbers, by exchange and benchmark.
    loaded
        Prices of every name that has any, whether it has numbers or not.
    """

    request: SectorRequest
    session: date
    moves: tuple[NameMove, ...]
    left_out: tuple[LeftOut, ...]
    markets: Mapping[str, Market]
    loaded: Mapping[str, LoadedPrices]

    @property
    def event(self) -> DatedEvent:
        """The event on the exchange of most names."""
        return next(m.event for m in self.markets.values() if m.session == self.session)

    @property
    def benchmarks(self) -> tuple[LoadedPrices, ...]:
        """Prices of the benchmarks."""
        found = {m.benchmark.history.security: m.benchmark for m in self.markets.values()}
        return tuple(found.values())

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of every name with numbers, and of their benchmarks."""
        studied = {move.security for move in self.moves}
        names = (prices for name, prices in self.loaded.items() if name in studied)
        return (*self.benchmarks, *names)

    def move(self, security: str) -> NameMove:
        """Return the move of one name."""
        return next(move for move in self.moves if move.security == security)


@dataclass(slots=True)
class _Gathered:
    """What is known so far of each name; private to one run."""

    moves: dict[str, NameMove] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)
    markets: dict[str, Market] = field(default_factory=dict)
    loaded: dict[str, LoadedPrices] = field(default_factory=dict)


def study_names(request: SectorRequest, load: PriceLoader | None = None) -> NamesStudy:
    """Study every name of a choice by itself, on its own exchange.

    Parameters
    ----------
    load
        What loads prices; the source that the request names where not given.

    Raises
    ------
    DataError
        When the choice is unknown.
    StudyError
        When no name can be studied.

    Notes
    -----
    Models that are lines come from the panel; a name whose estimation window lacks returns,
    and every name under another model, is studied by itself, which also gives the reasons.
    """
    load = load or loader(request.source)
    gathered = _Gathered()
    placed: list[tuple[str, DatedEvent, LoadedPrices, dict[str, LoadedPrices]]] = []
    for exchange, benchmark, loaded in _by_market(request, load, gathered):
        until = min(benchmark.history.last, max(prices.history.last for prices in loaded.values()))
        try:
            event = date_event(request.event, exchange, request.non_session, until)
        except (DataError, StudyError) as refusal:
            gathered.left += [LeftOut(ticker, refusal) for ticker in loaded]
            continue
        placed.append((exchange, event, benchmark, loaded))
    shared = _shared_session(placed, gathered)
    for exchange, event, benchmark, loaded in placed:
        if closed := _closed_on(shared, exchange, event):
            gathered.left += [LeftOut(ticker, closed) for ticker in loaded]
            continue
        found, left = market(exchange, event, benchmark, loaded, request.spec)
        gathered.left += left
        if found is not None:
            gathered.markets[f"{exchange} {benchmark.history.security}"] = found
            _measure(found, request, load, gathered)
    if not gathered.moves:
        raise _commonest(gathered.left)
    order = tickers_of(request.names)
    return NamesStudy(
        request=request,
        session=shared,
        moves=tuple(gathered.moves[name] for name in order if name in gathered.moves),
        left_out=(*gathered.left, *without_prices(request.names)),
        markets=gathered.markets,
        loaded=gathered.loaded,
    )


def _by_market(
    request: SectorRequest, load: PriceLoader, gathered: _Gathered
) -> Iterator[tuple[str, LoadedPrices, dict[str, LoadedPrices]]]:
    """Load the names and part them by exchange and benchmark."""
    parted: dict[tuple[str, str], dict[str, LoadedPrices]] = {}
    for ticker in tickers_of(request.names):
        try:
            prices = gathered.loaded[ticker] = load(ticker)
            benchmark = request.benchmark or default_benchmark(prices.history)
        except (DataError, StudyError) as refusal:
            gathered.left.append(LeftOut(ticker, refusal))
            continue
        parted.setdefault((prices.history.exchange, benchmark), {})[ticker] = prices
    for (exchange, benchmark), loaded in parted.items():
        yield exchange, load(benchmark), loaded


def _shared_session(
    placed: list[tuple[str, DatedEvent, LoadedPrices, dict[str, LoadedPrices]]],
    gathered: _Gathered,
) -> date:
    if not placed:
        raise _commonest(gathered.left)
    count: Counter[date] = Counter()
    for _, event, _, loaded in placed:
        count[event.session] += len(loaded)
    return count.most_common(1)[0][0]


def _closed_on(shared: date, exchange: str, event: DatedEvent) -> Reason | None:
    """Say why an exchange's session is another one, where it was closed on the shared one."""
    reason = why_closed(exchange, shared) if event.session > shared else ""
    if not reason:
        return None
    facts = {"exchange": exchange, "day": shared, "reason": reason, "session": event.session}
    return Reason(CLOSED, facts)


def _measure(found: Market, request: SectorRequest, load: PriceLoader, gathered: _Gathered) -> None:
    spec = request.spec
    quick = spec.model in LINES
    moves = line_moves(found, spec) if quick else {}
    for ticker in found.loaded:
        if ticker in moves:
            gathered.moves[ticker] = moves[ticker]
            continue
        try:
            study = run(request.of(ticker), load)
        except (StudyError, DataError) as refusal:
            gathered.left.append(LeftOut(ticker, refusal))
            continue
        gathered.moves[ticker] = move_of(study, found.exchange)


def _commonest(left: list[LeftOut]) -> StudyError | DataError:
    """Return the refusal that most names share."""
    reasons = [entry.why for entry in left if isinstance(entry.why, StudyError | DataError)]
    shared = Counter(map(id, reasons)).most_common(1)[0][0]
    return next(reason for reason in reasons if id(reason) == shared)
