from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.pages.index import HOME, MENU

ROOT = Path(__file__).parents[3]
PATHS = {"" if entry.path == HOME else entry.path for group in MENU.values() for entry in group}


@pytest.fixture(scope="module")
def server() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.dashboard.serving.visited_server"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_server_that_says_that_it_started_has_the_files_of_its_first_page(
    server: dict[str, Any],
) -> None:
    assert server["started"] == "lifespan.startup.complete"
    read = set(server["at_start"]["opened"])
    assert {"daily.parquet", "events.yaml"} <= read
    assert not read & set(server["first"]["opened"])
    assert server["first"]["charts"] == 1


def test_after_its_visits_no_page_of_the_menu_reads_a_file_or_computes_a_result(
    server: dict[str, Any],
) -> None:
    assert server["later"]["computed"] > 0
    assert set(server["pages"]) == PATHS
    for path, page in server["pages"].items():
        assert page["opened"] == [], path
        assert page["computed"] == 0, path
        assert page["exceptions"] == 0, path


def test_nor_does_a_page_of_another_event_that_was_visited_while_nobody_asked(
    server: dict[str, Any],
) -> None:
    assert len(server["of_events"]) == 4
    for path, page in server["of_events"].items():
        assert page["opened"] == [], path
        assert page["computed"] == 0, path
        assert page["charts"] > 0, path


def test_the_first_page_is_ready_in_japanese_as_well(server: dict[str, Any]) -> None:
    assert server["japanese"] == server["pages"][""]
    assert server["japanese"]["drawn"] == 0


def test_what_the_visits_left_is_out_of_the_way_of_garbage_collections(
    server: dict[str, Any],
) -> None:
    assert 0 < server["at_start"]["frozen"] < server["later"]["frozen"]
