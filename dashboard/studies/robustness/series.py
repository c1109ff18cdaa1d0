"""The series that the specifications are measured on: six benchmarks, two kinds of return."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from analysis.benchmarks import basket_return
from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import RETURN_KINDS, ReturnKind
from analysis.robustness.specification import NO_BENCHMARK, Series, Specification, takes_benchmark
from dashboard.once import once
from dashboard.studies.alignment import (
    AlignedReturns,
    SameFigures,
    aligned_returns,
    own_returns,
)
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.regressors import regressors_for
from dashboard.studies.request import StudyRequest
from dashboard.studies.single import default_benchmark
from dashboard.studies.sources import PriceLoader
from data.catalogue import basket, securities
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices

CAP: Final = "cap"
EQUAL: Final = "RSP"
EX_FIRM: Final = "ex-firm"
NASDAQ: Final = "^IXIC"
SECTOR: Final = "sector"
NON_AI: Final = "non-AI"
BENCHMARKS: Final = (CAP, EQUAL, EX_FIRM, NASDAQ, SECTOR, NON_AI)

MODELS_TRIED: Final = (
    "market",
    "market-adjusted",
    "mean-adjusted",
    "capm",
    "market-sector",
    "ff3",
    "carhart",
    "ff5",
)
"""Models estimated by least squares; the others are too slow to be moved over hundreds of dates."""

SLOW_MODELS: Final = ("scholes-williams", "dimson", "huber", "lad", "garch")

NotDone = StudyError | DataError


@dataclass(frozen=True, slots=True, eq=False)
class SeriesOfSecurity:
    """What all specifications of one security are measured on, whatever the event.

    Attributes
    ----------
    loaded
        The security's prices.
    index
        The prices of the index of its own market.
    data
        Series by benchmark and kind of return.
    sources
        All prices in them: the security, the benchmarks that are series of their own.
    missing
        Why a benchmark cannot be had, by benchmark and kind.
    lacking
        Why a model cannot be estimated, by model and kind.
    """

    loaded: LoadedPrices
    index: LoadedPrices
    data: Mapping[tuple[str, ReturnKind], Series]
    sources: tuple[LoadedPrices, ...]
    missing: Mapping[tuple[str, ReturnKind], NotDone] = field(default_factory=dict)
    lacking: Mapping[tuple[str, ReturnKind], NotDone] = field(default_factory=dict)

    def session_of(self, request: StudyRequest) -> DatedEvent:
        """Return the event of a request and its session.

        Raises
        ------
        StudyError
            When the event has no session.
        """
        own = self.loaded.history
        last = min(own.last, self.index.history.last)
        return date_event(request.event, own.exchange, request.non_session, last)

    def refusal(self, specification: Specification) -> NotDone | None:
        """Return why a specification has no series, or None where it has."""
        kind = specification.returns
        return self.missing.get((specification.benchmark, kind)) or self.lacking.get(
            (specification.model, kind)
        )


def series_of(request: StudyRequest, load: PriceLoader) -> SeriesOfSecurity:
    """Load the security and every benchmark, and put their returns on its sessions.

    Parameters
    ----------
    request
        The reader's choices; a benchmark that is none of the six is tried as a seventh. The event
        is not looked at.

    Raises
    ------
    DataError, StudyError
        When the security or the index of its market cannot be had.
    """
    loaded = load(request.security)
    own = loaded.history
    index = load(default_benchmark(own))
    others = [EQUAL, NASDAQ]
    if request.benchmark and request.benchmark not in (*others, index.history.security):
        others.append(request.benchmark)
    found: dict[str, LoadedPrices] = {}
    unloaded: dict[str, NotDone] = {}
    for ticker in others:
        try:
            found[ticker] = _other(load, ticker, own, index.history)
        except (StudyError, DataError) as error:
            unloaded[ticker] = error
    return _on_sessions(loaded, index, found, unloaded)


def _behind(
    loaded: LoadedPrices,
    index: LoadedPrices,
    found: Mapping[str, LoadedPrices],
    unloaded: Mapping[str, NotDone],
) -> Hashable:
    """Return what the prices behind the series are; new each time where they do not last."""
    every = (loaded, index, *found.values())
    figures = [SameFigures(each.history) for each in every]
    if not all(same.lasting for same in figures):
        return object()
    said = [f"{each.history.provenance.sha256} {each.fallback!r}" for each in every]
    refused = [f"{ticker} {error}" for ticker, error in unloaded.items()]
    return (*figures, *said, *refused)


@once(8, by=_behind)
def _on_sessions(
    loaded: LoadedPrices,
    index: LoadedPrices,
    found: Mapping[str, LoadedPrices],
    unloaded: Mapping[str, NotDone],
) -> SeriesOfSecurity:
    own = loaded.history
    data: dict[tuple[str, ReturnKind], Series] = {}
    missing: dict[tuple[str, ReturnKind], NotDone] = {}
    lacking: dict[tuple[str, ReturnKind], NotDone] = {}
    for kind in RETURN_KINDS:
        aligned = aligned_returns(own, index.history, kind)
        columns = _columns(own, index.history, aligned, kind, lacking)
        made = _benchmarks(own, index.history, aligned, kind, columns, found)
        for benchmark, market in {**made, **unloaded}.items():
            if isinstance(market, pd.Series):
                table = pd.DataFrame(columns | {"market": market.reindex(aligned.security.index)})
                data[benchmark, kind] = Series(aligned.security, table)
            else:
                missing[benchmark, kind] = market
        data[NO_BENCHMARK, kind] = data[CAP, kind]
    return SeriesOfSecurity(loaded, index, data, (loaded, index, *found.values()), missing, lacking)


def specification_of(request: StudyRequest, index: str) -> Specification:
    """Return the reader's own choices as a specification."""
    spec = request.spec
    model, benchmark = spec.model, request.benchmark or CAP
    if benchmark == index:
        benchmark = CAP
    if model == "market-ex-firm":
        model, benchmark = "market", EX_FIRM
    if not takes_benchmark(model):
        benchmark = NO_BENCHMARK
    return Specification(model, benchmark, spec.estimation, spec.windows[0], spec.returns)


def explorer_parameters(specification: Specification) -> dict[str, str] | None:
    """Return the explorer's parameters for a specification; None where it has no such benchmark."""
    model, benchmark = specification.model, specification.benchmark
    if (model, benchmark) == ("market", EX_FIRM):
        model, benchmark = "market-ex-firm", CAP
    if benchmark in (EX_FIRM, SECTOR, NON_AI):
        return None
    estimation, window = specification.estimation, specification.window
    return {
        "model": model,
        "benchmark": "auto" if benchmark in (CAP, NO_BENCHMARK) else benchmark,
        "estimation": f"{estimation.first},{estimation.last}",
        "window": f"{window.first},{window.last}",
        "returns": specification.returns,
    }


def _other(load: PriceLoader, ticker: str, own: PriceHistory, index: PriceHistory) -> LoadedPrices:
    if ticker in (own.security, index.security):
        raise StudyError(
            N_("{benchmark} as a benchmark of {security} was asked for."),
            N_("It is the security itself, or the index that stands among the benchmarks already."),
            N_("Read the other benchmarks."),
            benchmark=ticker,
            security=own.security,
        )
    return load(ticker)


def _columns(
    own: PriceHistory,
    index: PriceHistory,
    aligned: AlignedReturns,
    kind: ReturnKind,
    lacking: dict[tuple[str, ReturnKind], NotDone],
) -> dict[str, pd.Series]:
    """Return every regressor besides the market, and note the models that lack theirs."""
    columns: dict[str, pd.Series] = {}
    for model in MODELS_TRIED:
        if set(MODELS[model].needs) <= {"market"}:
            continue
        try:
            made = regressors_for(model, own, index, aligned, kind)
        except (StudyError, DataError) as error:
            lacking[model, kind] = error
            continue
        columns |= {name: made.table[name] for name in made.table.columns if name != "market"}
    return columns


def _benchmarks(
    own: PriceHistory,
    index: PriceHistory,
    aligned: AlignedReturns,
    kind: ReturnKind,
    columns: Mapping[str, pd.Series],
    found: Mapping[str, LoadedPrices],
) -> dict[str, pd.Series | NotDone]:
    """Return the series of each benchmark, or why there is none."""

    def ex_firm() -> pd.Series:
        return regressors_for("market-ex-firm", own, index, aligned, kind).table["market_ex_firm"]

    def sector() -> pd.Series:
        if "sector" in columns:
            return columns["sector"]
        return regressors_for("market-sector", own, index, aligned, kind).table["sector"]

    made: dict[str, pd.Series | NotDone] = {CAP: aligned.benchmark}
    makers: dict[str, Callable[[], pd.Series]] = {
        EX_FIRM: ex_firm,
        SECTOR: sector,
        NON_AI: lambda: _non_ai(own, kind),
    }
    for benchmark, make in makers.items():
        try:
            made[benchmark] = make()
        except (StudyError, DataError) as error:
            made[benchmark] = error
    return made | {ticker: own_returns(loaded.history, kind) for ticker, loaded in found.items()}


def non_ai_members(security: str) -> tuple[str, ...]:
    """Return the shares of the catalogue's control basket, without funds and without the firm."""
    kinds = {entry.ticker: entry.kind for entry in securities()}
    return tuple(
        ticker
        for ticker in basket("NON_AI_CONTROL").tickers
        if kinds[ticker] == "stock" and ticker != security
    )


def _non_ai(own: PriceHistory, kind: ReturnKind) -> pd.Series:
    returns = pd.DataFrame(
        {t: own_returns(snapshot_prices(t), "simple") for t in non_ai_members(own.security)}
    )
    simple = basket_return(returns)
    return simple if kind == "simple" else pd.Series(np.log1p(simple), index=simple.index)
