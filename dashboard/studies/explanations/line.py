"""How the constant and the slope of a model are made."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.windows import EventWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import abnormal_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.inputs import estimation_step, family, table, terms
from dashboard.studies.explanations.latex import number, percent
from dashboard.studies.explanations.moves import notes
from dashboard.studies.explanations.terms import Term
from dashboard.studies.single import Study

ZERO = EventWindow(0, 0)


def parameter(study: Study, name: str) -> Explanation | None:
    """Explain an estimated parameter by its name, ``"alpha"`` or ``"beta"``.

    None where the model does not estimate it.
    """
    found = next((term for term in terms(study) if term.parameter == name), None)
    if found is None:
        return None
    value = study.result.fit.parameters[name]
    constant = not found.regressor
    formula, worked, steps = _made(study, found)
    place = [term.parameter for term in terms(study) if term.parameter].index(name)
    printed = f"theta[{place}]" if family(study) == "least squares" else name
    return Explanation(
        title=N_("Constant of the model, alpha")
        if constant
        else N_("Slope of the model, {symbol}"),
        meaning=N_("What the security returns per session when the regressors stand still.")
        if constant
        else N_("How far the security moves when {what} is one percent."),
        formula=formula,
        worked=rf"{worked} = {percent(value) if constant else number(value, 6)}",
        steps=(*steps, estimation_step(study)),
        rows=table(study, study.result.fit.rows, columns.ESTIMATION),
        sources=study.sources,
        code=f"{abnormal_code(study, ZERO)}"
        f'print(f"{{{printed}:{".4%" if constant else ".6f"}}}")\n',
        value=value,
        unit="percent" if constant else "number",
        digits=4,
        facts={"what": found.what, "symbol": name},
        notes=notes(study),
    )


def _made(study: Study, term: Term) -> tuple[str, str, tuple[Step, ...]]:
    fit = study.result.fit
    if family(study) != "least squares":
        return rf"E[R] = {_normal(study)}", term.symbol, ()
    if fit.model not in ("market", "market-ex-firm"):
        theta = r"\hat{\theta} = (X'X)^{-1} X'R"
        step = N_(
            "${symbol}$ is one of the parameters ${theta}$ of {equation}, found together by least "
            "squares."
        )
        facts = {
            "symbol": term.symbol,
            "theta": r"\hat{\theta}",
            "equation": f"$E[R] = {_normal(study)}$",
        }
        return theta, term.symbol, ((step, facts),)
    return _simple(study, term)


def _normal(study: Study) -> str:
    return " + ".join(term.latex for term in terms(study))


def _simple(study: Study, term: Term) -> tuple[str, str, tuple[Step, ...]]:
    """Work a line with one regressor out from its sums."""
    (slope,) = (other for other in terms(study) if other.regressor)
    rows, r = study.result.fit.rows, slope.regressor
    x = slope.values(study.regressors.table).to_numpy(dtype=float)[rows]
    y = study.returns.security.to_numpy(dtype=float)[rows]
    means: tuple[Step, ...] = tuple(
        (
            N_("${symbol}$ = {value}: the mean of {what} over the estimation window"),
            {"symbol": symbol, "value": Quantity(float(mean), digits=4), "what": what},
        )
        for symbol, mean, what in (
            (r"\bar{R}", y.mean(), N_("the return of the security")),
            (r"\bar{R}_m", x.mean(), slope.what),
        )
    )
    if not term.regressor:
        beta = study.result.fit.parameters[slope.parameter]
        return (
            r"\hat{a} = \bar{R} - \hat{b}\,\bar{R}_m",
            rf"\hat{{a}} = {percent(float(y.mean()), 6)} - {number(beta, 6)} \cdot "
            rf"{percent(float(x.mean()), 6)}",
            means,
        )
    cross, spread = float((x - x.mean()) @ (y - y.mean())), float(np.sum((x - x.mean()) ** 2))
    top = rf"\sum_t ({r} - \bar{{R}}_m)(R - \bar{{R}})"
    bottom = rf"\sum_t ({r} - \bar{{R}}_m)^2"
    sums = N_("${symbol}$ = {value}, in fractions, over the rows below")
    return (
        rf"\hat{{b}} = \frac{{{top}}}{{{bottom}}}",
        rf"\hat{{b}} = \frac{{{number(cross, 8)}}}{{{number(spread, 8)}}}",
        (
            *means,
            (sums, {"symbol": top, "value": Quantity(cross, "number", 8)}),
            (sums, {"symbol": bottom, "value": Quantity(spread, "number", 8)}),
        ),
    )
