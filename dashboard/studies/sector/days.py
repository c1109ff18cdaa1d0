"""Names by days: each return and abnormal return of some weeks, and the days of closed markets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.panel.lines import LINES
from analysis.study import StudySpec, run_study
from analysis.windows import EventWindow
from dashboard.studies.alignment import own_returns
from dashboard.studies.sector.market import Market
from dashboard.studies.sector.move import NameMove
from dashboard.studies.sector.names import NamesStudy
from data.calendars import why_closed

MISSING: Final = N_("no price")
NO_MODEL: Final = N_("no abnormal return: the name could not be studied")
ESTIMATED: Final = N_("no abnormal return: the session is in the estimation window")


@dataclass(frozen=True, slots=True, eq=False)
class DayGrid:
    """Returns of N names on D weekdays, in fractions.

    Attributes
    ----------
    securities
        (N,) tickers, in the order of the catalogue.
    days
        (D,) weekdays from the Monday of the event's week.
    returns, abnormal
        (N, D) returns, and returns less what the model expects; NaN where there is none.
    closed
        By row and column, why the exchange was closed.
    missing
        By row and column, why an open session has no abnormal return, as English templates.
    """

    securities: tuple[str, ...]
    days: tuple[date, ...]
    returns: np.ndarray
    abnormal: np.ndarray
    closed: dict[tuple[int, int], str]
    missing: dict[tuple[int, int], str]


def day_grid(study: NamesStudy, weeks: int) -> DayGrid:
    """Return every name's sessions of the event's week and of those after it.

    Parameters
    ----------
    weeks
        How many weeks, the event's own among them.
    """
    monday = study.session - timedelta(days=study.session.weekday())
    known = max(prices.history.last for prices in study.loaded.values())
    weekdays = [monday + timedelta(days=7 * week + i) for week in range(weeks) for i in range(5)]
    days = tuple(day for day in weekdays if day <= known)
    index = pd.DatetimeIndex([pd.Timestamp(day) for day in days])
    securities = tuple(study.loaded)
    moves = {move.security: move for move in study.moves}
    returns = np.full((len(securities), len(days)), np.nan)
    abnormal = np.full_like(returns, np.nan)
    for row, (name, prices) in enumerate(study.loaded.items()):
        own = own_returns(prices.history, study.request.spec.returns)
        returns[row] = own.reindex(index).to_numpy(dtype=float)
        if name in moves:
            abnormal[row] = _abnormal(_market_of(study, name), moves[name], index, study)
    exchanges = {name: prices.history.exchange for name, prices in study.loaded.items()}
    reasons = {
        (exchange, day): why_closed(exchange, day)
        for exchange in dict.fromkeys(exchanges.values())
        for day in days
    }
    cells = [(row, column) for row in range(len(securities)) for column in range(len(days))]
    where = {cell: (exchanges[securities[cell[0]]], days[cell[1]]) for cell in cells}
    return DayGrid(
        securities=securities,
        days=days,
        returns=returns,
        abnormal=abnormal,
        closed={cell: reasons[where[cell]] for cell in cells if reasons[where[cell]]},
        missing={
            cell: _why(priced=not np.isnan(returns[cell]), studied=securities[cell[0]] in moves)
            for cell in cells
            if not reasons[where[cell]] and np.isnan(abnormal[cell])
        },
    )


def _why(*, priced: bool, studied: bool) -> str:
    if not priced:
        return MISSING
    return ESTIMATED if studied else NO_MODEL


def _market_of(study: NamesStudy, security: str) -> Market:
    return next(found for found in study.markets.values() if security in found.loaded)


def _abnormal(
    found: Market, move: NameMove, index: pd.DatetimeIndex, study: NamesStudy
) -> np.ndarray:
    """Return (D,) abnormal returns of one name; NaN inside the estimation window."""
    spec = study.request.spec
    rows = found.sessions.get_indexer(index)
    tau = rows - found.row0
    free = (rows >= 0) & ((tau < spec.estimation.first) | (tau > spec.estimation.last))
    values = np.full(len(index), np.nan)
    if move.line is not None:
        alpha, beta = move.line
        place, name = list(found.loaded).index(move.security), LINES[spec.model][0]
        at = rows[free]
        x = found.panel.regressor(name, place)[at] if name else 0.0
        values[free] = found.panel.returns[place, at] - alpha - beta * x
        return values
    returns, regressors = found.series_of(move.security)
    complete = returns.notna() & regressors.notna().all(axis=1)
    usable = free & complete.to_numpy()[rows]
    for part in _runs(tau, usable):
        window = EventWindow(int(tau[part[0]]), int(tau[part[-1]]))
        values[part] = _fitted(returns, regressors, move, spec, window)
    return values


def _runs(tau: np.ndarray, usable: np.ndarray) -> list[np.ndarray]:
    """Part the usable columns where sessions between them are not."""
    columns = np.flatnonzero(usable)
    return np.split(columns, np.flatnonzero(np.diff(tau[columns]) != 1) + 1) if len(columns) else []


def _fitted(
    returns: pd.Series,
    regressors: pd.DataFrame,
    move: NameMove,
    spec: StudySpec,
    window: EventWindow,
) -> np.ndarray:
    alone = replace(spec, windows=(window,))
    try:
        result = run_study(returns, regressors, move.session, alone, move.benchmark)
    except StudyError:  # a shifted benchmark that the last sessions do not have
        return np.full(len(window), np.nan)
    return result.abnormal.values
