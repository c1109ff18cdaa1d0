"""Study one event of one security on the embedded prices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from analysis.errors import N_, StudyError
from analysis.impact.money import ValueLost, value_lost
from analysis.sessions import row_of
from analysis.study import EventStudyResult, WindowResult, run_study
from analysis.windows import EventWindow
from dashboard.studies.alignment import AlignedReturns, aligned_returns
from dashboard.studies.events import DatedEvent, confounders, date_event
from dashboard.studies.regressors import Regressors, regressors_for
from dashboard.studies.request import StudyRequest
from dashboard.studies.sources import PriceLoader, loader
from data.calendars import Closure, closures
from data.catalogue import Claim, Event, claims_about, find_security
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import ShareCount, shares_outstanding

NEAREST: Final = ("price move", "mechanism", "date or fact", "prediction", "opinion", "cost figure")
"""Kinds of claim, those that speak of the move itself first."""

MARKET_INDICES: Final = {
    "XNYS": "^GSPC",
    "XTKS": "^N225",
    "XETR": "^GDAXI",
    "XPAR": "^STOXX50E",
    "XAMS": "^STOXX50E",
}
"""Benchmarks of securities that are not catalogued, by exchange."""


@dataclass(frozen=True, slots=True, eq=False)
class Dollars:
    """What a window's move was worth, with the share count behind it."""

    closes: tuple[float, float]
    days: tuple[date, date]
    shares: ShareCount
    value: ValueLost


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A study with everything that must stand beside its numbers.

    Attributes
    ----------
    request
        What was asked.
    event
        The event and its session.
    sources
        The prices of the security and of the benchmark, with source and reason.
    returns
        The aligned returns.
    regressors
        What the model was estimated on.
    result
        The numbers.
    dollars
        The headline window in money, or the reason why not.
    claims
        The articles' claims about this security and event.
    confounders
        Other news inside the headline window.
    """

    request: StudyRequest
    event: DatedEvent
    sources: tuple[LoadedPrices, LoadedPrices]
    returns: AlignedReturns
    regressors: Regressors
    result: EventStudyResult
    dollars: Dollars | DataError
    claims: tuple[Claim, ...]
    confounders: tuple[Event, ...]

    @property
    def made_from(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """What made regressors consist of, as templates with their facts."""
        return self.regressors.made_from

    @property
    def security(self) -> PriceHistory:
        """Prices of the security."""
        return self.sources[0].history

    @property
    def benchmark(self) -> PriceHistory:
        """Prices of the benchmark."""
        return self.sources[1].history

    @property
    def headline(self) -> WindowResult:
        """The result of the first window."""
        return self.result.headline

    def days_of(self, window: EventWindow) -> tuple[date, date]:
        """Return the first and the last session of an event window."""
        rows = self.result.abnormal.rows_of(window)
        days = self.result.abnormal.sessions[rows]
        return days[0].date(), days[-1].date()

    def session_at(self, place: float | str) -> date:
        """Return the session of a point on a chart: an event time or a date."""
        if isinstance(place, str):
            return date.fromisoformat(place[:10])
        ar = self.result.abnormal
        return ar.sessions[round(place) - int(ar.tau[0])].date()

    def closures_between(self, first: date, last: date) -> tuple[Closure, ...]:
        """Return the weekdays on which the security's exchange was closed."""
        return closures(self.security.exchange, first, last)


def run(request: StudyRequest, load: PriceLoader | None = None) -> Study:
    """Load the prices, date the event, estimate and test.

    Parameters
    ----------
    load
        What loads prices; the source that the request names where not given.

    Raises
    ------
    DataError
        When a ticker is unknown, a file damaged, or the date has no session.
    StudyError
        When the windows do not fit the data.
    """
    load = load or loader(request.source)
    loaded = load(request.security)
    own = loaded.history
    loaded_benchmark = load(request.benchmark or default_benchmark(own))
    other = loaded_benchmark.history
    if own.security == other.security:
        raise StudyError(
            N_("{security} was to be studied against itself."),
            N_("A benchmark must be another series."),
            N_("Choose another benchmark, for example an index of the same market."),
            security=own.security,
        )
    event = date_event(request.event, own.exchange, request.non_session, min(own.last, other.last))
    _require_listed(own, event.session)
    returns = aligned_returns(own, other, request.spec.returns)
    regressors = regressors_for(request.spec.model, own, other, returns, request.spec.returns)
    result = run_study(
        returns.security,
        regressors.table,
        event.session,
        request.spec,
        benchmark=other.security,
    )
    window = result.abnormal.rows_of(request.spec.windows[0])
    first, last = result.abnormal.sessions[window][[0, -1]]
    return Study(
        request=request,
        event=event,
        sources=(loaded, loaded_benchmark),
        returns=returns,
        regressors=regressors,
        result=result,
        dollars=_dollars(own, result),
        claims=_claims(own.security, event),
        confounders=confounders(request.event, first.date(), last.date(), own.exchange),
    )


def default_benchmark(history: PriceHistory) -> str:
    """Return the catalogued benchmark of a security, or the index of its exchange.

    Raises
    ------
    StudyError
        When no index is catalogued for the security.
    """
    entry = find_security(history.security)
    benchmark = entry.benchmark if entry else MARKET_INDICES.get(history.exchange)
    if benchmark is None:
        raise StudyError(
            N_("A study of {security} without a named benchmark was asked for."),
            N_("No index is catalogued as its benchmark."),
            N_("Name a benchmark, for example ^GSPC."),
            security=history.security,
        )
    return benchmark


def _require_listed(history: PriceHistory, session: date) -> None:
    if session <= history.first:
        raise DataError(
            N_("{security} on {session} was asked for."),
            N_("Its first price here is of {first}, so it has no return on that day."),
            N_("Choose a session after {first}, or another security."),
            security=history.security,
            session=session,
            first=history.first,
        )


def _dollars(history: PriceHistory, result: EventStudyResult) -> Dollars | DataError:
    if history.provenance.source != "snapshot":
        # Share counts are on the share basis of January 2025; only the snapshot's closes are.
        try:
            history = snapshot_prices(history.security)
        except DataError as error:
            return error
    if not history.first < result.abnormal.sessions[-1].date() <= history.last:
        return _no_closes(history, result.abnormal.sessions[0], result.abnormal.sessions[-1])
    window = result.headline.car.window
    index = pd.DatetimeIndex(history.on_sessions().table.index)
    row0 = row_of(index, result.session)
    days = index[row0 + window.first - 1], index[row0 + window.last]
    closes = tuple(float(history.closes.get(day, float("nan"))) for day in days)
    if any(math.isnan(close) for close in closes):
        return _no_closes(history, *days)
    try:
        shares = shares_outstanding(history.security)
    except DataError as error:
        return error
    return Dollars(
        closes=(closes[0], closes[1]),
        days=(days[0].date(), days[1].date()),
        shares=shares,
        value=value_lost(
            shares.shares, closes[0], closes[1], result.headline.car.value, result.headline.interval
        ),
    )


def _no_closes(history: PriceHistory, first: pd.Timestamp, last: pd.Timestamp) -> DataError:
    return DataError(
        N_("The value of {security}'s move in money was asked for."),
        N_("The snapshot has no unadjusted close of {first} or {last}."),
        N_("Read the move in percent."),
        security=history.security,
        first=first.date(),
        last=last.date(),
    )


def _claims(ticker: str, event: DatedEvent) -> tuple[Claim, ...]:
    found = [claim for entry in event.catalogued for claim in claims_about(ticker, entry.id)]
    return tuple(sorted(dict.fromkeys(found), key=lambda claim: NEAREST.index(claim.kind)))
