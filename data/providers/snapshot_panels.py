"""Cut the snapshot's long tables into one read-only price table a security."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from data.prices import COLUMNS
from data.providers.snapshot_files import verified_table

_MEMBER_CURRENCY: Final = "USD"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a security is: the name people use, ISO 4217 currency, stock, ETF or index."""

    name: str
    currency: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """A long table cut by ticker: dates (n,), values (n, 6) as ``COLUMNS``, rows by ticker."""

    dates: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    rows: dict[str, slice]


def frame(folder: Path, name: str, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a fresh copy of a verified table, all columns or some; dates as timestamps."""
    table = verified_table(folder, name)
    table = table.select(columns) if columns else table
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    together = pa.table(plain, names=table.column_names)
    out: pd.DataFrame = together.to_pandas(date_as_object=False, use_threads=False)
    days = out.select_dtypes("datetime").columns
    return out.astype(dict.fromkeys(days, "datetime64[us]"))


@cache
def listings(folder: Path) -> dict[str, Listing]:
    """Return every security with prices: those of the daily table, then the S&P 500's others."""
    members = frame(folder, "sp500_members")
    listed = {
        ticker: Listing(name, _MEMBER_CURRENCY, "stock")
        for ticker, name in zip(members["ticker"], members["name"], strict=True)
    }
    universe = frame(folder, "universe")
    columns = (universe[column] for column in ("ticker", "name", "currency", "kind"))
    return listed | {
        ticker: Listing(name, currency, kind)
        for ticker, name, currency, kind in zip(*columns, strict=True)
    }


def price_table(folder: Path, security: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the price table of a listed security and the names of the tables it comes from.

    Rows of the long history before the first daily row are put in front of the daily table.
    """
    daily, long = _panel(folder, "daily"), _panel(folder, "long_history")
    if security not in daily.rows:
        only = "long_history" if security in long.rows else "sp500_daily"
        panel = _panel(folder, only)
        rows = panel.rows[security]
        return _table(panel.dates[rows], panel.values[rows]), (only,)
    rows = daily.rows[security]
    if security not in long.rows:
        return _table(daily.dates[rows], daily.values[rows]), ("daily",)
    early = long.rows[security]
    stop = early.start + int(np.searchsorted(long.dates[early], daily.dates[rows][0]))
    dates = np.concatenate([long.dates[early.start : stop], daily.dates[rows]])
    values = np.concatenate([long.values[early.start : stop], daily.values[rows]])
    values.flags.writeable = False
    return _table(dates, values), ("daily", "long_history")


def _table(dates: npt.NDArray[np.datetime64], values: npt.NDArray[np.float64]) -> pd.DataFrame:
    index = pd.DatetimeIndex(dates, name="date")
    return pd.DataFrame(values, index=index, columns=list(COLUMNS), copy=False)


@cache
def _panel(folder: Path, name: str) -> _Panel:
    table = verified_table(folder, name)
    values = np.full((table.num_rows, len(COLUMNS)), np.nan)
    for position, column in enumerate(COLUMNS):
        if column in table.column_names:
            values[:, position] = table[column].to_numpy()
    values.flags.writeable = False
    codes = table["ticker"].combine_chunks()
    # Rows are sorted by ticker: each ticker is one run of equal codes.
    run = codes.indices.to_numpy()
    starts = np.flatnonzero(np.r_[True, run[1:] != run[:-1]])
    stops = np.r_[starts[1:], len(run)]
    names = codes.dictionary.to_pylist()
    rows = {
        names[run[start]]: slice(int(start), int(stop))
        for start, stop in zip(starts, stops, strict=True)
    }
    dates = table["date"].to_numpy().astype("datetime64[us]")
    return _Panel(dates, values, rows)
