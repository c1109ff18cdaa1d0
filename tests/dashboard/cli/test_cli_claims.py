from __future__ import annotations

import json
from typing import Any

import pytest

from data.catalogue.plan import plan_hash, the_plan
from tests.dashboard.cli.command import dashboard

FIELDS = [
    *("id", "article", "testable", "verdict", "fact_check", "measure", "estimate", "interval"),
    *("p", "p_adjusted", "firmness", "plan_hash", "tests"),
]


@pytest.fixture(scope="module")
def listed() -> list[dict[str, Any]]:
    done = dashboard("claims", "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_every_claim_is_listed_with_every_field(listed: list[dict[str, Any]]) -> None:
    assert len(listed) == 106
    for record in listed:
        assert [field for field in FIELDS if field not in record] == []
        assert record["plan_hash"] == plan_hash(the_plan())


def test_known_claims_have_their_known_numbers(listed: list[dict[str, Any]]) -> None:
    by_id = {record["id"]: record for record in listed}
    assert round(by_id["A3-13"]["estimate"], 4) == -0.1697
    assert by_id["A3-13"]["verdict"] == "supported"
    assert by_id["A3-06"]["fact_check"] == "wrong"
    assert by_id["A3-19"]["tests"][0]["facts"]["recovered_on"] == "2025-02-14"
    assert by_id["A0-02"]["verdict"] == "not testable"
    assert by_id["A0-02"]["why_not_testable"]["ja"]


def test_filters_narrow_the_list(listed: list[dict[str, Any]]) -> None:
    done = dashboard("claims", "--article", "a3", "--verdict", "supported", "--json")
    found = [record["id"] for record in json.loads(done.stdout)]
    assert found == [
        record["id"]
        for record in listed
        if record["article"] == "A3" and record["verdict"] == "supported"
    ]
    assert "A3-13" in found


def test_one_claim_comes_with_its_evidence() -> None:
    record = json.loads(dashboard("claims", "--claim", "A3-13", "--json").stdout)
    assert record["id"] == "A3-13"
    assert len(record["provenance"]["NVDA"]["sha256"].split(",")[0]) == 64
    assert "2025-01-27" in record["series"]["nvda-raw"]["dates"]


def test_people_read_verdict_record_and_plan() -> None:
    done = dashboard("claims", "--claim", "A3-13")
    assert done.returncode == 0, done.stderr
    for words in ("−16.97%", "supported", "right", "589", "sha256", "Not investment advice"):
        assert words in done.stdout
    table = dashboard("claims", "--article", "A4")
    assert "A4-18" in table.stdout
    assert "18 claims" in table.stdout


@pytest.mark.parametrize("arguments", [["--claim", "A9-99"], ["--article", "A7"]])
def test_an_unknown_name_is_one_message_and_exit_code_2(arguments: list[str]) -> None:
    done = dashboard("claims", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "asked for" in done.stderr
