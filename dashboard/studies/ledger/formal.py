"""Measure a hypothesis that has a p-value."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.verdicts.confirmation import confirm, confirming_tails
from analysis.verdicts.measurement import Measurement, Unmeasured, measure
from analysis.verdicts.tails import Tails, interval, rank_tails, smallest_visible
from dashboard.studies.ledger.case import (
    Case,
    Specification,
    member_responses,
    response_and_design,
)
from dashboard.studies.ledger.finding import Formal, Unavailable
from dashboard.studies.ledger.records import Message
from dashboard.studies.ledger.shelf import Shelf

LEVEL: Final = 0.95
AROUND: Final = 15
"""Sessions on either side among which the most unusual one is looked for."""


def examine(case: Case, spec: Specification, shelf: Shelf, alpha: float) -> Formal | Unavailable:
    """Estimate, rank, and for a basket confirm."""
    response, design = response_and_design(case, spec, shelf)
    found = measure(response, design, case.row0, spec.window, case.kernel)
    if isinstance(found, Unmeasured):
        return Unavailable(reason=Message(found.reason, found.facts))
    reference, unit = reference_of(case, found)
    value = found.value / unit
    bounds = interval(reference, value, LEVEL)
    smallest = smallest_visible(reference, case.hypothesis.direction, alpha)
    rows = case.sessions[found.rows[[0, -1]]]
    confirmation = _confirmation(case, spec, shelf)
    return Formal(
        estimate=found.value,
        unit="fraction",
        interval=None if bounds is None else (bounds[0] * unit, bounds[1] * unit),
        smallest_visible=None if smallest is None else smallest * unit,
        test="sq_volatility_scaled" if is_scaled(case) else "sq",
        tails=tails_of(case, found),
        draws=len(reference),
        effective_draws=found.effective_n,
        confirmation=confirmation,
        confirming_shares=0 if confirmation is None else max(len(case.long), len(case.short)),
        scaled=found.scaled_value,
        rows=len(found.rows),
        span=(rows[0].date(), rows[1].date()),
        facts={
            "standard_error": float(np.sqrt(found.variance)),
            "t": found.scar,
            "sigma": float(np.sqrt(found.sigma2)),
            "volatility": found.volatility,
            **_more_facts(case, found, response - design @ found.parameters),
        },
    )


def is_scaled(case: Case) -> bool:
    """Say whether the case is ranked over its volatility: baskets, spreads, surprises."""
    return case.is_basket or case.hypothesis.measure == "surprise_percentile"


def reference_of(case: Case, found: Measurement) -> tuple[np.ndarray, float]:
    """Return the ordinary sums that the estimate is ranked among, and their unit."""
    return (found.scaled, found.volatility) if is_scaled(case) else (found.ordinary, 1.0)


def tails_of(case: Case, found: Measurement) -> Tails:
    """Return the p-values for and against the hypothesis."""
    reference, unit = reference_of(case, found)
    margin = case.hypothesis.rule.margin
    return rank_tails(
        reference,
        found.value / unit,
        case.hypothesis.direction,
        None if margin is None else margin / unit,
    )


def _confirmation(case: Case, spec: Specification, shelf: Shelf) -> Tails | None:
    if max(len(case.long), len(case.short)) < 2 or case.hypothesis.direction in ("either", "none"):
        return None
    responses, design = member_responses(case, spec, shelf)
    found = [measure(own, design, case.row0, spec.window, case.kernel) for own in responses]
    measured = [member for member in found if isinstance(member, Measurement)]
    if len(measured) < 2:
        return Tails(None, None, 0.0)
    test = confirm(measured, case.row0, spec.window)
    return confirming_tails(test, case.hypothesis.direction)


def _more_facts(case: Case, found: Measurement, errors: np.ndarray) -> dict[str, object]:
    if case.hypothesis.measure == "surprise_percentile":
        ranked = rank_tails(found.scaled, found.value / found.volatility, "down")
        size = min(p for p in (ranked.claimed, ranked.opposite) if p is not None)
        return {"surprise_percentile": 1 - size}
    if case.hypothesis.measure != "event_date":
        return {}
    around = slice(case.row0 - AROUND, case.row0 + AROUND + 1)
    row = int(np.nanargmax(np.abs(errors[around]))) + around.start
    return {
        "largest_on": case.sessions[row].date(),
        "largest": float(errors[row]),
        "around": AROUND,
    }
