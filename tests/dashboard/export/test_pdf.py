from __future__ import annotations

import re
import shutil
import stat
import zlib
from pathlib import Path

import pytest

from dashboard.export import pdf as printing
from dashboard.export.pdf import find_browser, pdf
from dashboard.export.report import Report
from data.errors import DataError
from tests.dashboard.export.conftest import LINK, MADE_ON

INSTALLED = find_browser()


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", content))


def streams(content: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


@pytest.mark.skipif(INSTALLED is None, reason="no browser is installed that could print")
def test_the_printed_pages_hold_text_and_drawn_charts(english: Report) -> None:
    content = pdf(english, LINK, MADE_ON)
    assert content.startswith(b"%PDF")
    assert 2 <= pages(content) <= 8
    assert b"595" in content or b"594" in content  # points of A4's width
    drawn = streams(content)
    assert any(b"BT" in part and b"Tj" in part.upper().replace(b"TJ", b"Tj") for part in drawn)
    # Curves and lines of the charts' own: a page of text alone has but a few.
    assert sum(part.count(b" l\n") for part in drawn) > 100


def test_without_a_browser_it_says_what_to_do_instead(
    english: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(printing, "PLACES", ())
    with pytest.raises(DataError) as refused:
        pdf(english, LINK, MADE_ON)
    assert refused.value.found == "The server has no Chromium, Chrome or Edge to print it."
    assert "HTML" in refused.value.remedy


def impostor(folder: Path, script: str) -> None:
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for tool in ("sleep", "sh"):
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")


def test_a_browser_that_hangs_is_ended_with_all_it_started(
    english: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    impostor(tmp_path, f"echo $$ > {tmp_path}/pid; sleep 1000 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataError, match="chromium printed nothing in 1 seconds"):
        pdf(english, LINK, MADE_ON, seconds=1)
    for name in ("pid", "child"):
        process = Path("/proc") / (tmp_path / name).read_text().strip() / "stat"
        assert not process.exists() or process.read_text().split()[2] == "Z"


def test_a_browser_that_fails_is_quoted(
    english: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    impostor(tmp_path, "echo cannot open display >&2; exit 3")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataError, match="cannot open display"):
        pdf(english, LINK, MADE_ON)
