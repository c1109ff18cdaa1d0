"""How the code of an explanation is run, and its sentences said."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.explanations.explanation import Explanation, Quantity, said
from data.catalogue import baskets
from data.catalogue.plan import the_plan

ROOT = Path(__file__).parents[4]

BASKETS = {entry.id for entry in (*baskets(), *the_plan().baskets)}

Check = Callable[[Explanation], None]


@pytest.fixture
def prints_its_number() -> Check:
    """Run the shown code and compare what it prints with what the page shows."""

    def check(found: Explanation) -> None:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(found.code, {})
        numbers = [
            float(word.rstrip("%")) / (100 if word.endswith("%") else 1)
            for word in out.getvalue().split()
        ]
        wanted = [found.value] if found.upper is None else [found.value, found.upper]
        units = (found.unit, found.digits, found.currency)
        assert [Quantity(got, *units).words(ENGLISH) for got in numbers] == [
            Quantity(value, *units).words(ENGLISH) for value in wanted
        ]
        tolerance = 1e-6 if found.unit != "money" else 0.51
        assert numbers == pytest.approx(wanted, abs=tolerance)

    return check


@pytest.fixture
def can_be_said() -> Check:
    """Say every sentence in both languages, and see no template or identifier left in it."""

    def check(found: Explanation) -> None:
        for language in (ENGLISH, JAPANESE):
            for template, facts in (
                (found.title, found.facts),
                (found.meaning, found.facts),
                *found.steps,
                *found.notes,
            ):
                sentence = re.sub(r"\$[^$]*\$", "", said(template, facts, language))
                assert "{" not in sentence
                assert not BASKETS & set(re.findall(r"[A-Z0-9_]+", sentence))

    return check


@pytest.fixture
def ends_with_its_number() -> Check:
    """Read the number at the end of the formula with the values put in."""

    def check(found: Explanation) -> None:
        numbers = re.findall(r"-?\d[\d,.{}]*", found.worked.split("=")[-1])
        ends = [float(text.replace("{,}", "").rstrip("},")) for text in numbers]
        scale = 100 if found.unit in ("percent", "share") else 1
        wanted = [found.value] if found.upper is None else [found.value, found.upper]
        tolerance = 0.51 if found.unit == "money" else 5.1e-5
        assert ends[: len(wanted)] == pytest.approx([scale * w for w in wanted], abs=tolerance)

    return check


@pytest.fixture
def is_written_as_the_project_is(tmp_path: Path) -> Callable[[list[Explanation]], None]:
    """Hold shown code to the rules of the project's own."""

    def check(explanations: list[Explanation]) -> None:
        for place, found in enumerate(explanations):
            (tmp_path / f"shown_{place}.py").write_text(found.code)
        settings = ["--config", str(ROOT / "pyproject.toml"), "--config", f"src=['{ROOT}']"]
        for command in (["format", "--diff"], ["check", "--select", "E,F,I,W"]):
            done = subprocess.run(
                [sys.executable, "-m", "ruff", *command, *settings, str(tmp_path)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout

    return check
