"""Rejection rates under simulated truths, a short run of the benchmark."""

from __future__ import annotations

import pytest

from benchmarks.simulated_dates import Scenario
from benchmarks.size_and_power import SCENARIOS, simulate

DRAWS = 300


@pytest.fixture(scope="module")
def rates() -> dict[str, float]:
    correlated = Scenario("short run", 0.3)
    return {name: rate for name, (rate, _) in simulate(correlated, DRAWS).items()}


@pytest.mark.parametrize(
    "name", ["adjusted_bmp_event", "portfolio_t", "portfolio_sq", "crude_dependence"]
)
def test_tests_that_allow_for_dependence_keep_their_size(
    rates: dict[str, float], name: str
) -> None:
    four_errors = 4 * (0.05 * 0.95 / DRAWS) ** 0.5
    assert rates[name] == pytest.approx(0.05, abs=four_errors)


@pytest.mark.parametrize("name", ["cross_sectional_t", "bmp", "patell", "wilcoxon", "grank_z"])
def test_tests_that_assume_independence_reject_a_true_null_several_times_too_often(
    rates: dict[str, float], name: str
) -> None:
    assert rates[name] > 0.25


def test_the_scenarios_are_the_published_ones() -> None:
    assert [scenario.rho for scenario in SCENARIOS[:4]] == [0.0, 0.1, 0.3, 0.5]
    assert {(scenario.firms, scenario.rows) for scenario in SCENARIOS} == {(20, 120)}
