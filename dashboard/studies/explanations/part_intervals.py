"""How the intervals of the parts of a move are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, SCIPY
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import lines, number, percent
from dashboard.studies.explanations.part_inputs import part_code
from dashboard.studies.impact.parts import Parts
from dashboard.studies.impact.request import ImpactRequest

RESIDUALS: Final = """\
X = np.column_stack([np.ones(len(past)), past[["market", "sector"]].to_numpy()])
e = past["own"].to_numpy() - X @ np.linalg.lstsq(X, past["own"].to_numpy())[0]
df = len(X) - 3
"""
OWN: Final = """\
x = np.array([L, *event[["market", "sector"]].to_numpy().sum(axis=0)])
SE = np.sqrt(e @ e / df * (L + x @ np.linalg.inv(X.T @ X) @ x))
"""
WEIGHTS: Final = """\


def weights(*factors):
    X = np.column_stack([np.ones(len(past)), past[list(factors)].to_numpy()])
    x = np.array([L, *event[list(factors)].to_numpy().sum(axis=0)])
    return X @ np.linalg.solve(X.T @ X, x)


none, both = weights(), weights("market", "sector")
w = {formula}
SE = np.sqrt(e @ e / df * w @ w)
"""
QUANTILE: Final = r"t_{q,\,\nu}"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: its place, its symbol, its name in the code, and what is said of its interval."""

    place: int
    symbol: str
    name: str
    title: str
    meaning: str
    itself: str
    weights: str = ""


MARKET: Final = _Part(
    0,
    r"\varphi_m",
    "market",
    N_("{level} interval of the market part of {security}"),
    N_(
        "The market parts that would not be surprising, given what the market did: the doubt "
        "about the estimates alone."
    ),
    N_("${symbol}$ = {value}: the market part, explained by itself"),
    '(none + weights("market") + both - weights("sector")) / 2',
)
SECTOR: Final = _Part(
    1,
    r"\varphi_s",
    "sector",
    N_("{level} interval of the sector part of {security}"),
    N_(
        "The sector parts that would not be surprising, given what the sector did: the doubt "
        "about the estimates alone."
    ),
    N_("${symbol}$ = {value}: the sector part, explained by itself"),
    '(weights("sector") - none + both - weights("market")) / 2',
)
OWN_PART: Final = _Part(
    2,
    r"\varphi_o",
    "own",
    N_("{level} interval of the own part of {security}"),
    N_(
        "The own parts that would not be surprising, given what market and sector did and how "
        "much ordinary sessions vary."
    ),
    N_("${symbol}$ = {value}: the own part, explained by itself"),
)


def part_intervals(
    parts: Parts, request: ImpactRequest, explained: Mapping[str, Explanation]
) -> dict[str, Explanation]:
    """Explain the intervals of the three parts.

    Parameters
    ----------
    explained
        The parts, by the names ``"market"``, ``"sector"`` and ``"own"``.
    """
    return {
        part.name: _interval(parts, request, part, explained[part.name])
        for part in (MARKET, SECTOR, OWN_PART)
    }


def _interval(
    parts: Parts, request: ImpactRequest, part: _Part, beside: Explanation
) -> Explanation:
    level, move = request.study.spec.level, parts.move
    low, high = (float(bound) for bound in move.intervals(level)[part.place])
    error, at = float(move.standard_errors[part.place]), 0.5 + level / 2
    quantile = float(stats.t.ppf(at, move.df))
    general, put_in, steps = _error(parts, part)
    value = float(move.parts[part.place])
    return replace(
        beside,
        title=part.title,
        meaning=part.meaning,
        formula=lines(
            rf"{part.symbol} \pm {QUANTILE} \cdot \mathit{{SE}}", rf"\mathit{{SE}} = {general}"
        ),
        worked=lines(
            rf"\mathit{{SE}} = {put_in} = {percent(error)}",
            rf"{percent(value)} \pm {number(quantile)} \cdot {percent(error)}"
            rf" = {percent(low)} \;\ldots\; {{{percent(high)}}}",
        ),
        steps=(
            (part.itself, {"symbol": part.symbol, "value": Quantity(value, digits=4)}),
            *steps,
            quantile_step(level, move.df),
        ),
        rows=beside.rows if part is OWN_PART else _weighted(parts, part, beside),
        code=f"{half_code(parts, request, part.name)}"
        f'print(f"{{{part.name} - half:.6%}} {{{part.name} + half:.6%}}")\n',
        value=low,
        upper=high,
        digits=1,
        facts={"level": Quantity(level, "share", 0), "security": parts.security},
    )


def half_code(parts: Parts, request: ImpactRequest, name: str) -> str:
    """Return the lines that leave the parts, and ``half`` the width of one's interval."""
    (part,) = (part for part in (MARKET, SECTOR, OWN_PART) if part.name == name)
    error = OWN if part is OWN_PART else WEIGHTS.format(formula=part.weights)
    at = 0.5 + request.study.spec.level / 2
    begin = part_code(parts, request, NUMPY, SCIPY)
    return f"{begin}{RESIDUALS}{error}half = stats.t.ppf({at!r}, df) * SE\n"


def quantile_step(level: float, df: int) -> Step:
    """Say which quantile of Student's t an interval takes."""
    at = 0.5 + level / 2
    return (
        N_("${symbol}$ = {value}: the {at} quantile of Student's t with {df} degrees of freedom"),
        {
            "symbol": QUANTILE,
            "value": Quantity(float(stats.t.ppf(at, df)), "number", 4),
            "at": Quantity(at, "number", 3),
            "df": Quantity(df, "number", 0),
        },
    )


def _error(parts: Parts, part: _Part) -> tuple[str, str, tuple[Step, ...]]:
    """Return the standard error as a formula, with the values put in, and its symbols."""
    move = parts.move
    sigma = float(np.sqrt(move.sigma2))
    left: Step = (
        N_("${symbol}$ = {value}: what the model left over, per session: ${formula}$"),
        {
            "symbol": "s",
            "value": Quantity(sigma, "share", 4),
            "formula": r"s^2 = \sum e^2 / (M - 3)",
        },
    )
    squares = float((move.loadings[part.place] ** 2).sum())
    if part is not OWN_PART:
        total = r"\sum_\tau w_\tau^2"
        steps: tuple[Step, ...] = (
            left,
            (
                N_(
                    "${symbol}$: the weight of each estimation session's return in this part, "
                    "below: the sum of weight times return is the part"
                ),
                {"symbol": r"w_\tau"},
            ),
            (
                N_("${symbol}$ = {value}: the sum of their squares"),
                {"symbol": total, "value": Quantity(squares, "number", 6)},
            ),
        )
        return rf"s \sqrt{{{total}}}", rf"{percent(sigma)} \sqrt{{{number(squares, 6)}}}", steps
    h = r"x'(X'X)^{-1}x"
    return (
        rf"s \sqrt{{L + {h}}}",
        rf"{percent(sigma)} \sqrt{{{move.sessions} + {number(squares, 6)}}}",
        (
            left,
            (
                N_("${symbol}$ = {value}: sessions of the event window"),
                {"symbol": "L", "value": Quantity(move.sessions, "number", 0)},
            ),
            (
                N_("${symbol}$ = {value}: the doubt about the estimated parameters"),
                {"symbol": h, "value": Quantity(squares, "number", 6)},
            ),
        ),
    )


def _weighted(parts: Parts, part: _Part, beside: Explanation) -> pd.DataFrame:
    weights = np.full(parts.move.sessions, np.nan)
    return beside.rows.assign(
        **{columns.WEIGHT: np.concatenate((weights, parts.move.loadings[part.place]))}
    )
