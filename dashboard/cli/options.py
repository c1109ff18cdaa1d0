"""Options that several commands share, and how they print their JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import typer

Security = Annotated[str, typer.Option(help="Ticker, for example NVDA.")]
Event = Annotated[
    str, typer.Option(help="A date, an instant with its zone, or a catalogued event.")
]
Benchmark = Annotated[
    str, typer.Option(help="Ticker of the benchmark; auto is the index of its own market.")
]
Model = Annotated[str, typer.Option(help="Normal-return model.")]
Estimation = Annotated[str, typer.Option(help="Estimation window in sessions from the event.")]
Window = Annotated[str, typer.Option(help="Event window.")]
Windows = Annotated[
    list[str] | None, typer.Option(help="Event window; may be given several times.")
]
Returns = Annotated[Literal["simple", "log"], typer.Option(help="Kind of return.")]
DimsonLags = Annotated[int, typer.Option(help="Lags of the benchmark in Dimson's beta.")]
DimsonLeads = Annotated[int, typer.Option(help="Leads of the benchmark in Dimson's beta.")]
NonSession = Annotated[
    Literal["refuse", "next", "previous"],
    typer.Option(help="What to do with a date on which the exchange was closed."),
]
Source = Annotated[
    Literal["auto", "snapshot", "yahoo"],
    typer.Option(help="Embedded snapshot, fetched prices, or whichever reaches further."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

CRASH: Final = "crash-2025-01-27"
ESTIMATION: Final = "-250,-21"


def print_json(record: Mapping[str, Any] | list[Any]) -> None:
    """Print a record as one JSON object; NaN and infinity, which JSON lacks, are an error."""
    print(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))
