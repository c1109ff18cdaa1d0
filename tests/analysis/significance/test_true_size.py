"""The rejection rate that a test has when the events correlate."""

from __future__ import annotations

import pytest

from analysis.significance.dependence import ResidualCorrelation
from analysis.significance.true_size import SIZES, true_size

# Percent at N = 20 from another simulation of the same scenario, with 1,500 draws a cell; two
# estimates of one rate differ by less than five standard errors of their difference.
PUBLISHED = {
    "cross_sectional_t": (4.8, 22.3, 44.8, 60.0),
    "skewness_adjusted_t": (7.3, 25.0, 45.5, 59.9),
    "patell": (5.7, 21.9, 38.7, 49.1),
    "bmp": (4.9, 22.8, 45.8, 61.1),
    "generalized_sign": (4.9, 20.7, 42.1, 56.9),
    "wilcoxon": (4.9, 24.5, 48.0, 60.8),
    "grank_z": (6.0, 26.1, 49.7, 63.6),
    "grank_t": (6.1, 6.1, 7.3, 10.1),
    "corrado_zivney_rank": (6.0, 6.1, 7.3, 10.0),
}


def _correlation(n: int, r: float) -> ResidualCorrelation:
    return ResidualCorrelation(n, event_time=r, calendar=r)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_table_agrees_with_another_simulation(name: str) -> None:
    for r, percent in zip((0.0, 0.1, 0.3, 0.5), PUBLISHED[name], strict=True):
        rate = percent / 100
        error = (rate * (1 - rate) * (1 / 1500 + 1 / 2000)) ** 0.5
        found = true_size(name, _correlation(20, r))
        assert found == pytest.approx(rate, abs=5 * error + 0.005)


@pytest.mark.parametrize("name", [n for n in SIZES if n not in {"grank_t", "corrado_zivney_rank"}])
def test_tests_of_independent_firms_reject_more_often_with_correlation_and_with_firms(
    name: str,
) -> None:
    for n in (5, 8, 30, 100, 1000):
        rates = [true_size(name, _correlation(n, r)) or 0.0 for r in (0.0, 0.1, 0.3, 0.7)]
        assert rates == sorted(rates)
        assert rates[0] < 0.1
    more = [true_size(name, _correlation(n, 0.2)) or 0.0 for n in (8, 20, 100, 300, 5000)]
    assert more == sorted(more)


def test_a_small_correlation_of_very_many_events_still_tells() -> None:
    assert (true_size("bmp", _correlation(10_000, 0.002)) or 0) > 0.5
    assert (true_size("bmp", _correlation(10_000, -0.001)) or 1) < 0.06


def test_a_test_that_allows_for_dependence_has_no_such_rate() -> None:
    assert true_size("adjusted_bmp_calendar", _correlation(20, 0.5)) is None
    assert true_size("bmp", _correlation(1, 0.0)) is None


def test_effective_number_of_events_tends_to_one_over_the_correlation() -> None:
    assert _correlation(1000, 0.25).effective_n == pytest.approx(4.0, rel=0.01)
    assert _correlation(20, 0.0).effective_n == 20
    assert _correlation(20, -0.04).effective_n == 20
