"""How often each test rejects: under simulated truths, and on real days without a sought event.

``python -m benchmarks.size_and_power`` writes docs/size_and_power.md; ``--grid`` prints the
table of analysis/significance/true_size.py instead. Seeded: two runs give one table.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.event_sample import EventSample
from analysis.panel.returns_panel import PanelSpec, ReturnPanel
from analysis.significance.battery import BATTERY, run_battery
from analysis.significance.result import HypothesisTest
from analysis.significance.true_size import FIRMS, LEVELS, SIZES
from analysis.windows import EstimationWindow, EventWindow
from benchmarks.simulated_dates import RealDates, Scenario, draw
from data.providers.snapshot import snapshot_prices, sp500_returns

SEED = 20250127
LEVEL = 0.05
PAGE = Path(__file__).resolve().parents[1] / "docs" / "size_and_power.md"

SCENARIOS = (
    Scenario("rho 0", 0.0),
    Scenario("rho 0.1", 0.1),
    Scenario("rho 0.3", 0.3),
    Scenario("rho 0.5", 0.5),
    Scenario("rho 0.3, all x2 on day 0", 0.3, day0=2.0),
    Scenario("rho 0.3, x2 in 20 rows and day 0", 0.3, day0=2.0, last_rows=20),
    Scenario("rho 0.3, common part x2 on day 0", 0.3, day0_common=2.0),
    Scenario("power: rho 0.3, -1.5 sd", 0.3, shift=-1.5),
)

Rates = Mapping[str, tuple[float, int]]


def rejection_rates(samples: Iterable[EventSample]) -> Rates:
    """Return for each test the share of samples with p <= 5 %, and how many had a p-value."""
    rejected = dict.fromkeys(BATTERY, 0)
    answered = dict.fromkeys(BATTERY, 0)
    for sample in samples:
        for outcome in run_battery(sample, workers=1):
            if isinstance(outcome, HypothesisTest):
                answered[outcome.name] += 1
                rejected[outcome.name] += outcome.p_value <= LEVEL
    return {n: (rejected[n] / max(answered[n], 1), answered[n]) for n in BATTERY}


def simulate(scenario: Scenario, draws: int) -> Rates:
    """Return the rejection rates of one scenario."""
    key = [SEED, *scenario.name.encode()]
    rng = np.random.default_rng(key)
    return rejection_rates(draw(scenario, rng) for _ in range(draws))


def real_designs() -> Mapping[str, RealDates]:
    """Return baskets of members of the S&P 500 on sessions away from the shock."""
    returns = sp500_returns()
    index = snapshot_prices("^GSPC").on_sessions().total_return_price
    market = index.pct_change(fill_method=None).reindex(returns.index).to_numpy(dtype=float)
    panel = ReturnPanel(np.ascontiguousarray(returns.to_numpy(dtype=float).T), {"market": market})
    days = pd.DatetimeIndex(returns.index)
    shock = np.arange(*days.slice_indexer("2025-01-21", "2025-02-07").indices(len(days)))
    designs = {}
    for window in (EventWindow(0, 0), EventWindow(-1, 1)):
        spec = PanelSpec("market", EstimationWindow(-150, -21), window)
        for name, one_date, firms in (
            ("20 firms, one date", True, 20),
            ("50 firms, own dates", False, 50),
        ):
            title = f"{name}, [{window.first}, {window.last}]"
            designs[title] = RealDates(panel, spec, firms, one_date, shock)
    return designs


def measure_real(design: RealDates, draws: int, seed: int) -> Rates:
    """Return the rejection rates of one design on real returns."""
    rng = np.random.default_rng([SEED, seed])
    return rejection_rates(design.draw(rng) for _ in range(draws))


def table(columns: Mapping[str, Rates], draws: int) -> str:
    """Return rejection rates in percent as a Markdown table, a row a test."""
    names = list(columns)
    lines = ["| test | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for test in BATTERY:
        cells = [
            f"{100 * rates[test][0]:.1f}" if rates[test][1] >= draws / 2 else "–"
            for rates in columns.values()
        ]
        lines.append(f"| {test} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_page(draws: int, real_draws: int) -> None:
    """Run everything and write the page."""
    started = time.perf_counter()
    simulated = {s.name: _timed(s.name, partial(simulate, s, draws)) for s in SCENARIOS}
    real = {
        name: _timed(name, partial(measure_real, design, real_draws, k))
        for k, (name, design) in enumerate(real_designs().items())
    }
    PAGE.write_text(
        TEMPLATE.format(
            draws=draws,
            real_draws=real_draws,
            error=100 * np.sqrt(0.05 * 0.95 / draws),
            real_error=100 * np.sqrt(0.05 * 0.95 / real_draws),
            half_error=100 * np.sqrt(0.25 / draws),
            simulated=table(simulated, draws),
            real=table(real, real_draws),
        ),
        encoding="utf-8",
    )
    print(f"{time.perf_counter() - started:.0f} s; wrote {PAGE.name}")


def _timed(name: str, work: Callable[[], Rates]) -> Rates:
    started = time.perf_counter()
    rates = work()
    print(f"{name}: {time.perf_counter() - started:.1f} s")
    return rates


def print_grid(draws: int) -> None:
    """Print the true sizes in percent by number of firms and correlation."""
    sizes = {
        firms: [
            simulate(Scenario(f"grid {firms} {level}", level, firms=firms), draws)
            for level in LEVELS
        ]
        for firms in FIRMS
    }
    for name in SIZES:
        print(f'    "{name}": (')
        for firms in FIRMS:
            row = ", ".join(f"{100 * rates[name][0]:.0f}" for rates in sizes[firms])
            print(f"        ({row}),")
        print("    ),")


TEMPLATE = """# Size and power of the tests

A test at 5 % should reject a true null in 5 % of samples. This page says how often each test does,
measured by `python -m benchmarks.size_and_power` (seeded, so a second run gives the same table).

## Simulated dates

{draws} draws a column. N = 20 firms on one date, M = 120 rows, market model, window [0, 0], t(5)
errors with one common factor that gives any two firms the correlation rho. Percent of draws with
p <= 5 %. Monte Carlo error of one standard deviation: {error:.1f} points at 5 %,
{half_error:.1f} at 50 %. The last column is power: an effect of -1.5 standard deviations for every
firm. It says nothing for tests whose size is wrong.

{simulated}

What to read from it:

- Tests that assume independent firms (cross_sectional_t, skewness_adjusted_t, patell, bmp,
  generalized_sign, sign, wilcoxon, grank_z, jackknife) reject a true null several times too often
  as soon as firms of one date correlate. Their results carry this rate as `true_size`.
- adjusted_bmp and the portfolio tests keep their size at any correlation. A variance that doubles
  for all on the event day alone leaves only adjusted_bmp near 5 %; one that has doubled before the
  event leaves adjusted_bmp and the volatility-scaled portfolio SQ.
- When only the common part doubles on the event day, no test keeps its size: with one date a common
  draw and an effect are the same observation.
- grank_t and corrado_zivney_rank grow liberal with the correlation; sign_gsar_t loses its power.
- mvrm_f asks for normal errors: with t(5) errors it is at twice its size, and a jump of variance
  breaks it. It is a diagnostic.

## Real returns

{real_draws} draws a column, members of the S&P 500 of January 2025 (503 securities, July 2023 to
July 2025), benchmark ^GSPC, market model, estimation window [-150, -21], random firms, random
sessions. Sessions from 21 January to 7 February 2025 are left out of the event windows. Other news,
earnings among it, is not: a random session is an ordinary one, and ordinary ones hold news. Percent
of draws with p <= 5 %; Monte Carlo error {real_error:.1f} points at 5 %. Draws share dates, so that
the true error of the one-date columns is larger. A dash: the test does not apply.

{real}

What to read from it:

- On one date, tests that assume independent firms reject about one ordinary day in five. The ones
  that allow for dependence (adjusted_bmp, the portfolio tests, corrado_rank, crude_dependence) stay
  within two points of 5 %, although variances tripled in April 2025; adjusted_patell and grank_t
  are a point or two above.
- On dates of their own, firms are as good as independent and the plain tests keep their size. The
  calendar alignment of r-bar then corrects what needs no correction: it counts two events as
  dependent wherever their estimation windows share dates, even if their event windows do not, and
  adjusted_bmp_calendar and adjusted_patell_calendar hardly ever reject. Take bmp, or
  adjusted_bmp_event, for scattered dates, and the adjusted tests for clustered ones.
- mvrm_f rejects several times too often on real returns.
"""


def main() -> None:
    """Write the page, or print the grid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1500)
    parser.add_argument("--real-draws", type=int, default=1000)
    parser.add_argument("--grid", action="store_true", help="print the table of true sizes")
    arguments = parser.parse_args()
    if arguments.grid:
        print_grid(arguments.draws)
    else:
        write_page(arguments.draws, arguments.real_draws)


if __name__ == "__main__":
    main()
