"""Benchmarks made from returns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.benchmarks import basket_return, ex_firm_market
from analysis.errors import StudyError

PRINTED = 1e-10
DAYS = pd.bdate_range("2025-01-24", periods=3)
RETURNS = pd.DataFrame(
    {"A": [0.01, 0.02, np.nan], "B": [0.03, np.nan, np.nan], "C": [-0.02, 0.00, 0.01]}, index=DAYS
)


def test_the_index_without_its_falling_member_is_that_of_the_worked_example(
    worked: dict[str, Any],
) -> None:
    case = worked["expected"]["ex_firm_market_return_example"]
    market, firm = (pd.Series([case[key] / 100], DAYS[:1], name=key) for key in ("Rm", "Ri"))
    rest = ex_firm_market(market, firm, case["w"])
    assert rest.iloc[0] * 100 == pytest.approx(case["Rm_ex"], abs=PRINTED)


@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.floats(0, 0.9))
def test_the_member_put_back_gives_the_index(market: float, firm: float, weight: float) -> None:
    rest = ex_firm_market(pd.Series([market], DAYS[:1]), pd.Series([firm], DAYS[:1]), weight)
    assert weight * firm + (1 - weight) * rest.iloc[0] == pytest.approx(market, abs=1e-14)


@pytest.mark.parametrize("weight", [-0.1, 1.0, 6.6, np.nan])
def test_a_weight_that_is_no_share_is_refused(weight: float) -> None:
    with pytest.raises(StudyError, match=r"0\.066 for 6\.6%"):
        ex_firm_market(RETURNS["A"], RETURNS["B"], weight)


def test_an_index_on_other_dates_is_refused() -> None:
    with pytest.raises(StudyError, match="different dates"):
        ex_firm_market(RETURNS["A"], RETURNS["B"].iloc[1:], 0.1)


def test_an_equal_weight_basket_is_the_mean_of_the_members_that_traded() -> None:
    basket = basket_return(RETURNS)
    np.testing.assert_allclose(basket, [0.02 / 3, 0.01, np.nan], atol=1e-16)


def test_a_session_is_missing_when_too_little_of_the_weight_has_a_return() -> None:
    assert basket_return(RETURNS, coverage=0.7).isna().tolist() == [False, True, True]
    assert basket_return(RETURNS, coverage=0.0).iloc[2] == pytest.approx(0.01)
    assert basket_return(RETURNS[["B"]], coverage=0.0).isna().tolist() == [False, True, True]


def test_the_firm_under_study_is_left_out() -> None:
    basket = basket_return(RETURNS, exclude={"C"})
    assert basket.iloc[0] == pytest.approx(0.02, abs=1e-16)


def test_weights_count_in_proportion() -> None:
    basket = basket_return(RETURNS, {"A": 3, "C": 1})
    assert basket.iloc[0] == pytest.approx((3 * 0.01 - 0.02) / 4, abs=1e-16)


@pytest.mark.parametrize(
    ("weights", "exclude", "message"),
    [
        ({"A": -1.0}, (), "A have no returns, or a weight"),
        ({"Z": 1.0}, (), "Z have no returns, or a weight"),
        ({"A": 1.0}, ("A",), "Nothing with a weight is left"),
        (None, ("A", "B", "C"), "Nothing with a weight is left"),
    ],
)
def test_an_impossible_basket_is_refused(weights: Any, exclude: Any, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        basket_return(RETURNS, weights, exclude)
