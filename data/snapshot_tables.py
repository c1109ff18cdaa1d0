"""The tables of the embedded snapshot: columns, types, order of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

SNAPSHOT: Final = Path(__file__).parent / "snapshot"
"""The folder of the embedded snapshot."""

MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"

DAY: Final = pa.date32()
TEXT: Final = pa.dictionary(pa.int32(), pa.string())
NUMBER: Final = pa.float64()
COUNT: Final = pa.int64()
INSTANT: Final = pa.timestamp("ms", tz="UTC")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """How one file of figures becomes one table.

    ``keys`` order the rows; ``span`` names the columns that hold the first and the last date;
    ``as_of`` is the day the figures are good for, the last date of the span if None.
    """

    name: str
    figures: str
    columns: dict[str, pa.DataType]
    keys: tuple[str, ...]
    span: tuple[str, str]
    as_of: date | None = None


def _numbers(*names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names, NUMBER)


TABLES: Final = (
    TableSpec(
        "daily",
        "daily.csv.gz",
        {"date": DAY, "ticker": TEXT}
        | _numbers("open", "high", "low", "close", "adj_close", "volume"),
        ("ticker", "date"),
        ("date", "date"),
    ),
    TableSpec(
        "universe",
        "universe.csv",
        dict.fromkeys(("ticker", "name", "group", "kind", "currency"), TEXT)
        | {"first": DAY, "last": DAY, "rows": COUNT, "copies": COUNT}
        | {"fields": TEXT, "adj_anchor": TEXT, "return_2025_01_27_pct": NUMBER, "note": TEXT},
        ("ticker",),
        ("first", "last"),
    ),
    TableSpec(
        "sp500_daily",
        "sp500_daily.csv.gz",
        {"date": DAY, "ticker": TEXT, "adj_close": NUMBER, "sector": TEXT},
        ("ticker", "date"),
        ("date", "date"),
    ),
    TableSpec(
        "sp500_members",
        "sp500_members.csv",
        dict.fromkeys(("ticker", "name", "sector", "sub_industry"), TEXT)
        | {"spy_weight_pct_2025_01_16": NUMBER, "first": DAY, "last": DAY, "copies": COUNT},
        ("ticker",),
        ("first", "last"),
        as_of=date(2025, 1, 27),
    ),
    TableSpec(
        "long_history",
        "long_history.csv.gz",
        {"date": DAY, "ticker": TEXT} | _numbers("adj_close", "close"),
        ("ticker", "date"),
        ("date", "date"),
    ),
    TableSpec(
        "factors",
        "factors_daily.csv.gz",
        {"date": DAY} | _numbers("mkt_rf", "smb", "hml", "rmw", "cma", "rf", "smb_3f", "mom"),
        ("date",),
        ("date", "date"),
    ),
    TableSpec(
        "shares",
        "shares_outstanding.csv",
        {"ticker": TEXT, "shares": COUNT, "as_of": DAY, "basis": TEXT, "grade": TEXT},
        ("ticker",),
        ("as_of", "as_of"),
    ),
    TableSpec(
        "bars_60m",
        "bars_60m.csv.gz",
        {"datetime_utc": INSTANT, "datetime_ny": TEXT, "ticker": TEXT}
        | _numbers("open", "high", "low", "close", "volume"),
        ("ticker", "datetime_utc"),
        ("datetime_utc", "datetime_utc"),
    ),
    TableSpec(
        "bars_5m_sp500",
        "bars_5m_sp500.csv.gz",
        {"datetime_utc": INSTANT, "datetime_ny": TEXT, "ticker": TEXT}
        | _numbers("open", "high", "low", "close"),
        ("ticker", "datetime_utc"),
        ("datetime_utc", "datetime_utc"),
    ),
)
