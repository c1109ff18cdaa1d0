"""``python -m dashboard basket``: many securities on one shared date."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import TimeElapsedColumn

from dashboard.cli import options
from dashboard.cli.basket_text import print_basket
from dashboard.cli.progress import bar
from dashboard.studies.basket import run
from dashboard.studies.basket_record import basket_record
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import OWN_MARKET


def basket(
    basket: Annotated[
        str, typer.Option(help="A catalogued basket; GPU_INFRA where no members are named.")
    ] = "",
    event: options.Event = options.CRASH,
    against: Annotated[
        str, typer.Option(help="The basket on the short side of a long-short spread.")
    ] = "",
    members: Annotated[
        str, typer.Option(help="Tickers with commas, in place of the catalogued members.")
    ] = "",
    benchmark: options.Benchmark = OWN_MARKET,
    model: options.Model = "market",
    estimation: options.Estimation = options.ESTIMATION,
    window: options.Windows = None,
    returns: options.Returns = "simple",
    dimson_lags: options.DimsonLags = 1,
    dimson_leads: options.DimsonLeads = 1,
    min_estimation: Annotated[
        int, typer.Option(help="Estimation rows that a member must at least have.")
    ] = 100,
    non_session: options.NonSession = "refuse",
    source: options.Source = "auto",
    placebo: Annotated[
        bool, typer.Option("--placebo", help="Repeat the study on dates without an event.")
    ] = False,
    as_json: options.AsJson = False,
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
    with bar(Console(stderr=True), TimeElapsedColumn()) as tell:
        done = run(request, progress=tell)
    if as_json:
        options.print_json(basket_record(done))
    else:
        print_basket(done, Console())
