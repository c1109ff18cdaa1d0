from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest
from dashboard import cache
from dashboard.studies.basket import run as run_basket
from dashboard.studies.basket_record import basket_record
from dashboard.studies.basket_request import basket_request
from dashboard.studies.comparison import AT_MOST, Comparison, Done, Kind, Refused, compared
from dashboard.studies.record import study_record
from dashboard.studies.request import study_request
from dashboard.studies.single import run
from dashboard.studies.subject import Asked
from data.errors import DataError

CRASH = "crash-2025-01-27"
NAMES = ("AVGO", "9984.T", "basket:HYPERSCALER")


def beside(kind: Kind, *others: str, **asked: Any) -> Comparison:
    asked = {"subject": "NVDA", "event": CRASH} | asked
    return compared(Asked(**asked), kind, others, "0,0", "-10,10", cache.studies({}))


def done(comparison: Comparison) -> dict[str, Done]:
    return {column.label: column for column in comparison.done}


@pytest.mark.parametrize("ticker", ["NVDA", "AVGO", "9984.T"])
def test_each_name_has_the_numbers_that_its_own_study_gives(ticker: str) -> None:
    numbers = done(beside("names", *NAMES))[ticker].numbers
    alone = study_record(run(study_request(security=ticker, event=CRASH)))
    assert numbers.car.value == pytest.approx(alone["car"], abs=1e-15)
    assert numbers.car.raw_return == pytest.approx(alone["raw_return"], abs=1e-15)
    assert numbers.interval == pytest.approx(tuple(alone["interval"]), abs=1e-15)
    assert numbers.car.scar == pytest.approx(alone["t"], abs=1e-12)
    assert isinstance(numbers.sq, HypothesisTest)
    assert (numbers.sq.p_value, numbers.sq.floor) == (alone["sq_p"], alone["sq_floor"])
    assert (numbers.beta, numbers.sigma) == (alone["beta"], alone["sigma"])
    assert (numbers.n, numbers.benchmark) == (alone["n_estimation"], alone["benchmark"])
    assert numbers.session.isoformat() == alone["session"]


def test_names_of_other_markets_are_measured_against_their_own_index() -> None:
    columns = done(beside("names", *NAMES))
    assert columns["NVDA"].numbers.benchmark == "^GSPC"
    assert columns["9984.T"].numbers.benchmark == "^N225"


def test_one_named_benchmark_holds_for_every_name() -> None:
    columns = done(beside("names", "9984.T", benchmark="^N225"))
    assert {column.numbers.benchmark for column in columns.values()} == {"^N225"}


def test_a_basket_beside_a_name_has_the_numbers_of_its_record() -> None:
    numbers = done(beside("names", *NAMES))["basket:HYPERSCALER"].numbers
    alone = basket_record(run_basket(basket_request(basket="HYPERSCALER")))
    tests = {test["test"]: test for test in alone["tests"]}
    assert numbers.car.value == pytest.approx(alone["caar"], abs=1e-15)
    assert numbers.car.scar == pytest.approx(tests["portfolio_t"]["statistic"], rel=1e-12)
    assert numbers.car.raw_return == pytest.approx(
        np.mean([member["raw_return"] for member in alone["members"]]), abs=1e-15
    )
    assert isinstance(numbers.sq, HypothesisTest)
    assert numbers.sq.p_value == tests["portfolio_sq"]["p_value"]
    assert numbers.n == tests["portfolio_t"]["facts"]["rows"]


@pytest.mark.parametrize("model", ["market", "ff3", "mean-adjusted", "garch"])
def test_each_model_has_the_numbers_that_its_own_study_gives(model: str) -> None:
    columns = done(beside("models", "market", "ff3", "mean-adjusted", "garch"))
    numbers = columns[model].numbers
    alone = study_record(run(study_request(security="NVDA", event=CRASH, model=model)))
    assert numbers.model == model
    assert numbers.car.value == pytest.approx(alone["car"], abs=1e-15)
    assert numbers.interval == pytest.approx(tuple(alone["interval"]), abs=1e-15)
    assert (numbers.beta, numbers.sigma) == (alone["beta"], alone["sigma"])


def test_the_chosen_model_is_not_repeated() -> None:
    labels = [column.label for column in beside("models", "market", "ff3").columns]
    assert labels == ["market", "ff3"]


def test_a_path_ends_at_the_sum_of_its_sessions_and_its_window_at_the_number() -> None:
    for column in beside("names", *NAMES).done:
        path = column.path
        assert path.car[-1] == pytest.approx(path.ar.sum(), abs=1e-12)
        assert path.ar[path.tau == 0][0] == pytest.approx(column.numbers.car.value, abs=1e-12)
        assert (path.low < path.car).all()
        assert (path.car < path.high).all()


def test_a_refusal_stands_in_its_column_and_the_others_keep_their_numbers() -> None:
    comparison = beside("names", "NVDAX", "AVGO")
    refused = comparison.columns[1]
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, DataError)
    assert [column.label for column in comparison.done] == ["NVDA", "AVGO"]


def test_a_model_that_is_not_there_is_refused_in_its_column() -> None:
    refused = beside("models", "ff9").columns[1]
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, StudyError)


def test_of_five_the_first_four_are_kept_and_the_fifth_is_named() -> None:
    comparison = beside("names", "AVGO", "TSM", "AMD", "MU")
    assert len(comparison.columns) == AT_MOST
    assert comparison.beyond == ("MU",)


def test_the_same_studies_make_the_same_comparison() -> None:
    first, again = beside("names", *NAMES), beside("names", *NAMES)
    assert first == again
    assert hash(first) == hash(again)
    assert first != beside("names", "AVGO")
