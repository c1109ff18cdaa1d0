"""Which claims say the same as one, and which the contrary."""

from __future__ import annotations

from dashboard.studies.ledger.records import Related
from data.catalogue import Contradiction
from data.catalogue.plan_models import Plan


def related_claims(claim: str, plan: Plan, contradictions: tuple[Contradiction, ...]) -> Related:
    """Return the claims on the same and on the other sides of the contradictions.

    A claim that rests on one of the same primary hypotheses says the same as well.
    """
    agree: dict[str, None] = {}
    contradict: dict[str, None] = {}
    stands_in = []
    for entry in contradictions:
        sides = [side.claims for side in entry.sides]
        own = [claims for claims in sides if claim in claims]
        if not own:
            continue
        stands_in.append(entry)
        for claims in sides:
            target = agree if claim in claims else contradict
            target.update(dict.fromkeys(name for name in claims if name != claim))
    for name in _sharing(claim, plan):
        if name not in contradict:
            agree[name] = None
    return Related(tuple(agree), tuple(contradict), tuple(stands_in))


def _sharing(claim: str, plan: Plan) -> list[str]:
    own = {name for entry in plan.claims if entry.claim == claim for name in entry.primary}
    return [e.claim for e in plan.claims if e.claim != claim and own & set(e.primary)]
