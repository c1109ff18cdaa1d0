"""Read an uploaded Parquet file through a process of its own.

Sizes in a footer can lie, and a page may unpack to gigabytes; native code may crash on a damaged
file. Neither may take the program with it, so the file is decoded in a child process whose
address space and time are capped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from data.errors import N_, DataError
from data.providers.upload_content import ASKED, GIVE_CSV
from data.providers.upload_models import RawTable, Statement, UploadLimits

_CHILD: Final = Path(__file__).with_name("upload_parquet_child.py")
_FEWER: Final = N_("Upload fewer years or fewer securities.")

_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "rows": (N_("It has more than {limit} rows."), _FEWER),
    "columns": (N_("It has more than {limit} columns."), _FEWER),
    "cells": (N_("It has more than {limit} cells."), _FEWER),
    "groups": (N_("It has more than {limit} row groups."), N_("Write it in fewer row groups.")),
    "decoded_bytes": (N_("It unpacks to more than {limit} bytes."), _FEWER),
    "cell_characters": (
        N_("Column '{header}' has a cell of more than {limit} characters."),
        GIVE_CSV,
    ),
    "memory": (N_("It needs more memory than an upload may take."), _FEWER),
    "nested": (
        N_("Column '{header}' holds lists or records."),
        N_("Give a flat table: one value a cell."),
    ),
    "repeated": (
        N_("Two of its columns have the same header."),
        N_("Give every column its own header."),
    ),
    "utc": (
        N_("Column '{header}' has times in UTC, whose day at the exchange may be another."),
        N_("Store the exchange's local days."),
    ),
    "damaged": (N_("It is damaged: {reason}."), N_("Write the file again and upload it whole.")),
}


def read_parquet(content: bytes, file: str, limits: UploadLimits) -> RawTable:
    """Return the columns of a Parquet file as strings, doubles and days.

    Raises
    ------
    DataError
        A limit is passed, the file is damaged, has nested columns, or cannot be decoded
        within the time and memory allowed.
    """
    return table_of(_ask_child(content, file, limits), file)


def table_of(answer: bytes, file: str) -> RawTable:
    """Return the columns that the child answered with, or raise its refusal."""
    head, _, body = answer.partition(b"\n")
    header = json.loads(head)
    if "refusal" in header:
        found, remedy = _REFUSALS[header["refusal"]]
        raise DataError(ASKED, found, remedy, file=file, **header["facts"])
    with pa.ipc.open_stream(body) as reader:
        table = reader.read_all()
    if not table.num_rows:
        raise DataError(ASKED, N_("It has no rows that can be read."), GIVE_CSV, file=file)
    return RawTable(
        names=tuple(table.column_names),
        columns=tuple(_whole(column) for column in table.columns),
        rows=np.arange(1, table.num_rows + 1, dtype=np.int64),
        statements=tuple(_left_out(header["ignored"], header["timed"])),
    )


def _ask_child(content: bytes, file: str, limits: UploadLimits) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(_CHILD), json.dumps(asdict(limits))],
            input=content,
            capture_output=True,
            timeout=limits.decoder_seconds,
            env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DataError(
            ASKED,
            N_("It was not decoded within {seconds} seconds."),
            GIVE_CSV,
            file=file,
            seconds=limits.decoder_seconds,
        ) from error
    if done.returncode or not done.stdout:
        raise DataError(
            ASKED,
            N_("It is damaged: the process that decodes it ended with code {code}."),
            N_("Write the file again, or save the table as CSV."),
            file=file,
            code=done.returncode,
        )
    return done.stdout


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks)


def _left_out(ignored: dict[str, str], timed: list[str]) -> list[Statement]:
    left = [
        Statement(
            N_("Column '{header}' was left out: figures of type {kind} are not read."),
            {"header": header, "kind": kind},
        )
        for header, kind in ignored.items()
    ]
    times = [
        Statement(N_("Column '{header}' has times of day: the local day stands."), {"header": name})
        for name in timed
    ]
    return left + times
