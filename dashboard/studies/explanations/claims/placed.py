"""A hypothesis laid on the sessions of its exchange again, and code that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.errors import N_
from dashboard.studies.explanations.code import quoted
from dashboard.studies.explanations.naming import difference, planned_name
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import Case, case_of
from dashboard.studies.ledger.records import HypothesisOutcome
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue.plan_models import Hypothesis, Plan
from data.catalogue.text import Text
from data.load import LoadedPrices

ON_SNAPSHOT: Final = N_("The embedded snapshot, on which every claim is tested.")

CHANGEABLE: Final = ("benchmark", "model", "estimation", "returns")
"""What a reader may choose otherwise, besides the window."""

CASE_MODULE: Final = "from dashboard.studies.ledger.case import "
IMPORTS: Final = (
    "from dashboard.studies.ledger.figures import EMBEDDED",
    "from dashboard.studies.ledger.shelf import Shelf",
    "from data.catalogue.plan import the_plan",
)
CASE: Final = """\
{imports}

plan, shelf = the_plan(), Shelf(EMBEDDED)
{chosen}case = case_of(hypothesis, plan, shelf)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A hypothesis with its place in the data.

    Attributes
    ----------
    outcome
        The hypothesis as the page shows it.
    plan, shelf
        The frozen plan, and the prices.
    case
        The hypothesis on the sessions of its exchange.
    """

    outcome: HypothesisOutcome
    plan: Plan
    shelf: Shelf
    case: Case

    @property
    def value(self) -> float:
        """The estimate."""
        assert self.outcome.estimate is not None  # without one there is nothing to explain
        return self.outcome.estimate

    @property
    def long_name(self) -> Text:
        """What the long side is called."""
        return planned_name(self.plan, self.case.hypothesis.long)

    @property
    def name(self) -> Text:
        """What the hypothesis is about: one side, or the one less the other."""
        short = self.case.hypothesis.short
        if short is None:
            return self.long_name
        return difference(self.long_name, planned_name(self.plan, short))

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of the securities, the benchmark last."""
        return sources_of(self.case, self.shelf)

    def code(self, *libraries: str, case: str = "", further: Sequence[str] = ()) -> str:
        """Return the lines that lay the hypothesis on the sessions again; see ``case_code``."""
        names = (case,) if case else ()
        frozen = self.case.hypothesis
        return case_code(self.plan, frozen, *names, libraries=libraries, further=further)


def place(outcome: HypothesisOutcome, findings: Findings) -> Placed:
    """Lay a hypothesis on the sessions again, with what a reader may have chosen otherwise."""
    case = case_of(outcome.hypothesis, findings.plan, findings.shelf)
    return Placed(outcome, findings.plan, findings.shelf, case)


def sources_of(case: Case, shelf: Shelf) -> tuple[LoadedPrices, ...]:
    """Return the prices behind a case, the benchmark last."""
    benchmark = case.hypothesis.benchmark
    tickers = (*case.long, *case.short, *(() if benchmark is None else (benchmark,)))
    return tuple(
        LoadedPrices(shelf.history(ticker), ON_SNAPSHOT) for ticker in dict.fromkeys(tickers)
    )


def case_code(
    plan: Plan,
    hypothesis: Hypothesis,
    *names: str,
    libraries: Sequence[str] = (),
    further: Sequence[str] = (),
) -> str:
    """Return the lines that lay a hypothesis on the sessions again, as ``case``.

    Parameters
    ----------
    names
        What else is imported from the module of the case.
    libraries
        Import lines of third-party libraries.
    further
        Import lines of other modules of the project.
    """
    frozen = next(entry for entry in plan.hypotheses if entry.id == hypothesis.id)
    changed = {
        name: getattr(hypothesis, name)
        for name in CHANGEABLE
        if getattr(hypothesis, name) != getattr(frozen, name)
    }
    chosen = "hypotheses = {entry.id: entry for entry in plan.hypotheses}\n"
    chosen += f'hypothesis = hypotheses["{hypothesis.id}"]\n'
    if hypothesis.terms != frozen.terms:
        window = hypothesis.terms[0].window
        chosen += f'term = hypothesis.terms[0].model_copy(update={{"window": {window}}})\n'
        chosen += 'hypothesis = hypothesis.model_copy(update={"terms": (term,)})\n'
    for name, value in changed.items():
        update = f'{{"{name}": {quoted(value)}}}'
        chosen += f"hypothesis = hypothesis.model_copy(update={update})\n"
    third = "".join(f"{line}\n" for line in libraries) + ("\n" if libraries else "")
    imported = CASE_MODULE + ", ".join(sorted(("case_of", *names)))
    imports = sorted((imported, *IMPORTS, *further), key=lambda line: line.split()[1])
    return third + CASE.format(imports="\n".join(imports), chosen=chosen)
