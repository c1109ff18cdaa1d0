from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.significance.result import HypothesisTest
from dashboard.studies import basket
from dashboard.studies.basket_request import basket_request
from dashboard.studies.sector.groups import Groups, study_groups, study_spread
from dashboard.studies.sector.names import study_names
from dashboard.studies.sector.request import sector_request
from data.catalogue import baskets


@pytest.fixture(scope="module")
def groups() -> Groups:
    return study_groups(sector_request())


def test_every_basket_is_measured_or_left_out_from_the_lowest_to_the_highest(
    groups: Groups,
) -> None:
    named = [*(move.basket for move in groups.moves), *(e.security for e in groups.left_out)]
    assert sorted(named) == sorted(entry.id for entry in baskets())
    caar = [move.window.caar for move in groups.moves]
    assert caar == sorted(caar)


def test_a_baskets_numbers_are_those_of_the_basket_command(groups: Groups) -> None:
    alone = basket.run(basket_request(basket="GPU_INFRA")).headline
    window = next(move.window for move in groups.moves if move.basket == "GPU_INFRA")
    assert window.caar == alone.caar
    assert window.correlation == alone.correlation
    assert window.headline == alone.headline


def test_the_caar_is_the_mean_of_the_names_cars(groups: Groups) -> None:
    move = next(move for move in groups.moves if move.basket == "GPU_INFRA")
    names = study_names(sector_request(names="GPU_INFRA"))
    assert move.window.caar == pytest.approx(np.mean([name.car for name in names.moves]), abs=1e-12)


def test_the_interval_is_that_of_the_portfolios_t_test(groups: Groups) -> None:
    for move in groups.moves:
        test = move.portfolio
        assert isinstance(test, HypothesisTest)
        assert move.interval is not None
        low, high = move.interval
        half = stats.t.ppf(0.975, test.df[0]) * abs(move.window.caar / test.statistic)
        assert (high - low) / 2 == pytest.approx(half, rel=1e-9)
        assert (low > 0 or high < 0) == (test.p_value < 0.05)


def test_a_spread_is_the_difference_of_the_two_means() -> None:
    request = sector_request()
    study = study_spread(request, "AI_SOFTWARE", "GPU_INFRA")
    assert study.spread is not None
    sides = [
        np.mean([move.car for move in study_names(sector_request(names=name)).moves])
        for name in ("AI_SOFTWARE", "GPU_INFRA")
    ]
    # ALAB's short past makes its own regression differ from the spread's rows.
    assert study.spread.result.headline.car.value == pytest.approx(sides[0] - sides[1], abs=5e-3)
