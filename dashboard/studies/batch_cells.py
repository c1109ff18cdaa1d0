"""The cells of a batch's table: dates that follow each other, and numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import N_, DataError

ASKED = N_("The file {file} was to be read.")
NOT_A_NUMBER = N_("Row {row} of column {column} holds “{value}”, which is not a number.")
WRITE_NUMBERS = N_(
    "Write numbers with a decimal point, or with a decimal comma and semicolons between cells; "
    "leave a cell without a number empty."
)
INFINITE = N_("Row {row} of column {column} is infinite.")
LEAVE_EMPTY = N_("Mend it, or leave the cell empty.")


def refused(path: Path, found: str, remedy: str, **facts: object) -> DataError:
    """Return the refusal of a file."""
    return DataError(ASKED, found, remedy, file=path.name, **facts)


def table_dates(path: Path, texts: pd.Series) -> pd.DatetimeIndex:
    """Read the dates of a table's rows.

    Raises
    ------
    DataError
        There is none, or one is unreadable, repeats or goes back; the message names the row,
        counted as an editor does.
    """
    if texts.empty:
        raise refused(path, N_("It has a header and no rows."), N_("Add rows of data."))
    days = parse_days(texts)
    bad = np.flatnonzero(days.isna())
    if len(bad):
        raise refused(
            path,
            N_("Row {row} has the date “{value}”, which is not one."),
            N_("Write dates as 2025-01-27."),
            row=int(bad[0]) + 2,
            value="" if pd.isna(texts.iloc[bad[0]]) else texts.iloc[bad[0]],
        )
    dates = pd.DatetimeIndex(days, name="date")
    repeated = np.flatnonzero(dates.duplicated())
    if len(repeated):
        row = int(repeated[0])
        raise refused(
            path,
            N_("Row {row} repeats the date {day} of row {first}."),
            N_("Keep one row a date."),
            row=row + 2,
            first=int(np.flatnonzero(dates == dates[row])[0]) + 2,
            day=dates[row].date(),
        )
    back = np.flatnonzero(np.diff(dates.asi8) < 0)
    if len(back):
        row = int(back[0]) + 1
        raise refused(
            path,
            N_("Row {row} ({day}) is earlier than row {before} ({earlier})."),
            N_("Sort the rows by date."),
            row=row + 2,
            before=row + 1,
            day=dates[row].date(),
            earlier=dates[row - 1].date(),
        )
    return dates


def parse_days(texts: pd.Series) -> pd.Series:
    """Read days written as 2025-01-27, midnight allowed behind them; NaT where unreadable."""
    day = texts.fillna("").str.strip().str.replace(r"[T ]00:00(:00)?(\.0+)?$", "", regex=True)
    return pd.to_datetime(day, format="%Y-%m-%d", errors="coerce")


def column_numbers(path: Path, column: pd.Series, faults: dict[str, DataError]) -> np.ndarray:
    """Return a column's numbers; a column with a fault keeps none and is put among the faults."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    for wrong, found, remedy in (
        (np.isnan(values) & column.notna().to_numpy(), NOT_A_NUMBER, WRITE_NUMBERS),
        (np.isinf(values), INFINITE, LEAVE_EMPTY),
    ):
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            faults[str(column.name)] = refused(
                path,
                found,
                remedy,
                row=row + 2,
                column=column.name,
                value=str(column.iloc[row])[:40],
            )
            return np.full(len(values), np.nan)
    return values
