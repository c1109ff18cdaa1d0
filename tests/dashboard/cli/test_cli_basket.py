from __future__ import annotations

import json

from tests.dashboard.cli.command import dashboard


def test_json_is_one_object_on_standard_output_and_nothing_else() -> None:
    done = dashboard(
        "basket", "--members", "NVDA,AVGO,AMD", "--window", "0,0", "--window", "0,1", "--json"
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["basket"] == "NVDA, AVGO, AMD"
    assert [window["window"] for window in record["windows"]] == [[0, 0], [0, 1]]
    assert [member["security"] for member in record["members"]] == ["NVDA", "AVGO", "AMD"]
    assert record["spread"] is None


def test_people_read_the_headline_the_members_the_tests_the_spread_and_the_sources() -> None:
    done = dashboard("basket", "--basket", "SEMI_EQUIP", "--against", "AI_SOFTWARE", "--placebo")
    assert done.returncode == 0, done.stderr
    for words in (
        "Neither test rejects", "CAAR −2.43%", "Left out 8035.T", "max-T", "Holm", "KLAC",
        "SEMI_EQUIP less AI_SOFTWARE", "Placebo dates", "Size at 5%", "not why", "sha256",
        "Not investment advice",
    ):  # fmt: skip
        assert words in done.stdout, words


def test_what_cannot_be_studied_is_said_on_standard_error_with_exit_code_2() -> None:
    done = dashboard("basket", "--members", "NVDA,8035.T")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "8035.T" in done.stderr
    assert "Traceback" not in done.stderr
