from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import statsmodels.api as sm

from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.agreement import RETURNS, WITHOUT_MEMBERS, agreement
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.ledger import HypothesisOutcome, findings, ledger
from dashboard.studies.ledger.paths import fact_price, other_price

MODEL, BENCHMARK, ESTIMATION, _, KIND = columns.CHOICES


@cache
def outcomes() -> dict[str, HypothesisOutcome]:
    return {test.hypothesis.id: test for entry in ledger().entries for test in entry.tests}


@cache
def explained(name: str) -> Explanation | None:
    found = agreement(outcomes()[name], findings())
    return found[0] if found else None


def one_of_each_measure() -> list[str]:
    first = {}
    for name, test in outcomes().items():
        if test.firmness is not None:
            first.setdefault(test.hypothesis.measure, name)
    return sorted(first.values())


def test_every_count_of_specifications_on_the_page_is_explained() -> None:
    count = 0
    for name, test in outcomes().items():
        found = explained(name)
        assert (found is None) == (test.firmness is None), name
        if found is None:
            continue
        assert found.value == test.firmness.same / test.firmness.total
        count += 1
    assert count > 60


def test_the_classes_in_the_rows_give_the_count() -> None:
    for name, test in outcomes().items():
        found = explained(name)
        if found is None:
            continue
        classes = found.rows[columns.CLASS]
        assert len(classes) == test.firmness.total, name
        assert (classes == test.firmness.outcome).sum() == test.firmness.same, name
        if columns.P_FOR not in found.rows:
            continue
        with_p = found.rows.astype({columns.P_FOR: float, columns.P_AGAINST: float})
        passes = with_p[columns.P_FOR] <= 0.05
        fails = with_p[columns.P_AGAINST] <= 0.05
        by_hand = np.select([passes, fails], ["supported", "contradicted"], "inconclusive")
        assert list(classes) == list(by_hand), name


def test_the_code_of_one_count_of_each_kind_prints_it(
    prints_its_number, can_be_said, ends_with_its_number, is_written_as_the_project_is
) -> None:
    names = [*one_of_each_measure(), "gpu-recovers", "gpu-below-control"]
    found = [each for name in names if (each := explained(name)) is not None]
    assert len(found) > 12
    for explanation in found:
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)
    is_written_as_the_project_is(found)


def test_an_estimate_of_the_grid_is_that_of_a_regression_with_its_choices() -> None:
    test, found = outcomes()["nvda-falls"], explained("nvda-falls")
    assert found is not None
    shelf = findings().shelf
    market = found.rows[found.rows[MODEL] == "Market model"]
    plain = market[market[BENCHMARK] != WITHOUT_MEMBERS]
    assert len(plain) == 18
    for _, row in plain.iterrows():
        tables = [shelf.history(name).total_return_price for name in ("NVDA", row[BENCHMARK])]
        own, other = (prices.pct_change(fill_method=None) for prices in tables)
        if row[KIND] == RETURNS["log"]:
            own, other = np.log1p(own), np.log1p(other)
        place = own.index.get_loc(str(test.session))
        first, last = (int(text) for text in row[ESTIMATION].strip("[]").split(", "))
        rows = slice(place + first, place + last + 1)
        past = other.reindex(own.index).iloc[rows]
        fit = sm.OLS(own.iloc[rows].to_numpy(), sm.add_constant(past.to_numpy())).fit()
        expected = fit.params[0] + fit.params[1] * other[own.index[place]]
        assert own.iloc[place] - expected == pytest.approx(row[columns.ESTIMATE], abs=1e-12)


def test_a_path_is_tried_on_the_prices_that_the_plan_does_not_take() -> None:
    for name in ("nvda-recovers", "gpu-recovers", "gpu-new-high"):
        case, found = findings().cases[name], explained(name)
        assert found is not None
        assert {fact_price(case), other_price(case)} == {"close", "total_return"}
        assert found.rows[columns.PRICES].nunique() == 2
    (basket,) = (explained("gpu-new-high"),)
    assert basket is not None
    assert basket.rows[columns.FALL].nunique() == 2
