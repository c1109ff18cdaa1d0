"""Speed and memory of many events at once: ``python -m benchmarks.panel``.

500 securities x 2,000 sessions, 250 estimation rows, window [-10, +10]. The comparison is a loop
over statsmodels on the same events, on this machine, in this run. Memory is the most that arrays
hold at once besides the returns and the events, measured by tracemalloc.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import statsmodels.api as sm

from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.significance.battery import run_battery
from analysis.windows import EstimationWindow, EventWindow

SECURITIES, SESSIONS = 500, 2_000
SPEC = PanelSpec("market", EstimationWindow(-260, -11), EventWindow(-10, 10))
BATTERY_EVENTS, SCAR_EVENTS, LOOP_EVENTS = 10_000, 1_000_000, 300
REPEATS = 9
SEED = 20250127


def made_panel() -> ReturnPanel:
    """Return made-up returns: a market, betas and t(5) errors."""
    rng = np.random.default_rng(SEED)
    market = 0.01 * rng.standard_normal(SESSIONS)
    beta = rng.uniform(0.5, 1.5, SECURITIES)[:, None]
    errors = 0.015 * rng.standard_t(5, (SECURITIES, SESSIONS))
    return ReturnPanel(beta * market + errors, {"market": market})


def made_events(n: int) -> PanelEvents:
    """Return n random events with room for their windows."""
    rng = np.random.default_rng([SEED, n])
    first, last = -SPEC.estimation.first, SESSIONS - SPEC.window.last
    return PanelEvents(rng.integers(0, SECURITIES, n), rng.integers(first, last, n))


def best_seconds(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, which other programs disturb least."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def statsmodels_loop(panel: ReturnPanel, events: PanelEvents) -> np.ndarray:
    """Return SCARs from one statsmodels regression with event dummies an event."""
    length = len(SPEC.window)
    m = len(SPEC.estimation)
    dummies = np.vstack((np.zeros((m, length)), np.eye(length)))
    total = np.concatenate(([0.0, 0.0], np.ones(length)))[None, :]
    found = []
    for security, row in zip(events.security, events.row, strict=True):
        rows = slice(row + SPEC.estimation.first, row + SPEC.window.last + 1)
        design = np.column_stack((np.ones(m + length), panel.regressors["market"][rows], dummies))
        fit = sm.OLS(panel.returns[security, rows], design).fit()
        found.append(fit.t_test(total).tvalue.item())
    return np.array(found)


def peak_megabytes(work: Callable[[], object]) -> float:
    """Return the most memory that arrays of a task hold at once, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def peaks(task: Callable[[PanelEvents], object], sizes: tuple[int, ...]) -> str:
    """Return the peak memory of a task by number of events."""
    return ", ".join(
        f"{peak_megabytes(partial(task, made_events(n))):.0f} MB at {n:,} events" for n in sizes
    )


def main() -> None:
    """Print microseconds an event, the ratio to statsmodels, and peak memory."""
    panel = made_panel()
    few, many, some = (made_events(n) for n in (BATTERY_EVENTS, SCAR_EVENTS, LOOP_EVENTS))

    def battery_of(events: PanelEvents) -> object:
        return run_battery(panel_sample(panel, estimate_events(panel, events, SPEC)))

    def scar_of(events: PanelEvents) -> object:
        return estimate_events(panel, events, SPEC).scar

    battery = best_seconds(partial(battery_of, few))
    scar = best_seconds(partial(scar_of, many))
    started = time.perf_counter()
    looped = statsmodels_loop(panel, some)
    loop = (time.perf_counter() - started) / LOOP_EVENTS
    ours = estimate_events(panel, some, SPEC).scar
    assert np.allclose(ours, looped, rtol=1e-9, atol=1e-12)
    each_battery, each_scar = battery / BATTERY_EVENTS, scar / SCAR_EVENTS
    print(f"{SECURITIES} securities x {SESSIONS:,} sessions, {SPEC.estimation}, {SPEC.window}")
    print(
        f"estimates and all tests, {BATTERY_EVENTS:,} events: {1e6 * each_battery:.2f} us an event"
    )
    print(f"estimates with SCAR, {SCAR_EVENTS:,} events: {1e6 * each_scar:.3f} us an event")
    print(f"statsmodels loop, SCAR only, {LOOP_EVENTS} events: {1e6 * loop:.0f} us an event")
    print(f"ratio: {loop / each_battery:.0f} with all tests, {loop / each_scar:,.0f} with SCAR")
    print(f"peak memory, SCAR: {peaks(scar_of, (100_000, 1_000_000))}")
    print(f"peak memory, all tests: {peaks(battery_of, (10_000, 100_000))}")


if __name__ == "__main__":
    main()
