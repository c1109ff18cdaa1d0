"""How the mean of a basket, its mean correlation and the test that knows of it are made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_window import BasketWindow
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import request_code, settings
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import added, lines, number, percent

IMPORTS: Final = """\
import numpy as np
{pandas}
from dashboard.studies.basket import run
from dashboard.studies.basket_request import basket_request

"""
CORRELATION: Final = """\
fits = {result.security: result.fit for result in study.long.results}
e = pd.DataFrame({name: pd.Series(fit.residuals, fit.rows) for name, fit in fits.items()})
z = e - e.mean()
z = (z / np.sqrt((z**2).sum())).fillna(0)
N, total = len(fits), z.sum(axis=1)
rbar = (total @ total - N) / (N * (N - 1))
"""


def caar(study: BasketStudy, window: BasketWindow) -> Explanation:
    """Explain the equal-weight mean CAR of a basket in a window."""
    values = [member.result.car.value for member in window.members]
    n = len(values)
    return Explanation(
        title=N_("Mean cumulative abnormal return of the basket"),
        meaning=N_(
            "What an equal holding of the {n} members moved on {first} beyond what the model "
            "expected."
        )
        if len(window.window) == 1
        else N_(
            "What an equal holding of the {n} members moved from {first} to {last} beyond what "
            "the model expected."
        ),
        formula=r"\mathit{CAAR} = \frac{1}{N} \sum_i \mathit{CAR}_i",
        worked=rf"\mathit{{CAAR}} = \frac{{{added([percent(value) for value in values])}}}{{{n}}}"
        rf" = {percent(window.caar)}",
        steps=(
            (
                N_("${symbol}$: the abnormal return of a member, summed over the window, below"),
                {"symbol": r"\mathit{CAR}_i"},
            ),
            _members(n),
        ),
        rows=_member_rows(window),
        sources=study.sources,
        code=f"{_code(study, window)}"
        "CAR = np.array([member.result.car.value for member in window.members])\n"
        'print(f"{CAR.mean():.4%}")\n',
        value=window.caar,
        facts={"n": n} | _days(study, window),
    )


def mean_correlation(study: BasketStudy, window: BasketWindow) -> Explanation:
    """Explain the mean correlation of the members' residuals."""
    n, rbar = len(window.members), window.correlation.calendar
    rows = _residuals(study)
    total = float(rbar * n * (n - 1) + n)
    return Explanation(
        title=N_("Mean correlation of the members, r-bar"),
        meaning=N_(
            "How far the members move together on ordinary sessions, beyond the benchmark: "
            "{n} of them carry as much as {effective} independent ones."
        ),
        formula=lines(
            r"\bar{r} = \frac{\lvert \sum_i z_i \rvert^2 - N}{N (N - 1)}, \quad "
            r"z_i = \frac{e_i - \bar{e}_i}{\lvert e_i - \bar{e}_i \rvert}"
        ),
        worked=rf"\bar{{r}} = \frac{{{number(total)} - {n}}}{{{n} \cdot {n - 1}}} = {number(rbar)}",
        steps=(
            (
                N_("${symbol}$: what the model left of a member on the estimation sessions, below"),
                {"symbol": "e_i"},
            ),
            _members(n),
        ),
        rows=rows,
        sources=study.sources,
        code=f'{_code(study, window, pandas=True)}{CORRELATION}print(f"{{rbar:.6f}}")\n',
        value=rbar,
        unit="number",
        digits=2,
        facts={"n": n, "effective": Quantity(window.correlation.effective_n, "number", 1)},
    )


def adjusted_bmp(study: BasketStudy, window: BasketWindow) -> Explanation | None:
    """Explain the BMP t statistic adjusted for the members' mean correlation."""
    test = window.test("adjusted_bmp_calendar")
    if not isinstance(test, HypothesisTest):
        return None
    scar = np.array([member.result.car.scar for member in window.members])
    n, rbar = len(scar), test.facts["rbar_used"]
    mean, deviation = float(scar.mean()), float(scar.std(ddof=1))
    return replace(
        caar(study, window),
        title=N_("Adjusted BMP t statistic"),
        meaning=N_(
            "How far the mean standardised move lies from zero, when the members' common "
            "movement is counted: without it, {n} members would pass for {n} independent ones."
        ),
        formula=r"t = \sqrt{N}\,\frac{\overline{\mathit{SCAR}}}{s_{\mathit{SCAR}}}"
        r"\sqrt{\frac{1 - \bar{r}}{1 + (N - 1)\,\bar{r}}}",
        worked=rf"t = \sqrt{{{n}}} \cdot \frac{{{number(mean)}}}{{{number(deviation)}}}"
        rf" \sqrt{{\frac{{1 - {number(rbar)}}}{{1 + {n - 1} \cdot {number(rbar)}}}}}"
        rf" = {number(test.statistic)}",
        steps=(
            (
                N_("${symbol}$: the abnormal return of a member over its standard error, below"),
                {"symbol": r"\mathit{SCAR}_i"},
            ),
            _value(r"\overline{\mathit{SCAR}}", mean, N_("${symbol}$ = {value}: their mean")),
            _value(
                r"s_{\mathit{SCAR}}",
                deviation,
                N_("${symbol}$ = {value}: their standard deviation, with N − 1"),
            ),
            _value(
                r"\bar{r}",
                rbar,
                N_("${symbol}$ = {value}: the mean correlation, explained by itself"),
            ),
            _members(n),
        ),
        code=f"{_code(study, window, pandas=True)}{CORRELATION}"
        "SCAR = np.array([member.result.car.scar for member in window.members])\n"
        "bmp = np.sqrt(N) * SCAR.mean() / SCAR.std(ddof=1)\n"
        'print(f"{bmp * np.sqrt((1 - rbar) / (1 + (N - 1) * rbar)):.6f}")\n',
        value=test.statistic,
        unit="number",
        digits=3,
    )


def _value(symbol: str, value: float, template: str) -> Step:
    return template, {"symbol": symbol, "value": Quantity(value, "number", 4)}


def _members(n: int) -> Step:
    return (
        N_("${symbol}$ = {value}: members of the basket"),
        {"symbol": "N", "value": Quantity(n, "number", 0)},
    )


def _days(study: BasketStudy, window: BasketWindow) -> dict[str, object]:
    found = study.long.results[0].abnormal
    days = found.sessions[found.rows_of(window.window)]
    return {"first": days[0].date(), "last": days[-1].date()}


def _member_rows(window: BasketWindow) -> pd.DataFrame:
    cars = [member.result.car for member in window.members]
    return pd.DataFrame(
        {
            columns.SECURITY: [member.security for member in window.members],
            columns.RETURN: [car.raw_return for car in cars],
            columns.CAR: [car.value for car in cars],
            columns.SE: [car.standard_error for car in cars],
            columns.SCAR: [car.scar for car in cars],
        }
    )


def _residuals(study: BasketStudy) -> pd.DataFrame:
    """Return a row a session and a column a member: what its model left."""
    index = study.long.members[0].returns.index
    wide = pd.DataFrame(
        {
            result.security: pd.Series(result.fit.residuals, index[result.fit.rows])
            for result in study.long.results
        }
    )
    return wide.rename_axis(columns.DATE).reset_index()


def _code(study: BasketStudy, window: BasketWindow, *, pandas: bool = False) -> str:
    request = study.request
    named = {
        "basket": request.basket,
        "members": ",".join(request.members),
        "against": request.against,
        "event": request.event,
    }
    given: dict[str, object] = {name: value for name, value in named.items() if value}
    asked = request_code("basket_request", given | settings(request))
    place = [found.window for found in study.windows].index(window.window)
    imports = IMPORTS.format(pandas="import pandas as pd\n" if pandas else "")
    return f"{imports}request = {asked}\nstudy = run(request)\nwindow = study.windows[{place}]\n\n"


def basket_explanations(study: BasketStudy, window: BasketWindow) -> tuple[Explanation, ...]:
    """Return what can be explained of a basket's window."""
    found = (caar(study, window), mean_correlation(study, window), adjusted_bmp(study, window))
    return tuple(explanation for explanation in found if explanation is not None)
