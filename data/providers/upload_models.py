"""What is asked of an upload, what was understood of it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Layout = Literal["long", "single", "wide"]
Measure = Literal["prices", "returns"]
Unit = Literal["price", "fraction", "percent"]
DateChoice = Literal["day-first", "month-first", "excel-serial"]
FileFormat = Literal["csv", "parquet"]

PRICE_FIELDS: Final = ("open", "high", "low", "close", "adj_close")
FIELDS: Final = (*PRICE_FIELDS, "volume", "return")
"""Meanings that a column of values can have."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Sizes beyond which an upload is refused, checked before the memory is spent.

    Attributes
    ----------
    content_bytes
        Size of the file.
    rows, columns, cells
        Size of its table.
    line_characters, cell_characters
        Longest line and longest cell of a text.
    decoded_bytes
        What a Parquet file may become once it is decompressed.
    decoder_bytes, decoder_seconds
        Address space and time of the process that decodes Parquet.
    faults
        How many faults are listed one by one; all are counted.
    """

    content_bytes: int = 32 * 2**20
    rows: int = 1_000_000
    columns: int = 2_000
    cells: int = 4_000_000
    line_characters: int = 100_000
    cell_characters: int = 1_000
    decoded_bytes: int = 256 * 2**20
    decoder_bytes: int = 2**30
    decoder_seconds: float = 20.0
    faults: int = 1_000


@dataclass(frozen=True, slots=True)
class UploadChoices:
    """What the person who uploads decides; None leaves it to the stated rule.

    Attributes
    ----------
    encoding
        ``utf-8``, ``utf-16``, ``cp1252`` or ``cp932``.
    delimiter, decimal
        A comma, a semicolon or a tab; a point or a comma.
    layout
        long (a column names the security), single (one security, columns are its prices and
        volume) or wide (one column a security).
    date_column
        Header of the dates.
    dates
        Order of day and month, or Excel's serial numbers of the 1900 system.
    measure, unit
        Prices or returns; returns as fractions or in percent.
    security
        Symbol of a file with one security and no column that names it.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    layout: Layout | None = None
    date_column: str | None = None
    dates: DateChoice | None = None
    measure: Measure | None = None
    unit: Literal["fraction", "percent"] | None = None
    security: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence for people: an English template and the facts that it names."""

    template: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.facts)


@dataclass(frozen=True, slots=True)
class UploadFault:
    """One thing that is wrong in a file.

    Attributes
    ----------
    row
        Line of the text, counted as an editor does (the header is usually line 1), or number
        of the record in a Parquet file, from 1.
    column
        Header of the column; '' for the whole row.
    security, date
        Where they are known.
    value
        What stands there, cut to 60 characters.
    problem
        An English sentence, the same for every fault of a kind.
    """

    row: int
    column: str
    security: str | None
    date: date | None
    value: str
    problem: str


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A file as columns, before anything is known of their meaning.

    Attributes
    ----------
    names
        Headers.
    columns
        One Arrow array a column: string, double or date32, with nulls for empty cells.
    rows
        Shape (n,), the number of each row in the file.
    ragged
        Rows that were left out because they have another number of cells than the header.
    statements
        What was understood on the way.
    """

    names: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    rows: npt.NDArray[np.int64]
    ragged: tuple[UploadFault, ...] = ()
    statements: tuple[Statement, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    ragged_count: int = 0


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a file was read; shown to its owner before the figures are used.

    Attributes
    ----------
    filename, content_bytes, sha256, file_format
        The file.
    encoding, delimiter, decimal
        How its text was read; None for Parquet (``decimal`` also where all cells are numbers).
    layout, date_column, date_form
        How it is laid out, and how its dates are written.
    measure, unit
        What the figures are. Returns are simple returns per row.
    columns
        Header and meaning (a field or a security) of every column that is used.
    securities, rows, first, last
        Size and span of the rows that can be read.
    currency
        Always None: no file says it.
    ignored, statements
        What is left out, and every other rule that was applied.
    """

    filename: str
    content_bytes: int
    sha256: str
    file_format: FileFormat
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    layout: Layout
    date_column: str
    date_form: str
    measure: Measure
    unit: Unit
    columns: tuple[tuple[str, str], ...]
    securities: tuple[str, ...]
    rows: int
    first: date | None
    last: date | None
    ignored: tuple[Statement, ...]
    statements: tuple[Statement, ...]
    currency: None = None


@dataclass(frozen=True, slots=True, eq=False)
class UploadedTable:
    """An upload that was read, not yet used.

    Attributes
    ----------
    understanding
        To be shown and confirmed.
    data
        Long frame: ``date`` (naive midnights), ``security``, then those of ``FIELDS`` that the
        file has, as floats (returns as fractions); ordered by security and date. Rows and
        cells with faults are missing.
    faults
        The first faults, in the order of the file, up to the limit.
    fault_count
        How many there are in all. A file with faults cannot be used.
    """

    understanding: Understanding
    data: pd.DataFrame
    faults: tuple[UploadFault, ...]
    fault_count: int

    @property
    def usable(self) -> bool:
        """Whether nothing is wrong with the file."""
        return self.fault_count == 0
