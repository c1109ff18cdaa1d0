"""``python -m dashboard firmness``: how firm a result is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

import typer
from rich.console import Console

from analysis.errors import StudyError
from dashboard.cli import options
from dashboard.cli.firmness_text import print_firmness
from dashboard.cli.progress import bar
from dashboard.studies import basket as baskets
from dashboard.studies import single
from dashboard.studies.basket_request import DEFAULT_BASKET, basket_request
from dashboard.studies.request import OWN_MARKET, study_request
from dashboard.studies.robustness import contamination, placebo, specifications, tests
from dashboard.studies.robustness.record import Answers, NotDone, firmness_record
from dashboard.studies.robustness.specifications import CurveRequest, Firmness
from data.errors import DataError

Answer = TypeVar("Answer")


def firmness(
    security: options.Security = "NVDA",
    event: options.Event = options.CRASH,
    benchmark: options.Benchmark = OWN_MARKET,
    model: options.Model = "market",
    estimation: options.Estimation = options.ESTIMATION,
    window: options.Window = "0,0",
    returns: options.Returns = "simple",
    source: options.Source = "auto",
    one_window: Annotated[
        bool, typer.Option("--one-window", help="Only specifications with the event window above.")
    ] = False,
    slow: Annotated[
        bool, typer.Option("--slow", help="Robust and GARCH models as well; takes seconds.")
    ] = False,
    measure: Annotated[
        Literal["return", "abnormal"], typer.Option(help="What other days are compared by.")
    ] = "return",
    scaled: Annotated[
        bool, typer.Option("--scaled", help="Over the volatility expected the day before.")
    ] = False,
    names: Annotated[
        Literal["infrastructure", "hyperscalers"],
        typer.Option(help="Which members of the index count as AI names."),
    ] = "infrastructure",
    basket: Annotated[
        str, typer.Option(help="The basket whose tests are judged.")
    ] = DEFAULT_BASKET,
    every: Annotated[
        bool, typer.Option("--every", help="List every specification in the JSON object.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Ask how firm a result is: other specifications, other dates, the benchmark, the tests."""
    request = study_request(
        security=security,
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        windows=(window,),
        returns=returns,
        source=source,
    )
    asked = basket_request(
        basket=basket,
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        windows=(window,),
        returns=returns,
        source=source,
    )
    answers = Answers(
        curve=_tried(lambda: _curve(CurveRequest(request, one_window, slow))),
        place=_tried(lambda: placebo.run(single.run(request), measure, scaled=scaled)),
        benchmark=_tried(lambda: contamination.run(request, names)),
        tests=_tried(lambda: tests.run(baskets.run(asked))),
    )
    if isinstance(answers.curve, StudyError | DataError):
        raise answers.curve
    if as_json:
        options.print_json(firmness_record(answers, every=every))
    else:
        print_firmness(answers, Console())


def _tried(work: Callable[[], Answer]) -> Answer | NotDone:
    """Return the answer, or why there is none; the other parts stand without it."""
    try:
        return work()
    except (StudyError, DataError) as error:
        return error


def _curve(request: CurveRequest) -> Firmness:
    with bar(Console(stderr=True)) as tell:
        return specifications.run(request, progress=tell)
