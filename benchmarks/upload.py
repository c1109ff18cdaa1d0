"""Time and memory of the largest uploads that the limits allow: ``python -m benchmarks.upload``.

Each is read in a process of its own, whose peak is what is shown.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import time
from datetime import date, timedelta
from multiprocessing.connection import Connection
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import DataError
from data.providers.upload import read_upload

DAYS: Final = [date(1999, 1, 4) + timedelta(days=number) for number in range(2_000)]
CELLS: Final = {
    "plain numbers": (",", "118.42"),
    "decimal commas": (";", "118,42"),
    "percent signs": (",", "-1.5%"),
    "text": (",", "abc"),
    "formulas": (",", "=A1"),
}


def wide_text(delimiter: str, cell: str) -> bytes:
    """Return 2000 days of 1999 securities."""
    number = "99,5" if delimiter == ";" else "99.5"
    header = delimiter.join(["date", *(f"S{number}" for number in range(1_999))])
    rows = (delimiter.join([str(day), *[cell] * 1_998, number]) for day in DAYS)
    return "\n".join([header, *rows]).encode()


def long_text() -> bytes:
    """Return 500 securities of 2000 days."""
    rows = (f"{day},S{number},{100 + number}.25" for number in range(500) for day in DAYS)
    return "\n".join(["date,ticker,close", *rows]).encode()


def long_parquet() -> bytes:
    """Return the same as Parquet."""
    table = {
        "date": DAYS * 500,
        "ticker": [f"S{number}" for number in range(500) for _ in DAYS],
        "close": [100.25 + number for number in range(500) for _ in DAYS],
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(table), sink)
    return sink.getvalue()


def read(content: bytes, pipe: Connection) -> None:
    """Read an upload and send seconds, peak in MiB and the outcome."""
    start = time.perf_counter()
    try:
        upload = read_upload(content, "largest.csv")
        outcome = f"{upload.understanding.rows} rows, {upload.fault_count} faults"
    except DataError as error:
        outcome = error.found
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((seconds, peak, outcome))


def measure(title: str, content: bytes) -> None:
    """Read an upload in a process of its own and print what it took."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=read, args=(content, there))
    process.start()
    seconds, peak, outcome = here.recv()
    process.join()
    size = len(content) / 2**20
    print(f"{title:22} {size:5.1f} MiB {seconds:5.1f} s {peak:5.0f} MiB at most  {outcome[:70]}")


def main() -> None:
    for title, (delimiter, cell) in CELLS.items():
        measure(f"wide, {title}", wide_text(delimiter, cell))
    measure("long, CSV", long_text())
    measure("long, Parquet", long_parquet())


if __name__ == "__main__":
    main()
