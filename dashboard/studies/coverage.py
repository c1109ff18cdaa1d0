"""What the embedded figures cover."""

from __future__ import annotations

from functools import cache

from data.errors import DataError
from data.providers.snapshot import snapshot_securities
from data.providers.snapshot_shares import ShareCount, shares_outstanding


@cache
def share_counts() -> tuple[ShareCount, ...]:
    """Return every embedded share count, by ticker."""
    found = []
    for security in snapshot_securities():
        try:
            found.append(shares_outstanding(security))
        except DataError:
            continue
    return tuple(found)
