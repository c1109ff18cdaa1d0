"""What was measured already: pages ask again on every rerun."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Final, Generic, TypeVar

from analysis.errors import StudyError
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

T = TypeVar("T")


class Remembered(Generic[T]):
    """The latest results by what they depend on; a work that is broken off leaves none.

    Parameters
    ----------
    most
        Results kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of a key, made by the first who asks; others wait for it."""
        with self._lock:
            if key not in self._found:
                self._found[key] = make()
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            self._found.move_to_end(key)
            return self._found[key]


_CURVES: Final[Remembered[Firmness]] = Remembered(24)
_BENCHMARKS: Final[Remembered[BenchmarkStudy]] = Remembered(48)


def firmness(
    request: CurveRequest, load: PriceLoader, progress: Progress | None = None
) -> Firmness:
    """Return the curve of a request; a refresh of a price behind it does it anew."""
    key = (request, _prices(request.study, load))
    return _CURVES.get(key, lambda: specifications.run(request, load, progress))


def benchmark(request: StudyRequest, choice: str, load: PriceLoader) -> BenchmarkStudy:
    """Return the index taken apart; a refresh of a price behind it does it anew."""
    key = (request, choice, _prices(request, load))
    return _BENCHMARKS.get(key, lambda: contamination.run(request, choice, load))


@lru_cache(maxsize=48)
def place(study: Study, measure: str, scaled: bool) -> PlaceAmongDays:
    """Return the place of a study's day among all others."""
    return placebo.run(study, measure, scaled=scaled)


@lru_cache(maxsize=48)
def judged(study: BasketStudy) -> TestsOfBasket:
    """Return the tests of a basket's study, each with its true size."""
    return tests.run(study)


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
