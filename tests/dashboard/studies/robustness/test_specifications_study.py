from __future__ import annotations

import random
from typing import Any

import pytest

from analysis.errors import StudyError
from analysis.robustness.specification import NO_BENCHMARK
from analysis.significance.result import HypothesisTest
from dashboard.studies import single
from dashboard.studies.request import study_request
from dashboard.studies.robustness import done
from dashboard.studies.robustness.series import (
    EX_FIRM,
    NON_AI,
    SECTOR,
    explorer_parameters,
    non_ai_members,
)
from dashboard.studies.robustness.specifications import CurveRequest, Firmness, run
from dashboard.studies.sources import loader
from data.errors import DataError

CRASH = "crash-2025-01-27"
SEED = 20250127


def asked(security: str = "NVDA", window: str = "0,0", **further: Any) -> CurveRequest:
    flags = {name: bool(further.pop(name, "")) for name in ("one_window", "slow")}
    request = study_request(security=security, event=CRASH, windows=(window,), **further)
    return CurveRequest(request, **flags)


@pytest.fixture(scope="module")
def nvidia() -> Firmness:
    return run(asked())


def test_some_two_thousand_specifications_of_nvidias_crash_have_an_estimate(
    nvidia: Firmness,
) -> None:
    assert len(nvidia.curve) == 2025
    assert len(set(nvidia.curve.specifications)) == 2025
    assert nvidia.curve.median < -0.05
    assert nvidia.curve.share_same_sign > 0.95
    first = nvidia.joint[0]
    assert isinstance(first, HypothesisTest)
    assert first.floor == 1 / (len(nvidia.moved.sessions) + 1)


def test_an_estimate_is_what_the_explorer_shows_for_the_same_choices(nvidia: Firmness) -> None:
    openable = [
        (i, parameters)
        for i, specification in enumerate(nvidia.curve.specifications)
        if (parameters := explorer_parameters(specification)) is not None
    ]
    assert len(openable) > 1000
    for place, parameters in random.Random(SEED).sample(openable, 40):
        choices: dict[str, Any] = parameters | {"security": "NVDA", "event": CRASH}
        window = choices.pop("window")
        result = single.run(study_request(**choices, windows=(window,))).result.headline
        assert nvidia.curve.car[place] == pytest.approx(result.car.value, rel=1e-10, abs=1e-13)
        interval = (nvidia.curve.low[place], nvidia.curve.high[place])
        assert interval == pytest.approx(result.interval, rel=1e-10, abs=1e-13)


def test_the_same_choices_stand_at_their_place(nvidia: Firmness) -> None:
    place = nvidia.chosen_place
    assert place is not None
    one = single.run(study_request(security="NVDA", event=CRASH)).result.headline
    assert nvidia.curve.car[place] == pytest.approx(one.car.value, rel=1e-10)


@pytest.mark.parametrize(
    ("choice", "key"),
    [
        ({"model": "market-ex-firm"}, ("market", EX_FIRM)),
        ({"benchmark": "^GSPC"}, ("market", "cap")),
        ({"benchmark": "QQQ"}, ("market", "QQQ")),
        ({"model": "ff3", "benchmark": "RSP"}, ("ff3", NO_BENCHMARK)),
        ({"model": "huber"}, ("huber", "cap")),
        ({"window": "0,7"}, ("market", "cap")),
    ],
)
def test_the_readers_own_choice_is_in_the_curve_even_where_the_grid_lacks_it(
    choice: dict[str, str], key: tuple[str, str]
) -> None:
    request = asked(**choice)
    firm = done.firmness(request, loader("snapshot"))
    assert (firm.chosen.model, firm.chosen.benchmark) == key
    place = firm.chosen_place
    assert place is not None
    one = single.run(request.study).result.headline
    assert firm.curve.car[place] == pytest.approx(one.car.value, rel=1e-10)


def test_one_window_keeps_to_the_chosen_one_and_slow_adds_the_other_models() -> None:
    firm = run(asked(window="0,1", one_window="yes", slow="yes"))
    assert {str(s.window) for s in firm.curve.specifications} == {"[0, +1]"}
    models = {s.model for s in firm.curve.specifications}
    assert {"garch", "huber", "lad", "dimson", "scholes-williams", "ff5"} <= models
    assert firm.moved.specifications < len(firm.curve)


def test_every_specification_without_an_estimate_has_its_reason() -> None:
    firm = run(asked("9984.T"))
    assert len(firm.curve) + len(firm.refused) == 2520
    said = {specification: str(error) for specification, error in firm.refused}
    for specification, words in said.items():
        if specification.benchmark == EX_FIRM:
            assert "without 9984.T" in words
    assert sum(map(len, firm.reasons.values())) == len(firm.refused)
    assert len(firm.reasons) < 20


@pytest.mark.parametrize("subject", ["basket:GPU_INFRA", "NVDA,AMD"])
def test_a_basket_is_refused_with_a_remedy(subject: str) -> None:
    request = CurveRequest(study_request(security="NVDA", event=CRASH))
    object.__setattr__(request.study, "security", subject)
    with pytest.raises(StudyError, match="Choose one security"):
        run(request)


def test_what_cannot_be_loaded_or_dated_is_refused() -> None:
    with pytest.raises(DataError, match="NVDAX"):
        run(asked("NVDAX"))
    with pytest.raises(StudyError, match="No index is catalogued"):
        run(asked("^GSPC"))


def test_the_control_shares_leave_out_the_funds_and_the_firm_itself() -> None:
    assert "RSP" not in non_ai_members("NVDA")
    assert "DIA" not in non_ai_members("NVDA")
    assert "KO" in non_ai_members("NVDA")
    assert "KO" not in non_ai_members("KO")


def test_a_made_benchmark_has_no_link_and_others_name_every_choice(nvidia: Firmness) -> None:
    for specification in nvidia.curve.specifications:
        parameters = explorer_parameters(specification)
        made = specification.benchmark in (SECTOR, NON_AI) or (
            specification.benchmark == EX_FIRM and specification.model != "market"
        )
        assert (parameters is None) == made
        if parameters is not None:
            assert set(parameters) == {"model", "benchmark", "estimation", "window", "returns"}


def test_a_curve_is_measured_once_and_a_broken_off_one_leaves_nothing() -> None:
    class LeftError(Exception):
        pass

    def leave(_what: str, _done: int, _total: int) -> None:
        raise LeftError

    request, load = asked("AMD"), loader("snapshot")
    with pytest.raises(LeftError):
        done.firmness(request, load, leave)
    first = done.firmness(request, load)
    assert done.firmness(request, load, leave) is first
