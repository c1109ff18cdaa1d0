"""How the estimate of a claim's test is made: a weighted sum of abnormal returns."""

from __future__ import annotations

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.tested import (
    Tested,
    errors_code,
    estimation_step,
    session_rows,
)
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import added, bracketed, lines, number, percent

WEIGHTED = r"\sum_\tau w_\tau\, AR_\tau"


def estimate(made: Tested) -> Explanation:
    """Explain the estimate of a test: its abnormal returns, weighted and summed."""
    rows = session_rows(made)
    plain = columns.WEIGHT not in rows
    days = made.case.sessions[made.rows]
    return Explanation(
        title=N_("Estimate"),
        meaning=N_("What {name} moved on {first} beyond what the model expected.")
        if len(days) == 1
        else N_(
            "What {name} moved from {first} to {last} beyond what the model expected, summed "
            "over the sessions of the test."
        ),
        formula=lines(
            rf"AR_\tau = R_\tau - {_normal(made)}",
            *(() if len(days) == 1 else (r"\sum_\tau AR_\tau" if plain else WEIGHTED,)),
        ),
        worked=_worked(made),
        steps=(*_portfolio_steps(made), *_model_steps(made), estimation_step(made)),
        rows=rows,
        sources=made.sources,
        code=f'{errors_code(made)}print(f"{{estimate:.6%}}")\n',
        value=made.found.value,
        facts={
            "name": made.name,
            "first": days[0].date(),
            "last": days[-1].date(),
        },
    )


def _normal(made: Tested) -> str:
    width = made.design.shape[1]
    if width == 2:
        return r"(\hat{a} + \hat{b}\, R_{m\tau})"
    if width == 1:
        return r"\hat{a}"
    return "0" if made.case.short else r"R_{m\tau}"


def _worked(made: Tested) -> str:
    values = made.errors[made.rows]
    total = percent(made.found.value)
    if len(values) > 1 or made.weights[0] != 1:
        terms = [
            percent(float(value)) if weight == 1 else _times(float(weight), float(value))
            for weight, value in zip(made.weights, values, strict=True)
        ]
        return rf"{added(terms)} = {total}"
    row, theta = int(made.rows[0]), made.found.parameters
    own = percent(float(made.response[row]))
    if not len(theta):
        if made.case.short:
            return rf"AR = {own} - 0 = {total}"
        whole = float(session_rows(made)[columns.RETURN].iloc[0])
        return rf"AR = {percent(whole)} - {bracketed(percent(whole - made.found.value))} = {total}"
    expected = percent(float(theta[0]))
    if len(theta) > 1:
        market = bracketed(percent(float(made.design[row, 1])))
        expected = rf"({expected} + {bracketed(number(float(theta[1])))} \cdot {market})"
    return rf"AR = {own} - {bracketed(expected)} = {total}"


def _times(weight: float, value: float) -> str:
    return rf"{number(weight, 2)} \cdot {bracketed(percent(value))}"


def _portfolio_steps(made: Tested) -> tuple[Step, ...]:
    case = made.case
    if case.short:
        return (
            (
                N_(
                    "${symbol}$: the mean return of {long} less that of {short} in a session; a "
                    "member without a return is left out of its mean"
                ),
                {
                    "symbol": r"R_\tau",
                    "long": ", ".join(case.long),
                    "short": ", ".join(case.short),
                },
            ),
            *_weight_steps(made),
        )
    template = (
        N_("${symbol}$: the return of {members} in a session")
        if len(case.long) == 1
        else N_(
            "${symbol}$: the mean return of {members} in a session; a member without a return is "
            "left out"
        )
    )
    facts = {"symbol": r"R_\tau", "members": ", ".join(case.long)}
    return ((template, facts), *_weight_steps(made))


def _weight_steps(made: Tested) -> tuple[Step, ...]:
    if (made.weights == 1).all():
        return ()
    return (
        (
            N_("${symbol}$: the weight of a session in the test, below"),
            {"symbol": r"w_\tau"},
        ),
    )


def _model_steps(made: Tested) -> tuple[Step, ...]:
    theta, benchmark = made.found.parameters, made.case.hypothesis.benchmark
    steps: list[Step] = []
    if len(theta):
        constant = Quantity(float(theta[0]), "percent", 4)
        steps.append(
            (
                N_("${symbol}$ = {value}: the constant, estimated"),
                {"symbol": r"\hat{a}", "value": constant},
            )
        )
    if len(theta) > 1:
        slope = Quantity(float(theta[1]), "number", 4)
        steps.append(
            (
                N_("${symbol}$ = {value}: the slope, estimated"),
                {"symbol": r"\hat{b}", "value": slope},
            )
        )
    if benchmark is not None and not (made.case.short and not len(theta)):
        steps.append(
            (
                N_("${symbol}$: the return of {benchmark} in each session, below"),
                {"symbol": r"R_{m\tau}", "benchmark": benchmark},
            )
        )
    return tuple(steps)
