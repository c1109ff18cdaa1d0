"""From yfinance's frames to prices, bars and share counts, and older ones joined to newer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.prices import COLUMNS, PriceHistory, Provenance
from data.providers.yahoo_exchanges import SUBUNITS
from data.providers.yahoo_files import content_of, file_of, frozen
from data.providers.yahoo_types import (
    BARS,
    BASIS_DAILY,
    BASIS_HOURLY,
    BASIS_INDEX,
    BASIS_SHARES,
    IN_HUNDREDTHS,
    ORIGIN,
    Listing,
    NoRowsError,
    YahooBars,
    YahooPrices,
    YahooShares,
)

SETTLING: Final = timedelta(minutes=20)
"""How long after the close Yahoo's figures of the day may still change."""
_RENAMED: Final = {
    "Open": "open",
    "High": "high",
    "Low": "low",
    "Close": "close",
    "Adj Close": "adj_close",
    "Volume": "volume",
}
_PRICED: Final = ("open", "high", "low", "close", "adj_close")


def listing_from(ticker: str, meta: Mapping[str, Any], exchange: str) -> Listing:
    """Return the listing that a chart answer describes.

    Raises
    ------
    KeyError
        A field is missing: the format changed.
    """
    zone = str(meta["exchangeTimezoneName"])
    quoted = str(meta["currency"] or "")
    currency, scale = SUBUNITS.get(quoted, (quoted, 1.0))
    end = ((meta.get("currentTradingPeriod") or {}).get("regular") or {}).get("end")
    return Listing(
        security=ticker,
        name=str(meta.get("longName") or meta.get("shortName") or ticker),
        exchange=exchange,
        currency=currency,
        scale=scale,
        time_zone=zone,
        instrument=str(meta["instrumentType"]),
        listed_on=str(meta.get("fullExchangeName") or meta["exchangeName"]),
        session_end=None if end is None else datetime.fromtimestamp(end, ZoneInfo(zone)),
    )


def prices_from(
    frame: pd.DataFrame, listing: Listing, since: date, fetched_at: datetime
) -> YahooPrices:
    """Turn yfinance's daily frame into prices, without the unfinished session.

    Raises
    ------
    KeyError
        A column is missing: the format changed.
    """
    days = pd.DatetimeIndex(frame.index).tz_localize(None).normalize().as_unit("us")
    whole = frame.set_axis(days.rename("date"), axis="index")
    whole = whole[days < pd.Timestamp(_unfinished_from(listing, fetched_at))]
    table = whole[list(_RENAMED)].rename(columns=_RENAMED).astype(float)
    table[list(_PRICED)] *= listing.scale
    paid = whole["Dividends"] + whole.get("Capital Gains", 0.0)
    actions = pd.DataFrame({"dividend": paid * listing.scale, "split": whole["Stock Splits"]})
    # Yahoo fills some days of closed exchanges with rows that have no price.
    stands = table["close"].notna() | (actions != 0.0).any(axis=1)
    return assemble_prices(table[stands], actions[stands].astype(float), listing, since, fetched_at)


def assemble_prices(
    table: pd.DataFrame,
    actions: pd.DataFrame,
    listing: Listing,
    since: date,
    fetched_at: datetime,
) -> YahooPrices:
    """Join prices and actions of the same days to one result with its file and provenance."""
    content = content_of(table.join(actions))
    is_index = listing.instrument == "INDEX"
    provenance = _provenance(
        content,
        table,
        fetched_at,
        BASIS_INDEX if is_index else BASIS_DAILY,
        listing.doubts,
    )
    history = PriceHistory(
        listing.security,
        listing.name,
        listing.exchange,
        listing.currency,
        frozen(table[list(COLUMNS)]),
        provenance,
    )
    return YahooPrices(
        history,
        frozen(actions[(actions != 0.0).any(axis=1)]),
        listing.time_zone,
        listing.instrument,
        listing.listed_on,
        since,
        content,
    )


def bars_from(
    frame: pd.DataFrame, listing: Listing, since: date, fetched_at: datetime
) -> YahooBars:
    """Turn yfinance's hourly frame into bars, without the unfinished one."""
    starts = pd.DatetimeIndex(frame.index).tz_convert("UTC").as_unit("us")
    table = frame[[name for name in _RENAMED if name != "Adj Close"]].rename(columns=_RENAMED)
    table = table.set_axis(starts.rename("datetime_utc"), axis="index").astype(float)
    table[[name for name in BARS if name != "volume"]] *= listing.scale
    finished = starts + timedelta(hours=1) <= pd.Timestamp(fetched_at)
    return assemble_bars(table[finished & table["close"].notna()], listing, since, fetched_at)


def assemble_bars(
    table: pd.DataFrame, listing: Listing, since: date, fetched_at: datetime
) -> YahooBars:
    """Give bars their file and provenance."""
    content = content_of(table)
    return YahooBars(
        listing.security,
        listing.name,
        listing.exchange,
        listing.currency,
        listing.time_zone,
        frozen(table),
        _provenance(content, table, fetched_at, BASIS_HOURLY, listing.doubts),
        since,
        content,
    )


def join_prices(stored: YahooPrices, new: YahooPrices) -> YahooPrices:
    """Return stored prices continued by newer ones; on common days the newer ones stand."""
    history, table = new.history, stored.history.table
    begin = history.table.index[0]
    joined = pd.concat([table[table.index < begin], history.table])
    actions = pd.concat([stored.actions[stored.actions.index < begin], new.actions])
    listing = Listing(
        history.security,
        history.name,
        history.exchange,
        history.currency,
        _scale(history.provenance),
        new.time_zone,
        new.instrument,
        new.listed_on,
    )
    return assemble_prices(
        joined,
        actions.reindex(joined.index, fill_value=0.0),
        listing,
        stored.since,
        _fetched_at(history.provenance),
    )


def join_bars(stored: YahooBars, new: YahooBars) -> YahooBars:
    """Return stored bars continued by newer ones; on common hours the newer ones stand."""
    earlier = stored.table[stored.table.index < new.table.index[0]]
    listing = Listing(
        new.security,
        new.name,
        new.exchange,
        new.currency,
        _scale(new.provenance),
        new.time_zone,
    )
    joined = pd.concat([earlier, new.table])
    return assemble_bars(joined, listing, stored.since, _fetched_at(new.provenance))


def _scale(provenance: Provenance) -> float:
    return 0.01 if IN_HUNDREDTHS in provenance.doubts else 1.0


def _fetched_at(provenance: Provenance) -> datetime:
    if provenance.fetched_at is None:
        raise TypeError("A fetched table has the time of the fetch.")
    return provenance.fetched_at


def shares_from(
    counts: pd.Series[Any], ticker: str, since: date, fetched_at: datetime
) -> YahooShares:
    """Turn yfinance's share counts into one count a day, the last that was reported."""
    days = pd.DatetimeIndex(counts.index).tz_localize(None).normalize().as_unit("us")
    dated = pd.Series(counts.to_numpy(dtype=np.int64), index=days.rename("date"), name="shares")
    daily = dated[~dated.index.duplicated(keep="last")]
    content = content_of(daily.to_frame())
    provenance = _provenance(content, daily.to_frame(), fetched_at, BASIS_SHARES, ())
    return YahooShares(ticker, daily, provenance, since, content)


def _unfinished_from(listing: Listing, fetched_at: datetime) -> date:
    local = fetched_at.astimezone(ZoneInfo(listing.time_zone))
    end = listing.session_end
    if end is None:
        return local.date()
    return end.date() if local < end + SETTLING else end.date() + timedelta(days=1)


def _provenance(
    content: bytes, table: pd.DataFrame, fetched_at: datetime, basis: str, doubts: Sequence[str]
) -> Provenance:
    days = pd.DatetimeIndex(table.index)
    if days.empty:
        raise NoRowsError
    file, sha256 = file_of(content)
    return Provenance(
        source="yahoo",
        origin=ORIGIN,
        file=file,
        sha256=sha256,
        rows=len(table),
        first=days[0].date(),
        last=days[-1].date(),
        as_of=days[-1].date(),
        fetched_at=fetched_at,
        basis=basis,
        doubts=tuple(doubts),
    )
