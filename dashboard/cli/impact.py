"""``python -m dashboard impact``: how much was lost, in which parts, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from analysis.errors import StudyError
from dashboard.charts.impact.activity import volatility_chart, volume_chart
from dashboard.charts.impact.parts import group_parts_chart, parts_chart
from dashboard.charts.impact.recovery import paths_chart, share_chart
from dashboard.charts.impact.reversal import reversal_chart
from dashboard.cli import options
from dashboard.language import ENGLISH
from dashboard.studies.impact.activity import security_volatility, security_volume
from dashboard.studies.impact.parts import group_parts, security_parts
from dashboard.studies.impact.record import impact_record
from dashboard.studies.impact.recovery import group_recovery, security_recovery
from dashboard.studies.impact.request import AFTER, GROUP, LATER, ImpactRequest, impact_request
from dashboard.studies.impact.reversal import group_reversal
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.sources import loader
from data.errors import DataError


def impact(
    security: Annotated[str, typer.Option(help="Ticker, or basket:ID for a basket.")] = "NVDA",
    event: options.Event = options.CRASH,
    group: Annotated[
        str, typer.Option(help="Names beside it: basket:ID, or tickers with commas.")
    ] = GROUP,
    benchmark: options.Benchmark = OWN_MARKET,
    model: options.Model = "market",
    estimation: options.Estimation = options.ESTIMATION,
    window: Annotated[str, typer.Option(help="Event window that is taken apart.")] = "0,0",
    returns: options.Returns = "simple",
    price: Annotated[
        Literal["close", "total"], typer.Option(help="Closes, or closes with dividends.")
    ] = "close",
    later: Annotated[str, typer.Option(help="Window of the later returns.")] = LATER[0],
    after: Annotated[int, typer.Option(help="Sessions whose volatility is compared.")] = AFTER[0],
    market_volume: Annotated[
        bool, typer.Option("--market-volume", help="Normal volume follows the market's.")
    ] = False,
    source: options.Source = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Say how much was lost, in which parts, and for how long."""
    request = impact_request(
        subject=security,
        event=event,
        group=group,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        window=window,
        returns=returns,
        source=source,
        price=price,
        later=later,
        after=after,
        market_volume=market_volume,
    )
    if as_json:
        options.print_json(impact_record(request))
        return
    for line in _sentences(request):
        print(line)
    print("Research and teaching. Not investment advice.")


def _sentences(request: ImpactRequest) -> list[str]:
    """Say what the charts of the page say, or why there is none."""
    load, level = loader(request.study.source), request.study.spec.level
    load(request.study.security)

    def paths() -> str:
        name, benchmark = security_recovery(request, load)
        return paths_chart(name, benchmark, None, 20, ENGLISH).sentence

    says: tuple[Callable[[], str], ...] = (
        lambda: parts_chart(security_parts(request, load), level, ENGLISH).sentence,
        lambda: group_parts_chart(group_parts(request, load), level, ENGLISH).sentence,
        paths,
        lambda: share_chart(group_recovery(request, load), ENGLISH).sentence,
        lambda: reversal_chart(group_reversal(request, load), level, ENGLISH).sentence,
        lambda: volume_chart(security_volume(request, load), ENGLISH).sentence,
        lambda: volatility_chart(security_volatility(request, load), ENGLISH).sentence,
    )
    found = []
    for say in says:
        try:
            found.append(say())
        except (StudyError, DataError) as error:
            found.append(ENGLISH.error(error))
    return found
