from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from analysis.errors import StudyError
from dashboard.studies.impact.parts import security_parts
from dashboard.studies.impact.record import impact_record
from dashboard.studies.impact.recovery import security_recovery
from dashboard.studies.impact.request import GROUP, ImpactRequest, impact_request, kept
from data.catalogue import basket
from data.errors import DataError
from data.providers.snapshot import snapshot_prices

EVENT = "crash-2025-01-27"


def test_a_basket_as_the_subject_is_the_group_and_its_first_member_the_security() -> None:
    request = impact_request(subject="basket:AI_POWER", event=EVENT)
    assert request.names == basket("AI_POWER").tickers
    assert request.study.security == request.names[0]
    named = impact_request(subject="AVGO,NVDA,AVGO", event=EVENT)
    assert (named.names, named.study.security) == (("AVGO", "NVDA"), "AVGO")


def test_without_a_group_the_names_are_the_builders_of_ai_computing() -> None:
    assert ImpactRequest().names == impact_request(subject="NVDA", event=EVENT).names
    assert impact_request(subject="NVDA", event=EVENT).group == GROUP


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"price": "open"}, "no prices of that name"),
        ({"later": "0,5"}, "holds the first day"),
        ({"later": "x"}, "not two whole numbers"),
        ({"after": 0}, "Between 1 and 250"),
        ({"after": 251}, "Between 1 and 250"),
        ({"group": " , "}, "names no security"),
    ],
)
def test_what_means_nothing_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(StudyError, match=said):
        impact_request(subject="NVDA", event=EVENT, **changes)


def test_an_unknown_basket_is_refused() -> None:
    with pytest.raises(DataError, match="NONE"):
        impact_request(subject="basket:NONE", event=EVENT)


def test_an_answer_is_kept_and_so_is_a_refusal() -> None:
    request = impact_request(subject="NVDA", event=EVENT)
    assert kept(security_parts, request) is kept(security_parts, request)
    refused = impact_request(subject="RSP", event=EVENT)
    caught = []
    for _ in range(2):
        with pytest.raises(StudyError) as refusal:
            kept(security_parts, refused)
        caught.append(refusal.value)
    assert caught[0] is caught[1]


def test_an_upload_is_studied_and_not_kept() -> None:
    mine = replace(snapshot_prices("NVDA"), security="MINE")
    request = impact_request(subject="MINE", event=EVENT, benchmark="^IXIC")
    first, _ = kept(security_recovery, request, {"MINE": mine})
    again, _ = kept(security_recovery, request, {"MINE": mine})
    assert first is not again
    assert str(first.recovery.regained.day) == "2025-06-09"


def test_the_record_holds_every_section_and_only_numbers_that_json_knows() -> None:
    record = impact_record(impact_request(subject="NVDA", event=EVENT))
    sections = ["parts", "names", "recovery", "names_recovery", "reversal", "volume", "volatility"]
    assert [name for name in sections if "reason" in record[name]] == []
    json.dumps(record, allow_nan=False)
    own = record["parts"]["own"]
    assert own["interval"][0] < own["value"] < own["interval"][1]
    total = sum(record["parts"][name]["value"] for name in ("market", "sector", "own"))
    assert total == pytest.approx(record["parts"]["return"], abs=1e-12)
    assert record["recovery"]["back"] == {
        "sessions": 92,
        "day": "2025-06-09",
        "followed_to": "2025-12-31",
    }


def test_what_cannot_be_had_stands_in_the_record_with_its_reason() -> None:
    record = impact_record(impact_request(subject="XOM", event=EVENT, group="RSP,DIA"))
    assert "no close" in record["recovery"]["reason"]
    assert "sector" in record["names"]["reason"]
    assert record["volatility"]["sessions"] == 20
