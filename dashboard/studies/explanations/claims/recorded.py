"""A fact of the price record with the prices that it is read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.placed import Placed, place, sources_of
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.paths import fact_price
from dashboard.studies.ledger.records import HypothesisOutcome
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Recorded(Placed):
    """A fact with its prices."""

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices of the securities, without a benchmark: the figure needs none."""
        held = {*self.case.long, *self.case.short}
        every = sources_of(self.case, self.shelf)
        return tuple(source for source in every if source.history.security in held)

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

    def level_code(self, *libraries: str) -> str:
        """Return the lines that leave ``levels``."""
        price = fact_price(self.case)
        return (
            f"{self.code(*libraries)}"
            f'levels = shelf.level(case.long, case.exchange, case.row0, "{price}")\n'
        )


def recorded(outcome: HypothesisOutcome, findings: Findings) -> Recorded:
    """Lay an established fact on the sessions again."""
    made = place(outcome, findings)
    return Recorded(made.outcome, made.plan, made.shelf, made.case)
