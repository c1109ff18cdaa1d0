"""``python -m dashboard refresh``: today's prices from Yahoo Finance into the local store."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import TimeRemainingColumn
from rich.table import Table

from dashboard.cli.progress import bar
from dashboard.language import ENGLISH
from data.refresh import RefreshReport, RefreshRequest
from data.refresh_ticker import TickerRefresh
from data.refresh_yahoo import SINCE, default_tickers, refresh_from_yahoo
from data.store import FOLDER_VARIABLE, store_folder


def refresh(
    tickers: Annotated[
        list[str] | None,
        typer.Option(
            help="Yahoo Finance symbols, separated by commas or given several times; all of the "
            "embedded daily table if not given."
        ),
    ] = None,
    since: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="First day to have.")
    ] = datetime(SINCE.year, SINCE.month, SINCE.day),
    kind: Annotated[
        Literal["daily", "hourly", "shares"],
        typer.Option(help="What to fetch; Yahoo Finance keeps hourly prices for 730 days."),
    ] = "daily",
    store: Annotated[
        Path | None,
        typer.Option(help=f"Folder of the store; else {FOLDER_VARIABLE}, else the platform's."),
    ] = None,
) -> None:
    """Fetch what is new from Yahoo Finance; what was fetched is kept, Ctrl-C included."""
    wanted = (
        tuple(name for given in tickers or [] for name in given.replace(",", " ").split())
        or default_tickers()
    )
    console = Console(stderr=True)
    with _until_interrupted() as interrupted, bar(console, TimeRemainingColumn()) as tell:
        tell("", 0, len(wanted))

        def step(done: int, total: int, result: TickerRefresh) -> None:
            tell(result.ticker, done, total)

        report = refresh_from_yahoo(
            RefreshRequest(wanted, since.date(), kind),
            folder=store,
            progress=step,
            cancelled=interrupted.is_set,
        )
    _print_report(report, since.date(), store_folder(store), Console())
    if report.failures:
        raise typer.Exit(130 if report.cancelled else 1)


@contextmanager
def _until_interrupted() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a request to stop after the ticker under way."""
    interrupted = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        interrupted.set()
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, stop)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _print_report(report: RefreshReport, since: date, folder: Path, console: Console) -> None:
    counts = Counter(result.outcome.value for result in report.results)
    summary = ", ".join(f"{ENGLISH.text(name)}: {count}" for name, count in counts.items())
    console.print(
        f"{len(report.results)} tickers since {since}; {summary}. {report.requests} requests, "
        f"{report.seconds:.1f} s. Store: {folder}",
        soft_wrap=True,
    )
    for result in report.results:
        if result.change is not None:
            text = ENGLISH.text(
                result.change.template, day=result.change.day, value=result.change.value
            )
            console.print(f"{escape(result.ticker)}: {text}", soft_wrap=True)
        if result.flags:
            console.print(
                f"{escape(result.ticker)}: {result.flags} findings of the checks to look at.",
                soft_wrap=True,
            )
    if report.failures:
        console.print(_failure_table(report))


def _failure_table(report: RefreshReport) -> Table:
    table = Table("Tickers", "Cause", "Found", "What to do", show_lines=True)
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for failure in report.failures:
        found, remedy = (ENGLISH.text(t, **failure.facts) for t in failure.templates[1:])
        grouped.setdefault((failure.cause.value, found, remedy), []).append(failure.ticker)
    for (cause, found, remedy), names in grouped.items():
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        table.add_row(*map(escape, (shown, cause, found, remedy)))
    return table
