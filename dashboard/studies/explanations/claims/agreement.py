"""How many reasonable specifications agree with the frozen one, and which."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.windows import EstimationWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.agreement_prices import by_prices
from dashboard.studies.explanations.claims.placed import Placed, place
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.latex import percent
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import EX_MEMBERS
from dashboard.studies.ledger.records import Firmness, HypothesisOutcome
from dashboard.studies.ledger.specifications import (
    Specified,
    measured_grid,
    slope_grid,
    unadjusted_class,
)

TITLE: Final = N_("{same} of {total} specifications with the same class")
WITHOUT_MEMBERS: Final = N_("^GSPC without the members")
RETURNS: Final = {"simple": N_("Simple"), "log": N_("Log")}
GRID_IMPORTS: Final = (
    "from analysis.verdicts.decision import decide",
    "from analysis.verdicts.measurement import Measurement, measure",
    "from dashboard.studies.ledger.formal import tails_of",
    "from dashboard.studies.ledger.specifications import grid",
)
GRID: Final = """\
level, classes = plan.header.level, {}
for spec in grid(case, shelf):
    R, X = response_and_design(case, spec, shelf)
    found = measure(R, X, case.row0, spec.window, case.kernel)
    if isinstance(found, Measurement):
        tails = tails_of(case, found)
        classes[spec] = decide(tails.claimed, tails.opposite, level)
"""
SLOPE_IMPORTS: Final = (
    "from analysis.verdicts.decision import decide",
    "from dashboard.studies.ledger import findings",
    "from dashboard.studies.ledger.specifications import slope_grid",
)
SLOPE: Final = """\
level, classes = plan.header.level, {}
for each in slope_grid(case, findings().dates, shelf, level):
    if each.tails is not None:
        classes[each.specification] = decide(each.tails.claimed, each.tails.opposite, level)
"""


def agreement(outcome: HypothesisOutcome, findings: Findings) -> tuple[Explanation, ...]:
    """Explain how many specifications give the same class; nothing where there is one way."""
    firm = outcome.firmness
    if firm is None:
        return ()
    made = place(outcome, findings)
    if not outcome.hypothesis.is_formal:
        return (by_prices(made, firm, TITLE),)
    return (_of_grid(made, firm, findings),)


def _of_grid(made: Placed, firm: Firmness, findings: Findings) -> Explanation:
    level, slope = made.plan.header.level, made.case.hypothesis.measure == "slope"
    if slope:
        found = slope_grid(made.case, findings.dates, made.shelf, level)
        code = made.code(further=SLOPE_IMPORTS) + SLOPE
    else:
        found = measured_grid(made.case, made.shelf)
        code = made.code(case="response_and_design", further=GRID_IMPORTS) + GRID
    return Explanation(
        title=TITLE,
        meaning=N_(
            "How many of the specifications that the plan takes for reasonable give the class of "
            "the frozen one, each by its own p-values at {level}, not adjusted for other tests and "
            "without a second test."
        ),
        formula=r"\frac{\#\{c_i = c_0\}}{M}",
        worked=rf"\frac{{{firm.same}}}{{{firm.total}}} = {percent(firm.share)}",
        steps=(
            (
                N_(
                    "${symbol}$: the class of a specification, below: supported where the p-value "
                    "for the claim is at most {level}, contradicted where that against it is, "
                    "otherwise inconclusive"
                ),
                {"symbol": "c_i", "level": Quantity(level, "share", 0)},
            ),
            (
                N_("${symbol}$: the class of the frozen specification: {outcome}"),
                {"symbol": "c_0", "outcome": firm.outcome},
            ),
            (
                N_(
                    "${symbol}$ = {value}: specifications that could be measured; {refused} could "
                    "not"
                ),
                {
                    "symbol": "M",
                    "value": Quantity(firm.total, "number", 0),
                    "refused": Quantity(firm.refused, "number", 0),
                },
            ),
        ),
        rows=_rows(found, level, columns.SLOPE if slope else columns.ESTIMATE),
        sources=made.sources,
        code=f"{code}"
        f'same = list(classes.values()).count("{firm.outcome}")\n'
        'print(f"{same / len(classes):.6%}")\n',
        value=firm.share,
        unit="share",
        digits=0,
        facts={
            "same": Quantity(firm.same, "number", 0),
            "total": Quantity(firm.total, "number", 0),
            "level": Quantity(level, "share", 0),
        },
    )


def _rows(found: tuple[Specified, ...], level: float, estimate: str) -> pd.DataFrame:
    """Return a row a specification that could be measured."""
    rows = []
    for each in found:
        if each.tails is None:
            continue
        spec = each.specification
        model, benchmark, estimation, _, returns = columns.CHOICES
        rows.append(
            {
                columns.CLASS: unadjusted_class(each.tails, level),
                model: MODELS[spec.model].title,
                benchmark: WITHOUT_MEMBERS if spec.benchmark == EX_MEMBERS else spec.benchmark,
                estimation: str(EstimationWindow(*spec.estimation)),
                returns: RETURNS[spec.returns],
                estimate: each.estimate,
                columns.P_FOR: each.tails.claimed,
                columns.P_AGAINST: each.tails.opposite,
            }
        )
    return pd.DataFrame(rows).fillna({columns.CHOICES[1]: "–"})
