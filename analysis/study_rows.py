"""Which rows of the returns a study uses, which it drops, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.sessions import require_ordered
from analysis.study_spec import StudySpec
from analysis.windows import event_row, hull, window_rows

SERIES: Final = {
    "market": N_("the benchmark"),
    "market_ex_firm": N_("the benchmark without the security"),
    "sector": N_("the sector"),
    "rf": N_("the risk-free rate"),
}
"""What the columns of regressors are in words; a factor is named by its column."""


@dataclass(frozen=True, slots=True)
class DroppedRows:
    """Sessions of the estimation window without a return, and why."""

    sessions: tuple[date, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class StudyRows:
    """The arrays of a study and the rows that it uses.

    Attributes
    ----------
    sessions
        (T,) dates.
    returns
        (T,) returns of the security, NaN where missing.
    regressors
        (T,) returns by name of the columns that the model needs.
    row0
        Row of tau = 0.
    event
        Rows of the hull of the event windows, none missing.
    usable
        (M,) estimation rows without a missing return.
    dropped
        The other rows of the estimation window.
    """

    sessions: pd.DatetimeIndex
    returns: np.ndarray
    regressors: Mapping[str, np.ndarray]
    row0: int
    event: slice
    usable: np.ndarray
    dropped: tuple[DroppedRows, ...]


def select_rows(
    returns: pd.Series, regressors: pd.DataFrame, session: date, spec: StudySpec
) -> StudyRows:
    """Place the windows of a study on the data.

    Raises
    ------
    StudyError
        When returns and regressors are not on the same ordered dates, a window reaches
        outside them, a return is infinite, an event row lacks one, or too few estimation
        rows are left. A missing return is never filled.
    """
    sessions = shared_dates(returns, regressors)
    names = needed_columns(regressors, spec.model)
    row0 = event_row(sessions, session)
    event = window_rows(sessions, row0, hull(spec.windows))
    estimation = window_rows(sessions, row0, spec.estimation)
    own = returns.to_numpy(dtype=float)
    columns = {name: regressors[name].to_numpy(dtype=float) for name in names}
    span = slice(min(event.start, estimation.start), max(event.stop, estimation.stop))
    series = {SERIES.get(name, name): values for name, values in columns.items()}
    for name, values in ((str(returns.name), own), *series.items()):
        _require_event_returns(name, values, sessions, event)
        _require_no_infinity(name, values, sessions, span)
    usable, dropped = _usable_rows(str(returns.name), own, columns, sessions, estimation, spec)
    return StudyRows(sessions, own, columns, row0, event, usable, dropped)


def shared_dates(returns: pd.Series, regressors: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the dates of the returns, in order, each once, and the regressors' as well.

    Raises
    ------
    StudyError
        When they are not dates, not in order, or not the same.
    """
    sessions = returns.index
    if not isinstance(sessions, pd.DatetimeIndex):
        raise StudyError(
            N_("A study of {security} was asked for."),
            N_("Its returns are not indexed by dates."),
            N_("Give returns on an index of sessions."),
            security=returns.name,
        )
    if not sessions.equals(regressors.index):
        odd = sorted(set(sessions) ^ set(regressors.index), key=str)
        raise StudyError(
            N_("A study of {security} was asked for."),
            N_(
                "Its returns and the regressors are not on the same rows; {count} dates differ: "
                "{days}."
            ),
            N_("Put both on the sessions of the security's exchange."),
            security=returns.name,
            count=len(odd),
            days=", ".join(str(day)[:10] for day in odd[:3]),
        )
    require_ordered(sessions)
    return sessions


def needed_columns(regressors: pd.DataFrame, model: str) -> tuple[str, ...]:
    """Return the names of the columns that a model takes.

    Raises
    ------
    StudyError
        When the regressors lack one.
    """
    needs = MODELS[model].needs
    missing = [column for column in needs if column not in regressors.columns]
    if missing:
        raise StudyError(
            N_("The model “{model}” was asked for."),
            N_("It needs the regressors {missing}, which were not given."),
            N_("Give them, or choose another model."),
            model=model,
            missing=", ".join(missing),
        )
    return needs


def _usable_rows(
    security: str,
    returns: np.ndarray,
    regressors: Mapping[str, np.ndarray],
    sessions: pd.DatetimeIndex,
    window: slice,
    spec: StudySpec,
) -> tuple[np.ndarray, tuple[DroppedRows, ...]]:
    own = np.isnan(returns[window])
    other = np.zeros(len(own), dtype=bool)
    for values in regressors.values():
        other |= np.isnan(values[window])
    usable = np.flatnonzero(~own & ~other) + window.start
    required = min(spec.min_estimation, len(own))
    if len(usable) < required:
        raise StudyError(
            N_("Estimation window {window} of {security} was asked for."),
            N_("Only {usable} of its {length} sessions have a return; {required} are needed."),
            N_("Choose a later or longer estimation window, or a security with a longer history."),
            window=spec.estimation,
            security=security,
            usable=len(usable),
            length=len(own),
            required=required,
        )
    if len(usable) == len(own):
        return usable, ()
    dates = sessions[window].date
    return usable, tuple(
        DroppedRows(tuple(dates[mask]), reason)
        for mask, reason in (
            (own, N_("the security has no return on these sessions")),
            (other & ~own, N_("the benchmark has no return on these sessions")),
        )
        if mask.any()
    )


def _require_event_returns(
    name: str, values: np.ndarray, sessions: pd.DatetimeIndex, rows: slice
) -> None:
    missing = np.isnan(values[rows])
    if missing.any():
        raise StudyError(
            N_("Abnormal returns of the event window need {series} on every session."),
            N_("It has no return on {days}."),
            N_("Choose an event window without these sessions, or another series."),
            series=name,
            days=", ".join(str(day.date()) for day in sessions[rows][missing]),
        )


def _require_no_infinity(
    name: str, values: np.ndarray, sessions: pd.DatetimeIndex, rows: slice
) -> None:
    infinite = np.isinf(values[rows])
    if infinite.any():
        raise StudyError(
            N_("A study with {series} was asked for."),
            N_("Its return is infinite on {days}."),
            N_("Mend the prices of that session and of the one before."),
            series=name,
            days=", ".join(str(day.date()) for day in sessions[rows][infinite]),
        )
