"""An uploaded text cut into columns, line by line, so that the limits hold before memory does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np
import pyarrow as pa

from data.errors import N_, DataError, Sentences
from data.providers.upload_content import ASKED, GIVE_CSV
from data.providers.upload_models import (
    RawTable,
    Statement,
    UploadChoices,
    UploadFault,
    UploadLimits,
)
from data.providers.upload_text import encoding_of

DELIMITERS: Final[dict[str, str]] = {
    ",": N_("a comma"),
    ";": N_("a semicolon"),
    "\t": N_("a tab"),
}
RAGGED: Final = N_("The row has another number of cells than the header.")

_SAMPLE_LINES: Final = 50
_BLOCK_ROWS: Final = 4_096
_FEWER: Final = N_("Upload fewer years or fewer securities.")


@dataclass(slots=True)
class _Rows:
    """Rows gathered so far: Arrow chunks of every column, and the block being filled."""

    chunks: list[list[pa.Array]]
    block: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    ragged: list[UploadFault] = field(default_factory=list)
    ragged_count: int = 0
    blank: int = 0

    def flush(self) -> None:
        for chunks, cells in zip(self.chunks, zip(*self.block, strict=True), strict=False):
            chunks.append(pa.array(cells, pa.string()))
        self.block.clear()


def read_csv(content: bytes, file: str, limits: UploadLimits, choices: UploadChoices) -> RawTable:
    """Return the cells of a delimited text as columns of strings.

    Raises
    ------
    DataError
        The encoding or the delimiter cannot be told, the quotes do not close, a limit is
        passed, or there is no table.
    """
    encoding, reason = encoding_of(content, file, choices.encoding)
    first, sample = _sample(content, encoding, file, limits)
    declared = first.strip()[4:] if first.lower().startswith("sep=") else None
    delimiter = _delimiter(sample, file, choices.delimiter or declared)
    lines = _lines(content, encoding, file, limits)
    if declared is not None:
        next(lines)
    table = _table(lines, delimiter, int(declared is not None), file, limits)
    return RawTable(
        names=table.names,
        columns=table.columns,
        rows=table.rows,
        ragged=table.ragged,
        statements=(reason, *table.statements),
        encoding=encoding,
        delimiter=delimiter,
        ragged_count=table.ragged_count,
    )


def _lines(content: bytes, encoding: str, file: str, limits: UploadLimits) -> Iterator[str]:
    most = limits.line_characters
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as stream:
        while line := stream.readline(most + 1):
            if len(line) > most:
                raise _too_large(file, N_("A line has more than {limit} characters."), most)
            if "\x00" in line:
                raise DataError(
                    ASKED,
                    N_("It has NUL characters: it is not text, or it is damaged."),
                    GIVE_CSV,
                    file=file,
                )
            yield line


def _sample(
    content: bytes, encoding: str, file: str, limits: UploadLimits
) -> tuple[str, list[str]]:
    lines = _lines(content, encoding, file, limits)
    sample = [line for line in islice(lines, _SAMPLE_LINES) if line.strip()]
    if not sample:
        raise DataError(ASKED, N_("It has no text."), GIVE_CSV, file=file)
    head = sample[0].lstrip()
    if head.startswith(("<", "{", "[")):
        kind = N_("a web page or XML") if head.startswith("<") else N_("JSON")
        raise DataError(ASKED, N_("It is {kind}."), GIVE_CSV, file=file, kind=kind)
    declared = head.lower().startswith("sep=")
    return sample[0], sample[1:] if declared else sample


def _delimiter(sample: list[str], file: str, chosen: str | None) -> str:
    """Return the delimiter that cuts most lines into as many cells as the header, two or more."""
    if chosen is not None:
        if chosen in DELIMITERS:
            return chosen
        raise _undecided(file, N_("The delimiter '{given}' is not one of these."), given=chosen)
    shares = {delimiter: _agreement(sample, delimiter) for delimiter in DELIMITERS}
    best = max(shares.values())
    winners = [delimiter for delimiter, share in shares.items() if share == best]
    if best == 0:
        raise _undecided(file, N_("No delimiter cuts its first line into columns."))
    if len(winners) > 1:
        raise _undecided(
            file,
            N_("These delimiters fit equally well: {fitting}."),
            fitting=Sentences(tuple((DELIMITERS[winner], {}) for winner in winners)),
        )
    return winners[0]


def _agreement(sample: list[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    if not widths or widths[0] < 2:
        return 0.0
    return sum(width == widths[0] for width in widths) / len(widths)


def _table(
    lines: Iterator[str], delimiter: str, skipped: int, file: str, limits: UploadLimits
) -> RawTable:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next((row for row in reader if any(map(str.strip, row))), [])
        if len(header) > limits.columns:
            raise _too_large(file, N_("It has more than {limit} columns."), limits.columns)
        rows = _Rows([[] for _ in header])
        for row in reader:
            _take(row, reader.line_num + skipped, header, rows, limits)
            _hold(rows, len(header), file, limits)
    except csv.Error as error:
        raise DataError(
            ASKED,
            N_("Line {line} is no valid CSV: {reason}."),
            N_("Close the quotes, or double those within a cell."),
            file=file,
            line=reader.line_num + skipped,
            reason=error,
        ) from error
    rows.flush()
    if not rows.numbers and rows.ragged:
        raise DataError(
            ASKED,
            N_("Every row has another number of cells than the header's {width}."),
            N_("Give every row as many cells as the header."),
            file=file,
            width=len(header),
        )
    if not rows.numbers:
        raise DataError(ASKED, N_("It has a header and no rows."), GIVE_CSV, file=file)
    return RawTable(
        names=tuple(header),
        columns=tuple(pa.concat_arrays(chunks or [_NOTHING]) for chunks in rows.chunks),
        rows=np.array(rows.numbers, dtype=np.int64),
        ragged=tuple(rows.ragged),
        statements=_left_out(rows.blank),
        ragged_count=rows.ragged_count,
    )


_NOTHING: Final = pa.array([], pa.string())


def _take(
    row: list[str], number: int, header: list[str], rows: _Rows, limits: UploadLimits
) -> None:
    if not any(map(str.strip, row)):
        rows.blank += 1
    elif len(row) != len(header):
        rows.ragged_count += 1
        if len(rows.ragged) < limits.faults:
            value = f"{len(row)} ≠ {len(header)}"
            rows.ragged.append(UploadFault(number, "", None, None, value, RAGGED))
    else:
        rows.block.append(row)
        rows.numbers.append(number)
        if len(rows.block) == _BLOCK_ROWS or len(row) * len(rows.block) > limits.cells // 8:
            rows.flush()


def _hold(rows: _Rows, columns: int, file: str, limits: UploadLimits) -> None:
    count = len(rows.numbers) + rows.ragged_count + rows.blank
    if count > limits.rows:
        raise _too_large(file, N_("It has more than {limit} rows."), limits.rows)
    if len(rows.numbers) * columns > limits.cells:
        raise _too_large(file, N_("It has more than {limit} cells."), limits.cells)


def _left_out(blank: int) -> tuple[Statement, ...]:
    if not blank:
        return ()
    return (Statement(N_("Empty rows passed over: {count}."), {"count": blank}),)


def _too_large(file: str, found: str, limit: int) -> DataError:
    return DataError(ASKED, found, _FEWER, file=file, limit=limit)


def _undecided(file: str, found: str, **facts: object) -> DataError:
    return DataError(
        ASKED,
        found,
        N_("Separate the cells by commas, semicolons or tabs, or choose the delimiter."),
        file=file,
        choice="delimiter",
        options=tuple(DELIMITERS),
        **facts,
    )
