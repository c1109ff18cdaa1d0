"""Places in a list, as an address names them."""

from __future__ import annotations

from typing import Final

_MOST_DIGITS: Final = 9
"""Python refuses to read numbers of thousands of digits; no list is this long."""


def nearest_place(text: str, count: int) -> int:
    """Return which of ``count`` a text means: the nearest there is, the first if it is no number.

    Counted from 1.
    """
    if not text.isdecimal():
        return 1
    return min(max(int(text.lstrip("0")[:_MOST_DIGITS] or "0"), 1), count)
