from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.robustness.belief import (
    CAUTIOUS,
    DISTRUST,
    LIBERAL,
    TIERS,
    TRUST,
    believed,
    size_here,
    tier_of,
)
from analysis.robustness.size_table import FIRMS, JUMP_SIZES, LEVELS, SIZES
from analysis.significance.battery import BATTERY
from analysis.significance.dependence import ResidualCorrelation
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.significance.true_size import SAME_AS
from analysis.significance.true_size import SIZES as INDEPENDENT

PAGE = Path(__file__).parents[3] / "docs" / "size_and_power.md"
# Two simulations of 1,500 and 2,000 draws: 2.6 standard deviations at 5 % and at 50 %.
NEAR_FIVE, NEAR_HALF = 2.0, 4.5


def correlation(n: int, r: float) -> ResidualCorrelation:
    return ResidualCorrelation(n, r, r)


def outcome(name: str, p: float = 0.01) -> HypothesisTest:
    return HypothesisTest(
        name=name,
        title=name,
        null="",
        assumes="",
        statistic=1.0,
        p_value=p,
        distribution="normal",
    )


def published() -> dict[str, list[float]]:
    """Return the rows of the published table of simulated dates, N = 20."""
    rows = {}
    for line in PAGE.read_text("utf-8").split("## Real returns")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in BATTERY and re.fullmatch(r"[\d.]+", cells[1]):
            rows[cells[0]] = [float(cell) for cell in cells[1:]]
    return rows


@pytest.mark.parametrize("name", sorted(BATTERY))
def test_the_sizes_are_those_of_the_other_simulation_within_its_error(name: str) -> None:
    row = published()[name]
    for level, expected in zip((0.0, 0.1, 0.3, 0.5), row[:4], strict=True):
        found = size_here(name, correlation(20, level))
        assert found is not None
        allowed = NEAR_HALF if expected > 15 else NEAR_FIVE
        assert abs(100 * found - expected) < allowed
    jump = JUMP_SIZES[name][LEVELS.index(0.3)]
    assert abs(jump - row[4]) < (NEAR_HALF if row[4] > 15 else NEAR_FIVE)


def test_every_test_of_the_battery_has_a_size_in_one_table_and_only_one() -> None:
    assert set(SIZES) | set(INDEPENDENT) | set(SAME_AS) == set(BATTERY) == set(JUMP_SIZES)
    assert not set(SIZES) & set(INDEPENDENT)
    assert all(len(rows) == len(FIRMS) for rows in SIZES.values())
    assert all(len(row) == len(LEVELS) for rows in SIZES.values() for row in rows)


def test_between_the_simulated_baskets_sizes_are_interpolated_and_beyond_them_held() -> None:
    for i, firms in enumerate(FIRMS):
        for j, level in enumerate(LEVELS):
            found = size_here("mvrm_f", correlation(firms, level))
            assert found == pytest.approx(SIZES["mvrm_f"][i][j] / 100)
    middle = size_here("mvrm_f", correlation(20, 0.2))
    assert middle == pytest.approx(sum(SIZES["mvrm_f"][1][1:3]) / 200)
    assert size_here("mvrm_f", correlation(20, -0.2)) == size_here("mvrm_f", correlation(20, 0))
    assert size_here("mvrm_f", correlation(3, 0.1)) == size_here("mvrm_f", correlation(8, 0.1))
    assert size_here("no such test", correlation(20, 0.1)) is None
    assert size_here("mvrm_f", correlation(1, 0.0)) is None


@pytest.mark.parametrize(
    ("size", "tier"),
    [
        (0.0, CAUTIOUS),
        (0.0249, CAUTIOUS),
        (0.025, TRUST),
        (0.075, TRUST),
        (0.0751, LIBERAL),
        (0.15, LIBERAL),
        (0.1501, DISTRUST),
        (0.9, DISTRUST),
    ],
)
def test_the_limits_of_the_tiers(size: float, tier: str) -> None:
    assert tier_of(size) == tier


def test_the_trusted_come_first_and_what_does_not_apply_last() -> None:
    missing = UnavailableTest(name="portfolio_t", title="", null="", reason="")
    names = [name for name in BATTERY if name != "portfolio_t"]
    judged = believed([missing, *map(outcome, names)], correlation(14, 0.3))
    assert judged[-1].test is missing
    assert judged[-1].tier is None
    places = [TIERS.index(entry.tier) for entry in judged[:-1] if entry.tier is not None]
    assert places == sorted(places)
    assert len(places) == len(names)
    by_name = {entry.test.name: entry for entry in judged}
    assert by_name["adjusted_bmp_calendar"].tier == TRUST
    assert by_name["patell"].tier == DISTRUST
    jump = by_name["portfolio_sq"].jump_size
    assert jump == pytest.approx(JUMP_SIZES["portfolio_sq"][LEVELS.index(0.3)] / 100)
