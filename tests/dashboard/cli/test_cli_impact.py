from __future__ import annotations

import json

import pytest

from tests.dashboard.cli.command import dashboard


def test_the_documented_command_prints_one_json_object() -> None:
    done = dashboard("impact", "--security", "NVDA", "--event", "2025-01-27", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["parts"]["money"]["change"] == pytest.approx(24_489_000_000 * (118.42 - 142.62))
    assert record["recovery"]["back"]["day"] == "2025-06-09"
    assert len(record["names"]["members"]) == 14
    assert {entry["security"] for entry in record["parts"]["provenance"]} == {"NVDA", "^GSPC"}


def test_without_json_people_read_the_sentences_of_the_page() -> None:
    done = dashboard("impact", "--security", "NVDA", "--event", "2025-01-27")
    assert done.returncode == 0, done.stderr
    for words in ("−8.7% is its own", "9 Jun 2025", "13 were wholly back", "investment advice"):
        assert words in done.stdout


@pytest.mark.parametrize("arguments", [["--security", "NVDAX"], ["--later", "0,5"]])
def test_an_error_is_one_message_on_standard_error_with_exit_code_2(arguments: list[str]) -> None:
    done = dashboard("impact", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "asked for" in done.stderr
    assert "Traceback" not in done.stderr
