"""The command line: the pages' use cases, for terminals and scripts."""

from __future__ import annotations

import os
import sys

import typer

from analysis.errors import StudyError
from dashboard.cli.basket import basket
from dashboard.cli.batch import batch
from dashboard.cli.claims import claims
from dashboard.cli.firmness import firmness
from dashboard.cli.impact import impact
from dashboard.cli.refresh import refresh
from dashboard.cli.sector import sector
from dashboard.cli.self_check import self_check_command
from dashboard.cli.study import study
from dashboard.language import ENGLISH
from data.errors import DataError

app = typer.Typer(
    name="dashboard",
    help="Event studies of the DeepSeek shock of January 2025. Not investment advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(study)
app.command()(basket)
app.command()(claims)
app.command()(batch)
app.command()(firmness)
app.command()(impact)
app.command()(refresh)
app.command()(sector)
app.command("self-check")(self_check_command)


def main() -> None:
    """Run a command; an error that has an answer goes to standard error with exit code 2."""
    if not sys.stdout.isatty():
        # A file or a pipe has no width; 80 characters would cut the tables' numbers.
        os.environ.setdefault("COLUMNS", "140")
    try:
        app()
    except (StudyError, DataError) as error:
        print(ENGLISH.error(error), file=sys.stderr)
        sys.exit(2)
