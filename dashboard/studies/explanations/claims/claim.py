"""What can be explained of a claim's test."""

from __future__ import annotations

from dashboard.studies.explanations.claims.agreement import agreement
from dashboard.studies.explanations.claims.confirmation import confirmation
from dashboard.studies.explanations.claims.facts import fact
from dashboard.studies.explanations.claims.family import adjusted
from dashboard.studies.explanations.claims.interval import interval
from dashboard.studies.explanations.claims.slope import slope_explanations
from dashboard.studies.explanations.claims.smallest import smallest
from dashboard.studies.explanations.claims.strict import strict
from dashboard.studies.explanations.claims.tails import p_values
from dashboard.studies.explanations.claims.tested import tested
from dashboard.studies.explanations.claims.weighted_sum import estimate
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.records import HypothesisOutcome


def claim_explanations(outcome: HypothesisOutcome, findings: Findings) -> tuple[Explanation, ...]:
    """Return what can be explained of a test, its estimate first; nothing where it has none."""
    if outcome.estimate is None:
        return ()
    if not outcome.hypothesis.is_formal:
        return fact(outcome, findings), *agreement(outcome, findings)
    if outcome.hypothesis.measure == "slope":
        return (
            *slope_explanations(outcome, findings),
            *adjusted(outcome, findings),
            *agreement(outcome, findings),
        )
    made = tested(outcome, findings)
    if made is None:
        return ()
    bounds = interval(made)
    return (
        estimate(made),
        *(() if bounds is None else (bounds,)),
        *p_values(made),
        *adjusted(outcome, findings),
        *strict(outcome, findings),
        *confirmation(made),
        *smallest(made),
        *agreement(outcome, findings),
    )
