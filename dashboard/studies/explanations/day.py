"""How the place of a day among all days of a security's history is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import study_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step, Unit
from dashboard.studies.explanations.latex import lines, number
from dashboard.studies.robustness.placebo import PlaceAmongDays

IMPORT: Final = "from dashboard.studies.robustness import placebo\n"
LOWEST: Final = N_("{session} is number {rank} of {count} dates, counted from the lowest value.")
HIGHEST: Final = N_("{session} is number {rank} of {count} dates, counted from the highest value.")
COLUMN: Final = {
    ("return", False): columns.RETURN,
    ("return", True): columns.SCALED_RETURN,
    ("abnormal", False): columns.CAR,
    ("abnormal", True): columns.SCALED,
}


def day_explanations(found: PlaceAmongDays) -> tuple[Explanation, ...]:
    """Explain the day's rank, and the share of days that lie as far from zero."""
    rank = _rank(found)
    return rank, _p_value(found, rank)


def _rank(found: PlaceAmongDays) -> Explanation:
    others = found.others
    sign = r"\le" if others.falls else r"\ge"
    k = len(others.worse)
    return Explanation(
        title=N_("Place among all days"),
        meaning=LOWEST if others.falls else HIGHEST,
        formula=lines(
            rf"k = \#\{{\, S_b {sign} S_0 \,\}}",
            r"\mathit{rank} = 1 + k",
        ),
        worked=rf"\mathit{{rank}} = 1 + {k} = {number(others.rank, 0)}",
        steps=(
            (
                N_("${symbol}$ = {value}: what is compared, that of {session}"),
                {
                    "symbol": "S_0",
                    "value": Quantity(others.observed, *_unit(found)),
                    "session": others.session,
                },
            ),
            *_date_steps(found),
            (
                N_("${symbol}$ = {value}: how many of them went at least as far the same way"),
                {"symbol": "k", "value": Quantity(k, "number", 0)},
            ),
        ),
        rows=_rows(found),
        sources=found.sources,
        code=f"{_code(found)}beyond = S <= S0 if S0 < 0 else S >= S0\nprint(1 + beyond.sum())\n",
        value=float(others.rank),
        unit="number",
        digits=0,
        facts={
            "session": others.session,
            "rank": Quantity(others.rank, "number", 0),
            "count": Quantity(len(others) + 1, "number", 0),
        },
    )


def _p_value(found: PlaceAmongDays, rank: Explanation) -> Explanation:
    others = found.others
    k, b = int((np.abs(others.values) >= abs(others.observed)).sum()), len(others)
    return replace(
        rank,
        title=N_("Two-sided p-value of the day"),
        meaning=N_("How often the dates of the history lie as far from zero, up or down."),
        formula=lines(
            r"k = \#\{\, \lvert S_b \rvert \ge \lvert S_0 \rvert \,\}",
            r"p = \frac{1 + k}{B + 1}",
        ),
        worked=rf"p = \frac{{1 + {k}}}{{{b} + 1}} = {number(others.p_two_sided, 6)}",
        steps=(
            rank.steps[0],
            *_date_steps(found),
            (
                N_("${symbol}$ = {value}: how many of them are counted"),
                {"symbol": "k", "value": Quantity(k, "number", 0)},
            ),
            *_overlap(found),
        ),
        code=f"{_code(found)}k = (abs(S) >= abs(S0)).sum()\n"
        'print(f"{(1 + k) / (len(S) + 1):.8f}")\n',
        value=others.p_two_sided,
        unit="probability",
        digits=2,
    )


def _overlap(found: PlaceAmongDays) -> tuple[Step, ...]:
    if len(found.others.window) == 1:
        return ()
    said = N_(
        "Windows that overlap repeat each other: about {effective} of the dates are independent."
    )
    return ((said, {"effective": Quantity(found.others.effective_n, "number", 0)}),)


def _unit(found: PlaceAmongDays) -> tuple[Unit, int]:
    return ("number", 4) if found.others.scaled else ("percent", 4)


def _date_steps(found: PlaceAmongDays) -> tuple[Step, ...]:
    sessions = found.others.sessions
    return (
        (
            N_(
                "${symbol}$ = {value}: the other dates from {first} to {last}; those whose window "
                "meets that of the day are left out"
            ),
            {
                "symbol": "B",
                "value": Quantity(len(sessions), "number", 0),
                "first": sessions[0].date(),
                "last": sessions[-1].date(),
            },
        ),
    )


def _rows(found: PlaceAmongDays) -> pd.DataFrame:
    """Return every date with its value, the farthest in the day's direction first."""
    others, column = found.others, COLUMN[found.measure, found.others.scaled]
    session = pd.DatetimeIndex([pd.Timestamp(others.session)])
    # The day stands behind those that went exactly as far, as its rank has it.
    frame = pd.DataFrame(
        {
            columns.DATE: others.sessions.append(session),
            columns.ROLE: [columns.COMPARED] * len(others) + [columns.EVENT],
            column: np.append(others.values, others.observed),
        }
    )
    ordered = frame.sort_values(column, ascending=others.falls, kind="stable", ignore_index=True)
    return ordered.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})


def _code(found: PlaceAmongDays) -> str:
    asked = f'study, "{found.measure}", scaled={found.others.scaled}'
    return (
        f"{study_code(found.study, further=[IMPORT])}\n"
        f"others = placebo.run({asked}).others\n"
        "S, S0 = others.values, others.observed\n"
    )
