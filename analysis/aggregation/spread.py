"""Returns of one basket against another."""

from __future__ import annotations

import pandas as pd

from analysis.errors import N_, StudyError


def spread_returns(long: pd.Series, short: pd.Series, name: str = "") -> pd.Series:
    """Return the returns of a position long in one basket and short in another.

    A study of the spread is a study of one series: the correlation of the two baskets, and
    whatever moves both alike, drops out.
    """
    if not long.index.equals(short.index):
        raise StudyError(
            N_("The spread of {long} over {short} was asked for."),
            N_("Their returns are not on the same sessions."),
            N_("Put both on one index of sessions."),
            long=long.name,
            short=short.name,
        )
    return (long - short).rename(name or f"{long.name} less {short.name}")
