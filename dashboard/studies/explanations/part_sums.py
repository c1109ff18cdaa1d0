"""How the money of many names adds up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.impact.total import TotalParts
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import added, number
from dashboard.studies.explanations.money import value_source
from dashboard.studies.explanations.part_inputs import group_code
from dashboard.studies.explanations.part_money import PART, SNAPSHOT, SYMBOLS
from dashboard.studies.explanations.part_sum_interval import bounds_of_sum
from dashboard.studies.impact.parts import PARTS, GroupParts
from dashboard.studies.impact.request import ImpactRequest
from data.providers.snapshot import snapshot_prices

SUM: Final = N_("Sum")
MARKET, SECTOR, OWN = range(3)
CHANGES: Final = """\
changes = [
    parts.weight.shares.shares * (closes["{last}"] - closes["{first}"])
    for parts in valued
    for closes in [snapshot_prices(parts.security).closes]
]
print(f"{{sum(changes):.0f}}")
"""
VALUES: Final = """\
values = [
    parts.weight.shares.shares * snapshot_prices(parts.security).closes["{first}"]
    for parts in valued
]
print(f"{{sum(values):.0f}}")
"""


def total_explanations(group: GroupParts, request: ImpactRequest) -> tuple[Explanation, ...]:
    """Explain the sums of the table of money; nothing where no name has a value."""
    if group.total is None:
        return ()
    change = _change(group, request)
    return (
        change,
        _value(group, request, change),
        *(
            explanation
            for place in (OWN, MARKET, SECTOR)
            for part in (_part(group, request, group.total, place, change),)
            for explanation in (
                part,
                bounds_of_sum(group, request, place, part),
            )
        ),
    )


def _change(group: GroupParts, request: ImpactRequest) -> Explanation:
    rows = _rows(group)
    first, last = group.valued[0].days
    value = float(rows[columns.CHANGE].sum())
    return Explanation(
        title=N_("Change of the market value of the names together"),
        meaning=N_(
            "What all shares of the {count} names together gained or lost from {first} to {last}."
        ),
        formula=r"\sum_i \Delta V_i, \quad \Delta V_i = N_i\,(P_{i1} - P_{i0})",
        worked=_sum(rows[columns.CHANGE], value, group.currency),
        steps=_share_steps(group),
        rows=rows,
        sources=tuple(value_source(parts.loaded) for parts in group.valued),
        code=_closes_code(group, request) + CHANGES.format(first=first, last=last),
        value=value,
        unit="money",
        currency=group.currency,
        facts={"count": len(rows), "first": first, "last": last},
    )


def _value(group: GroupParts, request: ImpactRequest, change: Explanation) -> Explanation:
    rows = change.rows.drop(columns=[columns.AFTER, columns.CHANGE])
    value = float(rows[columns.VALUE].sum())
    first = group.valued[0].days[0]
    return replace(
        change,
        title=N_("Market value of the names together before"),
        meaning=N_("What all shares of the {count} names were worth at the close of {first}."),
        formula=r"\sum_i V_i, \quad V_i = N_i\,P_{i0}",
        worked=_sum(rows[columns.VALUE], value, group.currency),
        rows=rows,
        code=_closes_code(group, request) + VALUES.format(first=first),
        value=value,
    )


def _part(
    group: GroupParts, request: ImpactRequest, total: TotalParts, place: int, change: Explanation
) -> Explanation:
    value, symbol = float(total.parts[place]), SYMBOLS[place]
    shares = np.array([float(parts.move.parts[place]) for parts in group.valued])
    values = change.rows[columns.VALUE].to_numpy()
    rows = change.rows[[columns.SECURITY, columns.VALUE]].assign(
        **{columns.PART: shares, columns.WORTH: values * shares}
    )
    return replace(
        change,
        title=PART,
        meaning=N_(
            "This part of each name's return times what the name was worth at the close of "
            "{first}, added up over the {count} names."
        ),
        formula=rf"\sum_i V_i \cdot {symbol}{{}}_{{,i}}",
        worked=_sum(rows[columns.WORTH], value, group.currency),
        steps=(
            (
                N_("${symbol}$: the market value of a name before, below"),
                {"symbol": "V_i"},
            ),
            (
                N_("${symbol}$: this part of a name's return, below; choose the name for more"),
                {"symbol": rf"{symbol}{{}}_{{,i}}"},
            ),
        ),
        rows=rows,
        sources=(group.members[0].market, *(parts.loaded for parts in group.valued)),
        code=f"{group_code(group, request)}"
        f"worth = [parts.weight.value * parts.move.parts[{place}] for parts in valued]\n"
        'print(f"{sum(worth):.0f}")\n',
        value=value,
        facts={**change.facts}
        | {
            "name": SUM,
            "part": PARTS[place],
            "level": Quantity(request.study.spec.level, "share", 0),
        },
    )


def _closes_code(group: GroupParts, request: ImpactRequest) -> str:
    """Return the lines that leave ``valued``, and import what reads closes."""
    loading = r"(from dashboard\.studies\.sources import .*\n)"
    return re.sub(loading, rf"\g<1>{SNAPSHOT}", group_code(group, request), count=1)


def _sum(terms: pd.Series, total: float, currency: str) -> str:
    written = added([number(float(term), 0) for term in terms])
    return rf"{written} = {number(total, 0)}\ \text{{{currency}}}"


def _rows(group: GroupParts) -> pd.DataFrame:
    """Return a row a name: its share count, its closes, what it was worth and what it lost."""
    rows = []
    for parts in group.valued:
        shares = parts.weight.shares
        assert shares is not None  # a name with a value has a count
        closes = snapshot_prices(parts.security).closes
        before, after = (float(closes[str(day)]) for day in parts.days)
        rows.append(
            {
                columns.SECURITY: parts.security,
                columns.SHARES: shares.shares,
                columns.AS_OF: pd.Timestamp(shares.as_of),
                columns.GRADE: shares.grade,
                columns.BEFORE: before,
                columns.AFTER: after,
                columns.VALUE: shares.shares * before,
                columns.CHANGE: shares.shares * (after - before),
            }
        )
    return pd.DataFrame(rows)


def _share_steps(group: GroupParts) -> tuple[Step, ...]:
    """Say where the counts and the closes stand."""
    counts = [parts.weight.shares for parts in group.valued]
    files = {(c.provenance.file, c.provenance.sha256[:12]) for c in counts if c is not None}
    first, last = group.valued[0].days
    return (
        (
            N_("${shares}$: the shares of a name, below, each as of its day and with its grade"),
            {"shares": "N_i"},
        ),
        *(
            (
                N_("The share count stands in {file}, SHA-256 {hash}."),
                {"file": file, "hash": digest},
            )
            for file, digest in sorted(files)
        ),
        (
            N_(
                "${before}$, ${after}$: its closes of {first} and {last}, below, not adjusted for "
                "dividends"
            ),
            {"before": "P_{i0}", "after": "P_{i1}", "first": first, "last": last},
        ),
    )
