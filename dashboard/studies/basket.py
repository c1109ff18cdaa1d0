"""Study a basket of securities on one shared date."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.errors import N_
from analysis.windows import hull
from dashboard.studies.alignment import own_returns
from dashboard.studies.basket_members import Side
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.basket_sides import Progress, Sides, measured_sides
from dashboard.studies.basket_spread import Spread, run_spread
from dashboard.studies.basket_window import BasketWindow, run_window
from dashboard.studies.events import DatedEvent, confounders
from dashboard.studies.sources import PriceLoader, loader
from data.catalogue import Claim, Event, baskets, claims_about
from data.load import LoadedPrices

WINDOWS = N_("Testing windows")
SPREAD = N_("Studying the spread")


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
    request
        What was asked.
    benchmark
        Prices of the benchmark.
    long, short
        The two sides.
    spread
        The portfolio's study.
    """

    request: BasketRequest
    benchmark: LoadedPrices
    long: Side
    short: Side
    spread: Spread

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of every security in the numbers, the benchmark first."""
        sides = (self.long, self.short)
        return (self.benchmark, *(member.loaded for side in sides for member in side.members))


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
    tell = progress or _silent
    made = measured_sides(request, load or loader(request.source), tell)
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
    made = measured_sides(request, load or loader(request.source), _silent)
    long, short = made.sides
    spread = run_spread(long, short, made.exchange, made.row0, request.spec, placebo=False)
    return Pair(request, made.benchmark, long, short, spread)


def _silent(what: str, done: int, total: int) -> None:
    pass


def _windows(
    request: BasketRequest, side: Side, market: pd.Series, exchange: str, tell: Progress
) -> tuple[BasketWindow, ...]:
    found = []
    for i, window in enumerate(request.spec.windows):
        tell(WINDOWS, i, len(request.spec.windows))
        found.append(
            run_window(
                side,
                window,
                market,
                exchange,
                request.spec,
                placebo=request.placebo,
                adjusted=request.adjusted,
            )
        )
    return tuple(found)


def _spread(request: BasketRequest, made: Sides, tell: Progress) -> Spread | None:
    if len(made.sides) < 2:
        return None
    tell(SPREAD, 0, 1)
    long, short = made.sides
    spec = request.spec
    return run_spread(long, short, made.exchange, made.row0, spec, placebo=request.placebo)


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
    return confounders(request.event, first.date(), last.date(), exchange)
