"""How the standard error of an abnormal return is made, by each family of models."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import abnormal_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.inputs import (
    Subject,
    estimation_step,
    event_rows,
    family,
    regressors,
    session_rows,
    terms,
)
from dashboard.studies.explanations.latex import bracketed, number, percent
from dashboard.studies.explanations.moves import notes

SE: Final = r"\mathit{SE}"
LENGTH_STEP: Final = N_("${symbol}$ = {value}: sessions of the event window")


def standard_error(study: Subject) -> Explanation:
    """Explain the standard error of the headline's CAR, prediction error included."""
    car = study.headline.car
    kind = family(study)
    formula, worked, steps, code = variance(study)
    rows = session_rows(study, car.window)
    if kind == "filtered":
        found = study.result.abnormal
        sigma = np.full(len(rows), np.nan)
        sigma[: len(car.window)] = found.standard_errors[found.rows_of(car.window)]
        rows = rows.assign(**{columns.SIGMA: sigma})
    return Explanation(
        title=N_("Standard error of the abnormal return"),
        meaning=N_(
            "How far an abnormal return strays from zero on sessions without news, with the "
            "doubt about the estimated line included."
        ),
        formula=formula,
        worked=rf"{worked} = {percent(car.standard_error)}",
        steps=steps,
        rows=rows,
        sources=study.sources,
        code=f'{abnormal_code(study, car.window)}{code}print(f"{{np.sqrt(variance):.4%}}")\n',
        value=car.standard_error,
        unit="share",
        notes=notes(study),
    )


Made = tuple[str, str, tuple[Step, ...], str]
"""Formula, the same with values, what the symbols are, and the lines that make the variance."""


def variance(study: Subject) -> Made:
    """Return how the variance of the headline's CAR is made; its code leaves ``variance``."""
    makers = {"least squares": _least_squares, "line": _line, "filtered": _filtered}
    return makers[family(study)](study)


def _least_squares(study: Subject) -> Made:
    fit, window = study.result.fit, study.headline.car.window
    length, m, p = len(window), fit.n_estimation, len(fit.design.T) if fit.design is not None else 0
    beyond = study.headline.car.variance / fit.sigma2 - length
    one = fit.model in ("market", "market-ex-firm")
    bracket, put_in, further = _one_regressor(study) if one else _design(p, beyond)
    code = (
        "e = AR[estimation]\n"
        f"s2 = e @ e / (len(e) - {p})\n"
        "x, Z = X[event].sum(axis=0), X[estimation]\n"
        "variance = s2 * (len(event) + x @ np.linalg.inv(Z.T @ Z) @ x)\n"
    )
    steps: tuple[Step, ...] = (
        (
            N_("${symbol}$ = {value}: what the model left over, per session: ${formula}$"),
            {
                "symbol": "s",
                "value": Quantity(fit.sigma, "share", 4),
                "formula": r"s^2 = \sum e^2 / (M - p)",
            },
        ),
        (N_("${symbol}$ = {value}: sessions of the estimation window"), _count("M", m)),
        (N_("${symbol}$ = {value}: estimated parameters"), _count("p", p)),
        (LENGTH_STEP, _count("L", length)),
        *further,
        estimation_step(study),
    )
    return (
        rf"{SE} = s \sqrt{{{bracket}}}",
        rf"{SE} = {percent(fit.sigma)} \sqrt{{{put_in}}}",
        steps,
        code,
    )


def _count(symbol: str, count: int) -> dict[str, object]:
    return {"symbol": symbol, "value": Quantity(count, "number", 0)}


def _one_regressor(study: Subject) -> tuple[str, str, tuple[Step, ...]]:
    (term,) = (term for term in terms(study) if term.regressor)
    market = term.values(regressors(study)).to_numpy(dtype=float)
    inside = market[study.result.fit.rows]
    rows = event_rows(study, study.headline.car.window)
    mean, spread = float(inside.mean()), float(np.sum((inside - inside.mean()) ** 2))
    total = float(market[rows].sum())
    length, m = len(rows), len(inside)
    r = term.regressor
    many = length > 1
    away = rf"\sum_\tau {r} - L\,\bar{{R}}" if many else rf"{r} - \bar{{R}}"
    times = rf"{length} \cdot " if many else ""
    gap = rf"{percent(total)} - {times}{bracketed(percent(mean))}"
    return (
        rf"{'L' if many else '1'} + \frac{{{'L^2' if many else '1'}}}{{M}} + "
        rf"\frac{{({away})^2}}{{\sum_t ({r} - \bar{{R}})^2}}",
        rf"{length} + \frac{{{length**2}}}{{{m}}} + \frac{{({gap})^2}}{{{number(spread, 6)}}}",
        (
            (
                N_("${symbol}$ = {value}: the mean of {what} over the estimation window"),
                {"symbol": r"\bar{R}", "value": Quantity(mean, digits=4), "what": term.what},
            ),
            (
                N_("${symbol}$ = {value}: {what} in the event window"),
                {
                    "symbol": rf"\sum_\tau {r}" if many else r,
                    "value": Quantity(total, digits=4),
                    "what": term.what,
                },
            ),
            (
                N_("${symbol}$ = {value}: its squared distances from the mean, in fractions"),
                {
                    "symbol": rf"\sum_t ({r} - \bar{{R}})^2",
                    "value": Quantity(spread, "number", 6),
                },
            ),
        ),
    )


def _design(p: int, beyond: float) -> tuple[str, str, tuple[Step, ...]]:
    if p == 0:
        return "L", "L", ((N_("Nothing is estimated, so nothing is added for it."), {}),)
    h = r"x'(X'X)^{-1}x"
    return (
        rf"L + {h}",
        rf"L + {number(beyond, 6)}",
        (
            (
                N_("${symbol}$ = {value}: the doubt about the estimated parameters"),
                {"symbol": h, "value": Quantity(beyond, "number", 6)},
            ),
            (
                N_(
                    "${rows}$: the regressors of the estimation window; ${sum}$: their sums over "
                    "the event window"
                ),
                {"rows": "X", "sum": "x"},
            ),
        ),
    )


def _line(study: Subject) -> Made:
    fit, length = study.result.fit, len(study.headline.car.window)
    beyond = study.headline.car.variance - length * fit.sigma2
    return (
        rf"{SE} = \sqrt{{L\,s^2 + x'Cx}}",
        rf"{SE} = \sqrt{{{length} \cdot ({percent(fit.sigma)})^2 + {number(beyond, 9)}}}",
        (
            (
                N_("${symbol}$ = {value}: the scale of what the line left over, per session"),
                {"symbol": "s", "value": Quantity(fit.sigma, "share", 4)},
            ),
            (LENGTH_STEP, _count("L", length)),
            (
                N_(
                    "${symbol}$ = {value}: the doubt about the line, by the covariance of its "
                    "estimator"
                ),
                {"symbol": "x'Cx", "value": Quantity(beyond, "number", 9)},
            ),
            estimation_step(study),
        ),
        'x = np.array([len(event), table["market"].to_numpy()[event].sum()])\n'
        "variance = len(event) * fit.sigma2 + x @ fit.parameter_covariance[:2, :2] @ x\n",
    )


def _filtered(study: Subject) -> Made:
    found, window = study.result.abnormal, study.headline.car.window
    h = found.standard_errors[found.rows_of(window)]
    squares = [f"({percent(float(value))})^2" for value in (h if len(h) < 4 else h[[0, -1]])]
    inside = (r" + \cdots + " if len(h) > 3 else " + ").join(squares)
    return (
        rf"{SE} = \sqrt{{\sum_\tau h_\tau}}, \quad h_t = \omega + A e_{{t-1}}^2 + B h_{{t-1}}",
        rf"{SE} = \sqrt{{{inside}}}",
        (
            (
                N_("${symbol}$: the variance expected of a session from the data before the event"),
                {"symbol": r"h_\tau"},
            ),
            estimation_step(study),
        ),
        "rows = study.result.abnormal.rows_of(study.result.headline.car.window)\n"
        "variance = np.diag(study.result.abnormal.covariance)[rows].sum()\n",
    )
