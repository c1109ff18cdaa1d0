"""From findings to verdicts: the family's adjustment, the decision rule, the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.verdicts.decision import Outcome, adjusted, decide, together
from dashboard.studies.ledger.case import Case
from dashboard.studies.ledger.finding import Fact, Formal, Unavailable
from dashboard.studies.ledger.records import (
    HypothesisOutcome,
    Message,
    PValues,
    TestVerdict,
    Verdict,
)
from data.catalogue import Claim
from data.catalogue.plan_models import ClaimPlan, PlanHeader, Role
from data.errors import N_

Finding = Formal | Fact | Unavailable

# Facts about a price that say nothing of a cause.
BARE: frozenset[str] = frozenset(("raw_return", "value_lost", "rank"))


@dataclass(frozen=True, slots=True)
class Adjusted:
    """p-values of one hypothesis after the family: for and against."""

    claimed: float | None
    opposite: float | None
    strict: float | None = None
    opposite_strict: float | None = None


def adjust(family: Mapping[str, Formal]) -> dict[str, Adjusted]:
    """Adjust the p-values for and against each hypothesis, as two families.

    A move claimed to be ordinary has one p-value only, against the claim; it is a test of the
    first family.
    """
    tails = {name: found.tails for name, found in family.items()}
    single = [tail.claimed is None for tail in tails.values()]
    first = adjusted([t.opposite if t.claimed is None else t.claimed for t in tails.values()])
    second = adjusted([None if t.claimed is None else t.opposite for t in tails.values()])
    return {
        name: Adjusted(None, p) if alone else Adjusted(p, against)
        for name, alone, p, against in zip(tails, single, first, second, strict=True)
    }


def p_values(found: Formal, after: Adjusted | None) -> PValues:
    """Put all p-values of a hypothesis side by side."""
    confirm = found.confirmation
    return PValues(
        test=found.test,
        claimed=found.tails.claimed,
        opposite=found.tails.opposite,
        floor=found.tails.floor,
        draws=found.draws,
        effective_draws=found.effective_draws,
        confirmation=None if confirm is None else confirm.claimed,
        opposite_confirmation=None if confirm is None else confirm.opposite,
        adjusted=None if after is None else after.claimed,
        opposite_adjusted=None if after is None else after.opposite,
        strict=None if after is None else after.strict,
        opposite_strict=None if after is None else after.opposite_strict,
    )


def judge(
    case: Case, found: Finding, role: Role, after: Adjusted | None, header: PlanHeader
) -> tuple[TestVerdict, Message]:
    """Apply the decision rule; a secondary hypothesis is judged at the unadjusted level."""
    level = header.level
    if isinstance(found, Unavailable):
        return "not measured", found.reason
    if isinstance(found, Fact):
        return found.outcome or "described", found.reason
    p, against = found.tails.claimed, found.tails.opposite
    if role == "primary" and after is not None:
        p, against = after.claimed, after.opposite
    facts = {"p": p, "against": against, "level": level, "windows": found.effective_draws}
    if found.effective_draws < header.fewest_windows:
        return "inconclusive", Message(FEW_WINDOWS, facts)
    outcome = decide(p, against, level, found.confirmation)
    if outcome == "supported":
        return outcome, Message(SUPPORTED[role], facts)
    if outcome == "contradicted":
        return outcome, Message(CONTRADICTED[role], facts)
    if decide(p, against, level) != "inconclusive":
        return outcome, Message(UNCONFIRMED, facts | {"shares": found.confirming_shares})
    if case.hypothesis.measure == "event_date":
        return outcome, Message(ORDINARY, facts | dict(found.facts))
    if found.smallest_visible is None or found.unit != "fraction":
        return outcome, Message(NEITHER, facts)
    return outcome, Message(TOO_SMALL, facts | {"smallest": found.smallest_visible})


def judge_claim(
    claim: Claim, plan: ClaimPlan | None, tests: tuple[HypothesisOutcome, ...]
) -> tuple[Verdict, Message, bool]:
    """Return a claim's verdict, why, and whether it may only be read as "consistent with"."""
    if plan is None:
        assert claim.why_not_testable is not None  # the catalogue requires it
        return "not testable", Message(UNTESTABLE), False
    primary = [test for test in tests if test.role == "primary"]
    outcomes = [_outcome(test.verdict) for test in primary]
    needed = any(figure.needed for figure in plan.missing)
    if not primary:
        return "not testable", Message(MISSING), False
    verdict = together(outcomes)
    if verdict == "supported" and needed:
        return "inconclusive", Message(HALF), False
    confounded = any(test.confounders for test in primary)
    causal = any(test.hypothesis.measure not in BARE for test in primary)
    consistent = verdict == "supported" and confounded and causal
    if verdict == "supported":
        return verdict, Message(CONSISTENT if consistent else BORNE_OUT), consistent
    if verdict == "contradicted":
        return verdict, Message(AGAINST), False
    return verdict, Message(HALF if needed else OPEN), False


def _outcome(verdict: TestVerdict) -> Outcome:
    """Return the outcome that a test adds to its claim: what decides nothing is inconclusive."""
    return verdict if verdict in ("supported", "contradicted") else "inconclusive"


SUPPORTED = {
    "primary": N_("The sign claimed, with p = {p:.4f} after the family's adjustment."),
    "secondary": N_("The sign claimed, with an unadjusted p = {p:.4f}."),
}
CONTRADICTED = {
    "primary": N_("Against the claim, with p = {against:.4f} after the family's adjustment."),
    "secondary": N_("Against the claim, with an unadjusted p = {against:.4f}."),
}
FEW_WINDOWS = N_(
    "Only {windows:.0f} windows of this length fit into the estimation window without overlap: "
    "too few for a verdict at {level:.0%}."
)
UNCONFIRMED = N_(
    "The portfolio's p-value passes, but BMP adjusted for correlation, on {shares} shares, does "
    "not confirm it."
)
ORDINARY = N_(
    "An ordinary session: it neither dates nor refutes a release. The largest move within "
    "{around} sessions on either side came on {largest_on} ({largest:+.2%})."
)
NEITHER = N_("Neither the claim nor its opposite passes at {level:.0%}.")
TOO_SMALL = N_(
    "Neither the claim nor its opposite passes at {level:.0%}. A move of less than {smallest:.2%} "
    "could not have been seen at an unadjusted {level:.0%}."
)
UNTESTABLE = N_("Prices cannot test this claim.")
MISSING = N_("A figure that the test needs is missing.")
HALF = N_("Part of the test cannot be run: a figure is missing.")
CONSISTENT = N_(
    "Prices are consistent with the claim. Other news stand in the window, so they show no cause."
)
BORNE_OUT = N_("Prices bear the claim out. They show that it happened, not why.")
AGAINST = N_("Prices speak against the claim.")
OPEN = N_("Prices decide neither for the claim nor against it.")
