"""From a researcher's files to a panel of returns and the events in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.panel.returns_panel import ReturnPanel
from analysis.returns import returns_from_prices
from analysis.sessions import require_sessions, snap_to_session
from dashboard.studies.batch_cells import parse_days, refused
from dashboard.studies.batch_files import WideTable, read_rows, read_wide
from dashboard.studies.batch_regressors import batch_regressors, nearest_columns, required_column
from dashboard.studies.batch_request import BatchRequest
from data.calendars import sessions
from data.errors import DataError

# Beyond every index's typical day: 10 %, where the calmest index in percent has about 0.3.
ODD_RETURN = 0.1


@dataclass(frozen=True, slots=True)
class BatchEvent:
    """One line of the events file.

    Attributes
    ----------
    event_id, security, event_date
        As written.
    row
        Session of tau = 0 in the panel, or None where the event cannot be placed.
    reason
        Why it cannot be placed, or what was done to place it; empty where there is nothing to
        say.
    """

    event_id: str
    security: str
    event_date: str
    row: int | None
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class BatchInput:
    """Everything that a batch works on.

    Attributes
    ----------
    dates
        (T,) sessions.
    columns
        Row of each security in the panel.
    panel
        Returns and regressors.
    events
        The events in the order of the file.
    notes
        What people should know: where factors come from, which columns were left out.
    """

    dates: pd.DatetimeIndex
    columns: Mapping[str, int]
    panel: ReturnPanel
    events: tuple[BatchEvent, ...]
    notes: tuple[str, ...]


def read_batch(request: BatchRequest) -> BatchInput:
    """Read and check the files of a batch.

    A fault of the whole table, or of a column that every event needs, is an error. A fault of
    one security's column, or of one event, is the reason of the events concerned.

    Raises
    ------
    DataError, StudyError
        With the row or the column at fault and what to do.
    """
    listed = read_rows(request.events, ("security", "event_date"))
    table = read_wide(request.table)
    dates = pd.DatetimeIndex(table.values.index)
    _check_calendar(request, dates)
    returns, faults = _returns(request, table)
    market = required_column(request, returns, faults, request.market, N_("the market"))
    wanted = [name for name in dict.fromkeys(listed["security"].str.strip()) if name in returns]
    usable = [name for name in wanted if name not in faults]
    regressors, refusals, notes = batch_regressors(request, returns, faults, market, usable)
    columns = {name: i for i, name in enumerate(usable)}
    values = returns[usable].to_numpy(dtype=float).T
    return BatchInput(
        dates=dates,
        columns=columns,
        panel=ReturnPanel(np.ascontiguousarray(values), regressors),
        events=_events(request, listed, dates, returns, faults | refusals),
        notes=(*notes, *_unit_doubt(request, market), *_calendar_doubt(request, dates)),
    )


def _returns(
    request: BatchRequest, table: WideTable
) -> tuple[pd.DataFrame, dict[str, DataError | StudyError]]:
    faults: dict[str, DataError | StudyError] = dict(table.faults)
    if not request.are_prices:
        return table.values, faults
    columns = {}
    for name in table.values:
        try:
            columns[name] = returns_from_prices(table.values[name], request.spec.returns)
        except StudyError as error:
            faults[str(name)] = error
            columns[name] = pd.Series(np.nan, index=table.values.index)
    return pd.DataFrame(columns, index=table.values.index), faults


def _events(
    request: BatchRequest,
    listed: pd.DataFrame,
    dates: pd.DatetimeIndex,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
) -> tuple[BatchEvent, ...]:
    ids = listed["event_id"].str.strip() if "event_id" in listed else pd.Series("", listed.index)
    numbers = pd.Series([str(i + 1) for i in range(len(listed))], listed.index)
    ids = ids.where(ids != "", numbers)
    if ids.duplicated().any():
        at = int(np.flatnonzero(ids.duplicated())[0])
        raise refused(
            request.events,
            N_("Row {row} repeats the event_id {event}."),
            N_("Give every event an identifier of its own, or leave the column out."),
            row=at + 2,
            event=ids.iloc[at],
        )
    placed: dict[str, tuple[int | None, str]] = {}
    days = parse_days(listed["event_date"])
    events = []
    for event_id, security, text, day in zip(
        ids, listed["security"].str.strip(), listed["event_date"].str.strip(), days, strict=True
    ):
        if text not in placed:
            placed[text] = _place(request, dates, text, day)
        row, reason = placed[text]
        fault = _security_fault(request, security, returns, faults)
        events.append(
            BatchEvent(str(event_id), str(security), str(text), row, reason)
            if not fault
            else BatchEvent(str(event_id), str(security), str(text), None, fault)
        )
    return tuple(events)


def _place(
    request: BatchRequest, dates: pd.DatetimeIndex, text: str, day: object
) -> tuple[int | None, str]:
    if not isinstance(day, pd.Timestamp):
        return None, f"The event date “{text}” is not a date. Write dates as 2025-01-27."
    try:
        snapped = snap_to_session(dates, day.date(), request.non_session)
    except StudyError as error:
        return None, str(error)
    moved = f"No session on {snapped.asked}: moved to the {request.non_session} session."
    return snapped.row, moved if snapped.moved else ""


def _security_fault(
    request: BatchRequest,
    security: str,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
) -> str:
    """Say why no event of a security can be studied; empty where one can."""
    if security in faults:
        return str(faults[security])
    if security in returns:
        return ""
    if not security:
        return "The row names no security. Write the security as its column is named."
    missing = refused(
        request.table,
        N_("It has no column {column}; near it: {near}."),
        N_("Write the security as the column is named."),
        column=security,
        near=nearest_columns(security, returns),
    )
    return str(missing)


def _check_calendar(request: BatchRequest, dates: pd.DatetimeIndex) -> None:
    if request.calendar is not None:
        require_sessions(dates, sessions(request.calendar, dates[0].date(), dates[-1].date()))


def _unit_doubt(request: BatchRequest, market: pd.Series) -> tuple[str, ...]:
    """Doubt returns that no index has: percent in place of fractions, or prices."""
    typical = float(market.abs().median())
    if request.are_prices or not typical > ODD_RETURN:
        return ()
    return (
        f"Half of the returns of {request.market} are beyond {typical:.3g}, or {typical:.0%}. "
        "Returns are fractions, 0.01 for one percent: divide percent by 100, and give prices with "
        "--prices.",
    )


def _calendar_doubt(request: BatchRequest, dates: pd.DatetimeIndex) -> tuple[str, ...]:
    """Doubt dates that hold every weekday of more than a year, holidays included."""
    weekdays = pd.bdate_range(dates[0], dates[-1])
    if request.calendar is not None or len(weekdays) < 262 or not weekdays.isin(dates).all():
        return ()
    return (
        "The dates hold every weekday, public holidays too. If trading rows were pasted on a "
        "calendar of weekdays, every return after a holiday stands on a wrong day: "
        "--calendar XNYS checks the dates against an exchange.",
    )
