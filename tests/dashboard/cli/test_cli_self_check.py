from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.studies import self_check as module
from data.snapshot_tables import SNAPSHOT


def test_the_command_prints_what_passed_and_exits_with_0() -> None:
    done = CliRunner().invoke(app, ["self-check"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert "48 of 48 passed." in done.output
    assert "FAILED" not in done.output


def test_the_command_exits_with_1_when_a_file_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "snapshot"
    shutil.copytree(SNAPSHOT, copy)
    (copy / "shares.parquet").write_bytes(b"")
    monkeypatch.setattr(module, "SNAPSHOT", copy)
    done = CliRunner().invoke(app, ["self-check"], env={"COLUMNS": "200"})
    assert done.exit_code == 1
    assert "FAILED" in done.output
    assert "47 of 48 passed." in done.output
