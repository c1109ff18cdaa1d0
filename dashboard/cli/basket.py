"""``python -m dashboard basket``: many securities on one shared date."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.cli.basket_text import print_basket
from dashboard.language import ENGLISH
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_record import basket_record
from dashboard.studies.basket_request import BasketRequest, basket_request
from dashboard.studies.request import OWN_MARKET


def basket(
    basket: Annotated[
        str, typer.Option(help="A catalogued basket; GPU_INFRA where no members are named.")
    ] = "",
    event: Annotated[
        str, typer.Option(help="A date, an instant with its zone, or a catalogued event.")
    ] = "crash-2025-01-27",
    against: Annotated[
        str, typer.Option(help="The basket on the short side of a long-short spread.")
    ] = "",
    members: Annotated[
        str, typer.Option(help="Tickers with commas, in place of the catalogued members.")
    ] = "",
    benchmark: Annotated[
        str, typer.Option(help="Ticker of the benchmark; auto is the index of the members' market.")
    ] = OWN_MARKET,
    model: Annotated[str, typer.Option(help="Normal-return model.")] = "market",
    estimation: Annotated[
        str, typer.Option(help="Estimation window in sessions from the event.")
    ] = "-250,-21",
    window: Annotated[
        list[str] | None, typer.Option(help="Event window; may be given several times.")
    ] = None,
    returns: Annotated[Literal["simple", "log"], typer.Option(help="Kind of return.")] = "simple",
    dimson_lags: Annotated[int, typer.Option(help="Lags of the benchmark in Dimson's beta.")] = 1,
    dimson_leads: Annotated[int, typer.Option(help="Leads of the benchmark in Dimson's beta.")] = 1,
    min_estimation: Annotated[
        int, typer.Option(help="Estimation rows that a member must at least have.")
    ] = 100,
    non_session: Annotated[
        Literal["refuse", "next", "previous"],
        typer.Option(help="What to do with a date on which the exchange was closed."),
    ] = "refuse",
    source: Annotated[
        Literal["auto", "snapshot", "yahoo"],
        typer.Option(help="Embedded snapshot, fetched prices, or whichever reaches further."),
    ] = "auto",
    placebo: Annotated[
        bool, typer.Option("--placebo", help="Repeat the study on dates without an event.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Estimate what one date did to a basket, with tests that know its members move together."""
    request = basket_request(
        basket=basket,
        members=members,
        against=against,
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        windows=window or ["0,0"],
        returns=returns,
        dimson=(dimson_lags, dimson_leads),
        min_estimation=min_estimation,
        non_session=non_session,
        source=source,
        placebo=placebo,
    )
    done = _run(request, Console(stderr=True))
    if as_json:
        print(json.dumps(basket_record(done), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print_basket(done, Console())


def _run(request: BasketRequest, console: Console) -> BasketStudy:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=None)
        return run(
            request,
            progress=lambda what, done, total: shown.update(
                task, description=ENGLISH.text(what), completed=done, total=total
            ),
        )
