"""Returns from prices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import StudyError
from analysis.returns import cumulate, returns_from_prices

# Each step back from a return to a ratio of prices loses at most two of 16 digits.
ROUNDING = 1e-12


def series(values: list[float]) -> pd.Series:
    return pd.Series(values, pd.bdate_range("2025-01-23", periods=len(values)), name="NVDA")


def test_the_fall_of_27_january_is_17_percent_simple_and_19_percent_log() -> None:
    closes = series([147.22, 142.62, 118.42])
    assert returns_from_prices(closes).iloc[2] == pytest.approx(-0.1697, abs=5e-5)
    assert returns_from_prices(closes, "log").iloc[2] == pytest.approx(-0.1859, abs=5e-5)


def test_the_first_session_has_no_return() -> None:
    assert np.isnan(returns_from_prices(series([10.0, 11.0])).iloc[0])


@pytest.mark.parametrize("kind", ["simple", "log"])
def test_a_missing_price_leaves_two_returns_missing_and_fills_none(kind: str) -> None:
    returns = returns_from_prices(series([10.0, 11.0, np.nan, 12.0, 13.0]), kind)
    assert list(returns.isna()) == [True, False, True, True, False]


@pytest.mark.parametrize("bad", [0.0, -1.0, np.inf, -np.inf])
def test_an_impossible_price_is_refused_with_its_day(bad: float) -> None:
    with pytest.raises(StudyError, match="2025-01-24"):
        returns_from_prices(series([10.0, bad, 12.0]))


@given(st.lists(st.floats(10.0, 1000.0), min_size=2, max_size=20))
def test_simple_and_log_returns_cumulate_to_the_change_of_the_price(prices: list[float]) -> None:
    change = prices[-1] / prices[0]
    simple = returns_from_prices(series(prices)).to_numpy()[1:]
    log = returns_from_prices(series(prices), "log").to_numpy()[1:]
    assert 1 + cumulate(simple, "simple") == pytest.approx(change, rel=ROUNDING)
    assert np.exp(cumulate(log, "log")) == pytest.approx(change, rel=ROUNDING)
