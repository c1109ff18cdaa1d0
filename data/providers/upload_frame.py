"""The figures of an upload without faults, as one long frame."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.errors import N_
from data.providers.upload_models import FIELDS, Statement
from data.providers.upload_table import Reading


def to_frame(reading: Reading) -> pd.DataFrame:
    """Return the cells without faults as a long frame; see ``UploadedTable.data``."""
    days, count = reading.dates.days, len(reading.raw.rows)
    kept = ~np.isnat(days) & (reading.codes >= 0)
    for mark in reading.marks:
        if mark.column == reading.columns.date:
            kept[mark.cells] = False
    cells = {i: _clean_values(reading, i) for i in reading.numbers}
    if reading.columns.layout == "wide":
        frame = _from_wide(reading, kept, cells)
    else:
        columns = {name: cells[i][kept] for name, i in _ordered(reading.fields)}
        codes = np.zeros(count, dtype=np.int64) if len(reading.names) == 1 else reading.codes
        security = pd.Categorical.from_codes(codes[kept], categories=pd.Index(reading.names))
        frame = pd.DataFrame({"date": days[kept], "security": security, **columns})
        frame = frame[frame[list(columns)].notna().any(axis="columns")]
    frame["date"] = frame["date"].astype("datetime64[us]")
    ordered = frame.sort_values(["security", "date"], kind="stable", ignore_index=True)
    if not _ascending(frame):
        reading.statements.append(
            Statement(N_("The rows were not in ascending order of dates: they were sorted."))
        )
    return ordered


def _ascending(frame: pd.DataFrame) -> bool:
    """Return whether each security's rows ascend, whatever the order of the securities."""
    codes, days = frame["security"].cat.codes.to_numpy(), frame["date"].to_numpy()
    order = np.argsort(codes, kind="stable")
    falls = days[order][1:] < days[order][:-1]
    return not (falls & (codes[order][1:] == codes[order][:-1])).any()


def _ordered(fields: dict[str, int]) -> list[tuple[str, int]]:
    return [(name, fields[name]) for name in FIELDS if name in fields]


def _from_wide(
    reading: Reading, kept: npt.NDArray[np.bool_], cells: dict[int, npt.NDArray[np.float64]]
) -> pd.DataFrame:
    days = reading.dates.days[kept]
    values = np.concatenate([cells[i][kept] for i in reading.columns.securities.values()])
    codes = np.repeat(np.arange(len(reading.names)), len(days))
    known = ~np.isnan(values)
    return pd.DataFrame(
        {
            "date": np.tile(days, len(reading.names))[known],
            "security": pd.Categorical.from_codes(codes[known], categories=pd.Index(reading.names)),
            "close" if reading.measure == "prices" else "return": values[known],
        }
    )


def _clean_values(reading: Reading, column: int) -> npt.NDArray[np.float64]:
    values = reading.numbers[column].values.copy()
    for mark in reading.marks:
        if mark.column == column:
            values[mark.cells] = np.nan
    is_return = reading.measure == "returns"
    return values / 100.0 if is_return and reading.unit == "percent" else values
