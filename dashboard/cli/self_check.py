"""``python -m dashboard self-check``: known answers, worked out anew."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from dashboard.language import ENGLISH
from dashboard.studies.explanations.explanation import said
from dashboard.studies.self_check import checks_table, self_check


def self_check_command() -> None:
    """Work known answers out anew on this machine; exit with 1 if one differs."""
    checks = self_check()
    table = Table("What", "Expected", "Got", "Difference", "", "Expected by", box=None)
    for check, (_, row) in zip(checks, checks_table(checks).iterrows(), strict=True):
        table.add_row(
            said(*check.what, ENGLISH),
            row["expected"],
            row["got"],
            row["difference"],
            "passed" if check.passed else "FAILED",
            check.source,
        )
    console = Console()
    console.print(table)
    failed = sum(not check.passed for check in checks)
    console.print(f"{len(checks) - failed} of {len(checks)} passed.")
    if failed:
        raise typer.Exit(1)
