from __future__ import annotations

import re
from pathlib import Path

from pptx import Presentation

from tests.dashboard.cli.command import ROOT, dashboard


def test_the_command_of_the_document_writes_its_files(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "taking_away.md").read_text("utf-8")
    (command,) = re.findall(r"`python -m dashboard study (--html [^`]+)`", document)
    words = command.replace("study.", f"{tmp_path}/study.").replace(" --pdf", "\n").splitlines()[0]
    done = dashboard("study", *words.split(), "--language", "ja")
    assert done.returncode == 0, done.stderr
    report = (tmp_path / "study.html").read_text("utf-8")
    assert '<html lang="ja">' in report
    assert "−13.19%" in report
    assert "security=NVDA&amp;event=crash-2025-01-27&amp;window=0%2C0" in report
    charts = [
        s for slide in Presentation(str(tmp_path / "study.pptx")).slides for s in slide.shapes
    ]
    assert sum(shape.has_chart for shape in charts) == 3


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    done = dashboard("study", "--html", str(tmp_path / "none" / "study.html"))
    assert done.returncode == 2
    assert "was to be written" in done.stderr
    assert "Traceback" not in done.stderr
