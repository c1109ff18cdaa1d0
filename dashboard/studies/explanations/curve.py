"""How the summaries of a specification curve are made, and their rank on other dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.robustness.specification import Specification
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.joint import curve_code, joint_p_values
from dashboard.studies.explanations.latex import percent
from dashboard.studies.robustness.specifications import Firmness

MEDIAN: Final = r"\widetilde{\mathit{CAR}}"


Words = Callable[[Specification], tuple[str, ...]]
"""Says the model, benchmark, estimation window, event window and returns of a specification."""


def plain_words(specification: Specification) -> tuple[str, ...]:
    """Return the choices by their identifiers."""
    s = specification
    return s.model, s.benchmark or "–", str(s.estimation), str(s.window), s.returns


def curve_explanations(firm: Firmness, words: Words = plain_words) -> tuple[Explanation, ...]:
    """Explain the curve's median, its shares, and its joint p-values where it has them."""
    median = _median(firm, words)
    return median, _same_sign(firm, median), _beyond(firm, median), *joint_p_values(firm, median)


def _median(firm: Firmness, words: Words) -> Explanation:
    curve = firm.curve
    n = len(curve)
    middle = sorted({(n - 1) // 2, n // 2})
    values = [percent(float(curve.car[place])) for place in middle]
    places = [f"({place + 1})" for place in middle]
    if len(middle) == 1:
        general, put_in = rf"\mathit{{CAR}}_{{{places[0]}}}", ""
    else:
        general = rf"\tfrac{{1}}{{2}}\bigl(\mathit{{CAR}}_{{{places[0]}}} + "
        general += rf"\mathit{{CAR}}_{{{places[1]}}}\bigr)"
        put_in = rf"\frac{{{values[0]} + ({values[1]})}}{{2}} = "
    return Explanation(
        title=N_("Median of the specification curve"),
        meaning=N_(
            "The estimate in the middle of {count}: half of the defensible choices give less, "
            "half give more. They are measured on one event, so that they are no independent "
            "answers."
        ),
        formula=rf"{MEDIAN} = {general}",
        worked=rf"{MEDIAN} = {put_in}{percent(curve.median)}",
        steps=(
            (
                N_(
                    "${symbol}$: the estimates from the lowest to the highest, below; {count} have "
                    "one, {refused} do not"
                ),
                {
                    "symbol": r"\mathit{CAR}_{(i)}",
                    "count": Quantity(n, "number", 0),
                    "refused": Quantity(len(firm.refused), "number", 0),
                },
            ),
        ),
        rows=_rows(firm, words),
        sources=firm.series.sources,
        code=f'{curve_code(firm)}print(f"{{np.median(CAR):.6%}}")\n',
        value=curve.median,
        digits=1,
        facts={"count": Quantity(n, "number", 0)},
    )


def _same_sign(firm: Firmness, median: Explanation) -> Explanation:
    curve = firm.curve
    k, n = int((np.sign(curve.car) == np.sign(curve.median)).sum()), len(curve)
    return replace(
        median,
        title=N_("Specifications with the median's sign"),
        meaning=N_("How many of the {count} choices agree on the direction of the move."),
        formula=r"\frac{\#\{\operatorname{sgn} \mathit{CAR}_i = \operatorname{sgn} "
        rf"{MEDIAN}\}}}}{{n}}",
        worked=rf"\frac{{{k}}}{{{n}}} = {percent(curve.share_same_sign)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the median, explained by itself"),
                {"symbol": MEDIAN, "value": Quantity(curve.median, digits=4)},
            ),
        ),
        code=f"{curve_code(firm)}"
        'print(f"{np.mean(np.sign(CAR) == np.sign(np.median(CAR))):.6%}")\n',
        value=curve.share_same_sign,
        unit="share",
        digits=0,
    )


def _beyond(firm: Firmness, median: Explanation) -> Explanation:
    curve = firm.curve
    k, n, below = int(curve.beyond.sum()), len(curve), curve.median < 0
    bound, sign = ("high", r"\mathit{high}_i < 0") if below else ("low", r"\mathit{low}_i > 0")
    return replace(
        median,
        title=N_("Intervals beyond zero on the median's side"),
        meaning=N_(
            "How many of the {count} choices give a {level} interval that does not hold zero, on "
            "the side of the median."
        ),
        formula=rf"\frac{{\#\{{{sign}\}}}}{{n}}",
        worked=rf"\frac{{{k}}}{{{n}}} = {percent(curve.share_beyond)}",
        steps=(
            (
                N_(
                    "${symbol}$: the bound of each interval, below: the estimate and its standard "
                    "error times a quantile of Student's t"
                ),
                {"symbol": rf"\mathit{{{bound}}}_i"},
            ),
        ),
        code=f"{curve_code(firm)}"
        f'print(f"{{np.mean(curve.{bound} {"<" if below else ">"} 0):.6%}}")\n',
        value=curve.share_beyond,
        unit="share",
        digits=0,
        facts={
            "count": Quantity(n, "number", 0),
            "level": Quantity(curve.level, "share", 0),
        },
    )


def _rows(firm: Firmness, words: Words) -> pd.DataFrame:
    """Return a row a specification, from the lowest estimate to the highest."""
    curve = firm.curve
    chosen = np.array([words(specification) for specification in curve.specifications])
    return pd.DataFrame(
        {
            columns.RANK: np.arange(1, len(curve) + 1),
            **{title: chosen[:, place] for place, title in enumerate(columns.CHOICES)},
            columns.CAR: curve.car,
            columns.SE: curve.standard_error,
            columns.LOW: curve.low,
            columns.HIGH: curve.high,
        }
    )
