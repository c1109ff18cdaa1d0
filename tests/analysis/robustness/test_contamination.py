from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.returns import returns_from_prices
from analysis.robustness.contamination import Contamination, contamination, index_without
from analysis.windows import EventWindow
from data.providers.snapshot import snapshot_prices, sp500_members, sp500_returns

EVENT, WEIGHED = date(2025, 1, 27), date(2025, 1, 16)
BASIS_POINT = 1e-4


def made(weights: dict[str, float]) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Return an index of shares held since the first close: 60, 30 and 10 of 100."""
    days = pd.bdate_range("2025-01-06", periods=8)
    rng = np.random.default_rng(7)
    returns = pd.DataFrame(rng.normal(0, 0.05, (8, 3)), index=days, columns=["A", "B", "C"])
    returns.iloc[0] = 0.0
    values = (1 + returns).cumprod() * np.array([60.0, 30.0, 10.0])
    index = values.sum(axis=1).pct_change().fillna(0.0)
    return index, returns, pd.Series(weights)


@pytest.mark.parametrize("window", [EventWindow(0, 0), EventWindow(-1, 2)])
def test_contributions_of_shares_held_add_up_to_the_index(window: EventWindow) -> None:
    index, returns, weights = made({"A": 0.6, "B": 0.3, "C": 0.1})
    days = index.index
    found = contamination(index, returns, weights, days[0].date(), days[4].date(), window)
    held = np.array([60.0, 30.0, 10.0]) * (1 + returns.iloc[: 4 + window.first]).prod().to_numpy()
    moved = (1 + returns.iloc[4 + window.first : 5 + window.last]).prod().to_numpy() - 1
    np.testing.assert_allclose(found.weights, held / held.sum(), rtol=1e-12)
    np.testing.assert_allclose(found.contributions, held / held.sum() * moved, rtol=1e-12)
    assert found.residual == pytest.approx(0, abs=1e-15)
    weight, part = found.of({"A", "B"})
    rest = found.contributions[2] / found.weights[2]
    assert found.without({"A", "B"}) == pytest.approx(rest, rel=1e-12)
    assert part + found.contributions[2] == pytest.approx(found.total, rel=1e-12)
    assert weight == pytest.approx(1 - found.weights[2], rel=1e-12)


def test_weights_are_carried_backwards_as_well() -> None:
    index, returns, _ = made({})
    values = (1 + returns).cumprod() * np.array([60.0, 30.0, 10.0])
    later = values.iloc[6] / values.iloc[6].sum()
    days = index.index
    found = contamination(index, returns, later, days[6].date(), days[2].date(), EventWindow(0, 0))
    assert found.residual == pytest.approx(0, abs=1e-15)


@pytest.fixture(scope="module")
def crash() -> Contamination:
    members = sp500_returns()
    prices = snapshot_prices("^GSPC").on_sessions().total_return_price
    index = returns_from_prices(prices).reindex(members.index)
    weights = sp500_members()["spy_weight_pct_2025_01_16"] / 100
    return contamination(index, members, weights, WEIGHED, EVENT, EventWindow(0, 0))


def test_on_the_day_of_the_crash_the_members_give_the_index_to_a_third_of_a_basis_point(
    crash: Contamination,
) -> None:
    assert round(100 * crash.index_return, 3) == -1.458
    assert round(100 * crash.total, 2) == -1.46
    assert abs(crash.residual) < BASIS_POINT / 3
    assert crash.index_return == crash.total + crash.residual
    assert len(crash.members) == 503
    assert crash.left_out == ()


def test_nvidia_alone_is_weight_times_return_and_most_of_the_fall(crash: Contamination) -> None:
    members = sp500_members()["spy_weight_pct_2025_01_16"] / 100
    prices = snapshot_prices("NVDA").table["adj_close"]
    growth = prices["2025-01-24"] / prices["2025-01-16"]
    weight, part = crash.of({"NVDA"})
    fund = (1 + sp500_returns().loc["2025-01-17":"2025-01-24"]).prod()
    carried = (members * fund).sum() / members.sum()
    assert weight == pytest.approx(members["NVDA"] * growth / carried, rel=1e-6)
    assert part == pytest.approx(
        weight * (prices["2025-01-27"] / prices["2025-01-24"] - 1), rel=1e-7
    )
    assert 0.7 < part / crash.index_return < 0.9
    without = (crash.index_return - part) / (1 - weight)
    assert crash.without({"NVDA"}) == pytest.approx(without, rel=1e-12)


def test_an_index_without_members_takes_their_weighted_returns_out() -> None:
    index, returns, weights = made({"A": 0.5, "B": 0.3, "C": 0.2})
    found = index_without(index, returns, weights, ["A", "C"])
    expected = (index - 0.5 * returns["A"] - 0.2 * returns["C"]) / 0.3
    pd.testing.assert_series_equal(found, expected, check_names=False)


def test_what_cannot_be_taken_apart_is_refused() -> None:
    index, returns, weights = made({"A": 0.6, "B": 0.3, "C": 0.1})
    days = index.index
    first, fifth = days[0].date(), days[4].date()
    whole = contamination(index, returns, weights, first, fifth, EventWindow(0, 0))
    with pytest.raises(StudyError, match="whole of it"):
        whole.without({"A", "B", "C"})
    with pytest.raises(StudyError, match="run from 2025-01-06"):
        contamination(index, returns, weights, first, fifth, EventWindow(0, 9))
    with pytest.raises(StudyError, match="different sessions"):
        contamination(index, returns.iloc[1:], weights, first, fifth, EventWindow(0, 0))
    with pytest.raises(StudyError, match="no such session"):
        contamination(index, returns, weights, date(2025, 1, 5), fifth, EventWindow(0, 0))
    holed = returns.copy()
    holed.iloc[4, 1] = np.nan
    found = contamination(index, holed, weights, first, fifth, EventWindow(0, 0))
    assert found.left_out == ("B",)
    assert found.residual == pytest.approx(found.index_return - found.total, rel=1e-12)
