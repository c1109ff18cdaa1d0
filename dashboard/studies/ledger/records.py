"""What the ledger gives back: claims, their tests, and why each verdict is what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.verdicts.decision import Outcome
from data.catalogue import Article, Claim, Contradiction, Event
from data.catalogue.plan_models import ClaimPlan, Hypothesis, MissingFigure, Role
from data.errors import N_, DataError
from data.prices import Provenance

Verdict = Literal["supported", "contradicted", "inconclusive", "not testable"]
TestVerdict = Literal["supported", "contradicted", "inconclusive", "described", "not measured"]
Unit = Literal["fraction", "USD", "sessions", "place", "slope"]

VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "inconclusive", "not testable")


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with its facts, to be translated where it is shown."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def english(self) -> str:
        """The message in English."""
        return self.template.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Firmness:
    """How many reasonable specifications give the same class at an unadjusted 5 %.

    Attributes
    ----------
    outcome
        The class of the frozen specification at an unadjusted 5 %, without confirmation: what
        stays the same. It can differ from the verdict, which asks for more.
    same, same_sign, total
        Specifications with the frozen one's class, with its sign, and all that could be
        measured.
    refused
        Specifications that could not be measured.
    """

    outcome: Outcome
    same: int
    same_sign: int
    total: int
    refused: int = 0

    @property
    def share(self) -> float:
        """Same over total."""
        return self.same / self.total


@dataclass(frozen=True, slots=True)
class PValues:
    """p-values for and against a hypothesis.

    Attributes
    ----------
    test
        ``"sq"``, ``"sq_volatility_scaled"`` or ``"placebo"``.
    claimed, opposite
        One-sided, by rank; None where there can be none.
    adjusted, opposite_adjusted
        Benjamini-Hochberg over the family; None for secondary hypotheses.
    strict, opposite_strict
        Step-down max-T over placebo dates; None where it does not apply.
    confirmation, opposite_confirmation
        Adjusted BMP, one-sided; None for a single share.
    floor
        Smallest value that ``claimed`` can take.
    draws, effective_draws
        Ordinary sums that were ranked, and how many windows of them do not overlap.
    """

    test: str
    claimed: float | None
    opposite: float | None
    floor: float
    draws: int
    effective_draws: float
    confirmation: float | None = None
    opposite_confirmation: float | None = None
    adjusted: float | None = None
    opposite_adjusted: float | None = None
    strict: float | None = None
    opposite_strict: float | None = None


@dataclass(frozen=True, slots=True)
class HypothesisOutcome:
    """One hypothesis, tested.

    Attributes
    ----------
    hypothesis, role
        What was tested, and whether the verdict rests on it.
    verdict, reason
        The outcome and why.
    estimate, unit, interval
        Estimate with its 95 % interval, in ``unit``; returns are fractions.
    p
        p-values, None for a fact of the price record.
    smallest_visible
        Smallest size of an estimate that would have reached 5 % one-sided, in ``unit``.
    firmness
        Over the grid of specifications; None where there is only one way to measure.
    exchange, session, days
        Calendar, tau = 0, and the sessions of each term.
    members
        Tickers of the long and of the short side.
    estimation_rows, estimation_span
        Rows used to estimate, and the first and last of them.
    confounders
        Other news in the windows.
    facts
        Further figures by name (dates, closes, shares), for people and programs.
    notes
        What to know beside the verdict.
    provenance
        Where the prices come from, by ticker.
    """

    hypothesis: Hypothesis
    role: Role
    verdict: TestVerdict
    reason: Message
    estimate: float | None
    unit: Unit
    interval: tuple[float, float] | None
    p: PValues | None
    smallest_visible: float | None
    firmness: Firmness | None
    exchange: str
    session: date
    days: tuple[tuple[date, date], ...]
    members: tuple[tuple[str, ...], tuple[str, ...]]
    estimation_rows: int | None
    estimation_span: tuple[date, date] | None
    confounders: tuple[Event, ...]
    facts: Mapping[str, object]
    notes: tuple[Message, ...]
    provenance: Mapping[str, Provenance]


@dataclass(frozen=True, slots=True)
class Related:
    """Other claims that say the same or the contrary.

    Attributes
    ----------
    agree
        Claims on the same side of a contradiction, or resting on the same hypothesis.
    contradict
        Claims on another side.
    contradictions
        The contradictions between articles in which the claim stands.
    """

    agree: tuple[str, ...]
    contradict: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim with its verdict.

    Attributes
    ----------
    claim, article
        As catalogued; ``claim.fact_check`` is the fact check, independent of prices.
    plan
        What the verdict rests on; None for a claim that prices cannot test.
    verdict, reason
        The outcome and why.
    consistent_with
        Whether other news stand in the windows, so that the verdict may only be read as
        "consistent with" and never as a cause.
    tests
        Primary hypotheses first.
    missing
        Figures that the snapshot lacks.
    confounders
        Other news in the windows of the primary hypotheses.
    firmness
        The lowest share among the primary hypotheses; None where none has one.
    sessions
        The exchanges and sessions of tau = 0 involved.
    related
        Other claims.
    """

    claim: Claim
    article: Article
    plan: ClaimPlan | None
    verdict: Verdict
    reason: Message
    consistent_with: bool
    tests: tuple[HypothesisOutcome, ...]
    missing: tuple[MissingFigure, ...]
    confounders: tuple[Event, ...]
    firmness: float | None
    sessions: tuple[tuple[str, date], ...]
    related: Related

    @property
    def headline(self) -> HypothesisOutcome | None:
        """The first primary test."""
        return self.tests[0] if self.tests else None


@dataclass(frozen=True, slots=True)
class Family:
    """The tests that are adjusted together, and the placebo dates of the strict variant."""

    hypotheses: tuple[str, ...]
    level: float
    placebo_dates: int
    placebo_span: tuple[date, date] | None
    strict_hypotheses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims with their verdicts under one frozen plan."""

    entries: tuple[Entry, ...]
    plan_version: int
    plan_hash: str
    frozen_on: date
    frozen_hash: str
    family: Family
    contradictions: tuple[Contradiction, ...]

    @property
    def is_frozen_plan(self) -> bool:
        """Whether the plan in use is the one whose hash was recorded."""
        return self.plan_hash == self.frozen_hash

    def entry(self, claim: str) -> Entry:
        """Return one claim's entry.

        Raises
        ------
        DataError
            When there is no such claim.
        """
        for entry in self.entries:
            if entry.claim.id == claim.strip().upper():
                return entry
        raise DataError(
            N_("The claim {claim} was asked for."),
            N_("The ledger holds {count} claims, from {first} to {last}, but not this one."),
            N_("Name one of them, for example A3-13."),
            claim=claim,
            count=len(self.entries),
            first=self.entries[0].claim.id,
            last=self.entries[-1].claim.id,
        )

    def counts(self, entries: tuple[Entry, ...] | None = None) -> Mapping[Verdict, int]:
        """Return how many claims have each verdict, of all entries or of the given ones."""
        found = Counter(e.verdict for e in (self.entries if entries is None else entries))
        return {verdict: found[verdict] for verdict in VERDICTS}
