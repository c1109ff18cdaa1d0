"""How the second test of a basket is made: BMP, adjusted for the members' correlation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.verdicts.measurement import Measurement, measure
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.tested import Tested
from dashboard.studies.explanations.code import NUMPY, SCIPY
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import number
from dashboard.studies.ledger.case import member_responses

MEMBERS: Final = """\
responses, X = member_responses(case, case.specification, shelf)
window = case.row0 + np.arange({first}, {stop})
weights = case.kernel.vector
used = np.flatnonzero(weights)
event = case.row0 + case.kernel.first + used
SCAR, left = [], []
for R in responses:
    there = np.isfinite(np.column_stack([R, X])).all(axis=1)
    rows = window[there[window]]
    if not there[event].all() or len(rows) < {needed}:
        continue  # a member that cannot be measured is left out
    theta = np.linalg.lstsq(X[rows], R[rows])[0]
    AR = np.where(there, R - X @ theta, np.nan)
    s2 = AR[rows] @ AR[rows] / (len(rows) - X.shape[1])
    x = weights[used] @ X[event]
    variance = s2 * (weights @ weights + x @ np.linalg.inv(X[rows].T @ X[rows]) @ x)
    SCAR.append(weights[used] @ AR[event] / np.sqrt(variance))
    left.append(AR[window])
e = np.array(left)
z = e - np.nanmean(e, axis=1, keepdims=True)
z = np.nan_to_num(z / np.sqrt(np.nansum(z**2, axis=1, keepdims=True)))
N, total = len(z), z.sum(axis=0)
rbar = (total @ total - N) / (N * (N - 1))
"""
STATISTIC: Final = """\
bmp = np.sqrt(N) * np.mean(SCAR) / np.std(SCAR, ddof=1)
t = bmp * np.sqrt((1 - rbar) / (1 + (N - 1) * rbar))
print(f"{{stats.t.{tail}(t, N - 1):.8g}}")
"""
MIN_ROWS: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Members:
    """The members that could be measured, with the residuals of each."""

    names: tuple[str, ...]
    found: tuple[Measurement, ...]
    rbar: float

    @property
    def scar(self) -> np.ndarray:
        return np.array([member.scar for member in self.found])

    @property
    def statistic(self) -> float:
        n, scar = len(self.found), self.scar
        bmp = np.sqrt(n) * scar.mean() / scar.std(ddof=1)
        return float(bmp * np.sqrt((1 - self.rbar) / (1 + (n - 1) * self.rbar)))


def confirmation(made: Tested) -> tuple[Explanation, ...]:
    """Explain the adjusted BMP p-value and the mean correlation in it, where a test has them."""
    p = made.outcome.p
    if p is None or p.confirmation is None:
        return ()
    members = _members(made)
    n, up = len(members.names), made.case.hypothesis.direction == "up"
    t, mean, spread = members.statistic, float(members.scar.mean()), float(members.scar.std(ddof=1))
    tail = f"1 - T_{{{n - 1}}}" if up else f"T_{{{n - 1}}}"
    found = Explanation(
        title=N_("p-value of adjusted BMP"),
        meaning=N_(
            "Whether the members, each over its own standard error, moved as the claim says, "
            "when their common movement is counted: the second test that a basket must pass."
        ),
        formula=r"t = \sqrt{N}\,\frac{\overline{\mathit{SCAR}}}{s_{\mathit{SCAR}}}"
        r"\sqrt{\frac{1 - \bar{r}}{1 + (N - 1)\,\bar{r}}}"
        "\n" + (r"p = 1 - T_{N-1}(t)" if up else r"p = T_{N-1}(t)"),
        worked=rf"t = \sqrt{{{n}}} \cdot \frac{{{number(mean)}}}{{{number(spread)}}}"
        rf" \sqrt{{\frac{{1 - {number(members.rbar)}}}{{1 + {n - 1} \cdot "
        rf"{number(members.rbar)}}}}} = {number(t)}"
        "\n" + rf"p = {tail}({number(t)}) = {number(p.confirmation, 7)}",
        steps=(
            (
                N_("${symbol}$: the estimate of a member over its standard error, below"),
                {"symbol": r"\mathit{SCAR}_i"},
            ),
            _value(r"\overline{\mathit{SCAR}}", mean, N_("${symbol}$ = {value}: their mean")),
            _value(
                r"s_{\mathit{SCAR}}",
                spread,
                N_("${symbol}$ = {value}: their standard deviation, with N − 1"),
            ),
            _value(
                r"\bar{r}",
                members.rbar,
                N_("${symbol}$ = {value}: the mean correlation, explained by itself"),
            ),
            *_member_steps(made, n),
        ),
        rows=pd.DataFrame(
            {
                columns.SECURITY: members.names,
                columns.CAR: [member.value for member in members.found],
                columns.SE: [float(np.sqrt(member.variance)) for member in members.found],
                columns.SCAR: members.scar,
            }
        ),
        sources=made.sources,
        code=f"{_code(made, NUMPY, SCIPY)}{STATISTIC.format(tail='sf' if up else 'cdf')}",
        value=p.confirmation,
        unit="probability",
    )
    return found, _correlation(made, members, found)


def _correlation(made: Tested, members: _Members, beside: Explanation) -> Explanation:
    n = len(members.names)
    total = members.rbar * n * (n - 1) + n
    return replace(
        beside,
        title=N_("Mean correlation of the members, r-bar"),
        meaning=N_("How far the members move together on ordinary sessions, beyond the benchmark."),
        formula=r"\bar{r} = \frac{\lvert \sum_i z_i \rvert^2 - N}{N (N - 1)}, \quad "
        r"z_i = \frac{e_i - \bar{e}_i}{\lvert e_i - \bar{e}_i \rvert}",
        worked=rf"\bar{{r}} = \frac{{{number(total)} - {n}}}{{{n} \cdot {n - 1}}}"
        rf" = {number(members.rbar)}",
        steps=(
            (
                N_("${symbol}$: what the model left of a member on the estimation sessions, below"),
                {"symbol": "e_i"},
            ),
            *_member_steps(made, n),
        ),
        rows=_residuals(made, members),
        code=f'{_code(made, NUMPY)}print(f"{{rbar:.8f}}")\n',
        value=members.rbar,
        unit="number",
        digits=4,
    )


def _members(made: Tested) -> _Members:
    case, spec = made.case, made.case.specification
    responses, design = member_responses(case, spec, made.shelf)
    side = case.short if len(case.short) > len(case.long) else case.long
    pairs = [
        (name, found)
        for name, own in zip(side, responses, strict=True)
        if isinstance(
            found := measure(own, design, case.row0, spec.window, case.kernel), Measurement
        )
    ]
    members = tuple(member for _, member in pairs)
    rows = np.unique(np.concatenate([member.rows for member in members]))
    z = np.zeros((len(members), len(rows)))
    for i, member in enumerate(members):
        left = member.residuals - member.residuals.mean()
        z[i, np.searchsorted(rows, member.rows)] = left / np.sqrt(left @ left)
    n, total = len(members), z.sum(axis=0)
    return _Members(
        tuple(name for name, _ in pairs), members, float((total @ total - n) / (n * (n - 1)))
    )


def _residuals(made: Tested, members: _Members) -> pd.DataFrame:
    sessions = made.case.sessions
    wide = pd.DataFrame(
        {
            name: pd.Series(member.residuals, sessions[member.rows])
            for name, member in zip(members.names, members.found, strict=True)
        }
    )
    return wide.rename_axis(columns.DATE).reset_index()


def _code(made: Tested, *libraries: str) -> str:
    first, last = made.case.hypothesis.estimation
    needed = min(MIN_ROWS, last - first + 1)
    begin = made.code(*libraries, case="member_responses")
    return begin + MEMBERS.format(first=first, stop=last + 1, needed=needed)


def _value(symbol: str, value: float, template: str) -> Step:
    return template, {"symbol": symbol, "value": Quantity(value, "number", 4)}


def _member_steps(made: Tested, n: int) -> tuple[Step, ...]:
    count: Step = (
        N_("${symbol}$ = {value}: members of the basket"),
        {"symbol": "N", "value": Quantity(n, "number", 0)},
    )
    if not made.case.short:
        return (count,)
    flipped = len(made.case.short) > len(made.case.long)
    other = made.case.long if flipped else made.case.short
    return (
        count,
        (
            N_("Of the spread, each member of the larger side is set against the mean of {other}."),
            {"other": ", ".join(other)},
        ),
    )
