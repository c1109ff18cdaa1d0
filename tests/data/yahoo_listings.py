"""Listings for the local server, made of embedded prices."""

from __future__ import annotations

from datetime import date

from data.providers.snapshot import snapshot_prices
from tests.data.yahoo_server import Listed

NVIDIA_SPLIT = date(2024, 6, 10)
NVIDIA_DIVIDENDS = {date(2024, 9, 12): 0.01, date(2024, 12, 5): 0.01}


def embedded(security: str, first: str, last: str, **fields: object) -> Listed:
    """Return the embedded rows of a security as a listing."""
    table = snapshot_prices(security).table.loc[first:last]
    rows = tuple(
        (row.Index.date(), row.open, row.high, row.low, row.close, row.volume)
        for row in table.itertuples()
    )
    return Listed(rows, **fields)


def nvidia(first: str = "2024-01-01", last: str = "2025-02-28") -> Listed:
    """Return Nvidia's listing with its split and two dividends."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    paid = {day: amount for day, amount in NVIDIA_DIVIDENDS.items() if begin <= day <= end}
    return embedded(
        "NVDA",
        first,
        last,
        name="NVIDIA Corporation",
        dividends=paid,
        splits={NVIDIA_SPLIT: (10, 1)} if begin <= NVIDIA_SPLIT <= end else {},
        shares={date(2024, 11, 15): 24_490_000_000, date(2025, 1, 3): 24_400_000_000},
    )
