from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.basket import Pair, run_pair
from dashboard.studies.basket_request import basket_request
from dashboard.studies.causes.race import Race, SpreadOutcome, race
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import said
from dashboard.studies.explanations.spread import race_explanations, spread_explanations
from data.catalogue import basket
from data.providers.snapshot import snapshot_prices

LONG, SHORT = "HYPERSCALER", "NON_AI_CONTROL"
ABNORMAL, INTERVAL, RANKED, T, ERROR, RAW = range(6)


@cache
def pair(window: str = "0,0", **changes: str) -> Pair:
    asked = basket_request(
        basket=LONG,
        against=SHORT,
        windows=(window,),
        **changes,  # type: ignore[arg-type]  # of several types, each as the request takes it
    )
    return run_pair(asked)


@cache
def raced() -> Race:
    return race(basket_request(event="crash-2025-01-27"))


@pytest.mark.parametrize(
    ("window", "changes"),
    [
        ("0,0", {}),
        ("-1,4", {}),
        ("0,1", {"returns": "log", "estimation": "-120,-21"}),
        ("0,1", {"model": "market-adjusted"}),
        ("0,0", {"model": "mean-adjusted"}),
        ("0,0", {"model": "capm"}),
        ("0,0", {"model": "ff3"}),
        ("0,0", {"model": "huber"}),
        ("0,1", {"model": "garch"}),
    ],
)
def test_the_code_of_every_number_of_a_spread_prints_it(
    window: str, changes: dict[str, str], prints_its_number, can_be_said, ends_with_its_number
) -> None:
    found = spread_explanations(pair(window, **changes))
    assert len(found) >= 5
    for explanation in found:
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


def test_its_numbers_are_those_on_the_screen() -> None:
    study = pair("0,1")
    found, window = spread_explanations(study), study.spread.result.headline
    assert found[ABNORMAL].value == pytest.approx(window.car.value, abs=1e-14)
    assert (found[INTERVAL].value, found[INTERVAL].upper) == window.interval
    assert found[RANKED].value == window.test("sq_volatility_scaled").p_value
    assert found[T].value == window.test("t").p_value
    assert found[RAW].value == study.spread.raw_return(window)


def test_spreads_are_called_by_the_catalogues_names_in_the_language_of_the_page() -> None:
    long, short = basket(LONG).name, basket(SHORT).name
    raw = spread_explanations(pair())[RAW]
    assert said(raw.title, raw.facts, ENGLISH) == f"Return of {long.en} − {short.en}"
    assert f"{long.ja} − {short.ja}" in said(raw.title, raw.facts, JAPANESE)
    *_, adjusted = race_explanations(raced(), LONG, SHORT)
    assert f"{long.ja} − {short.ja}" in [name.ja for name in adjusted.rows[columns.TESTED]]


def test_a_side_put_together_by_hand_is_called_by_what_was_asked() -> None:
    asked = basket_request(basket="", members="MSFT,AMZN", against=SHORT)
    raw = spread_explanations(run_pair(asked))[RAW]
    assert said(raw.title, raw.facts, ENGLISH).endswith(f" − {basket(SHORT).name.en}")
    assert "MSFT" in said(raw.title, raw.facts, ENGLISH)


def test_its_rows_are_the_members_mean_returns_and_give_the_dummy_of_a_regression() -> None:
    found = spread_explanations(pair())
    sides = []
    for name in (LONG, SHORT):
        tables = {ticker: snapshot_prices(ticker).table for ticker in basket(name).tickers}
        prices = pd.DataFrame(
            {t: table["adj_close"].loc["2023-11":] for t, table in tables.items()}
        )
        sides.append(prices.pct_change(fill_method=None).mean(axis=1))
    rows = found[ABNORMAL].rows
    days = pd.DatetimeIndex(rows[columns.DATE])
    for side, column in zip(sides, (columns.LONG, columns.SHORT), strict=True):
        assert rows[column].to_numpy() == pytest.approx(side.loc[days].to_numpy(), abs=1e-12)
    dummy = (rows[columns.ROLE] == columns.EVENT).to_numpy(dtype=float)
    design = np.column_stack((np.ones(len(rows)), rows[columns.MARKET], dummy))
    fit = sm.OLS((rows[columns.LONG] - rows[columns.SHORT]).to_numpy(), design).fit()
    assert found[ABNORMAL].value == pytest.approx(fit.params[2], rel=1e-8)
    assert found[ERROR].value == pytest.approx(fit.bse[2], rel=1e-8)
    bounds = (found[INTERVAL].value, found[INTERVAL].upper)
    assert bounds == pytest.approx(tuple(fit.conf_int()[2]), rel=1e-6)
    assert found[T].value == pytest.approx(fit.pvalues[2], rel=1e-6)


def test_the_members_in_the_rows_give_what_the_position_earned() -> None:
    found = spread_explanations(pair("0,3"))[RAW]
    members = [list(basket(name).tickers) for name in (LONG, SHORT)]
    long, short = (found.rows[names].mean(axis=1) for names in members)
    assert np.prod(1 + long - short) - 1 == pytest.approx(found.value, abs=1e-12)
    assert len(found.rows) == 4


def test_the_rows_of_the_race_give_each_adjusted_p_value() -> None:
    outcomes = [entry for entry in raced().spreads.values() if isinstance(entry, SpreadOutcome)]
    assert len(outcomes) > 5
    for entry in outcomes:
        abnormal, bounds, ranked, adjusted = race_explanations(raced(), entry.long, entry.short)
        assert abnormal.value == pytest.approx(entry.car, abs=1e-14)
        assert (bounds.value, bounds.upper) == entry.interval
        assert ranked.value == entry.p_value
        assert adjusted.value == pytest.approx(entry.adjusted, abs=1e-12)
        rows = adjusted.rows
        assert entry.p_value in list(rows[columns.P])
        expected = multipletests(rows[columns.P], method="fdr_bh")[1]
        assert rows[columns.ADJUSTED].to_numpy() == pytest.approx(expected, abs=1e-12)


def test_the_code_of_the_race_prints_its_numbers(
    prints_its_number, can_be_said, ends_with_its_number, is_written_as_the_project_is
) -> None:
    outcomes = [entry for entry in raced().spreads.values() if isinstance(entry, SpreadOutcome)]
    (_, _, _, first), (_, _, _, last) = (
        race_explanations(raced(), entry.long, entry.short) for entry in (outcomes[0], outcomes[-1])
    )
    for found in (first, last):
        prints_its_number(found)
        can_be_said(found)
        ends_with_its_number(found)
    is_written_as_the_project_is([first, *spread_explanations(pair("-1,4", model="ff3"))])
