"""The command line in a program of its own, as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def dashboard(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m dashboard`` on a terminal of 160 characters, and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "COLUMNS": "160"},
    )
