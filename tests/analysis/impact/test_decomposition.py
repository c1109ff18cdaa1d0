from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.errors import StudyError
from analysis.impact.decomposition import Decomposition, decompose
from analysis.impact.shapley import shapley_values
from analysis.impact.total import total_parts
from data.providers.snapshot import snapshot_prices

ROW0, FIRST, LAST = 260, 10, 240
ROWS = np.arange(FIRST, LAST)


@cache
def table() -> pd.DataFrame:
    """Real returns; tau = 0 is 27 January 2025."""
    prices = pd.DataFrame(
        {t: snapshot_prices(t).total_return_price for t in ("NVDA", "AVGO", "^GSPC", "SMH", "XLU")}
    )
    returns = prices.pct_change(fill_method=None).dropna()
    row = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    return returns.iloc[row - ROW0 : row + 20]


def taken(security: str = "NVDA", length: int = 1, rows: np.ndarray = ROWS) -> Decomposition:
    data = table()
    factors = {"market": data["^GSPC"].to_numpy(), "sector": data["SMH"].to_numpy()}
    return decompose(data[security].to_numpy(), factors, rows, slice(ROW0, ROW0 + length))


def ols(*factors: str, security: str = "NVDA") -> sm.regression.linear_model.RegressionResults:
    data = table().iloc[ROWS]
    x = data[list(factors)].to_numpy() if factors else np.empty((len(data), 0))
    return sm.OLS(data[security].to_numpy(), np.column_stack([np.ones(len(data)), x])).fit()


@pytest.mark.parametrize("length", [1, 2, 11])
def test_the_parts_add_up_to_the_whole(length: int) -> None:
    move = taken(length=length)
    held = float(np.prod(1 + table()["NVDA"].to_numpy()[ROW0 : ROW0 + length]) - 1)
    assert abs(move.parts.sum() + move.compounding - held) < 1e-12
    for parts in move.by_order.values():
        assert abs(parts.sum() + move.compounding - held) < 1e-12
    if length == 1:
        assert move.compounding == 0


def test_taken_in_one_order_the_parts_are_those_of_nested_regressions() -> None:
    day = table().iloc[ROW0]
    move = taken()
    one, both = ols("^GSPC"), ols("^GSPC", "SMH")
    market = float(one.predict([[1, day["^GSPC"]]])[0])
    explained = float(both.predict([[1, day["^GSPC"], day["SMH"]]])[0])
    expected = [market, explained - market, day["NVDA"] - explained]
    assert move.by_order["market", "sector"] == pytest.approx(expected, abs=1e-12)
    sector = float(ols("SMH").predict([[1, day["SMH"]]])[0])
    drift = float(ols().params[0])
    reverse = [explained - sector + drift, sector - drift, day["NVDA"] - explained]
    assert move.by_order["sector", "market"] == pytest.approx(reverse, abs=1e-12)


def test_the_sector_part_is_its_slope_times_what_the_market_leaves_of_it() -> None:
    data, day = table().iloc[ROWS], table().iloc[ROW0]
    line = sm.OLS(data["SMH"], sm.add_constant(data[["^GSPC"]])).fit()
    surprise = day["SMH"] - float(line.params["const"] + line.params["^GSPC"] * day["^GSPC"])
    slope = float(ols("^GSPC", "SMH").params[2])
    assert taken().by_order["market", "sector"][1] == pytest.approx(slope * surprise, abs=1e-12)


def test_the_shapley_parts_are_the_mean_over_all_orders() -> None:
    data = table()
    factors = {name: data[name].to_numpy() for name in ("^GSPC", "SMH", "XLU")}
    move = decompose(data["NVDA"].to_numpy(), factors, ROWS, slice(ROW0, ROW0 + 2))
    assert set(move.by_order) == set(permutations(factors))
    mean = np.mean(list(move.by_order.values()), axis=0)
    assert move.parts == pytest.approx(mean, abs=1e-12)


def test_shapley_values_equal_brute_force_over_all_orders() -> None:
    players = ("a", "b", "c", "d")
    drawn = np.random.default_rng(1).normal(size=16)
    worth = {
        frozenset(p for i, p in enumerate(players) if mask >> i & 1): drawn[mask]
        for mask in range(16)
    }
    added = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        before: frozenset[str] = frozenset()
        for player in order:
            added[player] += (worth[before | {player}] - worth[before]) / len(orders)
            before |= {player}
    found = shapley_values(players, lambda chosen: np.asarray(worth[chosen]))
    assert {p: float(v) for p, v in found.items()} == pytest.approx(added, abs=1e-12)
    assert sum(found.values()) == pytest.approx(worth[frozenset(players)] - worth[frozenset()])


def test_the_own_part_and_its_interval_are_those_of_a_prediction() -> None:
    day, move = table().iloc[ROW0], taken()
    ahead = ols("^GSPC", "SMH").get_prediction([[1, day["^GSPC"], day["SMH"]]])
    low, high = ahead.conf_int(obs=True, alpha=0.05)[0]
    assert move.intervals(0.95)[-1] == pytest.approx([day["NVDA"] - high, day["NVDA"] - low])


def test_standard_errors_are_those_of_samples_drawn_from_the_fitted_model() -> None:
    data, move = table(), taken()
    factors = {"market": data["^GSPC"].to_numpy(), "sector": data["SMH"].to_numpy()}
    rng = np.random.default_rng(3)
    fitted = data["NVDA"].to_numpy().copy()
    fitted[ROWS] = ols("^GSPC", "SMH").fittedvalues
    drawn = []
    for _ in range(3000):
        returns = fitted.copy()
        returns[ROWS] += rng.normal(0, move.sigma2**0.5, len(ROWS))
        returns[ROW0] += rng.normal(0, move.sigma2**0.5)
        drawn.append(decompose(returns, factors, ROWS, slice(ROW0, ROW0 + 1)).parts)
    assert np.std(drawn, axis=0) == pytest.approx(move.standard_errors, rel=0.05)


def test_a_bootstrap_of_the_estimation_sessions_tells_errors_of_the_same_size() -> None:
    move, rng = taken(), np.random.default_rng(5)
    drawn = [taken(rows=rng.choice(ROWS, len(ROWS))).parts for _ in range(1000)]
    spread = np.std(drawn, axis=0)
    assert 0.5 < spread[0] / move.standard_errors[0] < 2
    assert 0.5 < spread[1] / move.standard_errors[1] < 2


def test_the_total_of_two_names_has_the_error_of_their_portfolio() -> None:
    values = np.array([3.0, 1.0])
    total = total_parts([taken("NVDA"), taken("AVGO")], values)
    data = table()
    together = (3 * data["NVDA"] + data["AVGO"]).to_numpy()
    factors = {"market": data["^GSPC"].to_numpy(), "sector": data["SMH"].to_numpy()}
    direct = decompose(together, factors, ROWS, slice(ROW0, ROW0 + 1))
    assert total.parts == pytest.approx(direct.parts, abs=1e-12)
    assert total.standard_errors == pytest.approx(direct.standard_errors, rel=1e-9)
    assert total.intervals(0.95) == pytest.approx(direct.intervals(0.95), rel=1e-9)
    assert abs(total.parts.sum() + total.compounding - total.whole) < 1e-12


def test_names_with_other_estimation_rows_are_added_up_on_the_rows_they_share() -> None:
    moves = [taken("NVDA"), taken("AVGO", rows=ROWS[5:])]
    total = total_parts(moves, np.array([1.0, 1.0]))
    alone = [move.standard_errors[-1] for move in moves]
    assert max(alone) < total.standard_errors[-1] < sum(alone)
    assert total.df == len(ROWS) - 5 - 3


def test_the_level_widens_the_interval_by_the_quantiles_of_t() -> None:
    move = taken()
    wide, narrow = (np.diff(move.intervals(level), axis=1) for level in (0.99, 0.5))
    ratio = stats.t.ppf(0.995, move.df) / stats.t.ppf(0.75, move.df)
    assert wide / narrow == pytest.approx(np.full((3, 1), ratio))


def test_a_factor_that_repeats_another_is_refused() -> None:
    data = table()
    market = data["^GSPC"].to_numpy()
    with pytest.raises(StudyError, match="multiple of the others"):
        decompose(
            data["NVDA"].to_numpy(),
            {"market": market, "sector": 2 * market},
            ROWS,
            slice(ROW0, ROW0 + 1),
        )


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(StudyError, match="no degree of freedom"):
        taken(rows=ROWS[:3])
