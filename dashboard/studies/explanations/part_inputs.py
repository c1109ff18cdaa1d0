"""The regressions and the rows behind the parts of a move, and code that makes them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, request_code, settings, upload_code
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.impact.parts import GroupParts, Parts
from dashboard.studies.impact.request import ImpactRequest
from data.load import LoadedPrices

IMPORTS: Final = """\
from dashboard.studies.impact.parts import {answer}
from dashboard.studies.impact.request import impact_request
"""
LOADER: Final = "from dashboard.studies.sources import loader\n"
WORTHS: Final = """\
L = {length}  # the sessions of the window stand last
past, event = parts.table.iloc[:-L], parts.table.iloc[-L:]


def worth(*factors):
    X = np.column_stack([np.ones(len(past)), past[list(factors)].to_numpy()])
    b = np.linalg.lstsq(X, past["own"].to_numpy())[0]
    return L * b[0] + event[list(factors)].to_numpy().sum(axis=0) @ b[1:]


none, m, s, both = worth(), worth("market"), worth("sector"), worth("market", "sector")
market = none + ((m - none) + (both - s)) / 2
sector = ((s - none) + (both - m)) / 2
own = event["own"].sum() - both
"""


@dataclass(frozen=True, slots=True)
class Worths:
    """What the regression on each set of factors predicts for the window."""

    none: float
    market: float
    sector: float
    both: float


def worths(parts: Parts) -> Worths:
    """Regress on every set of the two factors, and predict the window."""
    length = parts.move.sessions
    past, event = parts.table.iloc[:-length], parts.table.iloc[-length:]

    def worth(*factors: str) -> float:
        chosen = list(factors)
        x = np.column_stack([np.ones(len(past)), past[chosen].to_numpy()])
        b = np.linalg.lstsq(x, past["own"].to_numpy())[0]
        return float(length * b[0] + event[chosen].to_numpy().sum(axis=0) @ b[1:])

    return Worths(worth(), worth("market"), worth("sector"), worth("market", "sector"))


def total_step(total: float) -> Step:
    """Say what the window's returns add up to."""
    return (
        N_("${symbol}$ = {value}: the sum of the window's returns"),
        {"symbol": r"\sum_\tau R_\tau", "value": Quantity(total, digits=4)},
    )


def worth_steps(v: Worths) -> tuple[Step, ...]:
    """Say what each regression predicts, that on both factors last."""
    return (
        (
            N_("${symbol}$ = {value}: the drift, what the mean of ordinary sessions predicts"),
            {"symbol": r"v(\varnothing)", "value": Quantity(v.none, digits=4)},
        ),
        (
            N_("${symbol}$ = {value}: what a regression on the market alone predicts"),
            {"symbol": "v(m)", "value": Quantity(v.market, digits=4)},
        ),
        (
            N_("${symbol}$ = {value}: what a regression on the sector alone predicts"),
            {"symbol": "v(s)", "value": Quantity(v.sector, digits=4)},
        ),
        (
            N_("${symbol}$ = {value}: what a regression on both predicts for the window"),
            {"symbol": "v(m,s)", "value": Quantity(v.both, digits=4)},
        ),
    )


def order_steps(parts: Parts) -> tuple[Step, ...]:
    """Say what the parts of market and sector are in either order."""
    templates = {
        "market": N_("Market first: {market} for the market, {sector} for the sector."),
        "sector": N_("Sector first: {market} for the market, {sector} for the sector."),
    }
    return tuple(
        (
            templates[order[0]],
            {
                "market": Quantity(float(taken[0]), digits=4),
                "sector": Quantity(float(taken[1]), digits=4),
            },
        )
        for order, taken in parts.move.by_order.items()
    )


def part_rows(parts: Parts) -> pd.DataFrame:
    """Return the window's sessions and below them those of the estimation window."""
    length = parts.move.sessions
    table = pd.concat([parts.table.iloc[-length:], parts.table.iloc[:-length]])
    return pd.DataFrame(
        {
            columns.DATE: table.index.get_level_values("date"),
            columns.TAU: table.index.get_level_values("tau"),
            columns.ROLE: [columns.EVENT] * length + [columns.ESTIMATION] * (len(table) - length),
            columns.RETURN: table["own"].to_numpy(),
            columns.MARKET: table["market"].to_numpy(),
            columns.PEERS: table["sector"].to_numpy(),
        }
    )


def part_code(parts: Parts, request: ImpactRequest, *libraries: str) -> str:
    """Return the lines that leave ``market``, ``sector`` and ``own``."""
    held, third = (parts.loaded, parts.market), libraries or (NUMPY,)
    begin, load = _asked(request, held, "security_parts", third)
    length = parts.move.sessions
    return f"{begin}parts = security_parts(request, {load})\n{WORTHS.format(length=length)}"


def group_code(group: GroupParts, request: ImpactRequest, *libraries: str) -> str:
    """Return the lines that leave ``valued``, the names in the sum."""
    held = (group.members[0].market, *(parts.loaded for parts in group.members))
    begin, load = _asked(request, held, "group_parts", libraries, group=request.group)
    return f"{begin}valued = group_parts(request, {load}).valued\n"


def _asked(
    request: ImpactRequest,
    held: Sequence[LoadedPrices],
    answer: str,
    libraries: Sequence[str],
    **further: object,
) -> tuple[str, str]:
    """Return the lines that leave ``request``, and what loads the prices."""
    study = request.study
    given: dict[str, object] = {"subject": study.security, "event": study.event, **further}
    taken = settings(study)
    for name in ("benchmark", "model", "estimation", "returns", "source"):
        if name in taken:
            given[name] = taken[name]
    window = study.spec.windows[0]
    if "windows" in taken:
        given["window"] = f"{window.first},{window.last}"
    own = [p.history for p in held if p.history.provenance.source == "upload"]
    standard, reading = upload_code(own)
    third = "".join(f"{line}\n" for line in libraries) + ("\n" if libraries else "")
    load = f'loader("{study.source}"{", uploads" if reading else ""})'
    begin = f"{standard}{third}{IMPORTS.format(answer=answer)}{reading or LOADER}\n"
    return f"{begin}request = {request_code('impact_request', given)}\n", load
