"""How the p-values of a claim's test are made, by rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analysis.errors import N_
from dashboard.studies.explanations.claims.ordinary import (
    Side,
    ranked_rows,
    scale_steps,
    sums_code,
)
from dashboard.studies.explanations.claims.tested import (
    Tested,
    estimation_step,
)
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import lines, number
from dashboard.studies.ledger.formal import is_scaled, reference_of
from dashboard.studies.ledger.records import PValues

COUNTED: Final = {
    "above": r"\#\{S \ge S_0\}",
    "below": r"\#\{S \le S_0\}",
}
PYTHON: Final = {"above": "(S >= {at}).sum()", "below": "(S <= {at}).sum()"}


@dataclass(frozen=True, slots=True)
class _Count:
    """How many ordinary sums lie on one side of a value."""

    side: Side
    shift: float = 0.0

    def of(self, reference: np.ndarray, value: float) -> int:
        at = value + self.shift
        return int((reference >= at).sum() if self.side == "above" else (reference <= at).sum())


def p_values(made: Tested) -> tuple[Explanation, ...]:
    """Explain the p-values for and against the claim, as far as the test has them."""
    p = made.outcome.p
    assert p is not None  # a weighted sum is always ranked
    found = []
    for claimed in (True, False):
        value = p.claimed if claimed else p.opposite
        if value is not None:
            found.append(_p_value(made, p, value, claimed=claimed))
    return tuple(found)


def _p_value(made: Tested, p: PValues, value: float, *, claimed: bool) -> Explanation:
    reference, unit = reference_of(made.case, made.found)
    at = made.found.value / unit
    counts, pick, times = _counts(made, unit, claimed=claimed)
    ks = [count.of(reference, at) for count in counts]
    k = max(ks) if pick == "max" else min(ks)
    n = len(reference)
    factor = r"2 \cdot " if times == 2 else ""
    inside = [_counted(count) for count in counts]
    general = inside[0] if len(inside) == 1 else rf"\{pick}({', '.join(inside)})"
    made_of = [_python(count, unit) for count in counts]
    code = made_of[0] if len(made_of) == 1 else f"{pick}({', '.join(made_of)})"
    p_general = rf"{factor}\frac{{1 + k}}{{n + 1}}"
    if times == 2:
        p_general = rf"\min\!\left(1,\; {p_general}\right)"
    return Explanation(
        title=N_("p-value for the claim") if claimed else N_("p-value against the claim"),
        meaning=_meaning(made, claimed=claimed),
        formula=lines(f"k = {general}", f"p = {p_general}"),
        worked=lines(rf"p = {factor}\frac{{1 + {k}}}{{{n} + 1}} = {number(value, 6)}"),
        steps=(
            (
                N_("${symbol}$ = {value}: what is ranked, that of the test"),
                {
                    "symbol": "S_0",
                    "value": Quantity(at, "number" if is_scaled(made.case) else "percent", 4),
                },
            ),
            (
                N_(
                    "${symbol}$ = {value}: the same sums over ordinary sessions of the estimation "
                    "window, each with its date below"
                ),
                {"symbol": "n", "value": Quantity(n, "number", 0)},
            ),
            (
                N_("${symbol}$ = {value}: how many of them are counted"),
                {"symbol": "k", "value": Quantity(k, "number", 0)},
            ),
            *_margin_steps(made, counts, unit),
            *scale_steps(made),
            (
                N_("The smallest p-value that {n} sums can give is {floor}."),
                {"n": n, "floor": Quantity(p.floor, "probability")},
            ),
            estimation_step(made),
        ),
        rows=ranked_rows(made, counts[ks.index(k)].side),
        sources=made.sources,
        code=f"{sums_code(made)}S0 = estimate / unit\n"
        f"k = {code}\n"
        f'print(f"{{min(1, {times} * (1 + k) / (len(S) + 1)):.6f}}")\n',
        value=value,
        unit="probability",
    )


def _counts(
    made: Tested, unit: float, *, claimed: bool
) -> tuple[tuple[_Count, ...], Literal["min", "max"], int]:
    """Return which sums are counted, which count is taken, and how often it counts."""
    direction, margin = made.case.hypothesis.direction, made.case.hypothesis.rule.margin
    if direction in ("up", "down"):
        above = (direction == "up") == claimed
        return (_Count("above" if above else "below"),), "min", 1
    if direction == "none" and margin is not None:
        m = margin / unit
        if claimed:
            return (_Count("above", m), _Count("below", -m)), "max", 1
        return (_Count("below", m), _Count("above", -m)), "min", 2
    return (_Count("below"), _Count("above")), "min", 2


def _counted(count: _Count) -> str:
    sign = "" if not count.shift else " + m" if count.shift > 0 else " - m"
    return COUNTED[count.side].replace("S_0", f"S_0{sign}")


def _python(count: _Count, unit: float) -> str:
    at = "S0"
    if count.shift:
        margin = f"{abs(count.shift) * unit:.10g}"
        at = f"S0 {'+' if count.shift > 0 else '-'} {margin} / unit"
    return PYTHON[count.side].format(at=at)


def _margin_steps(made: Tested, counts: tuple[_Count, ...], unit: float) -> tuple[Step, ...]:
    shift = abs(counts[0].shift)
    if not shift:
        return ()
    template = (
        N_(
            "${symbol}$ = {value}: the margin within which the plan takes a move for none, "
            "{margin}, over the volatility"
        )
        if is_scaled(made.case)
        else N_("${symbol}$ = {value}: the margin within which the plan takes a move for none")
    )
    return (
        (
            template,
            {
                "symbol": "m",
                "value": Quantity(shift, "number" if is_scaled(made.case) else "share", 4),
                "margin": Quantity(shift * unit, "share", 2),
            },
        ),
    )


def _meaning(made: Tested, *, claimed: bool) -> str:
    direction, margin = made.case.hypothesis.direction, made.case.hypothesis.rule.margin
    if direction in ("up", "down"):
        return (
            N_(
                "How often ordinary sessions went as far in the direction that the claim says: "
                "small where the claim's sign stands out."
            )
            if claimed
            else N_(
                "How often ordinary sessions went as far the other way: small where the contrary "
                "of the claim stands out."
            )
        )
    if margin is None:
        return N_(
            "How often ordinary sessions went as far in either direction: small where the session "
            "was no ordinary one."
        )
    return (
        N_("How far a move of the margin can be excluded, upwards and downwards alike.")
        if claimed
        else N_("How far a move within the margin can be excluded.")
    )
