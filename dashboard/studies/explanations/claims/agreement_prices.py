"""How a fact fares on closes and on prices with dividends put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.verdicts.decision import Outcome
from analysis.verdicts.levels import new_high, recovery
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.placed import Placed
from dashboard.studies.explanations.code import NUMPY, PANDAS, quoted
from dashboard.studies.explanations.explanation import Explanation, Facts, Quantity, Unit
from dashboard.studies.explanations.latex import percent
from dashboard.studies.ledger.paths import fact_price, other_price, required
from dashboard.studies.ledger.records import Firmness
from dashboard.studies.ledger.shelf import Price

PRICES: Final[dict[Price, str]] = {
    "close": N_("closes"),
    "total_return": N_("closes with dividends put back in"),
}
LEVELS: Final = "    levels = shelf.level(case.long, case.exchange, case.row0, price)\n"


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a measure is judged on prices of a kind.

    Attributes
    ----------
    judge
        Figure, NaN where there is none, and class.
    column
        Title of the figure's column.
    said
        What the class is, as an English template.
    libraries, code
        Import lines of third-party libraries, and the lines of a loop that judge one kind.
    """

    judge: Callable[[Placed, Price], tuple[float, Outcome]]
    column: str
    said: str
    libraries: tuple[str, ...]
    code: str


def by_prices(made: Placed, firm: Firmness, title: str) -> Explanation:
    """Explain on how many of the two kinds of prices a fact has the same class."""
    case = made.case
    rule = _RULES[case.hypothesis.measure]
    frozen, other = fact_price(case), other_price(case)
    judged = [rule.judge(made, price) for price in (frozen, other)]
    return Explanation(
        title=title,
        meaning=N_(
            "A fact rests on no model, so that there are two ways to measure it: on {frozen}, as "
            "the plan does, and on {other}."
        ),
        formula=r"\frac{\#\{c_i = c_0\}}{M}",
        worked=rf"\frac{{{firm.same}}}{{{firm.total}}} = {percent(firm.share)}",
        steps=(
            (rule.said, {"symbol": "c_i", **_stated(made)}),
            (
                N_("${symbol}$: the class of the frozen specification: {outcome}"),
                {"symbol": "c_0", "outcome": firm.outcome},
            ),
        ),
        rows=pd.DataFrame(
            {
                columns.PRICES: [PRICES[frozen], PRICES[other]],
                rule.column: [figure for figure, _ in judged],
                columns.CLASS: [outcome for _, outcome in judged],
            }
        ),
        sources=made.sources,
        code=f"{made.code(*rule.libraries)}"
        "rule, classes = hypothesis.rule, []\n"
        f"for price in {quoted((frozen, other))}:\n{rule.code}"
        'print(f"{classes.count(classes[0]) / len(classes):.6%}")\n',
        value=firm.share,
        unit="share",
        digits=0,
        facts={
            "same": Quantity(firm.same, "number", 0),
            "total": Quantity(firm.total, "number", 0),
            "frozen": PRICES[frozen],
            "other": PRICES[other],
        },
    )


def _stated(made: Placed) -> Facts:
    """Return the figures of the plan's rule that a class names."""
    rule = made.case.hypothesis.rule
    figures: tuple[tuple[str, float | None, Unit, int], ...] = (
        ("claimed", rule.value, "percent", 1),
        ("tolerance", rule.tolerance, "share", 1),
        ("bust", rule.bust, "share", 0),
        ("horizon", rule.horizon, "number", 0),
    )
    return {
        name: Quantity(value, unit, digits)
        for name, value, unit, digits in figures
        if value is not None
    }


def _returned(made: Placed, price: Price) -> tuple[float, Outcome]:
    case, rule = made.case, made.case.hypothesis.rule
    path = made.shelf.prices(case.long[0], case.exchange, price)
    value = float(path[case.row0] / path[case.row0 - 1] - 1)
    within = abs(value - required(rule.value)) <= required(rule.tolerance)
    return value, "supported" if within else "contradicted"


def _levels(made: Placed, side: tuple[str, ...], price: Price) -> np.ndarray:
    return made.shelf.level(side, made.case.exchange, made.case.row0, price)


def _recovered(made: Placed, price: Price) -> tuple[float, Outcome]:
    case = made.case
    found = recovery(_levels(made, case.long, price), case.row0)
    outcome = found.outcome(required(case.hypothesis.rule.horizon))
    return float("nan") if found.sessions is None else float(found.sessions), outcome


def _new_high(made: Placed, price: Price) -> tuple[float, Outcome]:
    case, rule = made.case, made.case.hypothesis.rule
    horizon = required(rule.horizon)
    found = new_high(_levels(made, case.long, price), case.row0, horizon, required(rule.bust))
    return found.deepest, found.outcome(case.row0, horizon)


def _ahead(made: Placed, price: Price) -> tuple[float, Outcome]:
    case = made.case
    until = pd.Timestamp(required(case.hypothesis.rule.until))
    row = int(case.sessions.searchsorted(until, side="right")) - 1
    long, short = (
        float(levels[row] / levels[case.row0 - 1])
        for levels in (_levels(made, case.long, price), _levels(made, case.short, price))
    )
    return long - short, "supported" if long > short else "contradicted"


_RULES: Final[Mapping[str, _Rule]] = {
    "raw_return": _Rule(
        _returned,
        columns.RETURN,
        N_(
            "${symbol}$: the class on each kind of prices, below: supported where the return is "
            "within {tolerance} of {claimed}, otherwise contradicted"
        ),
        (),
        "    path = shelf.prices(case.long[0], case.exchange, price)\n"
        "    value = path[case.row0] / path[case.row0 - 1] - 1\n"
        "    classes.append(abs(value - rule.value) <= rule.tolerance)\n",
    ),
    "recovery_date": _Rule(
        _recovered,
        columns.SESSIONS,
        N_(
            "${symbol}$: the class on each kind of prices, below: supported where the level before "
            "is regained within {horizon} sessions, contradicted where it is not, inconclusive "
            "where the prices end before"
        ),
        (NUMPY,),
        f"{LEVELS}"
        "    back = np.flatnonzero(levels[case.row0 :] >= levels[case.row0 - 1])\n"
        "    seen = len(levels) - 1 - case.row0 >= rule.horizon\n"
        '    found = "contradicted" if seen else "inconclusive"\n'
        '    classes.append("supported" if (back <= rule.horizon).any() else found)\n',
    ),
    "new_high": _Rule(
        _new_high,
        columns.FALL,
        N_(
            "${symbol}$: the class on each kind of prices, below: contradicted where the level "
            "falls by {bust} from its highest so far within {horizon} sessions, otherwise "
            "supported where it makes a new high, or else inconclusive"
        ),
        (NUMPY,),
        f"{LEVELS}"
        "    after = slice(case.row0, case.row0 + rule.horizon + 1)\n"
        "    fall = levels / np.fmax.accumulate(levels) - 1\n"
        "    high = np.nanmax(levels[after]) > np.nanmax(levels[: case.row0])\n"
        '    found = "supported" if high else "inconclusive"\n'
        '    classes.append("contradicted" if (fall[after] <= -rule.bust).any() else found)\n',
    ),
    "relative_return": _Rule(
        _ahead,
        columns.RETURN,
        N_(
            "${symbol}$: the class on each kind of prices, below: supported where the one side "
            "returned more than the other, otherwise contradicted"
        ),
        (PANDAS,),
        '    row = case.sessions.searchsorted(pd.Timestamp(rule.until), side="right") - 1\n'
        "    long = shelf.level(case.long, case.exchange, case.row0, price)\n"
        "    short = shelf.level(case.short, case.exchange, case.row0, price)\n"
        "    before = case.row0 - 1\n"
        "    classes.append(bool(long[row] / long[before] > short[row] / short[before]))\n",
    ),
}
