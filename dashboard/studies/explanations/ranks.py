"""How the p-values are made that rank an abnormal return among ordinary ones."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult
from analysis.significance.sample_quantile import unbroken_starts, window_sums
from analysis.significance.volatility_scaled import DECAY, forecast_volatility
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import abnormal_code
from dashboard.studies.explanations.explanation import Explanation, Facts, Quantity, Step
from dashboard.studies.explanations.inputs import (
    Subject,
    errors,
    estimation_step,
    event_rows,
    own_returns,
    row_of_event,
)
from dashboard.studies.explanations.latex import lines, number, percent
from dashboard.studies.explanations.moves import notes

FORMULA: Final = (
    r"k = \min(\#\{S \le S_0\},\ \#\{S \ge S_0\})",
    r"p = \min\!\left(1,\; 2 \cdot \frac{1 + k}{n + 1}\right)",
)
SUMS: Final = """\
L, e = len(event), AR[estimation]
whole = [i for i in range(len(e) - L + 1) if estimation[i + L - 1] - estimation[i] == L - 1]
S = np.array([e[i : i + L].sum() for i in whole])
S0 = AR[event].sum()
"""
RANKED: Final = """\
beyond = min((S <= S0).sum(), (S >= S0).sum())
print(f"{min(1, 2 * (1 + beyond) / (len(S) + 1)):.6f}")
"""
SCALED: Final = """\
after = AR[estimation[-1] + 1 : zero{stop}]
e = np.concatenate([AR[estimation], after[~np.isnan(after)]])
variance = [{start}]
for error in e:
    variance.append({decay} * variance[-1] + (1 - {decay}) * error**2)
sigma = np.sqrt(variance)  # the last one is the forecast for the event
S, S0 = S / (np.sqrt(L) * sigma[whole]), S0 / (np.sqrt(L) * sigma[-1])
"""


def sq_p_value(study: Subject) -> Explanation | None:
    """Explain the SQ p-value of the headline window."""
    test, car = study.headline.test("sq"), study.headline.car
    if not isinstance(test, HypothesisTest):
        return None
    rows = _ranking(study, car.value)
    return Explanation(
        title=N_("SQ p-value"),
        meaning=N_(
            "How often ordinary sessions of this security went as far: the rank of the abnormal "
            "return among those of the estimation window."
        ),
        formula=lines(*FORMULA),
        worked=_worked(test),
        steps=(
            _event_step(Quantity(car.value, digits=4)),
            *_rank_steps(test, rows, columns.SUM, percent=True),
            estimation_step(study),
        ),
        rows=rows,
        sources=study.sources,
        code=f"{abnormal_code(study, car.window)}{SUMS}{RANKED}",
        value=test.p_value,
        unit="probability",
        notes=notes(study),
    )


def _event_step(value: Quantity) -> Step:
    return (
        N_("${symbol}$ = {value}: what is ranked, that of the event window"),
        {"symbol": "S_0", "value": value},
    )


def _ranking(study: Subject, value: float) -> pd.DataFrame:
    """Return the estimation window's sums and the event's, ranked from the event's end."""
    fit, length = study.result.fit, len(study.headline.car.window)
    starts = unbroken_starts(fit.rows, length)
    sums = window_sums(fit.residuals, fit.rows, length)
    index = own_returns(study).index
    event = event_rows(study, study.headline.car.window)
    first = np.append(fit.rows[starts], event[0])
    frame = pd.DataFrame(
        {
            columns.DATE: index[first],
            columns.LAST: index[first + length - 1],
            columns.ROLE: [columns.ESTIMATION] * len(starts) + [columns.EVENT],
            columns.SUM: np.append(sums, value),
        }
    )
    return _ranked(frame, columns.SUM)


def _ranked(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sort by a column from the end at which the event lies, and number the rows."""
    event = frame[column][frame[columns.ROLE] == columns.EVENT].iloc[0]
    lowest = bool((frame[column] <= event).sum() <= (frame[column] >= event).sum())
    ordered = frame.sort_values(column, ascending=lowest, kind="stable", ignore_index=True)
    return ordered.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})


def _beyond(test: HypothesisTest) -> int:
    n = int(test.facts["n"])
    assert test.p_lower is not None
    assert test.p_upper is not None
    return round(min(test.p_lower, test.p_upper) * (n + 1)) - 1


def _worked(test: TestResult) -> str:
    assert isinstance(test, HypothesisTest)
    n = int(test.facts["n"])
    return rf"p = 2 \cdot \frac{{1 + {_beyond(test)}}}{{{n} + 1}} = {number(test.p_value, 6)}"


def _rank_steps(
    test: HypothesisTest, rows: pd.DataFrame, column: str, *, percent: bool
) -> tuple[Step, ...]:
    n = int(test.facts["n"])
    assert test.floor is not None
    steps: list[Step] = [
        (
            N_(
                "${symbol}$ = {value}: sums over as many ordinary sessions, each with its date "
                "below"
            ),
            {"symbol": "n", "value": Quantity(n, "number", 0)},
        ),
        (
            N_("${symbol}$ = {value}: how many of them lie as far out or farther"),
            {"symbol": "k", "value": Quantity(_beyond(test), "number", 0)},
        ),
        (
            N_("The smallest p-value that {n} sums can give is {floor}."),
            {"n": n, "floor": Quantity(test.floor, "probability")},
        ),
    ]
    steps += [(template, facts) for template, facts in _neighbours(rows, column, percent=percent)]
    return tuple(steps)


def _neighbours(rows: pd.DataFrame, column: str, *, percent: bool) -> tuple[Step, ...]:
    """Name what stands just before and just after the event in the ranking."""
    place = int(np.flatnonzero(rows[columns.ROLE] == columns.EVENT)[0])

    def of(row: int) -> Facts:
        unit = Quantity(float(rows[column].iloc[row]), "percent" if percent else "number", 2)
        return {
            "value": unit,
            "day": rows[columns.DATE].iloc[row].date(),
            "rank": Quantity(row + 1, "number", 0),
        }

    steps: list[Step] = []
    if place > 0:
        steps.append((N_("Farther out, rank {rank}: {value} on {day}."), of(place - 1)))
    steps.append((N_("The event, rank {rank}: {value} on {day}."), of(place)))
    if place + 1 < len(rows):
        steps.append((N_("Less far out, rank {rank}: {value} on {day}."), of(place + 1)))
    return tuple(steps)


def scaled_sq_p_value(study: Subject) -> Explanation | None:
    """Explain the p-value of the SQ test on volatility-scaled residuals."""
    test, window = study.headline.test("sq_volatility_scaled"), study.headline.car.window
    if not isinstance(test, HypothesisTest):
        return None
    fit, length = study.result.fit, len(window)
    p = len(fit.design.T) if fit.design is not None else None
    start = (
        "fit.sigma2" if p is None else f"AR[estimation] @ AR[estimation] / ({len(fit.rows)} - {p})"
    )
    scaled = SCALED.format(
        stop=f" - {-window.first}" if window.first < 0 else "", start=start, decay=DECAY
    )
    rows = _scaled_rows(study)
    sigma = test.facts["sigma"]
    root = "" if length == 1 else rf"\sqrt{{{length}}} \cdot "
    return Explanation(
        title=N_("p-value of the SQ test on volatility-scaled residuals"),
        meaning=N_(
            "The same rank after each abnormal return was divided by the volatility to be "
            "expected at its time, so that calm and stormy months compare."
        ),
        formula=lines(
            r"S = \frac{\sum e}{\sqrt{L}\,\sigma}",
            rf"\sigma_{{t+1}}^2 = {DECAY}\,\sigma_t^2 + {1 - DECAY:.2f}\,e_t^2",
            *FORMULA,
        ),
        worked=lines(
            rf"S_0 = \frac{{{percent(study.headline.car.value)}}}{{{root}{percent(sigma)}}}"
            rf" = {number(test.statistic)}",
            _worked(test),
        ),
        steps=(
            _event_step(Quantity(test.statistic, "number", 4)),
            (
                N_("${symbol}$ = {value}: volatility expected of a session of the event window"),
                {"symbol": r"\sigma", "value": Quantity(sigma, "share", 4)},
            ),
            (
                N_("The recursion starts at the model's residual variance, {value} squared."),
                {"value": Quantity(fit.sigma, "share", 4)},
            ),
            *_rank_steps(
                test,
                _ranked(rows[rows[columns.SCALED].notna()], columns.SCALED),
                columns.SCALED,
                percent=False,
            ),
            estimation_step(study),
        ),
        rows=rows,
        sources=study.sources,
        code=f"{abnormal_code(study, window)}{SUMS}{scaled}{RANKED}",
        value=test.p_value,
        unit="probability",
        notes=notes(study),
    )


def _scaled_rows(study: Subject) -> pd.DataFrame:
    """Return every error of the recursion with its forecast, and the event last, by date."""
    fit, window = study.result.fit, study.headline.car.window
    sigma = forecast_volatility(fit, study.result.abnormal, window)
    assert sigma is not None
    length = len(window)
    zero = row_of_event(study)
    since = np.arange(int(fit.rows[-1]) + 1, zero + min(window.first, 0))
    since = since[~np.isnan(errors(study, since))] if len(since) else since
    starts = unbroken_starts(fit.rows, length)
    sums = np.full(len(fit.rows) + len(since) + 1, np.nan)
    sums[starts] = window_sums(fit.residuals, fit.rows, length)
    sums[-1] = study.headline.car.value
    rows = np.concatenate((fit.rows, since, [zero + window.first]))
    return pd.DataFrame(
        {
            columns.DATE: own_returns(study).index[rows],
            columns.ROLE: [columns.ESTIMATION] * len(fit.rows)
            + [columns.BETWEEN] * len(since)
            + [columns.EVENT],
            columns.AR: errors(study, rows),
            columns.SIGMA: sigma,
            columns.SUM: sums,
            columns.SCALED: sums / (np.sqrt(length) * sigma),
        }
    )
