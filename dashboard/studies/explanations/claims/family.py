"""How a claim's p-values are adjusted for the other tests of the frozen plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from analysis.errors import N_
from dashboard.studies.explanations.claims.placed import sources_of
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.multiplicity import benjamini_hochberg
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.finding import Formal
from dashboard.studies.ledger.records import HypothesisOutcome

LEDGER: Final = """\
from dashboard.studies.ledger import ledger

family = {{}}
for entry in ledger().entries:
    for test in entry.tests:
        if test.role == "primary" and test.p is not None:
            {pick}
family = {{name: p for name, p in family.items() if p is not None}}
name = "{name}"
"""
CLAIMED: Final = """\
# A move claimed to be ordinary has one p-value, against the claim
            alone = test.p.claimed is None
            family[test.hypothesis.id] = test.p.opposite if alone else test.p.claimed"""
OPPOSITE: Final = """\
# A move claimed to be ordinary stands in the other family
            alone = test.p.claimed is None
            family[test.hypothesis.id] = None if alone else test.p.opposite"""


def adjusted(outcome: HypothesisOutcome, findings: Findings) -> tuple[Explanation, ...]:
    """Explain the adjusted p-values of a primary test; nothing for any other."""
    p, name = outcome.p, outcome.hypothesis.id
    if p is None or outcome.role != "primary":
        return ()
    found = []
    sources = sources_of(findings.cases[name], findings.shelf)
    names = {key: case.hypothesis.states for key, case in findings.cases.items()}
    alone = p.claimed is None
    if p.adjusted is not None or (alone and p.opposite_adjusted is not None):
        code = LEDGER.format(pick=CLAIMED, name=name)
        family = _family(findings, opposite=False)
        found.append(benjamini_hochberg(family, name, names, sources, code))
    if p.opposite_adjusted is not None and not alone:
        code = LEDGER.format(pick=OPPOSITE, name=name)
        family = _family(findings, opposite=True)
        against = benjamini_hochberg(family, name, names, sources, code)
        found.append(replace(against, title=N_("Adjusted p-value against the claim")))
    return tuple(found)


def _family(findings: Findings, *, opposite: bool) -> dict[str, float]:
    family: dict[str, float] = {}
    for name in findings.adjusted:
        formal = findings.found[name]
        assert isinstance(formal, Formal)  # only tests with p-values are adjusted
        tails = formal.tails
        if opposite:
            value = None if tails.claimed is None else tails.opposite
        else:
            value = tails.opposite if tails.claimed is None else tails.claimed
        if value is not None:
            family[name] = value
    return family
