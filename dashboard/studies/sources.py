"""Where a study takes its prices: the snapshot, what was fetched, or an upload of the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

import pandas as pd

from analysis.errors import N_
from data.exchanges import exchange_of
from data.load import LoadedPrices, SourceChoice, load_prices
from data.prices import COLUMNS, PriceHistory
from data.providers.upload_use import NO_CURRENCY, UploadedReturns
from data.store import Store

PriceLoader = Callable[[str], LoadedPrices]
"""Gives the prices of a ticker, with the source taken and the reason."""

UPLOADED = N_("Your upload, as chosen.")
START = 100.0
"""Level at which uploaded returns are chained into a price."""


def loader(source: SourceChoice, uploads: Mapping[str, PriceHistory] | None = None) -> PriceLoader:
    """Return what loads prices: an upload of that name first, then the source asked for.

    It gives a ticker's prices as it found them the first time, so that a study of many names does
    not mix two refreshes.
    """
    held = {name.casefold(): history for name, history in (uploads or {}).items()}
    store = None if source == "snapshot" else Store()
    stored = cache(partial(load_prices, source=source, store=store))

    def load(security: str) -> LoadedPrices:
        if history := held.get(security.casefold()):
            return LoadedPrices(history, UPLOADED)
        return stored(security)

    return load


def chained(returns: UploadedReturns, exchanges: Mapping[str, str]) -> dict[str, PriceHistory]:
    """Chain uploaded simple returns into prices that have just these returns.

    Parameters
    ----------
    exchanges
        exchange_calendars code by security; where not given, the symbol decides.
    """
    return {
        str(name): PriceHistory(
            security=str(name),
            name=str(name),
            exchange=exchanges.get(str(name)) or exchange_of(str(name)),
            currency=NO_CURRENCY,
            table=_level(returns.frame[name]),
            provenance=returns.provenance,
        )
        for name in returns.frame.columns
    }


def _level(returns: pd.Series) -> pd.DataFrame:
    known = returns.dropna()
    level = START * (1 + known).cumprod()
    table = pd.DataFrame(float("nan"), index=known.index, columns=list(COLUMNS))
    table["adj_close"] = level
    table.index = pd.DatetimeIndex(table.index, name="date")
    return table
