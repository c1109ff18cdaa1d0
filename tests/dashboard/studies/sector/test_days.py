from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dashboard.studies.sector.days import MISSING, NO_MODEL, day_grid
from dashboard.studies.sector.names import study_names
from dashboard.studies.sector.request import sector_request
from dashboard.studies.single import run


def test_abnormal_returns_of_the_days_are_those_of_a_study_of_these_sessions() -> None:
    request = sector_request(names="GPU_INFRA")
    grid = day_grid(study_names(request), 2)
    week = run(sector_request(names="GPU_INFRA", window="0,9").of("NVDA")).result.abnormal
    row = grid.securities.index("NVDA")
    assert grid.days[0] == date(2025, 1, 27)
    assert len(grid.days) == 10
    np.testing.assert_allclose(grid.abnormal[row], week.values, atol=1e-10, rtol=0)
    np.testing.assert_allclose(grid.returns[row], week.returns, atol=1e-10, rtol=0)


@pytest.mark.parametrize("model", ["ff3", "market-ex-firm", "mean-adjusted"])
def test_other_models_give_the_days_that_their_own_study_gives(model: str) -> None:
    request = sector_request(names="HYPERSCALER", model=model)
    grid = day_grid(study_names(request), 1)
    week = run(sector_request(names="HYPERSCALER", model=model, window="0,4").of("MSFT"))
    row = grid.securities.index("MSFT")
    np.testing.assert_allclose(grid.abnormal[row], week.result.abnormal.values, atol=1e-10, rtol=0)


def test_closed_days_have_a_reason_and_no_number() -> None:
    grid = day_grid(study_names(sector_request(names="asia-listing")), 1)
    row = grid.securities.index("000660.KS")
    assert [grid.closed.get((row, column), "") != "" for column in range(5)] == [True] * 4 + [False]
    assert np.isnan(grid.returns[row, :4]).all()
    assert grid.returns[row, 4] == pytest.approx(-0.0986, abs=5e-4)
    assert grid.missing[row, 4] == NO_MODEL
    assert not any(np.isfinite(grid.returns[cell]) for cell in grid.closed)


def test_an_open_day_without_a_price_is_missing_and_not_closed() -> None:
    grid = day_grid(study_names(sector_request(names="europe-listing")), 1)
    cell = grid.securities.index("IFX.DE"), 0
    assert cell not in grid.closed
    assert grid.missing[cell] == MISSING


def test_the_last_week_ends_where_the_prices_do() -> None:
    grid = day_grid(study_names(sector_request(names="GPU_INFRA", event="2025-12-30")), 4)
    assert grid.days[-1] <= date(2025, 12, 31)
