"""Read the files of the embedded snapshot, each checked once a process against the manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import N_, DataError
from data.snapshot_tables import MANIFEST, SEAL

_ASKED: Final = N_("The embedded file {file} was asked for.")
_RESTORE: Final = N_(
    "Restore it with `git checkout -- data/snapshot`, or rebuild it with "
    "`python -m data.snapshot_build FIGURES_FOLDER`."
)


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """One table of the manifest; ``schema`` maps columns to Arrow types."""

    name: str
    file: str
    sha256: str
    bytes: int
    rows: int
    first: date
    last: date
    as_of: date
    schema: dict[str, str]
    conventions: tuple[str, ...]
    origin: str


@cache
def manifest(folder: Path) -> dict[str, SnapshotFile]:
    """Return the manifest's entries by table name.

    Raises
    ------
    DataError
        The manifest or its SHA-256 is missing, damaged, or of another format.
    """
    content = _read(folder, MANIFEST)
    expected = _read(folder, SEAL).decode(errors="replace")
    found = f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n"
    if found != expected:
        raise _damaged(MANIFEST, expected.split("  ")[0].strip(), found.split("  ")[0])
    parsed: dict[str, Any] = json.loads(content)
    if parsed["format"] != 1:
        raise DataError(
            _ASKED,
            N_("It has the format {format}; this version reads format 1."),
            _RESTORE,
            file=MANIFEST,
            format=parsed["format"],
        )
    return {name: _entry(name, fields) for name, fields in parsed["tables"].items()}


@cache
def verified_table(folder: Path, name: str) -> pa.Table:
    """Return a table whose bytes, columns and row count are those of the manifest.

    Raises
    ------
    DataError
        The file is missing, cut short or changed; the error gives both SHA-256 values.
    """
    entry = manifest(folder)[name]
    content = _read(folder, entry.file)
    found = hashlib.sha256(content).hexdigest()
    if found != entry.sha256:
        raise _damaged(entry.file, entry.sha256, found)
    table = parquet_table(content)
    schema = {field.name: str(field.type) for field in table.schema}
    if schema != entry.schema or table.num_rows != entry.rows:
        raise DataError(
            _ASKED,
            N_("It has {rows} rows of {schema}; the manifest says {entry_rows} of {entry_schema}."),
            _RESTORE,
            file=entry.file,
            rows=table.num_rows,
            schema=schema,
            entry_rows=entry.rows,
            entry_schema=entry.schema,
        )
    return table


def parquet_table(content: bytes) -> pa.Table:
    """Read a Parquet file on this thread alone.

    A thread of Arrow that lets go of ``content`` last needs the interpreter for it, and aborts
    a process that is about to end.
    """
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def _entry(name: str, fields: dict[str, Any]) -> SnapshotFile:
    days = {key: date.fromisoformat(fields[key]) for key in ("first", "last", "as_of")}
    return SnapshotFile(name=name, **fields | days | {"conventions": tuple(fields["conventions"])})


def _read(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise DataError(
            _ASKED,
            N_("It cannot be read from {folder}: {reason}."),
            _RESTORE,
            file=file,
            folder=folder,
            reason=error.strerror,
        ) from error


def _damaged(file: str, expected: str, found: str) -> DataError:
    return DataError(
        _ASKED,
        N_("It is damaged: its SHA-256 is {sha256} where {expected} is expected."),
        _RESTORE,
        file=file,
        sha256=found,
        expected=expected,
    )
