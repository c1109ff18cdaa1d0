"""The ordinary sums that the estimate of a claim's test is ranked among."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.sample_quantile import unbroken_starts
from analysis.significance.volatility_scaled import DECAY, ewma_volatility
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.tested import Tested, errors_code
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.ledger.formal import is_scaled

Side = Literal["above", "below"]

SUMS: Final = """\
L, e = len(weights), AR[estimation]
whole = [i for i in range(len(e) - L + 1) if estimation[i + L - 1] - estimation[i] == L - 1]
S = np.array([e[i : i + L] @ weights for i in whole])
unit = 1.0
"""
SCALED: Final = """\
after = AR[case.row0 {last} : case.row0 + min(case.kernel.first, 0)]
variance = [e @ e / (len(e) - X.shape[1])]
for error in np.concatenate([e, after[np.isfinite(after)]]):
    variance.append({decay} * variance[-1] + (1 - {decay}) * error**2)
sigma = np.sqrt(variance)  # the last one is the forecast for the test
S, unit = S / sigma[whole], sigma[-1]
"""


def scale_steps(made: Tested) -> tuple[Step, ...]:
    """Say by which volatility the sums are divided; nothing where they are not."""
    if not is_scaled(made.case):
        return ()
    return (
        (
            N_(
                "Each sum is divided by the volatility to be expected from the sessions before "
                "it; for the test that is {value} a session. The recursion starts at the model's "
                "residual variance, {start} squared, and keeps {decay} of the last variance."
            ),
            {
                "value": Quantity(made.found.volatility, "share", 4),
                "start": Quantity(float(np.sqrt(made.found.sigma2)), "share", 4),
                "decay": Quantity(DECAY, "number", 2),
            },
        ),
    )


def sums_code(made: Tested) -> str:
    """Return the lines that leave ``estimate``, the sums ``S`` and their ``unit``."""
    scaled = ""
    if is_scaled(made.case):
        last = made.case.hypothesis.estimation[1] + 1
        sign = "-" if last < 0 else "+"
        scaled = SCALED.format(last=f"{sign} {abs(last)}", decay=DECAY)
    return errors_code(made) + SUMS + scaled


def ranked_rows(made: Tested, side: Side) -> pd.DataFrame:
    """Return what is ranked with its dates.

    Over the volatility: every error of the recursion by date, the test last. Otherwise the sums,
    ranked from the side that is counted.
    """
    return _recursion(made) if is_scaled(made.case) else _ranking(made, side)


def _ranking(made: Tested, side: Side) -> pd.DataFrame:
    found, sessions = made.found, made.case.sessions
    length = len(found.kernel)
    starts = unbroken_starts(found.rows, length)
    first = np.append(found.rows[starts], made.case.row0 + found.kernel.first)
    frame = pd.DataFrame(
        {
            columns.DATE: sessions[first],
            columns.LAST: sessions[first + length - 1],
            columns.ROLE: [columns.ESTIMATION] * len(starts) + [columns.EVENT],
            columns.SUM: np.append(found.ordinary, found.value),
        }
    )
    ordered = frame.sort_values(
        columns.SUM, ascending=side == "below", kind="stable", ignore_index=True
    )
    return ordered.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})


def _recursion(made: Tested) -> pd.DataFrame:
    found, case = made.found, made.case
    begin = case.row0 + case.hypothesis.estimation[1] + 1
    gap = np.arange(begin, max(begin, case.row0 + min(found.kernel.first, 0)))
    gap = gap[np.isfinite(made.errors[gap])]
    rows = np.concatenate((found.rows, gap, [case.row0 + found.kernel.first]))
    sigma = ewma_volatility(made.errors[rows[:-1]], found.sigma2)
    starts = unbroken_starts(found.rows, len(found.kernel))
    sums = np.full(len(rows), np.nan)
    sums[starts] = found.ordinary
    sums[-1] = found.value
    return pd.DataFrame(
        {
            columns.DATE: case.sessions[rows],
            columns.ROLE: [columns.ESTIMATION] * len(found.rows)
            + [columns.BETWEEN] * len(gap)
            + [columns.EVENT],
            columns.AR: made.errors[rows],
            columns.SIGMA: sigma,
            columns.SUM: sums,
            columns.SCALED: sums / sigma,
        }
    )
