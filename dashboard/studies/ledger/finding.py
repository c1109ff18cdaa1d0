"""What one measurement of a hypothesis gives, before any family is considered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis.verdicts.decision import Outcome
from analysis.verdicts.tails import Tails
from dashboard.studies.ledger.records import Firmness, Message, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Formal:
    """An estimate with p-values.

    Attributes
    ----------
    estimate, unit, interval, smallest_visible
        As in ``HypothesisOutcome``.
    test, tails, draws, effective_draws
        Which reference the p-values come from, and its size.
    confirmation, confirming_shares
        p-values of adjusted BMP and the shares (of a spread, the larger side) behind them; None
        and 0 where one share is tested.
    scaled
        Estimate over its expected volatility; None for a slope.
    rows, span
        Estimation rows, and the first and last session of them.
    facts
        Further figures by name.
    """

    estimate: float
    unit: Unit
    interval: tuple[float, float] | None
    smallest_visible: float | None
    test: str
    tails: Tails
    draws: int
    effective_draws: float
    confirmation: Tails | None
    confirming_shares: int
    scaled: float | None
    rows: int
    span: tuple[date, date]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of the price record with the outcome of its own rule.

    Attributes
    ----------
    outcome
        None for a description without a rule.
    until
        Last session looked at.
    """

    estimate: float | None
    unit: Unit
    outcome: Outcome | None
    reason: Message
    until: date
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    firmness: Firmness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """Why a hypothesis could not be measured."""

    reason: Message
