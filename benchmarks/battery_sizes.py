"""True sizes of the whole battery: ``python -m benchmarks.battery_sizes`` (minutes, seeded).

Prints the tables behind analysis/robustness/size_table.py: how often each test rejects a true null
at a nominal 5 %, by number of firms and correlation, and with all variances doubled on the day.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.significance.battery import BATTERY
from benchmarks.simulated_dates import Scenario
from benchmarks.size_and_power import Rates, simulate

DRAWS = 2_000
FIRMS = (8, 20, 100)
LEVELS = (0.0, 0.1, 0.3, 0.5, 0.7)
JUMP_FIRMS = 20


def scenario(firms: int, level: float, day0: float = 1.0) -> Scenario:
    """Return one cell: t(5) errors, one common factor, market model, M = 120, one day."""
    return Scenario(f"battery {firms} {level} {day0}", level, firms=firms, day0=day0)


def row(rates: list[Rates], name: str) -> str:
    """Return the sizes of one test over the levels, in percent, as a Python tuple."""
    return "(" + ", ".join(f"{100 * each[name][0]:.1f}" for each in rates) + ")"


def print_tables(ordinary: Mapping[int, list[Rates]], jump: list[Rates]) -> None:
    """Print both tables as Python literals."""
    for name in BATTERY:
        print(f'        "{name}": (')
        for firms in FIRMS:
            print(f"            {row(ordinary[firms], name)},")
        print("        ),")
    for name in BATTERY:
        print(f'        "{name}": {row(jump, name)},')


def main() -> None:
    """Simulate every cell and print the tables."""
    ordinary = {
        firms: [simulate(scenario(firms, level), DRAWS) for level in LEVELS] for firms in FIRMS
    }
    jump = [simulate(scenario(JUMP_FIRMS, level, day0=2.0), DRAWS) for level in LEVELS]
    print_tables(ordinary, jump)


if __name__ == "__main__":
    main()
