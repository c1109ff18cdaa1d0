"""Make the embedded snapshot from the folder of figures.

Run as ``python -m data.snapshot_build FIGURES_FOLDER [--out data/snapshot]``. The same figures and
the same pyarrow give the same bytes, so a rebuild that changes nothing leaves no trace. The data
note beside the tables, README.md, is written by hand and left alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.errors import N_, DataError
from data.snapshot_notes import CONVENTIONS, ORIGINS
from data.snapshot_tables import DAY, INSTANT, MANIFEST, SEAL, SNAPSHOT, TABLES, TEXT, TableSpec


def build(figures: Path, out: Path) -> None:
    """Write every table, the manifest, and the manifest's SHA-256 (readable by sha256sum).

    Raises
    ------
    DataError
        A file of figures is missing.
    """
    missing = [spec.figures for spec in TABLES if not (figures / spec.figures).is_file()]
    if missing:
        raise DataError(
            N_("The snapshot was to be made from {figures}."),
            N_("These files are not there: {missing}."),
            N_("Name the folder that holds all files of figures."),
            figures=figures,
            missing=", ".join(missing),
        )
    out.mkdir(parents=True, exist_ok=True)
    entries = {}
    for spec in TABLES:
        table, path = read_figures(figures, spec), out / f"{spec.name}.parquet"
        write_table(table, path)
        entries[spec.name] = describe(table, path, spec)
    manifest = {"format": 1, "writer": f"pyarrow {pa.__version__}", "tables": entries}
    content = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    (out / MANIFEST).write_bytes(content)
    seal = f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n"
    (out / SEAL).write_bytes(seal.encode())


def read_figures(folder: Path, spec: TableSpec) -> pa.Table:
    """Read one file of figures, sorted by its keys, every decimal as it is written."""
    frame = pd.read_csv(folder / spec.figures, keep_default_na=False, na_values=[""]).sort_values(
        list(spec.keys), kind="stable"
    )
    columns = [_column(frame[name], kind) for name, kind in spec.columns.items()]
    return pa.Table.from_arrays(columns, schema=pa.schema(list(spec.columns.items())))


def _column(values: pd.Series[float], kind: pa.DataType) -> pa.Array:
    if kind in (DAY, INSTANT):
        moments = pd.to_datetime(values)
        return pa.array(moments.dt.date if kind == DAY else moments, type=kind)
    if kind == TEXT:
        return pa.array(values.astype(object), from_pandas=True).dictionary_encode()
    return pa.array(values.to_numpy(), type=kind, from_pandas=True)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as Parquet; identical tables give identical bytes."""
    text = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=1 << 20,
        use_dictionary=[*text, *(n for n in ("date", "datetime_utc") if n in table.column_names)],
        store_schema=True,
    )


def describe(table: pa.Table, path: Path, spec: TableSpec) -> dict[str, object]:
    """Return the manifest's entry for one written table."""
    first, last = _edge(table[spec.span[0]], "min"), _edge(table[spec.span[1]], "max")
    content = path.read_bytes()
    return {
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "rows": table.num_rows,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "as_of": (spec.as_of or last).isoformat(),
        "schema": {field.name: str(field.type) for field in table.schema},
        "conventions": list(CONVENTIONS[spec.name]),
        "origin": ORIGINS[spec.name],
    }


def _edge(column: pa.ChunkedArray, edge: str) -> date:
    value = pc.min_max(column).as_py()[edge]
    return value.date() if isinstance(value, datetime) else value


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Make the embedded snapshot.")
    parser.add_argument("figures", type=Path, help="folder of the files of figures")
    parser.add_argument("--out", type=Path, default=SNAPSHOT, help="folder to write to")
    arguments = parser.parse_args()
    build(arguments.figures, arguments.out)


if __name__ == "__main__":
    main()
