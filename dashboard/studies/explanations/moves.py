"""How a return and an abnormal return are made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.returns import cumulate
from analysis.windows import EventWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, abnormal_code, study_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.inputs import (
    Subject,
    errors,
    estimation_step,
    event_rows,
    name_of,
    own_returns,
    regressors,
    session_rows,
    terms,
)
from dashboard.studies.explanations.latex import added, bracketed, factors, lines, number, percent
from dashboard.studies.explanations.terms import Term
from dashboard.studies.single import Study


def raw_return(study: Study, window: EventWindow | None = None) -> Explanation:
    """Explain the return of a window, the headline's where none is given."""
    window = window or study.headline.car.window
    own = study.security
    rows = event_rows(study, window)
    index = pd.DatetimeIndex(study.returns.security.index[rows[0] - 1 : rows[-1] + 1])
    prices = own.total_return_price.reindex(index)
    before, after = float(prices.iloc[0]), float(prices.iloc[-1])
    log = study.request.spec.returns == "log"
    value = float(np.log(after / before) if log else after / before - 1)
    formula = r"\ln \frac{P_1}{P_0}" if log else r"\frac{P_1}{P_0} - 1"
    ratio = rf"\frac{{{number(after)}}}{{{number(before)}}}"
    put_in = rf"\ln {ratio}" if log else f"{ratio} - 1"
    step = N_("${symbol}$ = {value}: price with dividends put back, {day}")
    shown = {"security": own.security, "first": index[1].date(), "last": index[-1].date()}
    return Explanation(
        title=N_("Return of {security}"),
        meaning=N_(
            "How far {security} moved from the close before {first} to the close of {last}, "
            "distributions included."
        ),
        formula=f"R = {formula}",
        worked=f"R = {put_in} = {percent(value)}",
        steps=(
            (
                step,
                {"symbol": "P_0", "value": Quantity(before, "number", 4), "day": index[0].date()},
            ),
            (
                step,
                {"symbol": "P_1", "value": Quantity(after, "number", 4), "day": index[-1].date()},
            ),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: index,
                columns.PRICE: prices.to_numpy(),
                columns.RETURN: study.returns.security.reindex(index).to_numpy(),
            }
        ),
        sources=study.sources[:1],
        code=f"{study_code(study, *((NUMPY,) if log else ()))}\n{_price_code(index, log)}",
        value=value,
        facts=shown,
    )


def _price_code(index: pd.DatetimeIndex, log: bool) -> str:
    made = "np.log(after / before)" if log else "after / before - 1"
    return (
        "price = study.security.total_return_price\n"
        f'before, after = price["{index[0]:%Y-%m-%d}"], price["{index[-1]:%Y-%m-%d}"]\n'
        f'print(f"{{{made}:.4%}}")\n'
    )


def benchmark_return(study: Study) -> Explanation:
    """Explain the return of the benchmark over the headline window."""
    rows = event_rows(study, study.headline.car.window)
    returns = study.returns.benchmark.iloc[rows]
    values = returns.to_numpy(dtype=float)
    log = study.request.spec.returns == "log"
    shown = [percent(float(value)) for value in values]
    made = added(shown) if log else rf"{_product(shown)} - 1"
    total = "returns.sum()" if log else "(1 + returns).prod() - 1"
    first, last = returns.index[0].date(), returns.index[-1].date()
    value = cumulate(values, study.request.spec.returns)
    return Explanation(
        title=N_("Return of the benchmark, {benchmark}"),
        meaning=N_("How far {benchmark} moved on {first}.")
        if len(values) == 1
        else N_("How far {benchmark} moved over the sessions from {first} to {last}."),
        formula=r"R_m = \sum_\tau R_{m\tau}" if log else r"R_m = \prod_\tau (1 + R_{m\tau}) - 1",
        worked=rf"R_m = {made} = {percent(value)}",
        steps=(
            (
                N_("${symbol}$: the return of {benchmark} in each session, below"),
                {"symbol": r"R_{m\tau}", "benchmark": study.benchmark.security},
            ),
        ),
        rows=pd.DataFrame({columns.DATE: returns.index, columns.MARKET: values}),
        sources=study.sources[1:],
        code=f"{study_code(study)}\n"
        f'returns = study.returns.benchmark.loc["{first}":"{last}"]\n'
        f'print(f"{{{total}:.4%}}")\n',
        value=value,
        facts={"benchmark": study.benchmark.security, "first": first, "last": last},
    )


def _product(shown: Sequence[str]) -> str:
    return factors([f"(1 + {bracketed(term)})" for term in shown])


def abnormal_return(study: Subject, window: EventWindow | None = None) -> Explanation:
    """Explain the AR of a session or the CAR of a window, the headline's where none is given.

    A window of one session may be any session that the study measured.
    """
    window = window or study.headline.car.window
    rows = event_rows(study, window)
    values = errors(study, rows)
    total = float(values.sum())
    single = len(window) == 1
    first, last = (own_returns(study).index[row].date() for row in rows[[0, -1]])
    symbol = rf"AR_{{{window.first}}}" if single else r"\mathit{CAR}"
    normal = " + ".join(term.latex for term in terms(study)).replace("+ -", "- ") or "0"
    general = lines(
        rf"AR_\tau = R_\tau - E[R_\tau] = R_\tau - ({normal})",
        *(
            ()
            if single
            else (rf"{symbol} = \sum_{{\tau={window.first}}}^{{{window.last}}} AR_\tau",)
        ),
    )
    return Explanation(
        title=N_("Abnormal return of {security}")
        if single
        else N_("Cumulative abnormal return of {security}"),
        meaning=N_("What {security} moved on {first} beyond what the model expected of it.")
        if single
        else N_("What {security} moved from {first} to {last} beyond what the model expected."),
        formula=general,
        worked=_worked(study, rows, values, symbol),
        steps=(
            *_return_steps(study, rows, window),
            *_term_steps(study, rows),
            estimation_step(study),
        ),
        rows=session_rows(study, window),
        sources=study.sources,
        code=f'{abnormal_code(study, window)}print(f"{{AR[event].sum():.4%}}")\n',
        value=total,
        facts={"security": name_of(study), "first": first, "last": last},
        notes=notes(study),
    )


def _worked(study: Subject, rows: np.ndarray, values: np.ndarray, symbol: str) -> str:
    own = own_returns(study).to_numpy(dtype=float)[rows]
    if len(rows) == 1:
        return (
            rf"{symbol} = {percent(float(own[0]))} - \left({_expected(study, int(rows[0]))}\right)"
            rf" = {percent(float(values[0]))}"
        )
    total = percent(float(values.sum()))
    return rf"{symbol} = {added([percent(float(v)) for v in values])} = {total}"


def _expected(study: Subject, row: int) -> str:
    return " + ".join(bracketed(_put_in(study, term, row)) for term in terms(study)) or "0"


def _put_in(study: Subject, term: Term, row: int) -> str:
    value = float(term.values(regressors(study)).iloc[row])
    if not term.parameter:
        return percent(value)
    parameter = study.result.fit.parameters[term.parameter]
    if not term.regressor:
        return percent(parameter)
    return rf"{number(parameter)} \cdot {bracketed(percent(value))}"


def _return_steps(study: Subject, rows: np.ndarray, window: EventWindow) -> tuple[Step, ...]:
    own = own_returns(study).to_numpy(dtype=float)[rows]
    facts = {"security": name_of(study)}
    if len(rows) > 1:
        several = N_("${symbol}$: the return of {security} in each of the {count} sessions, below")
        return ((several, facts | {"symbol": r"R_\tau", "count": len(rows)}),)
    return (
        (
            N_("${symbol}$ = {value}: the return of {security} on {day}"),
            facts
            | {
                "symbol": rf"R_{{{window.first}}}",
                "value": Quantity(cumulate(own, study.request.spec.returns), digits=4),
                "day": own_returns(study).index[rows[0]].date(),
            },
        ),
    )


def _term_steps(study: Subject, rows: np.ndarray) -> tuple[Step, ...]:
    parameters = study.result.fit.parameters
    steps: list[Step] = []
    for term in terms(study):
        if term.parameter:
            value = parameters[term.parameter]
            as_percent = not term.regressor
            unit = Quantity(value, "percent" if as_percent else "number", 4)
            template = (
                N_("${symbol}$ = {value}: the constant, estimated")
                if as_percent
                else N_("${symbol}$ = {value}: the slope, estimated")
            )
            steps.append((template, {"symbol": term.symbol, "value": unit}))
        if term.regressor and len(rows) == 1:
            value = float(term.values(regressors(study)).iloc[int(rows[0])])
            step = N_("${symbol}$ = {value}: {what}")
            facts = {
                "symbol": term.regressor,
                "value": Quantity(value, digits=4),
                "what": term.what,
            }
            steps.append((step, facts))
        elif term.regressor:
            steps.append(
                (N_("${symbol}$: {what}, below"), {"symbol": term.regressor, "what": term.what})
            )
    return tuple(steps)


def notes(study: Subject) -> tuple[Step, ...]:
    """Say what the regressors were made from, and which estimate no hand can follow."""
    honest = NOT_BY_HAND.get(study.result.fit.model)
    return (*study.made_from, *(() if honest is None else ((honest, {}),)))


NOT_BY_HAND = {
    "scholes-williams": N_(
        "The slope is made of three: b = (b₋₁ + b₀ + b₊₁) / (1 + 2ρ), the slopes on the benchmark "
        "a session earlier, at the same session and a session later, and its autocorrelation."
    ),
    "dimson": N_(
        "The slope is the sum of the slopes on the benchmark of the neighbouring sessions; the "
        "expected return takes the benchmark of the same session alone."
    ),
    "huber": N_(
        "Huber's estimator weighs outlying sessions down and repeats until the line settles: its "
        "constant and slope cannot be worked out by hand. The code fits it anew."
    ),
    "lad": N_(
        "The line of least absolute deviations is found as a linear programme: it cannot be worked "
        "out by hand. The code fits it anew."
    ),
    "garch": N_(
        "The GARCH model is fitted by maximising a likelihood over six parameters: that cannot be "
        "worked out by hand. The code fits it anew."
    ),
}
