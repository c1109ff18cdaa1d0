"""How the part of some members in an index's move is made, and the index without them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.study import EventStudyResult
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import request_code, settings, upload_code
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.inputs import ESTIMATED
from dashboard.studies.explanations.latex import added, bracketed, percent
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.contamination import (
    CAP,
    EQUAL,
    EX_AI,
    EX_FIRM,
    WEIGHED_ON,
    AgainstBenchmark,
    BenchmarkStudy,
)

IMPORTS: Final = """\
from dashboard.studies.request import study_request
from dashboard.studies.robustness.contamination import run
"""
MEMBERS: Final = """\
parts = study.parts
named = [member in study.shocked for member in parts.members]
w, R = parts.weights[named], parts.returns[named]
"""
TITLES: Final = {
    CAP: N_("Abnormal return against the S&P 500"),
    EX_FIRM: N_("Abnormal return against the S&P 500 without the firm"),
    EX_AI: N_("Abnormal return against the S&P 500 without the AI names"),
    EQUAL: N_("Abnormal return against the equal-weight S&P 500"),
}


def index_explanations(
    study: BenchmarkStudy, request: StudyRequest, choice: str
) -> tuple[Explanation, ...]:
    """Explain the AI names' part, the index without them, and the security against each version.

    Parameters
    ----------
    request, choice
        What the study was asked for with.
    """
    code = _code(study, request, choice)
    together = _together(study, code + MEMBERS)
    against = tuple(
        _against(study, place, entry, entry.result, code)
        for place, entry in enumerate(study.against)
        if isinstance(entry.result, EventStudyResult)
    )
    return together, _without(study, together, code + MEMBERS), *against


def _together(study: BenchmarkStudy, code: str) -> Explanation:
    parts, rows = study.parts, _member_rows(study)
    weight, contribution = parts.of(study.shocked)
    terms = [
        rf"{percent(own, 2)} \cdot {bracketed(percent(moved, 2))}"
        for own, moved in zip(rows[columns.IN_INDEX], rows[columns.RETURN], strict=True)
    ]
    returns, weights = study.tables
    return Explanation(
        title=N_("Index moved by the AI names"),
        meaning=N_(
            "What {count} members took from the S&P 500's return or gave it: each one's weight at "
            "the close before, times its return."
        ),
        formula=r"C = \sum_{i \in A} w_i R_i",
        worked=f"C = {added(terms)} = {percent(contribution)}",
        steps=(
            (
                N_(
                    "${symbol}$: the {count} AI names, {weight} of the index together, each with "
                    "its weight and return below"
                ),
                {
                    "symbol": "A",
                    "count": Quantity(len(rows), "number", 0),
                    "weight": Quantity(weight, "share", 2),
                },
            ),
            (
                N_(
                    "${symbol}$: weight in the SPY fund of {day}, carried to the close before the "
                    "window by the members' returns"
                ),
                {"symbol": "w_i", "day": WEIGHED_ON},
            ),
            (
                N_("${symbol}$: return over the window, dividends included"),
                {"symbol": "R_i"},
            ),
        ),
        rows=rows,
        sources=study.sources[1:2],
        code=code + 'print(f"{(w * R).sum():.6%}")\n',
        value=contribution,
        facts={"count": Quantity(len(rows), "number", 0)},
        notes=(
            (
                N_("Embedded snapshot, SHA-256 {returns} (returns) and {weights} (weights)."),
                {"returns": returns.sha256[:12], "weights": weights.sha256[:12]},
            ),
        ),
    )


def _without(study: BenchmarkStudy, together: Explanation, code: str) -> Explanation:
    parts = study.parts
    weight, contribution = parts.of(study.shocked)
    value = parts.without(study.shocked)
    top = f"{percent(parts.index_return)} - {bracketed(percent(contribution))}"
    return replace(
        together,
        title=N_("Return of the index without the AI names"),
        meaning=N_("What the other members earned together, at the weights that they have."),
        formula=r"R_{-A} = \frac{R_m - C}{1 - \sum_{i \in A} w_i}",
        worked=rf"R_{{-A}} = \frac{{{top}}}{{1 - {percent(weight)}}} = {percent(value)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the index's own return over the window"),
                {"symbol": "R_m", "value": Quantity(parts.index_return, digits=4)},
            ),
            (
                N_("${symbol}$ = {value}: what the AI names contributed, explained by itself"),
                {"symbol": "C", "value": Quantity(contribution, digits=4)},
            ),
            *together.steps,
        ),
        code=code + 'print(f"{(parts.index_return - (w * R).sum()) / (1 - w.sum()):.6%}")\n',
        value=value,
    )


def _against(
    study: BenchmarkStudy, place: int, entry: AgainstBenchmark, result: EventStudyResult, code: str
) -> Explanation:
    found, car = result.abnormal, result.headline.car
    rows = found.rows_of(car.window)
    alpha, beta = (result.fit.parameters[name] for name in ("alpha", "beta"))
    market = (found.expected[rows] - alpha) / beta
    days = len(car.window)
    put_in = [
        rf"\left({percent(own)} - {bracketed(percent(alpha))} - {beta:.4f} \cdot "
        rf"{bracketed(percent(moved))}\right)"
        for own, moved in zip(found.returns[rows], market, strict=True)
    ]
    if days == 1:
        put_in = [put_in[0].removeprefix(r"\left(").removesuffix(r"\right)")]
    sources = study.sources[::2] if entry.benchmark == EQUAL else study.sources[:2]
    first, last = result.estimation_span
    return Explanation(
        title=TITLES[entry.benchmark],
        meaning=N_("What {security} moved beyond its usual answer to this version of the index."),
        formula=r"\mathit{CAR} = \sum_\tau \left(R_\tau - \alpha - \beta R_{m\tau}\right)",
        worked=rf"\mathit{{CAR}} = {added(put_in)} = {percent(car.value)}",
        steps=(
            (
                N_("${symbol}$ = {value}: intercept, a session"),
                {"symbol": r"\alpha", "value": Quantity(alpha, digits=4)},
            ),
            (
                N_("${symbol}$ = {value}: slope on this version of the index"),
                {"symbol": r"\beta", "value": Quantity(beta, "number", 4)},
            ),
            (
                ESTIMATED,
                {
                    "rows": Quantity(result.fit.n_estimation, "number", 0),
                    "first": first,
                    "last": last,
                },
            ),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: found.sessions[rows],
                columns.TAU: np.arange(car.window.first, car.window.last + 1),
                columns.RETURN: found.returns[rows],
                columns.MARKET: market,
                columns.EXPECTED: found.expected[rows],
                columns.AR: found.values[rows],
            }
        ),
        sources=sources,
        code=f"{code}result = study.against[{place}].result\n"
        'print(f"{result.headline.car.value:.6%}")\n',
        value=car.value,
        facts={"security": study.security.security},
    )


def _member_rows(study: BenchmarkStudy) -> pd.DataFrame:
    """Return the AI names with weight, return and contribution, the largest in size first."""
    parts = study.parts
    named = np.array([member in study.shocked for member in parts.members])
    frame = pd.DataFrame(
        {
            columns.SECURITY: np.array(parts.members)[named],
            columns.IN_INDEX: parts.weights[named],
            columns.RETURN: parts.returns[named],
            columns.CONTRIBUTION: parts.contributions[named],
        }
    )
    far = frame[columns.CONTRIBUTION].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[far].reset_index(drop=True)


def _code(study: BenchmarkStudy, request: StudyRequest, choice: str) -> str:
    """Return the lines that measure again, as ``study``."""
    given: dict[str, object] = {"security": request.security, "event": request.event}
    asked = request_code("study_request", given | settings(request))
    own = study.security
    standard, reading = upload_code([own] if own.provenance.source == "upload" else [])
    load = f', loader("{request.source}", uploads)' if reading else ""
    return (
        f'{standard}{IMPORTS}{reading}\nrequest = {asked}\nstudy = run(request, "{choice}"{load})\n'
    )
