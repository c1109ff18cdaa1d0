"""Reading the files of a batch: everything is checked at the door, before memory is spent."""

from __future__ import annotations

import csv
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.studies.batch_cells import ASKED, column_numbers, refused, table_dates
from data.errors import N_, DataError

MAX_BYTES = 150 * 2**20
MAX_COLUMNS = 10_000
MAX_HEADER = 2**20
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
    date = next((name for name in sorted(names, reverse=True) if name.casefold() == "date"), None)
    if date is None:
        raise refused(
            path,
            N_("It has no column date; its columns begin with {columns}."),
            N_("Name the column of dates date."),
            columns=", ".join(names[:5]),
        )
    frame = _read(path, names, delimiter, text=[date])
    dates = table_dates(path, frame.pop(date))
    faults: dict[str, DataError] = {}
    columns = {str(name): column_numbers(path, frame[name], faults) for name in frame}
    return WideTable(path.name, pd.DataFrame(columns, index=dates), faults)


def read_rows(path: Path, required: tuple[str, ...]) -> pd.DataFrame:
    """Read a table of text with the required columns, their names in small letters.

    Raises
    ------
    DataError
        The file is missing, empty or too large, or lacks a column.
    """
    names, delimiter = read_header(path)
    lower = tuple(name.casefold() for name in names)
    _require_unique(path, lower)
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
    frame.columns = pd.Index(list(lower))
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
    try:
        text = _start(path)[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(
            path, N_("Its header is not UTF-8 text."), N_("Save it as CSV in UTF-8.")
        ) from None
    delimiter = max(DELIMITERS, key=text.count)
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error as error:
        raise _misfit(path, str(error)) from None
    names = tuple(name.strip() for name in cells)
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
    _require_unique(path, names)
    return names, delimiter


def _start(path: Path) -> tuple[bytes, bytes]:
    """Return the first line and some of what follows, whatever ends the lines."""
    try:
        with path.open("rb") as file:
            line, *rest = re.split(rb"\r\n|\r|\n", file.read(MAX_HEADER), maxsplit=1)
    except OSError as error:
        raise refused(
            path,
            N_("It cannot be read from {folder}: {reason}."),
            N_("Check its name and folder."),
            folder=path.parent,
            reason=error.strerror,
        ) from None
    return line, b"".join(rest)


def _require_unique(path: Path, names: tuple[str, ...]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise refused(
            path,
            N_("The column {column} occurs {times} times."),
            N_("Give every column a name of its own."),
            column=twice[0] or N_("without a name"),
            times=names.count(twice[0]),
        )


def _require_size(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError:
        size = None
    if size is None:
        found, remedy = N_("There is no such file."), N_("Check its name and folder.")
        raise DataError(ASKED, found, remedy, file=path)
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
                keep_default_na=len(text) < len(names),
                na_values=[""],
            )
    except UnicodeDecodeError:
        raise refused(
            path, N_("It is not UTF-8 text throughout."), N_("Save it as CSV in UTF-8.")
        ) from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _misfit(path, _long_row(path, names, delimiter) or str(error)) from None
    full = frame.notna().any(axis=1).to_numpy()
    return frame.iloc[: int(np.flatnonzero(full)[-1]) + 1] if full.any() else frame.iloc[:0]


def _misfit(path: Path, detail: str) -> DataError:
    opened = re.search(r"EOF inside string starting at row (\d+)", detail)
    if opened:
        detail = f"a quotation mark in row {int(opened[1]) + 1} is never closed"
    return refused(
        path,
        N_("Its rows do not fit its header: {detail}."),
        N_("Give every row as many cells as the header has names."),
        detail=detail.removeprefix("Error tokenizing data. C error: ").strip(". \n"),
    )


def _long_row(path: Path, names: tuple[str, ...], delimiter: str) -> str:
    """Name the first row with more cells than the header; empty when there is none."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter)
        try:
            for cells in rows:
                if len(cells) > len(names):
                    return f"row {rows.line_num} has {len(cells)} cells, the header {len(names)}"
        except csv.Error as error:
            return f"row {rows.line_num}: {error}"
    return ""


def _decimal(path: Path, delimiter: str) -> str:
    """Return a comma where semicolons stand between cells and commas in them."""
    return "," if delimiter == ";" and b"," in _start(path)[1] else "."
