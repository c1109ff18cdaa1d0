"""What was measured already: pages ask again on every rerun."""

from __future__ import annotations

from collections.abc import Hashable

from analysis.errors import StudyError
from dashboard.once import once
from dashboard.studies.basket import BasketStudy
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness import contamination, placebo, specifications, tests
from dashboard.studies.robustness.contamination import BenchmarkStudy
from dashboard.studies.robustness.placebo import PlaceAmongDays
from dashboard.studies.robustness.specifications import CurveRequest, Firmness, Progress
from dashboard.studies.robustness.tests import TestsOfBasket
from dashboard.studies.single import Study, default_benchmark
from dashboard.studies.sources import PriceLoader
from data.errors import DataError


def _prices(request: StudyRequest, load: PriceLoader) -> tuple[str, ...]:
    """Return what the prices behind a request are: their hashes, or why there are none."""
    tickers = [request.security, "RSP", "^IXIC", "^GSPC"]
    found = []
    try:
        tickers.append(request.benchmark or default_benchmark(load(request.security).history))
    except (StudyError, DataError) as error:
        found.append(str(error))
    for ticker in dict.fromkeys(tickers):
        try:
            loaded = load(ticker)
        except (StudyError, DataError) as error:
            found.append(str(error))
            continue
        found.append(f"{loaded.history.provenance.sha256} {loaded.fallback!r}")
    return tuple(found)


def _of_curve(
    request: CurveRequest, load: PriceLoader, _progress: Progress | None = None
) -> Hashable:
    return request, _prices(request.study, load)


def _of_benchmark(request: StudyRequest, choice: str, load: PriceLoader) -> Hashable:
    return request, choice, _prices(request, load)


@once(24, heavy=True, by=_of_curve)
def firmness(
    request: CurveRequest, load: PriceLoader, progress: Progress | None = None
) -> Firmness:
    """Return the curve of a request; a refresh of a price behind it does it anew."""
    return specifications.run(request, load, progress)


@once(48, heavy=True, by=_of_benchmark)
def benchmark(request: StudyRequest, choice: str, load: PriceLoader) -> BenchmarkStudy:
    """Return the index taken apart; a refresh of a price behind it does it anew."""
    return contamination.run(request, choice, load)


@once(48, heavy=True)
def place(study: Study, measure: str, scaled: bool) -> PlaceAmongDays:
    """Return the place of a study's day among all others."""
    return placebo.run(study, measure, scaled=scaled)


@once(48, heavy=True)
def judged(study: BasketStudy) -> TestsOfBasket:
    """Return the tests of a basket's study, each with its true size."""
    return tests.run(study)
