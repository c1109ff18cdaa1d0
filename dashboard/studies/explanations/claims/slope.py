"""How the slope of later on earlier moves is made, and its rank among dates without an event."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.windows import EventWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.slopes import Slopes, slopes
from dashboard.studies.explanations.claims.smallest import MEANING, TITLE, threshold
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.latex import bracketed, lines, number
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.records import HypothesisOutcome


def slope_explanations(outcome: HypothesisOutcome, findings: Findings) -> tuple[Explanation, ...]:
    """Explain the slope, its interval, and its p-values."""
    made = slopes(outcome, findings)
    slope = _slope(made)
    found = [slope]
    if outcome.interval is not None:
        found.append(_interval(made, outcome.interval, slope))
    p = outcome.p
    assert p is not None  # a slope is always ranked
    for claimed, value in ((True, p.claimed), (False, p.opposite)):
        if value is not None:
            found.append(_p_value(made, value, slope, claimed=claimed))
    return *found, *_smallest(made, slope)


def _slope(made: Slopes) -> Explanation:
    dx, dy = made.x - made.x.mean(), made.y - made.y.mean()
    cross, spread = float(dx @ dy), float(dx @ dx)
    sums = N_("${symbol}$ = {value}, in fractions, over the rows below")
    windows = [EventWindow(*term.window) for term in made.case.hypothesis.terms[:2]]
    return Explanation(
        title=N_("Slope of the later on the earlier moves"),
        meaning=N_(
            "How much of its abnormal return of {first} a share earned on average over {second}: "
            "below zero where those that fell most rose most."
        ),
        formula=r"\hat{b} = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}"
        r"{\sum_i (x_i - \bar{x})^2}",
        worked=rf"\hat{{b}} = \frac{{{number(cross, 8)}}}{{{number(spread, 8)}}}"
        rf" = {number(made.slope, 6)}",
        steps=(
            (
                N_(
                    "${x}$, ${y}$: the abnormal returns of a share, summed over {first} and over "
                    "{second}, below"
                ),
                {"x": "x_i", "y": "y_i", "first": str(windows[0]), "second": str(windows[1])},
            ),
            (
                sums,
                {
                    "symbol": r"\sum_i (x_i - \bar{x})(y_i - \bar{y})",
                    "value": Quantity(cross, "number", 8),
                },
            ),
            (
                sums,
                {
                    "symbol": r"\sum_i (x_i - \bar{x})^2",
                    "value": Quantity(spread, "number", 8),
                },
            ),
        ),
        rows=pd.DataFrame(
            {columns.SECURITY: made.names, columns.FIRST: made.x, columns.SECOND: made.y}
        ),
        sources=made.sources,
        code=f"{made.sums_code()}"
        "there = np.isfinite(x + y).all(axis=1)\n"
        "slope, _ = np.polyfit(x[there, 0], y[there, 0], 1)\n"
        'print(f"{slope:.8f}")\n',
        value=made.slope,
        unit="number",
        digits=3,
        facts={"first": str(windows[0]), "second": str(windows[1])},
    )


def _interval(made: Slopes, bounds: tuple[float, float], beside: Explanation) -> Explanation:
    error = made.slope / made.ratio
    low, high = (float(q) for q in np.quantile(made.drawn, [0.025, 0.975], method="weibull"))
    return replace(
        beside,
        title=N_("{level} interval of the estimate"),
        meaning=N_(
            "The slopes that would not be surprising: the estimate less what dates without an "
            "event give by themselves, on the scale of its error."
        ),
        facts={"level": Quantity(0.95, "share", 0)},
        formula=r"\left[\, \hat{b} - s\, q_{0.975},\; \hat{b} - s\, q_{0.025} \,\right]",
        worked=lines(
            rf"\left[\, {number(made.slope)} - {number(error)} \cdot {bracketed(number(high))},\; "
            rf"{number(made.slope)} - {number(error)} \cdot {bracketed(number(low))} \,\right]",
            rf"= \left[\, {number(bounds[0], 6)},\; {number(bounds[1], 6)} \,\right]",
        ),
        steps=(
            (
                N_("${symbol}$ = {value}: the slope, explained by itself"),
                {"symbol": r"\hat{b}", "value": Quantity(made.slope, "number", 4)},
            ),
            (
                N_("${symbol}$ = {value}: the least-squares error of the slope"),
                {"symbol": "s", "value": Quantity(error, "number", 4)},
            ),
            *(
                (
                    N_(
                        "${symbol}$ = {value}: the {at} quantile of the slopes over their errors "
                        "at the {n} dates below, between ranks in proportion: rank "
                        "{at} × ({n} + 1)"
                    ),
                    {
                        "symbol": f"q_{{{at:.3f}}}",
                        "value": Quantity(q, "number", 4),
                        "at": Quantity(at, "number", 3),
                        "n": Quantity(len(made.drawn), "number", 0),
                    },
                )
                for at, q in ((0.025, low), (0.975, high))
            ),
        ),
        rows=made.ranked_rows(ascending=True),
        code=f"{made.ratios_code()}"
        'low, high = np.quantile(drawn, [0.025, 0.975], method="weibull")\n'
        "error = slope[-1] / ratio[-1]\n"
        'print(f"{slope[-1] - high * error:.8f} {slope[-1] - low * error:.8f}")\n',
        value=bounds[0],
        upper=bounds[1],
    )


def _smallest(made: Slopes, beside: Explanation) -> tuple[Explanation, ...]:
    value = made.outcome.smallest_visible
    if value is None:
        return ()
    found = threshold(made.drawn, made.case.hypothesis.direction, made.plan.header.level)
    error = made.slope / made.ratio
    place, inside = found.put_in(number(found.low), number(found.high))
    return (
        replace(
            beside,
            title=TITLE,
            meaning=MEANING,
            facts={"level": Quantity(found.level, "share", 0)},
            formula=lines(*found.general("T", r"s \cdot ")),
            worked=lines(place, rf"{number(error)} \cdot {inside} = {number(value)}"),
            steps=(
                *found.steps("T"),
                (
                    N_("${symbol}$ = {value}: the least-squares error of the slope"),
                    {"symbol": "s", "value": Quantity(error, "number", 4)},
                ),
            ),
            rows=made.ranked_rows(ascending=found.side == "below"),
            code=f"{made.ratios_code()}{found.code('drawn')}"
            'print(f"{slope[-1] / ratio[-1] * beyond:.8f}")\n',
            value=value,
        ),
    )


def _p_value(made: Slopes, value: float, beside: Explanation, *, claimed: bool) -> Explanation:
    direction = made.case.hypothesis.direction
    two_sided = direction in ("either", "none")
    above = (direction == "up") == claimed
    k_above, k_below = int((made.drawn >= made.ratio).sum()), int((made.drawn <= made.ratio).sum())
    if two_sided:
        above = k_above <= k_below
    k, n, sign = (k_above if above else k_below), len(made.drawn), r"\ge" if above else r"\le"
    factor, times = (r"2 \cdot ", 2) if two_sided else ("", 1)
    return replace(
        beside,
        title=N_("p-value for the claim") if claimed else N_("p-value against the claim"),
        meaning=N_(
            "How often a date without an event gives a slope as far out, over its error: the "
            "shares move together, so no table of Student's t can say."
        ),
        facts={},
        formula=lines(rf"k = \#\{{T \, {sign} \, T_0\}}", rf"p = {factor}\frac{{1 + k}}{{n + 1}}"),
        worked=rf"p = {factor}\frac{{1 + {k}}}{{{n} + 1}} = {number(value, 6)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the slope over its least-squares error"),
                {"symbol": "T_0", "value": Quantity(made.ratio, "number", 4)},
            ),
            (
                N_("${symbol}$ = {value}: dates without an event, below with the same ratio"),
                {"symbol": "n", "value": Quantity(n, "number", 0)},
            ),
            (
                N_("${symbol}$ = {value}: how many of them are counted"),
                {"symbol": "k", "value": Quantity(k, "number", 0)},
            ),
        ),
        rows=made.ranked_rows(ascending=not above),
        code=f"{made.ratios_code()}"
        f"k = (drawn {'>=' if above else '<='} ratio[-1]).sum()\n"
        f'print(f"{{min(1, {times} * (1 + k) / (len(drawn) + 1)):.8f}}")\n',
        value=value,
        unit="probability",
    )
