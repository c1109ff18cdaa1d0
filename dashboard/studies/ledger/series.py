"""The series behind a test, for a chart: cumulative abnormal returns, prices, or points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from analysis.verdicts.kernel import kernel_of
from analysis.verdicts.measurement import Measurement, measure
from analysis.windows import EventWindow
from dashboard.studies.ledger.case import Case, Specification, member_responses, response_and_design
from dashboard.studies.ledger.finding import Fact
from dashboard.studies.ledger.paths import fact_price
from dashboard.studies.ledger.placebo import sums_at
from dashboard.studies.ledger.shelf import Shelf

BEFORE: Final = 10
AFTER: Final = 10
NORMAL_95: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Path:
    """A series over sessions.

    Attributes
    ----------
    kind
        ``"car"``: abnormal returns summed from the first session, fractions. ``"price"``: prices
        in the security's currency. ``"level"``: value of the holding, 1 before the event.
    dates, tau
        (n,) sessions and their distance from tau = 0.
    series
        (n,) values by name: ``"long"``, and ``"short"`` where two sides are drawn.
    band
        (n,) lower and upper bound of a 95 % interval under no effect; None for prices.
    reference
        Level to which the values are compared: zero, or the close before the event.
    """

    kind: Literal["car", "price", "level"]
    dates: tuple[date, ...]
    tau: tuple[int, ...]
    series: Mapping[str, tuple[float, ...]]
    band: tuple[tuple[float, ...], tuple[float, ...]] | None
    reference: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """One point a security: the first and the second sum of abnormal returns, fractions."""

    tickers: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    slope: float


def formal_series(case: Case, spec: Specification, shelf: Shelf) -> Path:
    """Sum the tested portfolio's abnormal returns from ten sessions before the windows on."""
    response, design = response_and_design(case, spec, shelf)
    first = min(case.kernel.first, 0) - BEFORE
    # The path must not begin inside the estimation window.
    first = max(first, spec.window.last + 1)
    last = min(case.kernel.last + AFTER, len(case.sessions) - 1 - case.row0)
    taus, values, errors = [], [], []
    for tau in range(first, last + 1):
        found = measure(response, design, case.row0, spec.window, kernel_of([(first, tau, 1.0)]))
        if isinstance(found, Measurement):
            taus.append(tau)
            values.append(found.value)
            errors.append(NORMAL_95 * float(np.sqrt(found.variance)))
    return Path(
        kind="car",
        dates=tuple(case.sessions[case.row0 + tau].date() for tau in taus),
        tau=tuple(taus),
        series={"long": tuple(values)},
        band=(tuple(-error for error in errors), tuple(errors)),
        reference=0.0,
    )


def fact_series(case: Case, found: Fact, shelf: Shelf) -> Path:
    """Return the prices from before the event to where the fact was decided."""
    price = fact_price(case)
    until = int(case.sessions.searchsorted(pd.Timestamp(found.until), side="right")) - 1
    rows = np.arange(
        case.row0 - BEFORE, min(max(until, case.row0) + AFTER, len(case.sessions) - 1) + 1
    )
    sides = {"long": case.long} | ({"short": case.short} if case.short else {})
    levels = {
        name: shelf.level(side, case.exchange, case.row0, price) for name, side in sides.items()
    }
    single = len(sides) == 1 and len(case.long) == 1
    if not single:
        levels = {name: level / level[case.row0 - 1] for name, level in levels.items()}
    return Path(
        kind="price" if single else "level",
        dates=tuple(case.sessions[row].date() for row in rows.tolist()),
        tau=tuple(int(row) - case.row0 for row in rows.tolist()),
        series={name: tuple(level[rows].tolist()) for name, level in levels.items()},
        band=None,
        reference=float(levels["long"][case.row0 - 1]),
    )


def slope_series(case: Case, spec: Specification, slope: float, shelf: Shelf) -> Scatter:
    """Return the point of each member."""
    responses, design = member_responses(case, spec, shelf)
    row = np.array([case.row0])
    windows = [EventWindow(*term.window) for term in case.hypothesis.terms]
    points = np.array(
        [[sums_at(own, design, row, spec, window)[0] for window in windows] for own in responses]
    )
    there = np.isfinite(points).all(axis=1)
    names = [name for name, ok in zip(case.long, there, strict=True) if ok]
    return Scatter(
        tickers=tuple(names),
        x=tuple(points[there, 0].tolist()),
        y=tuple(points[there, 1].tolist()),
        slope=slope,
    )
