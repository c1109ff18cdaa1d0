"""How the facts of a path after the event are made: recovery, deepest fall, relative return."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.recorded import Recorded
from dashboard.studies.explanations.code import NUMPY, PANDAS
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import bracketed, number, percent
from dashboard.studies.explanations.naming import planned_name
from dashboard.studies.ledger.paths import required


def recovery(made: Recorded) -> Explanation:
    """Explain after how many sessions the level before the event was reached again."""
    case, levels = made.case, made.levels
    row = case.row0 + round(made.value)
    rows = np.arange(case.row0 - 1, row + 1)
    step = N_("${symbol}$ = {value}: the level of {day}")
    before, after = float(levels[case.row0 - 1]), float(levels[row])
    return Explanation(
        title=N_("Sessions until {name} was back"),
        meaning=N_(
            "Sessions from the event session, {first}, to the first at or above the level before "
            "it, {last}."
        ),
        formula=r"n = \min\{\tau \ge 0 : P_\tau \ge P_{-1}\}",
        worked=rf"P_{{{round(made.value)}}} = {number(after)} \ge {number(before)} = P_{{-1}}"
        "\n" + rf"n = {number(made.value, 0)}",
        steps=(
            (step, _level("P_{-1}", before, made, case.row0 - 1)),
            (step, _level(rf"P_{{{round(made.value)}}}", after, made, row)),
            *_level_steps(made),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: case.sessions[rows],
                columns.TAU: rows - case.row0,
                made.level_column: levels[rows],
            }
        ),
        sources=made.sources,
        code=f"{made.level_code(NUMPY)}"
        "back = levels[case.row0 :] >= levels[case.row0 - 1]\n"
        "print(np.flatnonzero(back)[0])\n",
        value=made.value,
        unit="number",
        digits=0,
        facts={
            "name": made.name,
            "first": case.session,
            "last": case.sessions[row].date(),
        },
    )


def new_high(made: Recorded) -> Explanation:
    """Explain the deepest fall from the highest level so far, after the event."""
    case, levels = made.case, made.levels
    horizon = required(case.hypothesis.rule.horizon)
    begin = int(np.flatnonzero(np.isfinite(levels))[0])
    rows = np.arange(begin, min(case.row0 + horizon + 1, len(levels)))
    peak = np.fmax.accumulate(levels[rows])
    fall = levels[rows] / peak - 1
    after = np.flatnonzero(rows >= case.row0)
    deepest = int(after[np.nanargmin(fall[after])])
    level, highest = float(levels[rows[deepest]]), float(peak[deepest])
    return Explanation(
        title=N_("Deepest fall of {name} from its highest level so far"),
        meaning=N_(
            "The lowest point on {last}, against the highest level up to then, in the {horizon} "
            "sessions from {first} on or as many as there are."
        ),
        formula=r"\min_{\tau \ge 0} \left( \frac{P_\tau}{\max_{s \le \tau} P_s} - 1 \right)",
        worked=rf"\frac{{{number(level)}}}{{{number(highest)}}} - 1 = {percent(made.value)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the level of {day}"),
                _level(r"P_\tau", level, made, int(rows[deepest])),
            ),
            (
                N_("${symbol}$ = {value}: the highest level up to then"),
                {
                    "symbol": r"\max_{s \le \tau} P_s",
                    "value": Quantity(highest, "number", 4),
                },
            ),
            *_level_steps(made),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: case.sessions[rows],
                columns.TAU: rows - case.row0,
                made.level_column: levels[rows],
                columns.PEAK: peak,
                columns.FALL: fall,
            }
        ),
        sources=made.sources,
        code=f"{made.level_code(NUMPY)}"
        "fall = levels / np.fmax.accumulate(levels) - 1\n"
        f'print(f"{{np.nanmin(fall[case.row0 : case.row0 + {horizon + 1}]):.6%}}")\n',
        value=made.value,
        facts={
            "name": made.name,
            "first": case.session,
            "last": case.sessions[rows[deepest]].date(),
            "horizon": horizon,
        },
    )


def relative_return(made: Recorded) -> Explanation:
    """Explain by how much one side outdid the other, dividends included."""
    case = made.case
    until = pd.Timestamp(required(case.hypothesis.rule.until))
    row = int(case.sessions.searchsorted(until, side="right")) - 1
    before, end = case.row0 - 1, row
    rows = pd.concat(
        [
            _side_rows(made, side, role, (before, end))
            for side, role in ((case.long, columns.LONG), (case.short, columns.SHORT))
        ],
        ignore_index=True,
    )
    long, short = (
        float(rows[columns.RETURN][rows[columns.SIDE] == side].mean())
        for side in (columns.LONG, columns.SHORT)
    )
    step = N_("${symbol}$ = {value}: the mean return of {members}, dividends included")
    found = Explanation(
        title=N_("Return of {long} less that of {short}"),
        meaning=N_(
            "By how much equal holdings of the one, bought at the close of {first} and held to "
            "{last}, outdid those of the other: a description, not a test."
        ),
        formula=r"\frac{1}{N_L} \sum_{i \in L} \left( \frac{P_{i1}}{P_{i0}} - 1 \right) - "
        r"\frac{1}{N_S} \sum_{i \in S} \left( \frac{P_{i1}}{P_{i0}} - 1 \right)",
        worked=rf"{percent(long)} - {bracketed(percent(short))} = {percent(made.value)}",
        steps=(
            (
                step,
                {
                    "symbol": r"\bar{R}_L",
                    "value": Quantity(long, digits=4),
                    "members": ", ".join(case.long),
                },
            ),
            (
                step,
                {
                    "symbol": r"\bar{R}_S",
                    "value": Quantity(short, digits=4),
                    "members": ", ".join(case.short),
                },
            ),
        ),
        rows=rows,
        sources=made.sources,
        code=f"{made.code(PANDAS)}"
        f'row = case.sessions.searchsorted(pd.Timestamp("{until:%Y-%m-%d}"), side="right") - 1\n'
        "gains = []\n"
        "for side in (case.long, case.short):\n"
        '    prices = [shelf.prices(name, case.exchange, "total_return") for name in side]\n'
        "    returns = [price[row] / price[case.row0 - 1] - 1 for price in prices]\n"
        "    gains.append(sum(returns) / len(returns))\n"
        'print(f"{gains[0] - gains[1]:.6%}")\n',
        value=made.value,
    )
    return replace(
        found,
        facts={
            "long": made.long_name,
            "short": planned_name(made.plan, required(case.hypothesis.short)),
            "first": case.sessions[before].date(),
            "last": case.sessions[end].date(),
        },
    )


def _side_rows(
    made: Recorded, side: tuple[str, ...], role: str, rows: tuple[int, int]
) -> pd.DataFrame:
    prices = [made.shelf.prices(name, made.case.exchange, "total_return") for name in side]
    before, after = (np.array([price[row] for price in prices]) for row in rows)
    return pd.DataFrame(
        {
            columns.SECURITY: side,
            columns.SIDE: role,
            columns.DATE: made.case.sessions[rows[0]],
            columns.BEFORE: before,
            columns.LAST: made.case.sessions[rows[1]],
            columns.AFTER: after,
            columns.RETURN: after / before - 1,
        }
    )


def _level(symbol: str, value: float, made: Recorded, row: int) -> dict[str, object]:
    return {
        "symbol": symbol,
        "value": Quantity(value, "number", 4),
        "day": made.case.sessions[row].date(),
    }


def _level_steps(made: Recorded) -> tuple[Step, ...]:
    if len(made.case.long) == 1:
        return ((N_("The level is the close, not adjusted for dividends."), {}),)
    return (
        (
            N_(
                "The level is the value of equal holdings of {members}, dividends included, with "
                "that of the close before the event as 1."
            ),
            {"members": ", ".join(made.case.long)},
        ),
    )
