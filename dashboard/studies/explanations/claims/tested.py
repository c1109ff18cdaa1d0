"""A hypothesis laid on the prices again, and code that does it in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.verdicts.measurement import Measurement, measure
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, quoted
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.explanations.inputs import ESTIMATED
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import (
    Case,
    benchmark_returns,
    case_of,
    response_and_design,
)
from dashboard.studies.ledger.records import HypothesisOutcome
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue.plan_models import Hypothesis, Plan
from data.load import LoadedPrices

ON_SNAPSHOT: Final = N_("The embedded snapshot, on which every claim is tested.")

CHANGEABLE: Final = ("benchmark", "model", "estimation", "returns")
"""What a reader may choose otherwise, besides the window."""

CASE: Final = """\
from dashboard.studies.ledger.case import {names}
from dashboard.studies.ledger.figures import EMBEDDED
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue.plan import the_plan

plan, shelf = the_plan(), Shelf(EMBEDDED)
{chosen}case = case_of(hypothesis, plan, shelf)
"""
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
class Tested:
    """A hypothesis with what its estimate was measured from.

    Attributes
    ----------
    outcome
        The test as the page shows it.
    plan, shelf
        The frozen plan, and the prices.
    case
        The hypothesis on the sessions of its exchange.
    response, design
        (T,) returns of the tested portfolio net of the offset, and (T, p) regressors.
    found
        The weighted sum with what it is ranked among.
    """

    outcome: HypothesisOutcome
    plan: Plan
    shelf: Shelf
    case: Case
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
    case = case_of(hypothesis, findings.plan, findings.shelf)
    spec = case.specification
    response, design = response_and_design(case, spec, findings.shelf)
    found = measure(response, design, case.row0, spec.window, case.kernel)
    if not isinstance(found, Measurement):
        return None
    return Tested(outcome, findings.plan, findings.shelf, case, response, design, found)


def sources_of(case: Case, shelf: Shelf) -> tuple[LoadedPrices, ...]:
    """Return the prices behind a case, the benchmark last."""
    benchmark = case.hypothesis.benchmark
    tickers = (*case.long, *case.short, *(() if benchmark is None else (benchmark,)))
    return tuple(
        LoadedPrices(shelf.history(ticker), ON_SNAPSHOT) for ticker in dict.fromkeys(tickers)
    )


def case_code(
    plan: Plan, hypothesis: Hypothesis, *names: str, libraries: Sequence[str] = ()
) -> str:
    """Return the lines that lay a hypothesis on the sessions again, as ``case``.

    Parameters
    ----------
    names
        What else is imported from the module of the case.
    libraries
        Import lines of third-party libraries.
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
    return third + CASE.format(names=", ".join(sorted(("case_of", *names))), chosen=chosen)


def errors_code(made: Tested, libraries: Sequence[str] = (NUMPY,)) -> str:
    """Return the lines that leave ``AR``, ``estimation``, ``theta`` and ``estimate``."""
    first, last = made.case.hypothesis.estimation
    begin = case_code(made.plan, made.case.hypothesis, "response_and_design", libraries=libraries)
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
