"""Decode one Parquet file in a process of its own, with a cap on memory and time.

Run as a script without the rest of the project: the file comes on standard input and its limits
as JSON in the first argument; on standard output stand a line of JSON and, if nothing was
refused, an Arrow stream. A crash or a hang in native code ends this process and no other.
"""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_BATCH_ROWS = 4_096
_ROW_GROUPS = 10_000


class Refusal(Exception):  # noqa: N818 - an answer, not an error of the program
    """A reason not to read the file: a word that the caller turns into a sentence."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word, self.facts = word, facts


class Decoded(NamedTuple):
    """A table of string, double and date32 columns, and what was left out or left behind."""

    table: pa.Table
    ignored: dict[str, str]
    timed: list[str]


def decode(content: bytes, limits: dict[str, Any]) -> Decoded:
    """Return the table of a Parquet file, or raise a Refusal.

    The footer is held against the limits before anything is decoded. Because it can lie, rows
    are counted again while small batches are decoded, and strings stay in their dictionary
    until their real size is known.
    """
    try:
        return _decode(content, limits)
    except MemoryError as error:
        raise Refusal("memory") from error
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise Refusal("damaged", reason=" ".join(str(error).split())[:200]) from error


def _decode(content: bytes, limits: dict[str, Any]) -> Decoded:
    file = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False)
    _hold_footer(file.metadata, limits)
    kept, strings, ignored = _columns(file.schema_arrow)
    strings = sorted(set(strings) - _chained(file.metadata))
    if not kept:
        return Decoded(pa.table({}), ignored, [])
    file = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False, read_dictionary=strings)
    batches: list[pa.RecordBatch] = []
    rows, size, timed = 0, 0, set[str]()
    for batch in file.iter_batches(_BATCH_ROWS, columns=kept, use_threads=False):
        rows += batch.num_rows
        _hold("rows", rows, limits)
        _hold("cells", rows * len(kept), limits)
        batch.validate(full=True)
        arrays = [_plain(name, batch.column(name), limits, timed) for name in kept]
        batches.append(pa.record_batch(arrays, names=kept))
        size += batches[-1].nbytes
        _hold("decoded_bytes", size, limits)
    table = pa.Table.from_batches(batches) if batches else pa.table({})
    return Decoded(table, ignored, sorted(timed))


def _hold(what: str, count: int, limits: dict[str, Any]) -> None:
    if count > limits[what]:
        raise Refusal(what, limit=limits[what])


def _hold_footer(metadata: pq.FileMetaData, limits: dict[str, Any]) -> None:
    if metadata.num_row_groups > _ROW_GROUPS:
        raise Refusal("groups", limit=_ROW_GROUPS)
    _hold("columns", metadata.num_columns, limits)
    _hold("rows", metadata.num_rows, limits)
    _hold("cells", metadata.num_rows * metadata.num_columns, limits)
    size = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        size += max(group.total_byte_size, 0)
        for column in range(metadata.num_columns):
            _hold("decoded_bytes", group.column(column).total_uncompressed_size, limits)
        _hold("decoded_bytes", size, limits)


def _columns(schema: pa.Schema) -> tuple[list[str], list[str], dict[str, str]]:
    kept, strings, ignored = [], [], {}
    if len(set(schema.names)) < len(schema.names):
        raise Refusal("repeated")
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_nested(kind):
            raise Refusal("nested", header=field.name[:60])
        text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
        number = (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        )
        if not (text or number or pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
            ignored[field.name] = str(kind)[:40]
            continue
        kept.append(field.name)
        if text:
            strings.append(field.name)
    return kept, strings, ignored


def _chained(metadata: pq.FileMetaData) -> set[str]:
    """Return columns whose strings build on each other, which cannot stay in a dictionary.

    For these the cap on the process's memory is what holds.
    """
    return {
        chunk.path_in_schema
        for number in range(metadata.num_row_groups)
        for column in range(metadata.num_columns)
        if (chunk := metadata.row_group(number).column(column)).encodings
        and any(encoding.startswith("DELTA_") for encoding in chunk.encodings)
    }


def _plain(name: str, array: pa.Array, limits: dict[str, Any], timed: set[str]) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        _hold_lengths(name, array.dictionary, limits)
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        _hold_lengths(name, array, limits)
        return array.cast(pa.string())
    if pa.types.is_date(kind):
        return array.cast(pa.date32())
    if pa.types.is_timestamp(kind):
        return _local_days(name, array, timed)
    return array.cast(pa.float64(), safe=False)


def _hold_lengths(name: str, strings: pa.Array, limits: dict[str, Any]) -> None:
    if not (pa.types.is_string(strings.type) or pa.types.is_large_string(strings.type)):
        return
    if (pc.max(pc.binary_length(strings)).as_py() or 0) > 4 * limits["cell_characters"]:
        raise Refusal("cell_characters", limit=limits["cell_characters"], header=name[:60])


def _local_days(name: str, array: pa.Array, timed: set[str]) -> pa.Array:
    zone = array.type.tz
    local = pc.local_timestamp(array) if zone else array
    days = local.cast(pa.date32(), safe=False)
    late = pc.any(pc.not_equal(days.cast(local.type), local)).as_py()
    if late and zone in ("UTC", "Etc/UTC", "GMT", "+00:00", "Z"):
        raise Refusal("utc", header=name[:60])
    if late:
        timed.add(name)
    return days


def _cap(limits: dict[str, Any]) -> None:
    """Cap address space and processor time where the platform can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    most = int(limits["decoder_bytes"])
    seconds = int(limits["decoder_seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No file may grow beyond nothing: whatever the native code does, the upload stays in memory.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ValueError, OSError):
        # macOS may refuse a cap on address space; the limits above and the clock still hold.
        return


def answer(content: bytes, limits: dict[str, Any]) -> bytes:
    """Return a line of JSON and, unless it says why the file is refused, an Arrow stream."""
    try:
        decoded = decode(content, limits)
    except Refusal as refusal:
        return _line({"refusal": refusal.word, "facts": refusal.facts})
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, decoded.table.schema) as writer:
        writer.write_table(decoded.table)
    header = _line({"ignored": decoded.ignored, "timed": decoded.timed})
    stream: bytes = out.getvalue().to_pybytes()
    return header + stream


def _line(header: dict[str, Any]) -> bytes:
    return json.dumps(header).encode() + b"\n"


def main() -> None:
    """Answer the request on standard input."""
    limits = json.loads(sys.argv[1])
    _cap(limits)
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), limits))


if __name__ == "__main__":
    main()
