"""Market values of a basket's members before an event, from share counts and closes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analysis.errors import N_
from dashboard.studies.basket_members import Member, Reason, Side
from data.errors import DataError
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import ShareCount, shares_outstanding

PROXY = N_("Its share count is a proxy, market value over price, and no use for a market value.")
NO_CLOSE = N_("The snapshot has no unadjusted close of {day}.")
OTHER_CURRENCY = N_("Its prices are in {own}, those of the basket in {currency}.")


@dataclass(frozen=True, slots=True)
class Weight:
    """The market value of a member before the window, or why it has none.

    Attributes
    ----------
    security
        Ticker.
    value
        Shares times the close before the window, in the currency of the prices; None where
        the member is left out of value-weighted averages.
    shares
        The count, where there is one.
    why_not
        Why there is no value.
    """

    security: str
    value: float | None
    shares: ShareCount | None
    why_not: Reason | DataError | None = None


def market_values(side: Side, day: pd.Timestamp) -> tuple[Weight, ...]:
    """Return the market value of every member at the close of a day.

    A proxy count is not used, nor a close that is not the snapshot's: share counts are on the
    share basis of January 2025, and only the snapshot's closes are.
    """
    currency = side.members[0].loaded.history.currency
    return tuple(_weight(member, day, currency) for member in side.members)


def _weight(member: Member, day: pd.Timestamp, currency: str) -> Weight:
    name, own = member.security, member.loaded.history.currency
    if own != currency:
        facts = {"own": own, "currency": currency}
        return Weight(name, None, None, Reason(OTHER_CURRENCY, facts))
    try:
        shares = shares_outstanding(name)
        history = _on_snapshot_basis(member.loaded.history)
    except DataError as error:
        return Weight(name, None, None, error)
    if shares.is_proxy:
        return Weight(name, None, shares, Reason(PROXY))
    close = float(history.closes.get(day, float("nan")))
    if math.isnan(close):
        return Weight(name, None, shares, Reason(NO_CLOSE, {"day": day.date()}))
    return Weight(name, shares.shares * close, shares)


def _on_snapshot_basis(history: PriceHistory) -> PriceHistory:
    if history.provenance.source == "snapshot":
        return history
    return snapshot_prices(history.security)
