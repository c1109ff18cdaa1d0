"""How the interval of an abnormal return, its t statistic and its p-value are made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from scipy import stats

from analysis.errors import N_
from analysis.significance.result import HypothesisTest
from dashboard.studies.explanations.code import SCIPY, abnormal_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.inputs import Subject
from dashboard.studies.explanations.latex import lines, number, percent
from dashboard.studies.explanations.standard_error import SE, standard_error, variance

CAR: Final = r"\mathit{CAR}"
CAR_STEP: Final = N_("${symbol}$ = {value}: the abnormal return, summed over the window")
SE_STEP: Final = N_("${symbol}$ = {value}: its standard error")


def _scale(study: Subject) -> tuple[float, float]:
    """Return the degrees of freedom and the scale of the errors' distribution."""
    car = study.headline.car
    if car.error_df is None:
        return float(car.df), 1.0
    return car.error_df, float(np.sqrt((car.error_df - 2) / car.error_df))


def _measured(study: Subject, *libraries: str) -> tuple[tuple[Step, ...], str]:
    """Return what CAR and SE are, and the lines that make them."""
    car = study.headline.car
    steps = (
        (CAR_STEP, {"symbol": CAR, "value": Quantity(car.value, digits=4)}),
        (SE_STEP, {"symbol": SE, "value": Quantity(car.standard_error, "share", 4)}),
    )
    made = abnormal_code(study, car.window, *libraries) + variance(study)[3]
    return steps, f"{made}CAR, SE = AR[event].sum(), np.sqrt(variance)\n"


def _reference(study: Subject) -> str:
    """Return the lines that name the distribution of the errors."""
    car = study.headline.car
    if car.error_df is None:
        return f"df, scale = {car.df}, 1.0\n"
    return "df = fit.error_df\nscale = np.sqrt((df - 2) / df)\n"


def interval(study: Subject) -> Explanation:
    """Explain the interval of the headline's CAR."""
    car, level = study.headline.car, study.request.spec.level
    low, high = study.headline.interval
    df, scale = _scale(study)
    quantile = float(stats.t.ppf(0.5 + level / 2, df)) * scale
    steps, code = _measured(study, SCIPY)
    q = r"t_{q,\,\nu}"
    return replace(
        standard_error(study),
        title=N_("{level} interval of the abnormal return"),
        facts={"level": Quantity(level, "share", 0)},
        meaning=N_(
            "The effects of the event that would not be surprising, given what was seen and how "
            "much ordinary sessions vary."
        ),
        formula=rf"{CAR} \pm {q} \cdot {SE}",
        worked=lines(
            rf"{percent(car.value)} \pm {number(quantile)} \cdot {percent(car.standard_error)}"
            rf" = {percent(low)} \;\ldots\; {{{percent(high)}}}"
        ),
        steps=(*steps, _quantile_step(q, quantile, df, scale, 0.5 + level / 2)),
        code=f"{code}{_reference(study)}"
        f"half = stats.t.ppf({0.5 + level / 2!r}, df) * scale * SE\n"
        'print(f"{CAR - half:.4%} {CAR + half:.4%}")\n',
        value=low,
        upper=high,
        unit="percent",
        digits=1,
    )


def _quantile_step(symbol: str, quantile: float, df: float, scale: float, at: float) -> Step:
    template = (
        N_("${symbol}$ = {value}: the {at} quantile of Student's t with {df} degrees of freedom")
        if scale == 1.0
        else N_(
            "${symbol}$ = {value}: the {at} quantile of Student's t with {df} degrees of freedom, "
            "scaled to a variance of one"
        )
    )
    facts = {
        "symbol": symbol,
        "value": Quantity(quantile, "number", 4),
        "at": Quantity(at, "number", 3),
        "df": Quantity(df, "number", 0 if scale == 1.0 else 2),
    }
    return template, facts


def t_statistic(study: Subject) -> Explanation:
    """Explain the t statistic of the headline's CAR."""
    car = study.headline.car
    steps, code = _measured(study)
    return replace(
        standard_error(study),
        title=N_("t statistic"),
        meaning=N_("How many of its standard errors the abnormal return lies from zero."),
        formula=rf"t = \frac{{{CAR}}}{{{SE}}}",
        worked=rf"t = \frac{{{percent(car.value)}}}{{{percent(car.standard_error)}}}"
        rf" = {number(car.scar)}",
        steps=steps,
        code=f'{code}print(f"{{CAR / SE:.6f}}")\n',
        value=car.scar,
        unit="number",
        digits=3,
    )


def t_p_value(study: Subject) -> Explanation | None:
    """Explain the p-value of the t test of the headline's CAR."""
    test, car = study.headline.test("t"), study.headline.car
    if not isinstance(test, HypothesisTest):
        return None
    df, scale = _scale(study)
    _, code = _measured(study, SCIPY)
    inside = r"|t|" if scale == 1.0 else r"|t| \sqrt{\nu / (\nu - 2)}"
    at = number(abs(car.scar) / scale)
    return replace(
        standard_error(study),
        title=N_("p-value of the t test"),
        meaning=N_(
            "How often a t this far from zero would come about if the event did nothing and "
            "returns were normal; they are not, so read the SQ p-value first."
        ),
        formula=rf"p = 2\,\bigl(1 - T_\nu({inside})\bigr)",
        worked=rf"p = 2\,\bigl(1 - T_{{{number(df, 0 if scale == 1.0 else 2)}}}({at})\bigr)"
        rf" = {number(test.p_value, 7)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the t statistic"),
                {"symbol": "t", "value": Quantity(car.scar, "number", 4)},
            ),
            (
                N_(
                    "${symbol}$: the distribution function of Student's t; ${df}$ = {value}: its "
                    "degrees of freedom"
                ),
                {
                    "symbol": r"T_\nu",
                    "df": r"\nu",
                    "value": Quantity(df, "number", 0 if scale == 1.0 else 2),
                },
            ),
        ),
        code=f"{code}{_reference(study)}"
        'print(f"{2 * stats.t.sf(abs(CAR / SE) / scale, df):.6g}")\n',
        value=test.p_value,
        unit="probability",
    )
