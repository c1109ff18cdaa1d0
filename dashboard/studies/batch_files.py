"""Reading the files of a batch: everything is checked at the door, before memory is spent."""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import N_, DataError

MAX_BYTES = 150 * 2**20
MAX_COLUMNS = 10_000
MAX_HEADER = 2**20
ASKED = N_("The file {file} was to be read.")
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table of numbers by date and column.

    Attributes
    ----------
    file
        Name of the file, for messages.
    values
        (T, C) numbers indexed by date, one column a security; NaN where empty.
    faults
        What is wrong with a column, by column; its values are all NaN.
    """

    file: str
    values: pd.DataFrame
    faults: dict[str, DataError]


def read_wide(path: Path) -> WideTable:
    """Read ``date`` and one column of numbers a security.

    Raises
    ------
    DataError
        The file is missing, empty, too large or too wide; its header repeats a name or has
        no ``date``; a date is unreadable, repeats or goes back. The message names the row,
        counted as an editor does, or the column.
    """
    names, delimiter = read_header(path)
    by_name = {name.casefold(): name for name in names}
    if "date" not in by_name:
        raise refused(
            path,
            N_("It has no column date; its columns begin with {columns}."),
            N_("Name the column of dates date."),
            columns=", ".join(names[:5]),
        )
    date = by_name["date"]
    frame = _read(path, names, delimiter, text=[date])
    dates = _dates(path, frame.pop(date))
    faults: dict[str, DataError] = {}
    columns = {str(name): _numbers(path, frame[name], faults) for name in frame}
    return WideTable(path.name, pd.DataFrame(columns, index=dates), faults)


def read_rows(path: Path, required: tuple[str, ...]) -> pd.DataFrame:
    """Read a table of text with the required columns, their names in small letters.

    Raises
    ------
    DataError
        The file is missing, empty or too large, or lacks a column.
    """
    names, delimiter = read_header(path)
    lower = [name.casefold() for name in names]
    missing = [name for name in required if name not in lower]
    if missing:
        raise refused(
            path,
            N_("It has no column {missing}; its columns are {columns}."),
            N_("Give it the columns {required}."),
            missing=", ".join(missing),
            columns=", ".join(names[:10]),
            required=", ".join(required),
        )
    frame = _read(path, names, delimiter, text=list(names))
    frame.columns = pd.Index(lower)
    if frame.empty:
        raise refused(path, N_("It has a header and no rows."), N_("Add at least one row."))
    return frame.fillna("")


def read_header(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the column names and the delimiter, from the size and the first line alone.

    Raises
    ------
    DataError
        As ``read_wide``.
    """
    _require_size(path)
    with path.open("rb") as file:
        line = file.readline(MAX_HEADER)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise refused(
            path, N_("Its header is not UTF-8 text."), N_("Save it as CSV in UTF-8.")
        ) from None
    delimiter = max(DELIMITERS, key=text.count)
    names = tuple(name.strip() for name in next(csv.reader([text], delimiter=delimiter), []))
    if not any(names):
        raise refused(path, N_("Its first line is empty."), N_("Write the column names there."))
    if len(names) > MAX_COLUMNS:
        raise refused(
            path,
            N_("It has {count} columns; at most {most} are read."),
            N_("Split it into files of fewer securities, or leave out those without events."),
            count=f"{len(names):,}",
            most=f"{MAX_COLUMNS:,}",
        )
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise refused(
            path,
            N_("The column {column} occurs {times} times."),
            N_("Give every column a name of its own."),
            column=twice[0] or N_("without a name"),
            times=names.count(twice[0]),
        )
    return names, delimiter


def refused(path: Path, found: str, remedy: str, **facts: object) -> DataError:
    """Return the refusal of a file."""
    return DataError(ASKED, found, remedy, file=path.name, **facts)


def _require_size(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError:
        size = None
    if size is None:
        raise refused(path, N_("There is no such file."), N_("Check its name and folder."))
    if size == 0:
        raise refused(path, N_("It is empty."), N_("Give a file with a header and rows."))
    if size > MAX_BYTES:
        raise refused(
            path,
            N_("It has {size} MB; at most {most} MB are read."),
            N_("Split it, or write fewer digits: nine of them are plenty for a return."),
            size=f"{size / 2**20:.0f}",
            most=MAX_BYTES // 2**20,
        )


def _read(path: Path, names: tuple[str, ...], delimiter: str, text: list[str]) -> pd.DataFrame:
    types = dict.fromkeys(text, str)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                path,
                sep=delimiter,
                header=0,
                names=list(names),
                index_col=False,
                dtype=types,
                decimal=_decimal(path, delimiter),
                skip_blank_lines=False,
                encoding="utf-8-sig",
                low_memory=False,
                keep_default_na=True,
            )
    except UnicodeDecodeError:
        raise refused(
            path, N_("It is not UTF-8 text throughout."), N_("Save it as CSV in UTF-8.")
        ) from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise refused(
            path,
            N_("Its rows do not fit its header: {detail}."),
            N_("Give every row as many cells as the header has names."),
            detail=str(error).removeprefix("Error tokenizing data. C error: ").strip(". \n"),
        ) from None
    full = frame.notna().any(axis=1).to_numpy()
    return frame.iloc[: int(np.flatnonzero(full)[-1]) + 1] if full.any() else frame.iloc[:0]


def _decimal(path: Path, delimiter: str) -> str:
    """Return a comma where semicolons stand between cells and commas in them."""
    if delimiter != ";":
        return "."
    with path.open("rb") as file:
        file.readline(MAX_HEADER)
        return "," if b"," in file.readline(MAX_HEADER) else "."


def _dates(path: Path, texts: pd.Series) -> pd.DatetimeIndex:
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


def _numbers(path: Path, column: pd.Series, faults: dict[str, DataError]) -> np.ndarray:
    """Return a column's numbers; a column with a fault keeps none and says why."""
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


NOT_A_NUMBER = N_("Row {row} of column {column} holds “{value}”, which is not a number.")
WRITE_NUMBERS = N_(
    "Write numbers with a decimal point, or with a decimal comma and semicolons between cells; "
    "leave a cell without a number empty."
)
INFINITE = N_("Row {row} of column {column} is infinite.")
LEAVE_EMPTY = N_("Mend it, or leave the cell empty.")
