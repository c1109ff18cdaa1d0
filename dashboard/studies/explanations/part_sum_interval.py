"""How the intervals of the money of many names are made, whose errors are not independent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, PANDAS, SCIPY
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import lines, number
from dashboard.studies.explanations.part_inputs import group_code
from dashboard.studies.explanations.part_intervals import QUANTILE, quantile_step
from dashboard.studies.explanations.part_money import BOUNDS, SYMBOLS
from dashboard.studies.impact.parts import GroupParts
from dashboard.studies.impact.request import ImpactRequest

OWN: Final = 2
TOGETHER: Final = """\
V = np.array([parts.weight.value for parts in valued])
moves = {{parts.security: parts.move for parts in valued}}
w, e = (
    pd.DataFrame({{name: pd.Series(found, moves[name].rows) for name, found in kind.items()}})
    .fillna(0)
    .to_numpy()
    for kind in (
        {{name: move.loadings[{place}] for name, move in moves.items()}},
        {{name: move.residuals for name, move in moves.items()}},
    )
)
df = np.array([move.df for move in moves.values()])
s = e.T @ e / np.sqrt(np.outer(df, df))
SE = np.sqrt(V @ (s * ({shared})) @ V)
part = V @ [move.parts[{place}] for move in moves.values()]
half = stats.t.ppf({at!r}, df.min()) * SE
print(f"{{part - half:.0f}} {{part + half:.0f}}")
"""


def bounds_of_sum(
    group: GroupParts, request: ImpactRequest, place: int, part: Explanation
) -> Explanation:
    """Explain the interval of a part's sum.

    Parameters
    ----------
    place
        Of the part: market, sector, own.
    part
        The sum, explained.
    """
    level, total = request.study.spec.level, group.total
    assert total is not None  # else there is no sum to explain
    low, high = (float(bound) for bound in total.intervals(level)[place])
    value, error = float(total.parts[place]), float(total.standard_errors[place])
    at = 0.5 + level / 2
    quantile = float(stats.t.ppf(at, total.df))
    values = np.array([parts.weight.value for parts in group.valued], dtype=float)
    alone = np.array([float(parts.move.standard_errors[place]) for parts in group.valued])
    apart = float(np.sqrt(((values * alone) ** 2).sum()))
    extra = r" + L" if place == OWN else ""
    shared = f"w.T @ w + {group.valued[0].move.sessions}" if place == OWN else "w.T @ w"
    begin = group_code(group, request, NUMPY, PANDAS, SCIPY)
    code = TOGETHER.format(place=place, shared=shared, at=at)
    sum_symbol = rf"\sum_i V_i\, {SYMBOLS[place]}{{}}_{{,i}}"
    return replace(
        part,
        title=BOUNDS,
        meaning=N_(
            "The sums that would not be surprising. The errors of the names are not independent: "
            "if they were, the standard error would be {apart} and not {error}."
        ),
        formula=lines(
            rf"{sum_symbol} \pm {QUANTILE} \cdot \mathit{{SE}}",
            rf"\mathit{{SE}}^2 = \sum_{{i,j}} V_i V_j\, s_{{ij}}\,(w_i'w_j{extra})",
        ),
        worked=lines(
            rf"{number(value, 0)} \pm {number(quantile)} \cdot {number(error, 0)}",
            rf"= {number(low, 0)} \;\ldots\; {{{number(high, 0)}}}\ \text{{{group.currency}}}",
        ),
        steps=(
            (
                N_("${symbol}$ = {value}: the sum of this part, explained by itself"),
                {
                    "symbol": sum_symbol,
                    "value": Quantity(value, "money", currency=group.currency),
                },
            ),
            (
                N_("${symbol}$ = {value}: its standard error"),
                {
                    "symbol": r"\mathit{SE}",
                    "value": Quantity(error, "money", currency=group.currency),
                },
            ),
            (
                N_("${symbol}$: the market value of a name before, below"),
                {"symbol": "V_i"},
            ),
            *_together_steps(place, group.valued[0].move.sessions),
            quantile_step(level, total.df),
        ),
        rows=_long(group, place),
        code=f"{begin}{code}",
        value=low,
        upper=high,
        facts={
            **part.facts,
            "apart": Quantity(apart, "money", currency=group.currency),
            "error": Quantity(error, "money", currency=group.currency),
        },
    )


def _together_steps(place: int, sessions: int) -> tuple[Step, ...]:
    shared: tuple[Step, ...] = (
        (
            N_(
                "${symbol}$: the covariance of what the models of two names left over, session by "
                "session, below: ${formula}$"
            ),
            {"symbol": "s_{ij}", "formula": r"s_{ij} = e_i'e_j / \sqrt{\nu_i \nu_j}"},
        ),
        (
            N_("${symbol}$: the weights of a name's estimation sessions in this part, below"),
            {"symbol": "w_i"},
        ),
    )
    if place != OWN:
        return shared
    return (
        *shared,
        (
            N_("${symbol}$ = {value}: sessions of the event window"),
            {"symbol": "L", "value": Quantity(sessions, "number", 0)},
        ),
    )


def _long(group: GroupParts, place: int) -> pd.DataFrame:
    """Return a row a name and estimation session: what the model left, and its weight."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    columns.SECURITY: parts.security,
                    columns.DATE: parts.table.index.get_level_values("date")[
                        : -parts.move.sessions
                    ],
                    columns.VALUE: parts.weight.value,
                    columns.LEFT: parts.move.residuals,
                    columns.WEIGHT: parts.move.loadings[place],
                }
            )
            for parts in group.valued
        ],
        ignore_index=True,
    )
