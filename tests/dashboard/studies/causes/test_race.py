"""The race of the stories, against the spreads computed by hand."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from dashboard.studies.basket_request import BasketRequest, basket_request
from dashboard.studies.causes.race import Race, SpreadOutcome, race, raced
from data.catalogue import basket, mechanisms
from data.errors import DataError
from data.providers.snapshot import snapshot_prices


@pytest.fixture(scope="module")
def found() -> Race:
    return race(basket_request(event="crash-2025-01-27"))


def _returns(tickers: tuple[str, ...]) -> pd.DataFrame:
    prices = {t: snapshot_prices(t).table["adj_close"].loc["2023-11":] for t in tickers}
    return pd.DataFrame(prices).pct_change(fill_method=None)


def test_a_spread_is_the_dummy_of_a_regression_on_the_index(found: Race) -> None:
    outcome = found.spreads["HYPERSCALER", "NON_AI_CONTROL"]
    assert isinstance(outcome, SpreadOutcome)
    long, short = (_returns(basket(name).tickers) for name in ("HYPERSCALER", "NON_AI_CONTROL"))
    spread = long.mean(axis=1) - short.mean(axis=1)
    market = _returns(("^GSPC",))["^GSPC"]
    zero = spread.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = [*range(zero - 250, zero - 20), zero]
    dummy = np.r_[np.zeros(230), 1.0]
    design = np.column_stack((np.ones(231), market.iloc[rows], dummy))
    fit = sm.OLS(spread.iloc[rows].to_numpy(), design).fit()
    assert outcome.car == pytest.approx(fit.params[2], rel=1e-8)
    assert outcome.interval == pytest.approx(tuple(fit.conf_int()[2]), rel=1e-6)


def test_the_p_values_are_adjusted_over_different_spreads_once_each(found: Race) -> None:
    outcomes = [entry for entry in found.spreads.values() if isinstance(entry, SpreadOutcome)]
    once = {frozenset((entry.long, entry.short)): entry for entry in outcomes}
    assert len(once) < len(outcomes)
    expected = multipletests([entry.p_value for entry in once.values()], method="fdr_bh")[1]
    for entry, adjusted in zip(once.values(), expected, strict=True):
        assert entry.adjusted == pytest.approx(adjusted)


def test_a_verdict_needs_a_small_p_and_the_sign_decides(found: Race) -> None:
    for story in found.mechanisms:
        for prediction in story.predictions:
            entry = found.spreads[prediction.long, prediction.short]
            assert isinstance(entry, SpreadOutcome)
            verdict = found.verdict(prediction)
            if entry.adjusted > 0.05:
                assert verdict == "undecided"
            else:
                right = (entry.car > 0) == (prediction.sign == "up")
                assert verdict == ("agrees" if right else "contradicts")
        assert sum(found.counts(story).values()) == len(story.predictions)


def test_sellers_fell_against_all_others_and_demand_stays_is_contradicted(found: Race) -> None:
    counts = {story.id: found.counts(story) for story in found.mechanisms}
    assert counts["fewer-chips"]["agrees"] == 3
    assert counts["demand-stays"]["contradicts"] == 2
    assert counts["bubble-bursts"]["undecided"] >= 1


def test_every_basket_of_a_story_is_raced() -> None:
    assert set(raced()) == {
        s for m in mechanisms() for p in m.predictions for s in (p.long, p.short)
    }


def test_progress_counts_the_spreads_and_refusals_stand_in_their_place() -> None:
    told: list[tuple[int, int]] = []

    def refuse(request: BasketRequest) -> NoReturn:
        raise DataError("Asked.", "Found.", "Do.")

    found = race(
        basket_request(event="crash-2025-01-27"),
        refuse,
        lambda done, total: told.append((done, total)),
    )
    assert told == [(i, len(found.spreads)) for i in range(len(found.spreads))]
    assert {found.verdict(p) for m in found.mechanisms for p in m.predictions} == {"not tested"}
