"""How a fact of the price record is made, on which a claim's verdict rests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.paths import new_high, recovery, relative_return
from dashboard.studies.explanations.claims.recorded import Recorded, recorded
from dashboard.studies.explanations.code import PANDAS
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import number, percent
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.records import HypothesisOutcome
from data.catalogue import event
from data.providers.snapshot import snapshot_provenance

BAR: Final = pd.Timedelta(hours=1)
CLOSES: Final = """\
closes = shelf.prices(case.long[0], case.exchange, "close")
before, after = closes[case.row0 - 1], closes[case.row0]
"""
BARS: Final = """\
release = pd.Timestamp(event(hypothesis.rule.release).public_at)
bars = shelf.figures.bars(case.long[0])
day = bars[(bars.index.date == case.session) & (bars.index + pd.Timedelta(hours=1) <= release)]
print(f"{(day['close'].iloc[-1] - before) / (after - before):.6%}")
"""
RETURNS: Final = """\
prices = shelf.history(case.long[0]).on_sessions().total_return_price
returns = prices / prices.shift(1) - 1
print(1 + (returns < returns[str(case.session)]).sum())
"""


def fact(outcome: HypothesisOutcome, findings: Findings) -> Explanation:
    """Explain the figure of a fact that could be established."""
    return _MEASURES[outcome.hypothesis.measure](recorded(outcome, findings))


def _raw_return(made: Recorded) -> Explanation:
    before, after = _closes(made)
    return Explanation(
        title=N_("Return of {security}"),
        meaning=N_("How far the close of {security} moved from {first} to {last}."),
        formula=r"R = \frac{P_1}{P_0} - 1",
        worked=rf"R = \frac{{{number(after)}}}{{{number(before)}}} - 1 = {percent(made.value)}",
        steps=_close_steps(made),
        rows=_close_rows(made),
        sources=made.sources,
        code=f'{made.code()}{CLOSES}print(f"{{after / before - 1:.6%}}")\n',
        value=made.value,
        facts=_days(made),
    )


def _value_lost(made: Recorded) -> Explanation:
    before, after = _closes(made)
    shares = made.shelf.figures.shares(made.case.long[0])
    currency = made.sources[0].history.currency
    return Explanation(
        title=N_("Change of the market value of {security}"),
        meaning=N_("What all shares of {security} together gained or lost from {first} to {last}."),
        formula=r"\Delta V = N\,(P_1 - P_0)",
        worked=rf"\Delta V = {number(shares.shares, 0)} \cdot ({number(after)} - {number(before)})"
        rf" = {number(made.value, 0)}\ \text{{{currency}}}",
        steps=(
            (
                N_("${symbol}$ = {value} shares: {basis}, {day}, grade {grade}"),
                {
                    "symbol": "N",
                    "value": Quantity(shares.shares, "number", 0),
                    "basis": shares.counted,
                    "day": shares.as_of,
                    "grade": shares.grade,
                },
            ),
            (
                N_("The share count stands in {file}, SHA-256 {hash}."),
                {"file": shares.provenance.file, "hash": shares.provenance.sha256[:12]},
            ),
            *_close_steps(made),
        ),
        rows=_close_rows(made).assign(**{columns.SHARES: shares.shares}),
        sources=made.sources,
        code=f"{made.code()}{CLOSES}"
        "shares = shelf.figures.shares(case.long[0]).shares\n"
        'print(f"{shares * (after - before):.0f}")\n',
        value=made.value,
        unit="money",
        currency=currency,
        facts=_days(made),
    )


def _rank(made: Recorded) -> Explanation:
    prices = made.shelf.history(made.case.long[0]).on_sessions().total_return_price
    returns = (prices / prices.shift(1) - 1).dropna()
    own = float(returns[pd.Timestamp(made.case.session)])
    ordered = returns.sort_values(kind="stable")
    k = int((returns < own).sum())
    return Explanation(
        title=N_("Place among the deepest falls of {security}"),
        meaning=N_("How many sessions since {first} were worse than {last}, and one more."),
        formula=r"k = 1 + \#\{R < R_0\}",
        worked=rf"k = 1 + {k} = {number(made.value, 0)}",
        steps=(
            (
                N_("${symbol}$ = {value}: the return of {security} on {day}"),
                {
                    "symbol": "R_0",
                    "value": Quantity(own, digits=4),
                    "security": made.case.long[0],
                    "day": made.case.session,
                },
            ),
            (
                N_("The returns of all {n} sessions stand below, the deepest fall first."),
                {"n": Quantity(len(returns), "number", 0)},
            ),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: pd.DatetimeIndex(ordered.index),
                columns.RETURN: ordered.to_numpy(),
                columns.RANK: np.arange(1, len(ordered) + 1),
            }
        ),
        sources=made.sources,
        code=f"{made.code()}{RETURNS}",
        value=made.value,
        unit="number",
        digits=0,
        facts={
            "security": made.case.long[0],
            "first": returns.index[0].date(),
            "last": made.case.session,
        },
    )


def _intraday_share(made: Recorded) -> Explanation:
    before, after = _closes(made)
    case, frozen = made.case, made.case.hypothesis
    assert frozen.rule.release is not None  # the plan refuses the measure without it
    release = pd.Timestamp(event(frozen.rule.release).public_at)
    bars = made.shelf.figures.bars(case.long[0])
    starts = pd.DatetimeIndex(bars.index)
    day = bars[(starts.date == case.session) & (starts + BAR <= release)]
    price = float(day["close"].iloc[-1])
    origin = snapshot_provenance("bars_60m")
    ends = [f"{start + BAR:%Y-%m-%d %H:%M} UTC" for start in pd.DatetimeIndex(day.index)]
    previous = case.sessions[case.row0 - 1]
    return Explanation(
        title=N_("Part of the day's fall before the release"),
        meaning=N_(
            "How much of the way from the close of {first} to that of {last} the price had gone "
            "when the news came out."
        ),
        formula=r"\frac{P - P_0}{P_1 - P_0}",
        worked=rf"\frac{{{number(price)} - {number(before)}}}{{{number(after)} - {number(before)}}}"
        rf" = {percent(made.value)}",
        steps=(
            *_close_steps(made),
            (
                N_("${symbol}$ = {value}: the last hourly price before the release, {when}"),
                {"symbol": "P", "value": Quantity(price, "number", 4), "when": ends[-1]},
            ),
            (
                N_("The release is dated {when}."),
                {"when": f"{release.tz_convert('UTC'):%Y-%m-%d %H:%M} UTC"},
            ),
            (
                N_("The hourly prices stand in {file}, SHA-256 {hash}."),
                {"file": origin.file, "hash": origin.sha256[:12]},
            ),
        ),
        rows=pd.DataFrame(
            {
                columns.WHEN: [f"{previous:%Y-%m-%d}", *ends, f"{case.session:%Y-%m-%d}"],
                columns.CLOSE: [before, *day["close"].astype(float), after],
            }
        ),
        sources=made.sources,
        code=made.code(PANDAS, further=["from data.catalogue import event"]) + CLOSES + BARS,
        value=made.value,
        facts=_days(made),
    )


def _closes(made: Recorded) -> tuple[float, float]:
    row0 = made.case.row0
    return float(made.closes[row0 - 1]), float(made.closes[row0])


def _close_rows(made: Recorded) -> pd.DataFrame:
    rows = slice(made.case.row0 - 1, made.case.row0 + 1)
    return pd.DataFrame({columns.DATE: made.case.sessions[rows], columns.CLOSE: made.closes[rows]})


def _close_steps(made: Recorded) -> tuple[Step, ...]:
    step = N_("${symbol}$ = {value}: close of {day}, not adjusted for dividends")
    row0 = made.case.row0
    return tuple(
        (
            step,
            {
                "symbol": symbol,
                "value": Quantity(value, "number", 4),
                "day": made.case.sessions[row].date(),
            },
        )
        for symbol, value, row in zip(("P_0", "P_1"), _closes(made), (row0 - 1, row0), strict=True)
    )


def _days(made: Recorded) -> dict[str, object]:
    return {
        "security": made.case.long[0],
        "first": made.case.sessions[made.case.row0 - 1].date(),
        "last": made.case.session,
    }


_MEASURES: Final[Mapping[str, Callable[[Recorded], Explanation]]] = {
    "raw_return": _raw_return,
    "value_lost": _value_lost,
    "rank": _rank,
    "intraday_share": _intraday_share,
    "recovery_date": recovery,
    "new_high": new_high,
    "relative_return": relative_return,
}
