from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies import self_check as module
from dashboard.studies.explanations.explanation import said
from dashboard.studies.request import study_request
from dashboard.studies.self_check import checks_table, self_check
from dashboard.studies.self_check_example import FIRMS, FIRST_FIRM, FOUR_FIRMS, MARKET
from dashboard.studies.single import run
from data.snapshot_tables import SNAPSHOT

WORKED = Path(__file__).parents[2] / "analysis" / "worked_example.json"


def test_every_known_answer_comes_out() -> None:
    checks = self_check()
    assert [said(*check.what, ENGLISH) for check in checks if not check.passed] == []
    assert len(checks) > 40
    assert len(checks_table(checks)) == len(checks)


def test_the_example_is_the_one_that_the_tests_of_the_method_use() -> None:
    worked = json.loads(WORKED.read_text(encoding="utf-8"))
    assert worked["market"] == list(MARKET)
    assert np.array(worked["returns"]).T.tolist() == [list(firm) for firm in FIRMS]
    expected = worked["expected"]
    assert FIRST_FIRM["AR"] == expected["AR"][0][0]
    assert FIRST_FIRM["SE"] == expected["SE_CAR"][0]
    assert FOUR_FIRMS["patell"] == expected["patell_on_SCAR"]
    assert FOUR_FIRMS["adjusted_bmp_event"] == expected["adjBMP"]
    assert FOUR_FIRMS["portfolio_t"] == expected["portfolio"]["t"]
    assert FOUR_FIRMS["grank_t"] == expected["GRANK_T"]


@pytest.mark.parametrize(
    ("model", "window"), [("ff3", "-1,4"), ("market-adjusted", "0,1"), ("capm", "0,0")]
)
def test_the_readers_own_study_is_done_again_by_statsmodels(model: str, window: str) -> None:
    study = run(study_request(security="AVGO", event="2025-01-27", model=model, windows=(window,)))
    checks = [check for check in self_check(study) if "AVGO" in said(*check.what, ENGLISH)]
    assert len(checks) == 6
    assert all(check.passed for check in checks)


def test_a_study_that_is_no_regression_gives_way_to_one_that_is() -> None:
    study = run(study_request(security="AVGO", event="2025-01-27", model="huber"))
    whats = [said(*check.what, ENGLISH) for check in self_check(study)]
    assert any("NVDA" in what for what in whats)
    assert not any("AVGO" in what for what in whats)


def test_one_changed_byte_of_the_snapshot_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "snapshot"
    shutil.copytree(SNAPSHOT, copy)
    content = bytearray((copy / "factors.parquet").read_bytes())
    content[1000] ^= 1
    (copy / "factors.parquet").write_bytes(content)
    (copy / "shares.parquet").unlink()
    monkeypatch.setattr(module, "SNAPSHOT", copy)
    failed = [said(*check.what, ENGLISH) for check in self_check() if not check.passed]
    assert failed == ["Content of factors.parquet, SHA-256", "Content of shares.parquet, SHA-256"]


def test_a_damaged_manifest_is_a_check_that_failed_with_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT", tmp_path)
    (failed,) = (check for check in self_check() if not check.passed)
    assert failed.error is not None
    assert "manifest" in str(failed.got)


def test_a_wrong_answer_fails_and_a_right_one_passes_at_its_tolerance() -> None:
    right = module.Check(("x", {}), "y", 1e-6, 1e-6 * (1 + 1e-9))
    wrong = module.Check(("x", {}), "y", 1e-6, 1.001e-6)
    assert right.passed
    assert not wrong.passed


def test_progress_is_told_and_what_is_checked_can_be_said_in_japanese() -> None:
    told: list[tuple[int, int]] = []
    checks = self_check(progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 8) for done in range(8)]
    for check in checks:
        assert said(*check.what, JAPANESE)
        assert JAPANESE.text(check.source)
