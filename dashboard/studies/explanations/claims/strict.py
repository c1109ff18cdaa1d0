"""How the strict p-value of a claim's test is made: the largest of all tests on other dates."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.placed import sources_of
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.latex import lines, number
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.records import HypothesisOutcome

CODE: Final = """\
from dashboard.studies.ledger import findings

made = findings()
observed, drawn = made.strict_observed.clip(lower=0), made.strict_drawn.clip(lower=0)
ordered = list(observed.sort_values(ascending=False, kind="stable").index)
p = 0.0
for k in range(ordered.index("{name}") + 1):
    largest = drawn[ordered[k:]].max(axis=1)
    p = max(p, (1 + (largest >= observed[ordered[k]]).sum()) / (len(drawn) + 1))
print(f"{{p:.8f}}")
"""


def strict(outcome: HypothesisOutcome, findings: Findings) -> tuple[Explanation, ...]:
    """Explain the strict p-value of a test; nothing where it has none."""
    p, name = outcome.p, outcome.hypothesis.id
    if p is None or p.strict is None:
        return ()
    observed = findings.strict_observed.clip(lower=0)
    drawn: pd.DataFrame = findings.strict_drawn.clip(lower=0)
    ordered: list[str] = list(observed.sort_values(ascending=False, kind="stable").index)
    counts = [
        int((drawn[ordered[k:]].max(axis=1) >= observed[ordered[k]]).sum())
        for k in range(ordered.index(name) + 1)
    ]
    step = int(np.argmax(counts))
    binding, left, b = ordered[step], len(ordered) - step, len(drawn)
    return (
        Explanation(
            title=N_("Strict p-value"),
            meaning=N_(
                "How often a date without an event gives at least one test as far out as this "
                "one: small only where hardly any chance is left in all of them together."
            ),
            formula=lines(
                r"k_j = \#\bigl\{\, \max_{i \ge j} T_{(i)b} \ge T_{(j)} \,\bigr\}",
                r"p_{(l)} = \max_{j \le l} \frac{1 + k_j}{B + 1}",
            ),
            worked=rf"p = \frac{{1 + {counts[step]}}}{{{b} + 1}} = {number(p.strict, 6)}",
            steps=(
                (
                    N_(
                        "${symbol}$ = {value}: the estimate of this test over its expected "
                        "volatility, positive in the direction claimed, otherwise zero"
                    ),
                    {
                        "symbol": "T_{(l)}",
                        "value": Quantity(float(observed[name]), "number", 4),
                    },
                ),
                (
                    N_(
                        "The tests are ordered by this number; the count is largest at place "
                        "{place}, “{name}”, with {value} against the largest of the {left} tests "
                        "from there on."
                    ),
                    {
                        "place": Quantity(step + 1, "number", 0),
                        "name": findings.cases[binding].hypothesis.states,
                        "value": Quantity(float(observed[binding]), "number", 4),
                        "left": Quantity(left, "number", 0),
                    },
                ),
                (
                    N_("${symbol}$ = {value}: dates without an event, below with that largest"),
                    {"symbol": "B", "value": Quantity(b, "number", 0)},
                ),
                (
                    N_("${symbol}$ = {value}: how many of them are counted"),
                    {"symbol": "k_j", "value": Quantity(counts[step], "number", 0)},
                ),
            ),
            rows=_rows(drawn[ordered[step:]].max(axis=1), float(observed[binding]), outcome),
            sources=sources_of(findings.cases[name], findings.shelf),
            code=CODE.format(name=name),
            value=p.strict,
            unit="probability",
        ),
    )


def _rows(largest: pd.Series, observed: float, outcome: HypothesisOutcome) -> pd.DataFrame:
    """Return the largest statistics and the one compared with them, the largest first."""
    days = pd.DatetimeIndex(largest.index).append(pd.DatetimeIndex([outcome.session]))
    frame = pd.DataFrame(
        {
            columns.DATE: days,
            columns.ROLE: [columns.ORDINARY] * len(largest) + [columns.EVENT],
            columns.LARGEST: np.append(largest.to_numpy(dtype=float), observed),
        }
    ).sort_values(columns.LARGEST, ascending=False, kind="stable", ignore_index=True)
    return frame.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})
