"""A fact of the price record laid on the sessions of its exchange."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.tested import case_code, sources_of
from dashboard.studies.explanations.naming import planned_name
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import Case
from dashboard.studies.ledger.paths import fact_price
from dashboard.studies.ledger.records import HypothesisOutcome
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue.plan_models import Plan
from data.catalogue.text import Text
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A fact with its place in the data.

    Attributes
    ----------
    outcome
        The fact as the page shows it.
    plan, shelf
        The frozen plan, and the prices.
    case
        The hypothesis on the sessions of its exchange.
    value
        The figure.
    """

    outcome: HypothesisOutcome
    plan: Plan
    shelf: Shelf
    case: Case
    value: float

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of the securities, without a benchmark: the figure needs none."""
        case = self.case
        held = {*case.long, *case.short}
        return tuple(s for s in sources_of(case, self.shelf) if s.history.security in held)

    @property
    def closes(self) -> np.ndarray:
        """(T,) closes of the security."""
        return self.shelf.prices(self.case.long[0], self.case.exchange, "close")

    @property
    def levels(self) -> np.ndarray:
        """(T,) closes of one security, or the value of equal holdings of several."""
        case = self.case
        return self.shelf.level(case.long, case.exchange, case.row0, fact_price(case))

    @property
    def level_column(self) -> str:
        """The title of the column of levels."""
        return columns.CLOSE if len(self.case.long) == 1 else columns.LEVEL

    @property
    def name(self) -> Text:
        """What the fact is about."""
        return planned_name(self.plan, self.case.hypothesis.long)

    def code(self, *libraries: str) -> str:
        """Return the lines that lay the fact on the sessions again."""
        return case_code(self.plan, self.case.hypothesis, libraries=libraries)

    def level_code(self, *libraries: str) -> str:
        """Return the lines that leave ``levels``."""
        price = fact_price(self.case)
        return (
            f"{self.code(*libraries)}"
            f'levels = shelf.level(case.long, case.exchange, case.row0, "{price}")\n'
        )


def place(outcome: HypothesisOutcome, findings: Findings) -> Placed:
    """Lay an established fact on the sessions again."""
    assert outcome.estimate is not None  # a fact without a figure has nothing to explain
    case = findings.cases[outcome.hypothesis.id]
    return Placed(outcome, findings.plan, findings.shelf, case, outcome.estimate)
