from __future__ import annotations

import json

import pytest

from dashboard.studies import single
from dashboard.studies.request import study_request
from tests.dashboard.cli.command import dashboard

DOCUMENTED = ("firmness", "--security", "NVDA", "--event", "2025-01-27", "--json")


def test_the_documented_command_prints_the_numbers_of_the_page_as_one_object() -> None:
    done = dashboard(*DOCUMENTED)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["specifications"]["count"] == 2025
    assert record["place"]["rank"] == 9
    assert record["place"]["dates"] == 6777
    parts = record["benchmark"]
    assert parts["index_return"] == pytest.approx(parts["contributions"] + parts["residual"])
    one = single.run(study_request(security="NVDA", event="2025-01-27")).result.headline
    chosen = record["specifications"]["chosen"]
    assert chosen["car"] == pytest.approx(one.car.value, rel=1e-10)
    assert {test["verdict"] for test in record["tests"]["tests"]} >= {"trust"}


def test_the_command_prints_sentences_for_people() -> None:
    done = dashboard("firmness", "--one-window", "--scaled", "--basket", "AI_POWER")
    assert done.returncode == 0, done.stderr
    assert "225 specifications" in done.stdout
    assert "is number 3 from the bottom" in done.stdout
    assert "Not investment advice." in done.stdout


def test_a_mistake_is_one_sentence_with_exit_code_2() -> None:
    done = dashboard("firmness", "--security", "NVDAX")
    assert done.returncode == 2
    assert "NVDAX" in done.stderr
    assert "Traceback" not in done.stderr
