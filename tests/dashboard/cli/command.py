"""The command line as people type it, within this process.

Commands that the documents name are also started as programs, by ``tests/test_documentation.py``.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from dashboard.cli import main

ROOT = Path(__file__).parents[3]


def dashboard(*arguments: str) -> CompletedProcess[str]:
    """Do ``python -m dashboard`` on a page of 160 characters, and return what it said."""
    output, errors = io.StringIO(), io.StringIO()
    code: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(output), redirect_stderr(errors):
        patch.setenv("COLUMNS", "160")
        patch.setattr(sys, "argv", ["dashboard", *arguments])
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    return CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())
