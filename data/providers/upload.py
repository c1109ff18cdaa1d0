"""Prices or returns from a file that somebody uploads: CSV or Parquet, long or wide.

Reading and using are two steps. ``read_upload`` says what was understood and what is wrong;
``price_histories`` and ``returns_frame`` use what its owner has seen. Nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO, Final

import pandas as pd
import pyarrow as pa

from data.errors import N_, DataError
from data.providers.upload_content import ASKED, display_name, sniff, take_bytes
from data.providers.upload_csv import read_csv
from data.providers.upload_faults import faults_of
from data.providers.upload_frame import to_frame
from data.providers.upload_models import (
    FileFormat,
    RawTable,
    Statement,
    Understanding,
    UploadChoices,
    UploadedTable,
    UploadFault,
    UploadLimits,
)
from data.providers.upload_numbers import is_formula
from data.providers.upload_parquet import read_parquet
from data.providers.upload_table import Reading, read_cells
from data.providers.upload_use import (
    UploadedPrices,
    UploadedReturns,
    price_histories,
    returns_frame,
)

LIMITS: Final = UploadLimits()
NO_CHOICES: Final = UploadChoices()

Identity = tuple[str, int, str, FileFormat]
"""Name, size in bytes, SHA-256 and format of a file."""

__all__ = [
    "Understanding",
    "UploadChoices",
    "UploadFault",
    "UploadLimits",
    "UploadedPrices",
    "UploadedReturns",
    "UploadedTable",
    "price_histories",
    "read_upload",
    "returns_frame",
]


def read_upload(
    content: bytes | BinaryIO,
    filename: str,
    limits: UploadLimits = LIMITS,
    choices: UploadChoices = NO_CHOICES,
) -> UploadedTable:
    """Read a file and say what was understood; nothing is used yet.

    Parameters
    ----------
    content
        The bytes, or a stream of them.
    filename
        As the sender names it; never used as a path.
    limits
        Sizes beyond which the file is refused.
    choices
        What the reader decides where the stated rules cannot, or should not.

    Raises
    ------
    DataError
        The file cannot be understood. Where a choice would help, ``facts["choice"]`` names the
        field of ``UploadChoices`` and ``facts["options"]`` lists what it can be.
    """
    file = display_name(filename)
    held = take_bytes(content, file, limits)
    kind, statements = sniff(held, file)
    if kind == "parquet":
        raw = read_parquet(held, file, limits)
    else:
        raw = read_csv(held, file, limits, choices)
    identity = (file, len(held), hashlib.sha256(held).hexdigest(), kind)
    return understand(raw, identity, statements, limits, choices)


def understand(
    raw: RawTable,
    identity: Identity,
    statements: tuple[Statement, ...],
    limits: UploadLimits,
    choices: UploadChoices,
) -> UploadedTable:
    """Say what the cells of a file mean and what is wrong with them.

    Raises
    ------
    DataError
        The table cannot be understood.
    """
    file = identity[0]
    _refuse_formula_headers(raw, file)
    reading = read_cells(raw, file, choices, limits)
    data = to_frame(reading)
    per_row = None
    if reading.columns.layout != "wide":
        per_row = [reading.names[code] if code >= 0 else None for code in reading.codes]
    return UploadedTable(
        understanding=_understanding(identity, reading, data, statements),
        data=data,
        faults=faults_of(reading.marks, raw, reading.dates.days, per_row, limits.faults),
        fault_count=raw.ragged_count + sum(len(mark.cells) for mark in reading.marks),
    )


def _understanding(
    identity: Identity,
    reading: Reading,
    data: pd.DataFrame,
    statements: tuple[Statement, ...],
) -> Understanding:
    columns, raw = reading.columns, reading.raw
    file, content_bytes, sha256, kind = identity
    meanings = {columns.date: "date"} | {i: name for name, i in reading.fields.items()}
    meanings |= {i: name for name, i in columns.securities.items() if i >= 0}
    if columns.security is not None:
        meanings[columns.security] = "security"
    present = data["security"].cat.remove_unused_categories().cat.categories
    return Understanding(
        filename=file,
        content_bytes=content_bytes,
        sha256=sha256,
        file_format=kind,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        decimal=reading.decimal,
        layout=columns.layout,
        date_column=raw.names[columns.date].strip(),
        date_form=reading.dates.form,
        measure=reading.measure,
        unit=reading.unit,
        columns=tuple((raw.names[i].strip(), meanings[i]) for i in sorted(meanings)),
        securities=tuple(str(name) for name in present),
        rows=len(data),
        first=None if data.empty else data["date"].min().date(),
        last=None if data.empty else data["date"].max().date(),
        ignored=tuple(reading.ignored),
        statements=(*statements, *reading.statements),
    )


def _refuse_formula_headers(raw: RawTable, file: str) -> None:
    formulas = is_formula(pa.array(raw.names, pa.string()))
    if formulas.any():
        position = int(formulas.argmax())
        raise DataError(
            ASKED,
            N_("The header of column {position}, '{value}', is a spreadsheet formula."),
            N_("Write a plain header."),
            file=file,
            position=position + 1,
            value=raw.names[position][:60],
        )
