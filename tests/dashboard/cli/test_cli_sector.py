from __future__ import annotations

import json

from dashboard.studies.sector import kept
from dashboard.studies.sector.request import sector_request
from tests.dashboard.cli.command import dashboard


def test_json_holds_the_numbers_of_the_page() -> None:
    done = dashboard("sector", "--names", "GPU_INFRA", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    asked = kept.asked(sector_request(names="GPU_INFRA"))
    moves = {move.security: move.car for move in kept.names(asked).moves}
    assert {move["security"]: move["car"] for move in record["moves"]} == moves
    assert (record["sp500"]["rose"], record["sp500"]["fell"]) == (351, 152)
    assert record["money"]["lost"] == kept.money(asked).lost
    caar = {move.basket: move.window.caar for move in kept.groups(asked).moves}
    assert {basket["basket"]: basket["caar"] for basket in record["baskets"]} == caar


def test_what_cannot_be_measured_has_its_reason_in_the_record() -> None:
    done = dashboard("sector", "--names", "asia-listing", "--event", "2023-03-01", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert "embedded prices reach" in record["sp500"]["reason"]
    assert all(entry["reason"] for entry in record["left_out"])


def test_the_text_says_who_rose_and_what_a_date_can_show() -> None:
    done = dashboard("sector", "--names", "AI_POWER")
    assert done.returncode == 0, done.stderr
    assert "351 members rose, 152 fell" in done.stdout
    assert "not what caused it" in done.stdout


def test_a_choice_that_is_unknown_ends_with_a_sentence() -> None:
    done = dashboard("sector", "--names", "nobody")
    assert done.returncode == 2
    assert "no basket or group of that name" in done.stderr
    assert "Traceback" not in done.stderr
