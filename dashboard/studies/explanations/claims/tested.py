"""A weighted sum measured again, and code that does it in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.verdicts.measurement import Measurement, measure
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.placed import Placed, place
from dashboard.studies.explanations.code import NUMPY
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.explanations.inputs import ESTIMATED
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import (
    benchmark_returns,
    response_and_design,
)
from dashboard.studies.ledger.records import HypothesisOutcome

ERRORS: Final = """\
R, X = response_and_design(case, case.specification, shelf)

window = case.row0 + np.arange({first}, {stop})
estimation = window[np.isfinite(np.column_stack([R, X])[window]).all(axis=1)]
theta = np.linalg.lstsq(X[estimation], R[estimation])[0]
AR = R - X @ theta
"""
SUM: Final = """\
weights = case.kernel.vector
used = np.flatnonzero(weights)
estimate = weights[used] @ AR[case.row0 + case.kernel.first + used]
"""


@dataclass(frozen=True, slots=True, eq=False)
class Tested(Placed):
    """A hypothesis with what its estimate was measured from.

    Attributes
    ----------
    response, design
        (T,) returns of the tested portfolio net of the offset, and (T, p) regressors.
    found
        The weighted sum with what it is ranked among.
    """

    response: np.ndarray
    design: np.ndarray
    found: Measurement

    @property
    def errors(self) -> np.ndarray:
        """(T,) actual less expected returns."""
        return np.asarray(self.response - self.design @ self.found.parameters)

    @property
    def rows(self) -> np.ndarray:
        """(L,) rows of the sessions that are summed."""
        weights = self.found.kernel.vector
        return self.case.row0 + self.found.kernel.first + np.flatnonzero(weights)

    @property
    def weights(self) -> np.ndarray:
        """(L,) their weights, none of them zero."""
        weights = self.found.kernel.vector
        return np.asarray(weights[weights != 0])


def tested(outcome: HypothesisOutcome, findings: Findings) -> Tested | None:
    """Measure a test of a weighted sum again; None for a fact or a slope."""
    hypothesis = outcome.hypothesis
    if not hypothesis.is_formal or hypothesis.measure == "slope":
        return None
    made = place(outcome, findings)
    case, spec = made.case, made.case.specification
    response, design = response_and_design(case, spec, made.shelf)
    found = measure(response, design, case.row0, spec.window, case.kernel)
    if not isinstance(found, Measurement):
        return None
    return Tested(outcome, made.plan, made.shelf, case, response, design, found)


def errors_code(made: Tested, libraries: Sequence[str] = (NUMPY,)) -> str:
    """Return the lines that leave ``AR``, ``estimation``, ``theta`` and ``estimate``."""
    first, last = made.case.hypothesis.estimation
    begin = made.code(*libraries, case="response_and_design")
    return begin + ERRORS.format(first=first, stop=last + 1) + SUM


def session_rows(made: Tested) -> pd.DataFrame:
    """Return the sessions that are summed, and below them those of the estimation window."""
    event, estimation = made.rows, made.found.rows
    rows = np.concatenate((event, estimation))
    case, spec = made.case, made.case.specification
    sides = {columns.RETURN: made.shelf.basket(case.long, case.exchange, spec.returns)[rows]}
    if case.short:
        short = made.shelf.basket(case.short, case.exchange, spec.returns)[rows]
        long = sides[columns.RETURN]
        sides = {columns.LONG: long, columns.SHORT: short, columns.RETURN: long - short}
    weight = np.concatenate((made.weights, np.full(len(estimation), np.nan)))
    market = {}
    if spec.benchmark is not None:
        market = {columns.MARKET: benchmark_returns(case, spec, made.shelf)[rows]}
    left = made.errors[rows]
    return pd.DataFrame(
        {
            columns.DATE: case.sessions[rows],
            columns.TAU: rows - case.row0,
            columns.ROLE: [columns.EVENT] * len(event) + [columns.ESTIMATION] * len(estimation),
            **({} if (made.weights == 1).all() else {columns.WEIGHT: weight}),
            **sides,
            **market,
            columns.EXPECTED: sides[columns.RETURN] - left,
            columns.AR: left,
        }
    )


def estimation_step(made: Tested) -> Step:
    """Say over which sessions the model was estimated."""
    rows = made.found.rows
    first, last = made.case.sessions[rows[[0, -1]]]
    return (
        ESTIMATED,
        {
            "rows": Quantity(len(rows), "number", 0),
            "first": first.date(),
            "last": last.date(),
        },
    )
