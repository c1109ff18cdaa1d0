from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.errors import StudyError
from analysis.significance.true_size import true_size
from analysis.study import EventStudyResult
from dashboard.studies import basket, single
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import study_request
from dashboard.studies.robustness import contamination, placebo, specifications, tests
from dashboard.studies.robustness.contamination import CAP, EX_AI, EX_FIRM, shocked_names
from dashboard.studies.robustness.record import Answers, firmness_record
from dashboard.studies.robustness.specifications import CurveRequest

CRASH = "crash-2025-01-27"


def study(security: str = "NVDA", **further: Any) -> single.Study:
    return single.run(study_request(security=security, event=CRASH, **further))


def test_the_days_that_fell_farther_are_named_with_what_the_catalogue_knows() -> None:
    found = placebo.run(study(), "return", scaled=False)
    assert found.others.rank == 9
    assert [str(day.session) for day in found.worse[:2]] == ["2004-08-06", "2002-07-31"]
    assert all(day.events == () for day in found.worse)
    assert len(found.sources) == 1
    later = placebo.run(
        single.run(study_request(security="NVDA", event="2025-01-31")), "return", scaled=False
    )
    known = {str(day.session): day.events for day in later.worse}
    assert later.others.rank > len(known) == placebo.SHOWN
    assert len(placebo.run(study(), "abnormal", scaled=True).sources) == 2


def test_a_day_that_the_catalogue_knows_carries_its_event() -> None:
    other = single.run(study_request(security="VST", event="2025-02-27"))
    found = placebo.run(other, "return", scaled=False)
    crash = [day for day in found.worse if str(day.session) == "2025-01-27"]
    assert len(crash) == 1
    assert CRASH in {event.id for event in crash[0].events}


def test_a_slow_model_and_an_unknown_measure_are_refused() -> None:
    with pytest.raises(StudyError, match="would take minutes"):
        placebo.run(study(model="huber"), "abnormal", scaled=False)
    with pytest.raises(StudyError, match="none of that name"):
        placebo.run(study(), "{x}", scaled=False)


def test_the_security_without_the_firm_is_the_explorers_model_without_the_firm() -> None:
    request = study_request(security="NVDA", event=CRASH)
    found = {entry.benchmark: entry.result for entry in contamination.run(request).against}
    plain, rest = found[CAP], found[EX_FIRM]
    assert isinstance(plain, EventStudyResult)
    assert isinstance(rest, EventStudyResult)
    assert plain.headline.car.value == pytest.approx(study().headline.car.value, rel=1e-10)
    ex_firm = study(model="market-ex-firm").headline
    assert rest.headline.car.value == pytest.approx(ex_firm.car.value, rel=1e-6)
    without = found[EX_AI]
    assert isinstance(without, EventStudyResult)
    assert without.headline.car.value < rest.headline.car.value < plain.headline.car.value


def test_hyperscalers_are_added_to_the_ai_names_on_request() -> None:
    few, many = shocked_names("infrastructure"), shocked_names("hyperscalers")
    assert set(many) - set(few) == {"MSFT", "GOOGL", "AMZN", "META", "ORCL"}
    assert "NVDA" in few
    with pytest.raises(StudyError, match="none of that name"):
        shocked_names("all")


def test_a_firm_outside_the_index_and_an_exchange_outside_new_york_say_why() -> None:
    arm = contamination.run(study_request(security="ARM", event=CRASH))
    reasons = {e.benchmark: e.result for e in arm.against}
    assert isinstance(reasons[EX_FIRM], StudyError)
    assert isinstance(reasons[CAP], EventStudyResult)
    with pytest.raises(StudyError, match="New York"):
        contamination.run(study_request(security="9984.T", event=CRASH))


def test_the_tests_of_a_basket_are_judged_at_its_own_correlation() -> None:
    done = basket.run(basket_request(basket="GPU_INFRA"))
    found = tests.run(done)
    correlation = done.headline.correlation
    assert found.correlation == correlation
    for entry in found.judged:
        known = true_size(entry.test.name, correlation)
        if known is not None:
            assert entry.size == known
    assert sum(map(len, found.by_tier.values())) == sum(e.tier is not None for e in found.judged)


def test_the_record_is_json_and_says_why_where_a_part_is_missing() -> None:
    request = study_request(security="9984.T", event=CRASH)
    try:
        contamination.run(request)
    except StudyError as error:
        missing = error
    answers = Answers(
        curve=specifications.run(CurveRequest(request, one_window=True)),
        place=placebo.run(single.run(request), "return", scaled=True),
        benchmark=missing,
        tests=tests.run(basket.run(basket_request(basket="AI_POWER"))),
    )
    record = json.loads(json.dumps(firmness_record(answers, every=True), allow_nan=False))
    assert record["benchmark"]["status"] == "unavailable"
    assert len(record["specifications"]["estimates"]) == record["specifications"]["count"]
    assert record["tests"]["basket"] == "AI_POWER"
    assert record["place"]["scaled"] is True
