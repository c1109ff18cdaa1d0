"""The members' sums of a slope, at the event and at dates without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.verdicts.placebo_dates import studentised_slope
from analysis.windows import EventWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.placed import Placed, place
from dashboard.studies.explanations.code import NUMPY
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import member_responses
from dashboard.studies.ledger.placebo import sums_at
from dashboard.studies.ledger.records import HypothesisOutcome

IMPORTS: Final = (
    "from analysis.windows import EventWindow",
    "from dashboard.studies.ledger.placebo import sums_at",
)
MOVED: Final = (
    "from analysis.verdicts.placebo_dates import studentised_slope",
    "from dashboard.studies.ledger import findings",
)
SUMS: Final = """\
responses, X = member_responses(case, case.specification, shelf)
spec, first, second = case.specification, *case.hypothesis.terms
rows = {rows}
x, y = (
    np.array([sums_at(R, X, rows, spec, EventWindow(*term.window)) for R in responses])
    for term in (first, second)
)
"""
RATIOS: Final = """\
slope, ratio = studentised_slope(x, y)
drawn = ratio[:-1][np.isfinite(ratio[:-1])]
"""


@dataclass(frozen=True, slots=True, eq=False)
class Slopes(Placed):
    """The members' sums and the ratios at dates without an event.

    Attributes
    ----------
    names
        (N,) members that have both sums.
    x, y
        (N,) first and second sums.
    slope, ratio
        The event's slope, and that over its least-squares error.
    days, drawn
        (B,) dates without an event, and the ratios there.
    """

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    slope: float
    ratio: float
    days: pd.DatetimeIndex
    drawn: np.ndarray

    def ranked_rows(self, *, ascending: bool) -> pd.DataFrame:
        """Return the ratios at all dates and the event's, in order."""
        frame = pd.DataFrame(
            {
                columns.DATE: self.days.append(self.case.sessions[[self.case.row0]]),
                columns.ROLE: [columns.ORDINARY] * len(self.drawn) + [columns.EVENT],
                columns.RATIO: np.append(self.drawn, self.ratio),
            }
        ).sort_values(columns.RATIO, ascending=ascending, kind="stable", ignore_index=True)
        return frame.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})

    def sums_code(self) -> str:
        """Return the lines that leave the members' sums ``x`` and ``y`` at the event."""
        begin = self.code(NUMPY, case="member_responses", further=IMPORTS)
        return begin + SUMS.format(rows="np.array([case.row0])")

    def ratios_code(self) -> str:
        """Return the lines that leave ``slope``, ``ratio`` and the ratios ``drawn`` elsewhere."""
        begin = self.code(NUMPY, case="member_responses", further=(*IMPORTS, *MOVED))
        return (
            begin + SUMS.format(rows="np.append(findings().dates.rows(case), case.row0)") + RATIOS
        )


def slopes(outcome: HypothesisOutcome, findings: Findings) -> Slopes:
    """Measure the members' sums again, at the event and at dates without one."""
    made = place(outcome, findings)
    case, spec = made.case, made.case.specification
    responses, design = member_responses(case, spec, made.shelf)
    rows = np.append(findings.dates.rows(case), case.row0)
    x, y = (
        np.array([sums_at(own, design, rows, spec, EventWindow(*term.window)) for own in responses])
        for term in case.hypothesis.terms[:2]
    )
    values, ratios = studentised_slope(x, y)
    there = np.isfinite(x[:, -1] + y[:, -1])
    drawn = np.isfinite(ratios[:-1])
    return Slopes(
        outcome,
        made.plan,
        made.shelf,
        case,
        names=tuple(name for name, ok in zip(case.long, there, strict=True) if ok),
        x=x[there, -1],
        y=y[there, -1],
        slope=float(values[-1]),
        ratio=float(ratios[-1]),
        days=case.sessions[rows[:-1][drawn]],
        drawn=ratios[:-1][drawn],
    )
