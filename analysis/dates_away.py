"""Dates without an event: sessions that keep their distance from every listed one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

MARGIN: Final = 10
"""Rows that a date without an event keeps away from an event."""


def away_from_events(
    sessions: pd.DatetimeIndex, events: Iterable[date], distance: int = MARGIN
) -> np.ndarray:
    """Return (T,) whether a session is farther than ``distance`` rows from each event.

    A day without trading stands between two sessions: both sides keep their distance.
    """
    away = np.ones(len(sessions), dtype=bool)
    for day in events:
        stamp = pd.Timestamp(day)
        before = int(sessions.searchsorted(stamp, side="right")) - 1
        after = int(sessions.searchsorted(stamp))
        away[max(0, min(before, after) - distance) : max(before, after) + distance + 1] = False
    return away
