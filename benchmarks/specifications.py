"""Speed of the specification curve: ``python -m benchmarks.specifications``.

Every specification of one security's event, on the embedded prices. The comparison is a loop over
the one-event path on some of the same specifications, on this machine, in this run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from analysis.robustness.curve import specification_curve
from analysis.robustness.moved_curves import moved_curves
from analysis.robustness.specification import Specification, combinations
from analysis.study import run_study
from dashboard.studies.events import event_sessions
from dashboard.studies.request import study_request
from dashboard.studies.robustness.series import (
    BENCHMARKS,
    MODELS_TRIED,
    SeriesOfSecurity,
    series_of,
)
from dashboard.studies.robustness.specifications import ESTIMATIONS, WINDOWS
from dashboard.studies.sources import loader

REPEATS = 7
LOOPED = 300
SEED = 20250127


def wanted(series: SeriesOfSecurity) -> tuple[Specification, ...]:
    """Return the specifications of the page that have their series."""
    grid = combinations(MODELS_TRIED, BENCHMARKS, ESTIMATIONS, WINDOWS, ("simple", "log"))
    return tuple(entry for entry in grid if series.refusal(entry) is None)


def loop(
    series: SeriesOfSecurity, session: date, specifications: Sequence[Specification]
) -> np.ndarray:
    """Return the CARs of the one-event path, a study a specification."""
    found = []
    for entry in specifications:
        data = series.data[entry.benchmark, entry.returns]
        result = run_study(data.returns, data.regressors, session, entry.study_spec())
        found.append(result.headline.car.value)
    return np.array(found)


def best_seconds(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, which other programs disturb least."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def main() -> None:
    """Print specifications a second, the ratio to the loop, and the placebo's speed."""
    request = study_request(security="NVDA", event="crash-2025-01-27", source="snapshot")
    series = series_of(request, loader("snapshot"))
    session, every = series.session_of(request).session, wanted(series)
    curve = specification_curve(series.data, session, every)
    seconds = best_seconds(lambda: specification_curve(series.data, session, every))
    rng = np.random.default_rng(SEED)
    places = rng.choice(len(curve), LOOPED, replace=False)
    some = [curve.specifications[i] for i in places]
    looped = loop(series, session, some)
    assert np.allclose(looped, curve.car[places], rtol=1e-10, atol=1e-14)
    each = best_seconds(lambda: loop(series, session, some)) / LOOPED
    events = event_sessions("XNYS")
    moved = moved_curves(series.data, session, curve, events)
    placebo = best_seconds(lambda: moved_curves(series.data, session, curve, events))
    print(f"{len(curve):,} specifications of NVDA on {session}, {len(every) - len(curve)} refused")
    print(f"curve: {seconds:.3f} s, {len(curve) / seconds:,.0f} specifications a second")
    print(f"one-event path: {1e6 * each:.0f} us a specification, {1 / each:,.0f} a second")
    print(f"ratio: {each * len(curve) / seconds:.0f}")
    studies = moved.specifications * len(moved.sessions)
    print(
        f"placebo: {len(moved.sessions)} dates, {studies:,} estimates in {placebo:.2f} s, "
        f"{studies / placebo:,.0f} a second"
    )


if __name__ == "__main__":
    main()
