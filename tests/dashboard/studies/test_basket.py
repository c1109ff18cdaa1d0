from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest, UnavailableTest
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_headline import AGREEMENT, NO_HEADLINE, OPPOSITE, agree, reading
from dashboard.studies.basket_placebo import MaxT
from dashboard.studies.basket_record import basket_record
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import study_request
from dashboard.studies.single import run as run_single
from data.errors import DataError
from data.providers.snapshot import factors, snapshot_prices
from data.providers.snapshot_shares import shares_outstanding

BUYERS = ("MSFT", "GOOGL", "AMZN", "META", "ORCL")
SOFTWARE = ("CRM", "NOW", "ADBE", "INTU", "WDAY", "SNOW", "MDB", "DDOG", "TEAM", "HUBS")


def basket(**changes: Any) -> BasketStudy:
    return run(basket_request(**changes))


@cache
def suppliers() -> BasketStudy:
    return basket(against="AI_SOFTWARE", windows=("0,0", "-1,5"), placebo=True)


@cache
def buyers() -> BasketStudy:
    return basket(basket="hyperscaler", against="AI_SOFTWARE", windows=("0,0", "0,4"))


@cache
def returns(*tickers: str) -> pd.DataFrame:
    prices = {name: snapshot_prices(name).total_return_price for name in tickers}
    return pd.DataFrame(prices).loc["2023-06-01":"2025-03-01"].pct_change()


def event_regression(response: pd.Series, last: int) -> object:
    """Regress on the market and one dummy an event session; test the sum of the dummies."""
    row0 = response.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = np.r_[row0 - 250 : row0 - 20, row0 : row0 + last + 1]
    design = pd.DataFrame(
        {"const": 1.0, "market": returns("^GSPC")["^GSPC"].reindex(response.index).iloc[rows]}
    )
    names = [f"d{tau}" for tau in range(last + 1)]
    for tau, name in enumerate(names):
        design[name] = (design.index == response.index[row0 + tau]).astype(float)
    fit = sm.OLS(response.iloc[rows], design).fit()
    return fit.t_test(" + ".join(names) + " = 0")


@pytest.mark.parametrize(("place", "last"), [(0, 0), (1, 4)])
def test_the_portfolio_t_is_the_regression_of_the_equal_weight_basket_on_the_market(
    place: int, last: int
) -> None:
    window = buyers().windows[place]
    expected = event_regression(returns(*BUYERS).mean(axis=1), last)
    test = window.test("portfolio_t")
    assert isinstance(test, HypothesisTest)
    assert window.caar == pytest.approx(float(expected.effect[0]), abs=1e-10)
    assert test.statistic == pytest.approx(float(np.squeeze(expected.tvalue)), rel=1e-9)
    assert test.p_value == pytest.approx(float(expected.pvalue), rel=1e-8)
    assert test.df == (228,)


@pytest.mark.parametrize(("place", "last"), [(0, 0), (1, 4)])
def test_the_spread_is_the_regression_of_the_difference_of_the_two_baskets(
    place: int, last: int
) -> None:
    spread = buyers().spread
    assert spread is not None
    difference = returns(*BUYERS).mean(axis=1) - returns(*SOFTWARE).mean(axis=1)
    expected = event_regression(difference, last)
    window = spread.result.windows[place]
    assert window.car.value == pytest.approx(float(expected.effect[0]), abs=1e-10)
    assert window.car.scar == pytest.approx(float(np.squeeze(expected.tvalue)), rel=1e-9)
    days = difference.loc["2025-01-27":].iloc[: last + 1]
    assert spread.raw_return(window) == pytest.approx(float(np.prod(1 + days) - 1), abs=1e-12)


def test_a_models_offset_drops_out_of_a_spread() -> None:
    adjusted = basket(basket="HYPERSCALER", against="AI_SOFTWARE", model="market-adjusted").spread
    capm = basket(basket="HYPERSCALER", against="AI_SOFTWARE", model="capm").spread
    assert adjusted is not None
    assert capm is not None
    difference = returns(*BUYERS).mean(axis=1) - returns(*SOFTWARE).mean(axis=1)
    row0 = difference.index.get_loc(pd.Timestamp("2025-01-27"))
    assert adjusted.result.headline.car.value == pytest.approx(difference.iloc[row0], abs=1e-12)
    excess = returns("^GSPC")["^GSPC"].reindex(difference.index) - factors()["rf"].reindex(
        difference.index
    )
    rows = np.r_[row0 - 250 : row0 - 20]
    beta = sm.OLS(difference.iloc[rows], excess.iloc[rows]).fit().params.iloc[0]
    expected = difference.iloc[row0] - beta * excess.iloc[row0]
    assert capm.result.headline.car.value == pytest.approx(float(expected), abs=1e-10)


def test_the_caar_is_the_mean_of_the_cars_that_single_studies_give() -> None:
    window = suppliers().headline
    for member in window.members:
        single = run_single(study_request(security=member.security, event="crash-2025-01-27"))
        assert member.result.car.value == pytest.approx(single.headline.car.value, abs=1e-12)
        assert member.result.car.scar == pytest.approx(single.headline.car.scar, rel=1e-10)
        assert member.n_estimation == single.result.fit.n_estimation
        sq, own = member.result.test("sq"), single.headline.test("sq")
        assert isinstance(sq, HypothesisTest)
        assert isinstance(own, HypothesisTest)
        assert sq.p_value == own.p_value
    cars = [member.result.car.value for member in window.members]
    assert window.caar == pytest.approx(float(np.mean(cars)), abs=1e-15)


def test_the_value_weighted_caar_weighs_by_shares_times_the_close_of_24_january() -> None:
    window = suppliers().headline
    usable, cars = {}, {}
    for member in window.members:
        count = shares_outstanding(member.security)
        close = snapshot_prices(member.security).closes.loc["2025-01-24"]
        cars[member.security] = member.result.car.value
        if not count.is_proxy:
            usable[member.security] = count.shares * close
    expected = sum(usable[name] * cars[name] for name in usable) / sum(usable.values())
    assert window.caar_by_value == pytest.approx(expected, abs=1e-12)
    unweighted = {weight.security for weight in window.weights if weight.value is None}
    assert unweighted == set(cars) - set(usable) == {"ARM", "CRDO", "ALAB"}


def test_holm_and_benjamini_hochberg_are_those_of_statsmodels() -> None:
    for window in suppliers().windows:
        for name, of_holm, of_bh in (
            ("t", "holm", "benjamini_hochberg"),
            ("sq", "sq_holm", "sq_benjamini_hochberg"),
        ):
            tests = [member.result.test(name) for member in window.members]
            p = [test.p_value for test in tests if isinstance(test, HypothesisTest)]
            for method, field in (("holm", of_holm), ("fdr_bh", of_bh)):
                adjusted = [getattr(member, field) for member in window.members]
                assert adjusted == pytest.approx(list(multipletests(p, method=method)[1]))


def test_max_t_ranks_the_strongest_member_among_the_largest_of_each_placebo_date() -> None:
    study = basket(basket="HYPERSCALER")
    found = study.headline.max_t
    assert isinstance(found, MaxT)
    prices = {name: snapshot_prices(name).total_return_price for name in (*BUYERS, "^GSPC")}
    table = pd.DataFrame(prices).loc["2009":].pct_change(fill_method=None)
    row0 = table.index.get_loc(pd.Timestamp("2025-01-27"))
    drawn = [scars(table.iloc[row - 250 : row + 1].to_numpy()) for row in range(250, row0 - 10)]
    largest = np.array([np.abs(values).max() for values in drawn if np.isfinite(values).all()])
    scar = np.abs([member.result.car.scar for member in study.headline.members])
    assert found.dates == len(largest)
    expected = (1 + np.sum(largest >= scar.max())) / (len(largest) + 1)
    assert found.p_values[np.argmax(scar)] == pytest.approx(expected)
    assert study.headline.members[found.limited_by].security == "META"


def scars(block: np.ndarray) -> np.ndarray:
    """Return the members' SCARs of the last row, the market in the last column, by lstsq."""
    found = np.full(block.shape[1] - 1, np.nan)
    x = block[:, -1]
    for i in range(len(found)):
        y = block[:, i]
        rows = np.flatnonzero(np.isfinite(y[:230]))
        if len(rows) < 100:
            continue
        design = np.column_stack([np.ones(len(rows)), x[rows]])
        theta, squares, *_ = np.linalg.lstsq(design, y[rows], rcond=None)
        star = np.array([1.0, x[-1]])
        factor = 1 + star @ np.linalg.inv(design.T @ design) @ star
        sigma2 = squares[0] / (len(rows) - 2)
        found[i] = (y[-1] - star @ theta) / np.sqrt(sigma2 * factor)
    return found


def test_the_placebo_test_and_max_t_use_the_same_dates_all_before_the_event() -> None:
    for window in suppliers().windows:
        moved = next(test for test in window.placebo if test.name == "placebo")
        assert isinstance(moved, HypothesisTest)
        assert isinstance(window.max_t, MaxT)
        assert moved.facts["placebo_dates"] == window.max_t.dates
        assert window.max_t.last < date(2025, 1, 13)
        assert suppliers().long.tickers[window.max_t.limited_by] == "ALAB"
        assert min(m.max_t for m in window.members if m.max_t) >= window.max_t.floor


def test_the_portfolio_and_the_spread_are_ranked_among_placebo_dates() -> None:
    study = suppliers()
    assert study.spread is not None
    names = [test.name for test in study.headline.placebo]
    assert names == ["placebo", "portfolio_placebo", "portfolio_placebo_volatility_scaled"]
    for test in (*study.headline.placebo[1:], *study.spread.placebo[study.headline.window]):
        assert isinstance(test, HypothesisTest)
        assert test.facts["dates"] > 500
        assert test.p_value == test.floor == 1 / (test.facts["dates"] + 1)


def test_the_headline_is_the_scaled_portfolio_sq_confirmed_by_the_adjusted_bmp() -> None:
    first, second = suppliers().headline.headline
    assert (first.name, second.name) == (
        "portfolio_sq_volatility_scaled",
        "adjusted_bmp_calendar",
    )
    assert suppliers().headline.agreement == AGREEMENT[True, True]
    assert agree(buyers().headline.agreement) is False


def outcome(p_value: float, statistic: float) -> HypothesisTest:
    return HypothesisTest(
        name="x", title="", null="", assumes="", statistic=statistic, p_value=p_value,
        distribution="t",
    )  # fmt: skip


def test_two_tests_agree_only_when_both_reject_in_one_direction_or_neither_does() -> None:
    strong, weak = outcome(0.01, -3), outcome(0.4, -1)
    assert agree(reading(strong, strong)) is True
    assert agree(reading(weak, weak)) is True
    assert agree(reading(strong, weak)) is agree(reading(weak, strong)) is False
    assert reading(strong, weak) != reading(weak, strong)
    assert reading(strong, outcome(0.01, 3)) == OPPOSITE
    assert agree(OPPOSITE) is False
    missing = UnavailableTest(name="x", title="", null="", reason="")
    assert reading(strong, missing) == NO_HEADLINE
    assert agree(NO_HEADLINE) is None


def test_claims_and_confounders_of_the_basket_stand_beside_the_numbers() -> None:
    study = suppliers()
    assert "A3-19" in [claim.id for claim in study.claims]
    assert all(
        {link.about for link in claim.bears_on} & {"GPU_INFRA", "AI_SOFTWARE"}
        for claim in study.claims
    )
    identifiers = [event.id for event in study.confounders]
    assert "fomc-2025-01-29" in identifiers
    assert "crash-2025-01-27" not in identifiers


def test_a_model_with_a_benchmark_for_each_member_is_measured_member_by_member() -> None:
    study = basket(basket="HYPERSCALER", model="market-ex-firm")
    for member in study.headline.members:
        single = run_single(
            study_request(security=member.security, event="2025-01-27", model="market-ex-firm")
        )
        assert member.result.car.value == pytest.approx(single.headline.car.value, abs=1e-12)
    sector = basket(basket="HYPERSCALER", model="market-sector").headline
    assert np.isfinite([member.result.car.value for member in sector.members]).all()


def test_the_calendar_time_alpha_needs_more_sessions_than_parameters() -> None:
    study = basket(basket="HYPERSCALER", windows=("0,0", "-10,10"))
    assert isinstance(study.windows[0].calendar_time.test, UnavailableTest)
    found = study.windows[1].calendar_time
    both = pd.concat([returns(*BUYERS).mean(axis=1), returns("^GSPC")], axis=1).set_axis(
        ["basket", "market"], axis=1
    )
    row0 = both.index.get_loc(pd.Timestamp("2025-01-27"))
    near = both.iloc[row0 - 10 : row0 + 11]
    fit = sm.OLS(near["basket"], sm.add_constant(near["market"])).fit()
    assert found.alpha == pytest.approx(fit.params["const"], abs=1e-12)
    assert found.test.p_value == pytest.approx(fit.pvalues["const"], rel=1e-8)


def test_the_record_is_json_without_missing_numbers_and_echoes_the_conventions() -> None:
    text = json.dumps(basket_record(suppliers()), allow_nan=False)
    record = json.loads(text)
    assert record["estimation"] == [-250, -21]
    assert record["exchange"] == "XNYS"
    assert record["benchmark"] == "^GSPC"
    assert [window["window"] for window in record["windows"]] == [[0, 0], [-1, 5]]
    assert record["caar"] == record["windows"][0]["caar"]
    assert len(record["windows"][1]["aar"]) == 7
    assert {entry["security"] for entry in record["provenance"]} == {
        "^GSPC", *suppliers().long.tickers, *SOFTWARE,
    }  # fmt: skip
    by_name = {test["test"]: test for test in record["tests"]}
    assert by_name["cross_sectional_t"]["true_size"] > 0.2
    assert by_name["portfolio_sq"]["floor"] == 2 / 193
    assert by_name["corrado_rank"]["ceiling"] > 2
    assert by_name["mvrm_f"]["status"] == "unavailable"
    assert record["effective_n"] == pytest.approx(14 / (1 + 13 * record["rbar"]))


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"basket": "GPU"}, DataError, ["GPU", "GPU_INFRA"]),
        ({"against": "NOTHING"}, DataError, ["NOTHING"]),
        ({"members": " , "}, StudyError, ["NVDA,AVGO"]),
        ({"members": "NVDA,NVDAX"}, DataError, ["NVDAX"]),
        ({"members": "NVDA"}, StudyError, ["at least 2", "NVDA"]),
        ({"members": "NVDA,8035.T"}, StudyError, ["Only 1", "8035.T"]),
        ({"basket": "STARGATE", "against": "HYPERSCALER"}, StudyError, ["ORCL, MSFT", "cancel"]),
        ({"against": "EU_SOFTWARE"}, StudyError, ["Only 0", "SAP.DE"]),
        (
            {"basket": "HYPERSCALER", "against": "AI_SOFTWARE", "model": "market-sector"},
            StudyError,
            ["market-sector", "market model"],
        ),
        ({"event": "2025-01-25"}, DataError, ["Saturday", "2025-01-24", "2025-01-27"]),
        ({"windows": ("0,900",)}, StudyError, ["[0, +900]"]),
        ({"model": "magic"}, StudyError, ["magic", "market"]),
        ({"benchmark": "^IXXX"}, DataError, ["^IXXX"]),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_there_is_and_what_to_do(
    changes: dict[str, object], kind: type[Exception], said: list[str]
) -> None:
    with pytest.raises(kind) as refusal:
        basket(**changes)
    for words in said:
        assert words in str(refusal.value)
