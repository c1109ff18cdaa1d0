from __future__ import annotations

import json
import shlex

import pytest

from tests.dashboard.cli.command import dashboard

DOCUMENTED = shlex.split(
    "study --security NVDA --event 2025-01-27 --benchmark ^IXIC --model market "
    "--estimation -250,-21 --window 0,0 --returns simple"
)
FIELDS = shlex.split(
    "security event session benchmark model returns n_estimation alpha beta sigma raw_return car "
    "car_se t df p sq_p sq_floor interval provenance"
)


def test_the_documented_command_prints_one_json_object_with_every_field() -> None:
    done = dashboard(*DOCUMENTED, "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [field for field in FIELDS if field not in record] == []
    assert round(record["raw_return"], 4) == -0.1697
    assert record["session"] == "2025-01-27"
    assert record["n_estimation"] == 230
    assert record["df"] == 228
    assert record["sq_floor"] == pytest.approx(2 / 231)
    assert record["interval"][0] < record["car"] < record["interval"][1]
    assert {entry["security"] for entry in record["provenance"]} == {"NVDA", "^IXIC"}


def test_without_json_people_read_the_move_the_tests_and_the_sources() -> None:
    done = dashboard(*DOCUMENTED)
    assert done.returncode == 0, done.stderr
    for words in ("−16.97%", "Null", "sha256", "SQ test", "A3-13", "Not investment advice"):
        assert words in done.stdout


def test_several_windows_give_several_results_and_the_first_is_the_headline() -> None:
    done = dashboard("study", "--window", "0,1", "--window", "0,0", "--json")
    record = json.loads(done.stdout)
    assert [window["window"] for window in record["windows"]] == [[0, 1], [0, 0]]
    assert record["car"] == record["windows"][0]["car"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--event", "2025-01-25"],
        ["--event", "2031-03-03"],
        ["--security", "NVDAX"],
        ["--estimation", "-20,5", "--window", "0,5"],
        ["--model", "magic"],
        ["--level", "95"],
    ],
)
def test_an_error_is_one_message_on_standard_error_with_exit_code_2(arguments: list[str]) -> None:
    done = dashboard("study", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "asked for" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
