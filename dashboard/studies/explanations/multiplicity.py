"""How a p-value is adjusted for the tests beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.latex import lines, number
from data.catalogue.text import Text
from data.load import LoadedPrices


def benjamini_hochberg(
    family: Mapping[str, float],
    name: str,
    names: Mapping[str, Text],
    sources: tuple[LoadedPrices, ...],
    code: str,
) -> Explanation:
    """Explain the adjusted p-value of one test of a family.

    Parameters
    ----------
    family
        p-values before the adjustment, by what is tested; as many as are adjusted together.
    name
        The test that is explained.
    names
        What the tests are called.
    code
        Lines that leave ``family``, the same mapping, and ``name``.
    """
    rows = _adjusted(family)
    m, own = len(family), family[name]
    value = float(rows[columns.ADJUSTED][rows[columns.TESTED] == name].iloc[0])
    beyond = rows[rows[columns.P] >= own]
    best = beyond.iloc[int(beyond[columns.TIMES].to_numpy().argmin())]
    rank, p = int(best[columns.RANK]), float(best[columns.P])
    return Explanation(
        title=N_("Adjusted p-value"),
        meaning=N_(
            "{count} tests are judged together: of those that pass at a level, no larger a part "
            "than that level is expected to pass by chance."
        ),
        formula=lines(r"p'_{(i)} = \min\!\left(1,\; \min_{j \ge i} \frac{m}{j}\,p_{(j)}\right)"),
        worked=lines(rf"p' = \frac{{{m}}}{{{rank}}} \cdot {number(p, 6)} = {number(value, 6)}"),
        steps=(
            (
                N_("${symbol}$ = {value}: the p-value of this test before the adjustment"),
                {"symbol": "p_{(i)}", "value": Quantity(own, "probability")},
            ),
            (
                N_("${symbol}$ = {value}: tests that are adjusted together, below"),
                {"symbol": "m", "value": Quantity(m, "number", 0)},
            ),
            (
                N_(
                    "${symbol}$ = {value}: the rank at which the product is smallest, of those "
                    "from this test on; it belongs to “{name}”"
                ),
                {
                    "symbol": "j",
                    "value": Quantity(rank, "number", 0),
                    "name": names[str(best[columns.TESTED])],
                },
            ),
        ),
        rows=rows.assign(**{columns.TESTED: rows[columns.TESTED].map(names.get)}),
        sources=sources,
        code=f"{code}"
        "ordered = sorted(family.values())\n"
        "times = [len(ordered) / j * p for j, p in enumerate(ordered, start=1)]\n"
        "own = family[name]\n"
        "least = min(value for value, p in zip(times, ordered, strict=True) if p >= own)\n"
        'print(f"{min(1, least):.6f}")\n',
        value=value,
        unit="probability",
        facts={"count": m},
    )


def _adjusted(family: Mapping[str, float]) -> pd.DataFrame:
    """Return a row a test, the smallest p-value first."""
    names = sorted(family, key=lambda name: family[name])
    p = np.array([family[name] for name in names])
    rank = np.arange(1, len(p) + 1)
    times = p * len(p) / rank
    return pd.DataFrame(
        {
            columns.TESTED: names,
            columns.P: p,
            columns.RANK: rank,
            columns.TIMES: times,
            columns.ADJUSTED: np.minimum(1.0, np.minimum.accumulate(times[::-1])[::-1]),
        }
    )
