from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"^(?:\$ )?(python -m dashboard .+?)(?:\s+#.*)?$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")


def documented_commands() -> list[str]:
    found = [
        command.replace("\\\n", " ")
        for document in DOCUMENTS
        for command in COMMAND.findall(re.sub(r"\\\n\s*", "", document.read_text("utf-8")))
    ]
    return sorted(set(found))


@pytest.mark.parametrize("command", documented_commands())
def test_a_documented_command_runs(command: str) -> None:
    words = shlex.split(command)
    if "refresh" in words:
        pytest.skip("asks Yahoo Finance, which tests never do; its own tests run it on a server")
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "document",
    [path for path in DOCUMENTS if "```python" in path.read_text("utf-8")],
    ids=lambda path: path.name,
)
def test_the_python_of_a_document_runs_from_top_to_bottom(document: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_local_link_of_the_documents_leads_somewhere(document: Path) -> None:
    missing = [
        target
        for target in LINK.findall(document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_the_make_targets_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`?make ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert {name for name in named if f"\n{name}:" not in f"\n{makefile}"} == set()
