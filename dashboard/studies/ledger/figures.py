"""Where the ledger's figures come from; every source can be replaced by another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.prices import PriceHistory
from data.providers.snapshot import bars_60m, snapshot_prices, sp500_members
from data.providers.snapshot_shares import ShareCount, shares_outstanding


def index_weights() -> Mapping[str, float]:
    """Return the weights of the S&P 500's members, as fractions (SPY, 16 January 2025)."""
    weights = sp500_members()["spy_weight_pct_2025_01_16"].dropna() / 100
    return {str(ticker): float(weight) for ticker, weight in weights.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """The sources of the ledger.

    Attributes
    ----------
    prices
        Daily prices of a security.
    shares
        Its number of shares.
    bars
        Its 60-minute bars.
    weights
        Weights of the S&P 500's members, fractions by ticker.
    """

    prices: Callable[[str], PriceHistory] = snapshot_prices
    shares: Callable[[str], ShareCount] = shares_outstanding
    bars: Callable[[str], pd.DataFrame] = bars_60m
    weights: Callable[[], Mapping[str, float]] = index_weights


EMBEDDED = Figures()
