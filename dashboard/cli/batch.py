"""``python -m dashboard batch``: many events in a researcher's own files."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import TimeElapsedColumn

from analysis.errors import N_, StudyError
from analysis.windows import parse_window
from dashboard.cli import options
from dashboard.cli.progress import bar
from dashboard.studies.batch import BatchResult, Progress, run_batch, write_batch
from dashboard.studies.batch_request import BatchRequest, batch_spec
from data.errors import DataError

NAMED_FAILURES = 5
SECONDS_A_LINE = 5.0


def batch(
    events: Annotated[Path, typer.Option(help="CSV: security, event_date, optionally event_id.")],
    market: Annotated[str, typer.Option(help="Column of the benchmark.")],
    out: Annotated[Path, typer.Option(help="Folder for events.csv, tests.csv and aar.csv.")],
    returns: Annotated[
        Path | None, typer.Option(help="CSV: date, one column of returns a security (fractions).")
    ] = None,
    prices: Annotated[Path | None, typer.Option(help="The same with prices.")] = None,
    model: options.Model = "market",
    estimation: options.Estimation = "-260,-11",
    window: options.Windows = None,
    returns_kind: Annotated[
        Literal["simple", "log"],
        typer.Option(help="Kind of the returns given, or of those made from prices."),
    ] = "simple",
    non_session: Annotated[
        Literal["next", "previous", "refuse"],
        typer.Option(help="Where an event on a day without trading goes."),
    ] = "next",
    min_estimation: Annotated[
        int, typer.Option(help="Estimation rows that an event must at least have.")
    ] = 100,
    sector: Annotated[
        str | None, typer.Option(help="Column of the sector's returns, for market-sector.")
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="CSV: security, weight in the index as a fraction (market-ex-firm)."),
    ] = None,
    calendar: Annotated[
        str | None, typer.Option(help="Exchange whose sessions the dates must be, e.g. XNYS.")
    ] = None,
) -> None:
    """Study many events of many securities, and test them together."""
    table = _one_table(returns, prices)
    request = BatchRequest(
        table=table,
        are_prices=prices is not None,
        events=events,
        market=market,
        spec=batch_spec(
            model,
            parse_window(estimation),
            [parse_window(text) for text in window or ["0,0"]],
            returns_kind,
            min_estimation,
        ),
        non_session=non_session,
        sector=sector,
        weights=weights,
        calendar=calendar,
    )
    _require_folder(out)
    console = Console(stderr=True)
    result = _run(request, console)
    _write(result, out)
    _report(result, out, console)
    if not result.studied:
        raise typer.Exit(2)


def _one_table(returns: Path | None, prices: Path | None) -> Path:
    table = prices if returns is None else returns
    if table is None or (returns is not None and prices is not None):
        raise StudyError(
            N_("A batch was asked for."),
            N_("It needs one table of returns or of prices."),
            N_("Give either --returns FILE or --prices FILE."),
        )
    return table


def _run(request: BatchRequest, console: Console) -> BatchResult:
    if not console.is_terminal:
        return run_batch(request, progress_lines(console))
    with bar(console, TimeElapsedColumn()) as tell:
        return run_batch(request, tell)


def progress_lines(console: Console, every: float = SECONDS_A_LINE) -> Progress:
    """Return what writes a line of progress now and then, for a log."""
    last = time.monotonic()

    def report(what: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            console.print(f"{what}: {done:,} of {total:,}", markup=False, soft_wrap=True)

    return report


def _require_folder(out: Path) -> None:
    """Refuse a place that is no folder before long work is done for it."""
    there = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not there.is_dir():
        raise _no_folder(out, os.strerror(errno.ENOTDIR))
    if not os.access(there, os.W_OK):
        raise _no_folder(out, os.strerror(errno.EACCES))


def _write(result: BatchResult, out: Path) -> None:
    try:
        write_batch(result, out)
    except OSError as error:
        raise _no_folder(out, error.strerror or str(error)) from None


def _no_folder(out: Path, detail: str) -> DataError:
    return DataError(
        N_("The results were to be written to {folder}."),
        N_("The system refused: {detail}."),
        N_("Name a folder that can be written to with --out."),
        folder=out,
        detail=detail,
    )


def _report(result: BatchResult, out: Path, console: Console) -> None:
    """Say on standard error what was done, and what failed."""
    for note in result.notes:
        console.print(note, markup=False, highlight=False, soft_wrap=True)
    failed = result.events[result.events["status"] == "failed"]
    count = len(result.events)
    summary = f"{count - len(failed)} of {count} rows studied; written to {out}."
    console.print(summary, markup=False, highlight=False, soft_wrap=True)
    for row in failed.head(NAMED_FAILURES).itertuples():
        text = f"Failed: event {row.event_id} ({row.security}), window {row.window}: {row.reason}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    if len(failed) > NAMED_FAILURES:
        rest = f"{len(failed) - NAMED_FAILURES} more failed; events.csv has every reason."
        console.print(rest, markup=False, highlight=False, soft_wrap=True)
