"""Benchmarks made from returns: an index without one member, and baskets."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError


def ex_firm_market(market: pd.Series, firm: pd.Series, weight: float) -> pd.Series:
    """Take one member's return out of an index: R_m(-i) = (R_m - w R_i) / (1 - w).

    Parameters
    ----------
    market, firm
        Simple returns on the same sessions, in fractions; of log returns an index is not
        the weighted mean.
    weight
        The firm's weight w in the index at the close before the event, 0 <= w < 1.

    Returns
    -------
    pd.Series
        Returns of the rest of the index, NaN where the firm or the index has none.

    Raises
    ------
    StudyError
        When the weight is not a share below one, or the sessions differ.
    """
    if not 0 <= weight < 1:
        raise StudyError(
            N_("The index without {firm} was asked for, at a weight of {weight}."),
            N_("A member's weight lies between 0 and 1; 1 would leave nothing."),
            N_("Give the weight as a fraction, for example 0.066 for 6.6%."),
            firm=firm.name,
            weight=weight,
        )
    if not market.index.equals(firm.index):
        raise StudyError(
            N_("The index without {firm} was asked for."),
            N_("The two are on different dates ({market_rows} and {firm_rows} rows)."),
            N_("Put both on the same sessions."),
            firm=firm.name,
            market_rows=len(market),
            firm_rows=len(firm),
        )
    own = market.to_numpy(dtype=float) - weight * firm.to_numpy(dtype=float)
    return pd.Series(own / (1 - weight), index=market.index, name=market.name)


def basket_return(
    returns: pd.DataFrame,
    weights: Mapping[str, float] | None = None,
    exclude: Collection[str] = (),
    coverage: float = 0.5,
) -> pd.Series:
    """Return of a basket that is brought back to its weights every session.

    Parameters
    ----------
    returns
        (T, N) simple returns of the members, in fractions, NaN where missing.
    weights
        Weight by member, none negative; equal where not given. Only proportions count.
    exclude
        Members left out, such as the firm under study.
    coverage
        Share of the weight that must have a return, between 0 and 1.

    Returns
    -------
    pd.Series
        (T,) returns. A session's mean is over the members that have a return on it, their
        weights scaled up to one; it is NaN when less than ``coverage`` of the weight has
        one. A missing return is never counted as zero.

    Raises
    ------
    StudyError
        When no member with weight is left, or a weight is negative or has no column.
    """
    members = [name for name in returns.columns if name not in exclude]
    given = dict.fromkeys(members, 1.0) if weights is None else dict(weights)
    unknown = [name for name in given if name not in returns.columns]
    negative = [name for name, weight in given.items() if not weight >= 0]
    if unknown or negative:
        raise StudyError(
            N_("A basket of {count} securities was asked for."),
            N_("{names} have no returns, or a weight that is negative or missing."),
            N_("Give a weight of zero or more for securities among the returns."),
            count=len(given),
            names=", ".join(map(str, unknown + negative)),
        )
    share = np.array([given.get(name, 0.0) for name in members])
    if not share.sum() > 0:
        raise StudyError(
            N_("A basket of {count} securities was asked for."),
            N_("Nothing with a weight is left in it."),
            N_("Name at least one security that is not excluded."),
            count=len(given),
        )
    values = returns[members].to_numpy(dtype=float)
    share = share / share.sum()
    there = ~np.isnan(values)
    held = there @ share
    total = np.where(there, values, 0.0) @ share
    enough = (held >= coverage) & (held > 0)
    result = np.full(len(values), np.nan)
    np.divide(total, held, out=result, where=enough)
    return pd.Series(result, index=returns.index, name="basket")
