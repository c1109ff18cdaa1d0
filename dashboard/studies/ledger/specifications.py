"""The grid of reasonable specifications, and how many of them agree with the frozen one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analysis.returns import ReturnKind
from analysis.verdicts.decision import Outcome, decide
from analysis.verdicts.measurement import Unmeasured, measure
from analysis.verdicts.tails import Tails
from dashboard.studies.ledger.case import (
    EX_MEMBERS,
    Case,
    Specification,
    response_and_design,
)
from dashboard.studies.ledger.finding import Formal
from dashboard.studies.ledger.formal import tails_of
from dashboard.studies.ledger.placebo import PlaceboDates, examine_slope
from dashboard.studies.ledger.records import Firmness
from dashboard.studies.ledger.shelf import Shelf

ESTIMATIONS: Final = ((-250, -21), (-120, -21), (-250, -31))
KINDS: Final[tuple[ReturnKind, ...]] = ("simple", "log")
BENCHMARKS: Final = {
    "XNYS": ("^GSPC", "^IXIC", "RSP"),
    "XTKS": ("^N225",),
    "XPAR": ("^STOXX50E", "^GDAXI"),
    "XAMS": ("^STOXX50E", "^GDAXI"),
    "XETR": ("^STOXX50E", "^GDAXI"),
}
SLOPE_STEP: Final = 3
"""Every third placebo date serves the slope's grid, which measures many shares at each."""


@dataclass(frozen=True, slots=True)
class Specified:
    """A specification with what it gives.

    Attributes
    ----------
    estimate, tails
        None where it could not be measured.
    """

    specification: Specification
    estimate: float | None = None
    tails: Tails | None = None


def grid(case: Case, shelf: Shelf) -> Iterator[Specification]:
    """Return the specifications of a case, the frozen one among them."""
    members = {*case.long, *case.short}
    offered = [name for name in BENCHMARKS.get(case.exchange, ()) if name not in members]
    if case.exchange == "XNYS" and any(shelf.weight(name) for name in members):
        offered.append(EX_MEMBERS)
    models: list[tuple[str, str | None]] = [("mean-adjusted", None)]
    models += [("market", benchmark) for benchmark in offered]
    # A difference of two sides is the same whatever market is taken off both.
    models += [("market-adjusted", b) for b in (offered[:1] if case.short else offered)]
    for model, benchmark in models:
        for estimation in ESTIMATIONS:
            for kind in KINDS:
                yield Specification(model, benchmark, estimation, kind)


def firmness(case: Case, frozen: Formal, shelf: Shelf, alpha: float) -> Firmness:
    """Return how many specifications have the frozen one's class and sign."""
    return _agreement(frozen, measured_grid(case, shelf), alpha)


def measured_grid(case: Case, shelf: Shelf) -> tuple[Specified, ...]:
    """Measure a case under every specification."""
    return tuple(_measured(case, spec, shelf) for spec in grid(case, shelf))


def slope_firmness(
    case: Case, frozen: Formal, dates: PlaceboDates, shelf: Shelf, alpha: float
) -> Firmness:
    """As ``firmness`` for a slope."""
    return _agreement(frozen, slope_grid(case, dates, shelf, alpha), alpha)


def slope_grid(
    case: Case, dates: PlaceboDates, shelf: Shelf, alpha: float
) -> tuple[Specified, ...]:
    """Measure a slope under estimation windows and returns, all in the market model."""
    fewer = PlaceboDates(dates.days[::SLOPE_STEP])
    found: list[Specified] = []
    for estimation in ESTIMATIONS:
        for kind in KINDS:
            spec = Specification("market", case.hypothesis.benchmark, estimation, kind)
            slope = examine_slope(case, spec, fewer, shelf, alpha)
            found.append(
                Specified(spec, slope.estimate, slope.tails)
                if isinstance(slope, Formal)
                else Specified(spec)
            )
    return tuple(found)


def unadjusted_class(tails: Tails, alpha: float) -> Outcome:
    """Return the class at an unadjusted level, without confirmation."""
    return decide(tails.claimed, tails.opposite, alpha)


def _measured(case: Case, spec: Specification, shelf: Shelf) -> Specified:
    response, design = response_and_design(case, spec, shelf)
    found = measure(response, design, case.row0, spec.window, case.kernel)
    if isinstance(found, Unmeasured):
        return Specified(spec)
    return Specified(spec, found.value, tails_of(case, found))


def _agreement(frozen: Formal, found: tuple[Specified, ...], alpha: float) -> Firmness:
    wanted = unadjusted_class(frozen.tails, alpha)
    done = [
        (each.estimate, each.tails)
        for each in found
        if each.estimate is not None and each.tails is not None
    ]
    return Firmness(
        outcome=wanted,
        same=sum(unadjusted_class(tails, alpha) == wanted for _, tails in done),
        same_sign=sum((value > 0) == (frozen.estimate > 0) for value, _ in done),
        total=len(done),
        refused=len(found) - len(done),
    )
