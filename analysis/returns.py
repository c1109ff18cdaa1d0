"""Simple and log returns from prices on consecutive sessions."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError

ReturnKind = Literal["simple", "log"]
RETURN_KINDS: tuple[ReturnKind, ...] = ("simple", "log")


def returns_from_prices(prices: pd.Series, kind: ReturnKind = "simple") -> pd.Series:
    """Turn prices into returns, in fractions.

    Parameters
    ----------
    prices
        One price a session on an index without gaps; a session without a price is NaN.
    kind
        ``"simple"``: P_t / P_{t-1} - 1; ``"log"``: ln P_t - ln P_{t-1}.

    Returns
    -------
    pd.Series
        Same index. A return is NaN where the session or the one before has no price: a
        move over several sessions is never passed off as one session's return.

    Raises
    ------
    StudyError
        When a price is zero, negative or infinite.
    """
    values = prices.to_numpy(dtype=float)
    bad = ~np.isnan(values) & ~((values > 0) & np.isfinite(values))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise StudyError(
            N_("Returns of {security} were asked for."),
            N_("Its price on {day} is {price}; {count} prices are not positive and finite."),
            N_("Mend or remove these prices."),
            security=prices.name,
            day=prices.index[row].date(),
            price=values[row],
            count=int(bad.sum()),
        )
    returns = np.full(len(values), np.nan)
    if kind == "simple":
        returns[1:] = values[1:] / values[:-1] - 1
    else:
        returns[1:] = np.log(values[1:]) - np.log(values[:-1])
    return pd.Series(returns, index=prices.index, name=prices.name)


def cumulate(returns: np.ndarray, kind: ReturnKind) -> float:
    """Return the holding-period return of ``returns`` (L,), in the same kind."""
    return float(np.prod(1 + returns) - 1 if kind == "simple" else np.sum(returns))
