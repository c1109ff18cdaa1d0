"""Facts of a path after the event: recovery, a new high, a return against another."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.verdicts.decision import Outcome
from analysis.verdicts.kernel import kernel_of
from analysis.verdicts.levels import Recovery, new_high, recovery
from analysis.verdicts.measurement import Measurement, measure
from dashboard.studies.ledger.case import Case, response_and_design
from dashboard.studies.ledger.finding import Fact, Unavailable
from dashboard.studies.ledger.records import Firmness, Message
from dashboard.studies.ledger.shelf import Price, Shelf
from data.errors import N_

Figure = TypeVar("Figure")


def recovery_fact(case: Case, shelf: Shelf) -> Fact | Unavailable:
    """Find the first close at or above the one before the event."""
    horizon = required(case.hypothesis.rule.horizon)
    found = recovery(_level(case, shelf, fact_price(case)), case.row0)
    other = recovery(_level(case, shelf, other_price(case)), case.row0)
    outcome = found.outcome(horizon)
    facts = _recovery_facts(case, found, shelf) | {"horizon": horizon}
    return Fact(
        estimate=None if found.sessions is None else float(found.sessions),
        unit="sessions",
        outcome=outcome,
        reason=_recovery_reason(outcome, found.row is None, facts),
        until=case.sessions[-1 if found.row is None else found.row].date(),
        facts=facts,
        firmness=Firmness(outcome, 1 + (other.outcome(horizon) == outcome), 2, 2),
    )


def _recovery_facts(case: Case, found: Recovery, shelf: Shelf) -> dict[str, object]:
    return {
        "reference": found.reference,
        "reference_on": _day(case, case.row0 - 1),
        "recovered_on": _day(case, found.row),
        "sessions": found.sessions,
        "half_regained_on": _day(case, found.half_row),
        "half_sessions": None if found.half_row is None else found.half_row - case.row0,
        "no_shock_on": _day(case, _no_shock_row(case, shelf)),
        "censored": found.row is None,
        "data_end": _day(case, len(case.sessions) - 1),
    }


def _recovery_reason(outcome: Outcome, censored: bool, facts: dict[str, object]) -> Message:
    if censored and outcome == "inconclusive":
        return Message(
            N_("Not regained by {data_end}, where the prices end before the horizon."), facts
        )
    if censored:
        return Message(N_("Not regained by {data_end}, where the prices end."), facts)
    if outcome == "supported":
        return Message(
            N_("Regained on {recovered_on}; sessions after that of the event: {sessions}."), facts
        )
    return Message(
        N_(
            "Regained on {recovered_on}; sessions after that of the event: {sessions}, with a "
            "horizon of {horizon}."
        ),
        facts,
    )


def _no_shock_row(case: Case, shelf: Shelf) -> int | None:
    """Return the first row at or above the path that the benchmark alone would have given."""
    spec = case.specification
    if spec.benchmark is None:
        return None
    response, design = response_and_design(case, spec, shelf)
    found = measure(response, design, case.row0, spec.window, kernel_of([(0, 0, 1.0)]))
    if not isinstance(found, Measurement):
        return None
    beta, market = found.parameters[-1], design[:, -1]
    after = slice(case.row0, len(market))
    alone = np.cumprod(1 + np.where(np.isfinite(market[after]), beta * market[after], 0.0))
    level = _level(case, shelf, "total_return")
    reached = np.flatnonzero(level[after] >= level[case.row0 - 1] * alone)
    return int(reached[0]) + case.row0 if len(reached) else None


def new_high_fact(case: Case, shelf: Shelf) -> Fact | Unavailable:
    """Look for a new high before a fall of the given part from the peak."""
    rule = case.hypothesis.rule
    horizon, bust = required(rule.horizon), required(rule.bust)
    found = new_high(_level(case, shelf, fact_price(case)), case.row0, horizon, bust)
    other = new_high(_level(case, shelf, other_price(case)), case.row0, horizon, bust)
    outcome = found.outcome(case.row0, horizon)
    facts: dict[str, object] = {
        "peak_before": found.peak,
        "new_high_on": _day(case, found.high_row),
        "halved_on": _day(case, found.bust_row),
        "deepest": found.deepest,
        "data_end": _day(case, len(case.sessions) - 1),
        "horizon": horizon,
        "bust": bust,
    }
    template = {
        "supported": N_(
            "A new high on {new_high_on}; the deepest fall from a peak was {deepest:.1%}."
        ),
        "contradicted": N_("A fall of {bust:.0%} from the peak on {halved_on}."),
        "inconclusive": N_("Neither a new high nor a fall of {bust:.0%} by {data_end}."),
    }[outcome]
    return Fact(
        estimate=found.deepest,
        unit="fraction",
        outcome=outcome,
        reason=Message(template, facts),
        until=case.sessions[-1 if found.high_row is None else found.high_row].date(),
        facts=facts,
        firmness=Firmness(outcome, 1 + (other.outcome(case.row0, horizon) == outcome), 2, 2),
    )


def relative_return_fact(case: Case, shelf: Shelf) -> Fact | Unavailable:
    """Return by how much the long side outdid the short side, dividends included."""
    until = required(case.hypothesis.rule.until)
    row = int(case.sessions.searchsorted(pd.Timestamp(until), side="right")) - 1
    gains = []
    for price in ("total_return", "close"):
        sides = [
            shelf.level(side, case.exchange, case.row0, price) for side in (case.long, case.short)
        ]
        gains.append([float(level[row] / level[case.row0 - 1] - 1) for level in sides])
    (long, short), (long_close, short_close) = gains
    if not np.isfinite(long - short):
        return Unavailable(reason=Message(NO_END, {"until": until}))
    value, other = long - short, long_close - short_close
    outcome: Outcome = "supported" if value > 0 else "contradicted"
    same = 1 + ((other > 0) == (value > 0))
    facts: dict[str, object] = {
        "long_return": long,
        "short_return": short,
        "from": _day(case, case.row0 - 1),
        "to": _day(case, row),
    }
    return Fact(
        estimate=value,
        unit="fraction",
        outcome=outcome,
        reason=Message(
            N_(
                "{long_return:+.1%} against {short_return:+.1%} from {from} to {to}: a description "
                "without a test, for many things happened in these months."
            ),
            facts,
        ),
        until=case.sessions[row].date(),
        facts=facts,
        firmness=Firmness(outcome, same, same, 2) if np.isfinite(other) else None,
    )


def required(value: Figure | None) -> Figure:
    """Return a figure of a rule; the plan's own check has refused a rule without it."""
    assert value is not None
    return value


def fact_price(case: Case) -> Price:
    """Return closes for one security and total returns for a basket."""
    return "close" if len(case.long) == 1 else "total_return"


def other_price(case: Case) -> Price:
    """Return the prices that the rule is tried on besides."""
    return "total_return" if fact_price(case) == "close" else "close"


def _level(case: Case, shelf: Shelf, price: Price) -> np.ndarray:
    return shelf.level(case.long, case.exchange, case.row0, price)


def _day(case: Case, row: int | None) -> date | None:
    return None if row is None else case.sessions[row].date()


NO_END = N_("A member has no price on {until}.")
