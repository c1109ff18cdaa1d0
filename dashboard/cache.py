"""Studies already done: the page asks again on every rerun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from analysis.significance.result import TestResult
from analysis.windows import EstimationWindow, EventWindow
from dashboard.once import once
from dashboard.studies import basket as baskets
from dashboard.studies.basket import BasketStudy, run_pair
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.basket_sides import measured_sides
from dashboard.studies.causes.cross_section import ExposureStudy, exposure_study
from dashboard.studies.causes.race import Race, race, raced
from dashboard.studies.drawn import AnyStudy, Do
from dashboard.studies.more_tests import more_tests
from dashboard.studies.request import StudyRequest
from dashboard.studies.single import MARKET_INDICES, Study, default_benchmark, run
from dashboard.studies.sources import PriceLoader, loader
from dashboard.studies.timing.week import Week, week_of_basket, week_of_security
from data.catalogue import basket as catalogued
from data.load import LoadedPrices
from data.prices import PriceHistory


def study(request: StudyRequest) -> Study:
    """Return the study of a request; results are frozen, so all readers share one.

    A refresh changes the hash of the prices, and so the study is done anew.
    """
    load = loader(request.source)
    own = load(request.security)
    other = load(request.benchmark or default_benchmark(own.history))
    reasons = tuple(repr(loaded.fallback) for loaded in (own, other))
    return _study(
        request,
        (own.history.provenance.sha256, other.history.provenance.sha256, *reasons),
    )


@once(256)
def _study(request: StudyRequest, prices: tuple[str, ...]) -> Study:
    del prices
    return run(request)


def basket(request: BasketRequest) -> BasketStudy:
    """Return the study of a basket; a refresh of any member's prices does it anew."""
    load = loader(request.source)
    return _basket(_shown(request), _prices(request, load), load)


def _prices(request: BasketRequest, load: PriceLoader) -> tuple[str, ...]:
    asked = (request.basket, request.against)
    tickers = (
        *request.members,
        *(ticker for name in asked if name for ticker in catalogued(name).tickers),
        *((request.benchmark,) if request.benchmark else MARKET_INDICES.values()),
    )
    return tuple(_state(load(ticker)) for ticker in tickers)


def _shown(request: BasketRequest) -> BasketRequest:
    """Leave out what no page shows."""
    return replace(request, adjusted=False)


@once(128, by=lambda request, prices, _load: (request, prices))
def _basket(request: BasketRequest, prices: tuple[str, ...], load: PriceLoader) -> BasketStudy:
    del prices
    return baskets.run(request, load)


def _state(loaded: LoadedPrices) -> str:
    return f"{loaded.history.provenance.sha256} {loaded.fallback!r}"


@once(256, heavy=True)
def further_tests(study: Study) -> tuple[TestResult, ...]:
    """Return the tests of a study's first window that take more than an instant."""
    return more_tests(study, study.headline)


def week(
    request: StudyRequest | BasketRequest, span: EventWindow, load: PriceLoader | None = None
) -> Week:
    """Return the scores of the sessions around an event, of a security or of a basket.

    Parameters
    ----------
    load
        What loads the prices of baskets, where several are asked for one after the other.
    """
    if isinstance(request, BasketRequest):
        load = load or loader(request.source)
        return _week_of_basket(request, _prices(request, load), span, load)
    return _week_of_security(study(request), span)


@once(64)
def _week_of_security(done: Study, span: EventWindow) -> Week:
    return week_of_security(done, span)


@once(512, by=lambda request, prices, span, _load: (request, prices, span))
def _week_of_basket(
    request: BasketRequest, prices: tuple[str, ...], span: EventWindow, load: PriceLoader
) -> Week:
    del prices
    made = measured_sides(request, load, lambda *_: None)
    return week_of_basket(made, request.spec, span)


def studies(uploads: Mapping[str, PriceHistory]) -> Do:
    """Return what does studies: kept ones, unless a security is an upload of this session."""
    held = {name.casefold() for name in uploads}

    def do(request: StudyRequest | BasketRequest) -> AnyStudy:
        if isinstance(request, BasketRequest):
            own = held & {name.casefold() for name in (*request.members, request.benchmark)}
            load = loader(request.source, uploads)
            return baskets.run(_shown(request), load) if own else basket(request)
        if held & {request.security.casefold(), request.benchmark.casefold()}:
            return run(request, loader(request.source, uploads))
        return study(request)

    return do


def race_of(request: BasketRequest, tell: Callable[[int, int], None]) -> Race:
    """Return the spreads of the stories of the cause."""
    load = loader(request.source)
    tickers = dict.fromkeys(ticker for name in raced() for ticker in catalogued(name).tickers)
    asked = (*tickers, *((request.benchmark,) if request.benchmark else MARKET_INDICES.values()))
    return _race(request, tuple(_state(load(ticker)) for ticker in asked), load, tell)


@once(64, heavy=True, by=lambda request, prices, _load, _tell: (request, prices))
def _race(
    request: BasketRequest,
    prices: tuple[str, ...],
    load: PriceLoader,
    tell: Callable[[int, int], None],
) -> Race:
    del prices
    return race(request, partial(run_pair, load=load), tell)


@once(64, heavy=True, by=lambda event, estimation, window, _tell: (event, estimation, window))
def exposures(
    event: str,
    estimation: EstimationWindow,
    window: EventWindow,
    tell: Callable[[int, int], None],
) -> ExposureStudy:
    """Return the cross-section of the S&P 500's members on what exposed them."""
    return exposure_study(event, estimation, window, tell)
