"""What is wrong with the cells of an upload, all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.checks import DUPLICATE, INFINITE, NEGATIVE_VOLUME, NOT_POSITIVE
from data.errors import N_
from data.providers.upload_models import PRICE_FIELDS, RawTable, UploadFault
from data.providers.upload_numbers import FORMULA, TEXT, Marks, Numbers

WEEKEND: Final = N_("The day is a Saturday or a Sunday.")
NO_SECURITY: Final = N_("The row names no security.")
BAD_SECURITY: Final = N_("The name of the security is too long or has control characters.")
BELOW_MINUS_ONE: Final = N_("The return is below −100%.")
STRAY_PERCENT: Final = N_("The cell has a percent sign where the others have none.")

_VALUE_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class CellMarks:
    """One problem in some cells of one column.

    Attributes
    ----------
    problem
        English sentence.
    column
        Position of the column; None for the whole row.
    cells
        Positions of the rows.
    security
        The column's security, if a column is one.
    """

    problem: str
    column: int | None
    cells: npt.NDArray[np.int64]
    security: str | None = None


def number_marks(
    numbers: Numbers, formula: Marks, field: str, column: int, security: str | None, unit: float
) -> list[CellMarks]:
    """Return what is wrong in a column of numbers.

    Parameters
    ----------
    numbers, formula
        The column, and which of its cells are formulas.
    field
        Meaning of the column, one of ``FIELDS``.
    column, security
        Position, and the security if the column is one.
    unit
        What 100% is: 1 for fractions, 100 for percent.
    """
    values = numbers.values
    stray = numbers.percent if unit == 1.0 else np.zeros(len(values), dtype=bool)
    rules = [
        (FORMULA, formula),
        (TEXT, numbers.text & ~formula),
        (STRAY_PERCENT, stray),
        (INFINITE, np.isinf(values)),
    ]
    with np.errstate(invalid="ignore"):
        finite = np.isfinite(values) & ~stray
        if field in PRICE_FIELDS:
            rules.append((NOT_POSITIVE, finite & (values <= 0)))
        elif field == "volume":
            rules.append((NEGATIVE_VOLUME, finite & (values < 0)))
        else:
            rules.append((BELOW_MINUS_ONE, finite & (values < -unit)))
    return marked(rules, column, security)


def row_marks(
    days: npt.NDArray[np.datetime64], codes: npt.NDArray[np.int64], date_column: int
) -> list[CellMarks]:
    """Return weekend days and repeated days of a security.

    Parameters
    ----------
    days
        Shape (n,), datetime64[D].
    codes
        Shape (n,), number of the security of each row; below 0 for none.
    date_column
        Position of the dates.
    """
    known = ~np.isnat(days)
    # 1970-01-01 was a Thursday.
    weekend = known & ((days.astype(np.int64) + 3) % 7 >= 5)
    repeated = np.zeros(len(days), dtype=bool)
    candidates = np.flatnonzero(known & (codes >= 0))
    order = candidates[np.lexsort((candidates, days[candidates], codes[candidates]))]
    same = (days[order][1:] == days[order][:-1]) & (codes[order][1:] == codes[order][:-1])
    repeated[order[1:][same]] = True
    return marked([(WEEKEND, weekend), (DUPLICATE, repeated)], date_column, None)


def marked(
    rules: Sequence[tuple[str, Marks]], column: int, security: str | None
) -> list[CellMarks]:
    """Return the rules that some cell breaks."""
    return [
        CellMarks(problem, column, np.flatnonzero(cells), security)
        for problem, cells in rules
        if cells.any()
    ]


def faults_of(
    marks: Sequence[CellMarks],
    raw: RawTable,
    days: npt.NDArray[np.datetime64],
    securities: Sequence[str | None] | None,
    most: int,
) -> tuple[UploadFault, ...]:
    """Return the first faults in the order of the file.

    Parameters
    ----------
    marks
        Everything that is wrong.
    raw
        The cells.
    days
        Shape (n,), the date of each row.
    securities
        Security of each row; None where columns are securities.
    most
        How many faults to return.
    """
    if not marks:
        return raw.ragged[:most]
    cells = np.concatenate([mark.cells for mark in marks])
    kinds = np.repeat(np.arange(len(marks)), [len(mark.cells) for mark in marks])
    first = np.lexsort((kinds, cells))[:most]
    faults = [_fault(marks[kinds[i]], int(cells[i]), raw, days, securities) for i in first.tolist()]
    return tuple(sorted([*faults, *raw.ragged], key=lambda fault: fault.row)[:most])


def _cell_text(column: pa.Array, cell: int) -> str:
    if not column[cell].is_valid:
        return ""
    if pa.types.is_date(column.type):
        # Python's dates end in the year 9999, Arrow's do not.
        return str(np.datetime64(column[cell].value, "D"))
    return str(column[cell].as_py())


def _fault(
    mark: CellMarks,
    cell: int,
    raw: RawTable,
    days: npt.NDArray[np.datetime64],
    securities: Sequence[str | None] | None,
) -> UploadFault:
    day: date | None = days[cell].astype(object)
    security = mark.security or (securities[cell] if securities is not None else None)
    value = "" if mark.column is None else _cell_text(raw.columns[mark.column], cell)
    return UploadFault(
        row=int(raw.rows[cell]),
        column="" if mark.column is None else raw.names[mark.column].strip(),
        security=security,
        date=day,
        value=value[:_VALUE_CHARACTERS],
        problem=mark.problem,
    )
