"""``python -m dashboard study``: one security, one event."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from dashboard.cli import options
from dashboard.cli.study_files import write_files
from dashboard.cli.study_text import print_study
from dashboard.language import Language
from dashboard.studies.more_tests import SEED, more_tests
from dashboard.studies.record import study_record
from dashboard.studies.request import OWN_MARKET, study_request
from dashboard.studies.single import run


def study(
    security: options.Security = "NVDA",
    event: options.Event = options.CRASH,
    benchmark: options.Benchmark = OWN_MARKET,
    model: options.Model = "market",
    estimation: options.Estimation = options.ESTIMATION,
    window: options.Windows = None,
    returns: options.Returns = "simple",
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    dimson_lags: options.DimsonLags = 1,
    dimson_leads: options.DimsonLeads = 1,
    min_estimation: Annotated[
        int, typer.Option(help="Rows that a window with missing returns must at least hold.")
    ] = 100,
    non_session: options.NonSession = "refuse",
    source: options.Source = "auto",
    more: Annotated[
        bool, typer.Option("--more-tests", help="Placebo dates, bootstrap and rank tests too.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = SEED,
    as_json: options.AsJson = False,
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
        options.print_json(study_record(done, further))
    else:
        print_study(done, Console(), further)
