"""``python -m dashboard study``: one security, one event."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from dashboard.cli.study_files import write_files
from dashboard.cli.study_text import print_study
from dashboard.language import Language
from dashboard.studies.more_tests import SEED, more_tests
from dashboard.studies.record import study_record
from dashboard.studies.request import OWN_MARKET, study_request
from dashboard.studies.single import run


def study(
    security: Annotated[str, typer.Option(help="Ticker, for example NVDA.")] = "NVDA",
    event: Annotated[
        str, typer.Option(help="A date, an instant with its zone, or a catalogued event.")
    ] = "crash-2025-01-27",
    benchmark: Annotated[
        str, typer.Option(help="Ticker of the benchmark; auto is the index of its own market.")
    ] = OWN_MARKET,
    model: Annotated[str, typer.Option(help="Normal-return model.")] = "market",
    estimation: Annotated[
        str, typer.Option(help="Estimation window in sessions from the event.")
    ] = "-250,-21",
    window: Annotated[
        list[str] | None, typer.Option(help="Event window; may be given several times.")
    ] = None,
    returns: Annotated[Literal["simple", "log"], typer.Option(help="Kind of return.")] = "simple",
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    dimson_lags: Annotated[int, typer.Option(help="Lags of the benchmark in Dimson's beta.")] = 1,
    dimson_leads: Annotated[int, typer.Option(help="Leads of the benchmark in Dimson's beta.")] = 1,
    min_estimation: Annotated[
        int, typer.Option(help="Rows that a window with missing returns must at least hold.")
    ] = 100,
    non_session: Annotated[
        Literal["refuse", "next", "previous"],
        typer.Option(help="What to do with a date on which the exchange was closed."),
    ] = "refuse",
    source: Annotated[
        Literal["auto", "snapshot", "yahoo"],
        typer.Option(help="Embedded snapshot, fetched prices, or whichever reaches further."),
    ] = "auto",
    more: Annotated[
        bool, typer.Option("--more-tests", help="Placebo dates, bootstrap and rank tests too.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = SEED,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a report of one HTML file.")] = None,
    pptx: Annotated[Path | None, typer.Option(help="Write slides with native charts.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Print the report to PDF.")] = None,
    drawn: Annotated[str, typer.Option(help="Sessions that the files' charts draw.")] = "-10,10",
    language: Annotated[Literal["en", "ja"], typer.Option(help="Of the files.")] = "en",
) -> None:
    """Estimate what one event did to one security, and how sure that is."""
    files = {kind: path for kind, path in (("html", html), ("pptx", pptx), ("pdf", pdf)) if path}
    windows = window or ["0,0"]
    done = run(
        study_request(
            security=security,
            event=event,
            benchmark=benchmark,
            model=model,
            estimation=estimation,
            windows=[*windows, drawn] if files and drawn not in windows else windows,
            returns=returns,
            level=level,
            dimson=(dimson_lags, dimson_leads),
            min_estimation=min_estimation,
            non_session=non_session,
            source=source,
        )
    )
    if files:
        write_files(done, drawn, files, date.today(), Language(language))
    further = (
        {str(w.car.window): more_tests(done, w, seed) for w in done.result.windows} if more else {}
    )
    if as_json:
        record = study_record(done, further)
        print(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print_study(done, Console(), further)
