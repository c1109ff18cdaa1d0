"""Prices, factors and bars embedded in the project; no network.

Every loader takes the folder of the snapshot, so that a copy can be read as well. Tables are
shared between callers: arrays of prices cannot be written, other frames are copies.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data.calendars import sessions
from data.errors import N_, DataError
from data.exchanges import exchange_of
from data.prices import PriceHistory, Provenance
from data.providers.snapshot_files import manifest
from data.providers.snapshot_panels import Listing, frame, listings, price_table
from data.snapshot_notes import (
    BASIS_ADJUSTED,
    BASIS_CLOSE,
    BASIS_DAX,
    BASIS_INDEX,
    BASIS_MEMBER,
    BASIS_VIX,
    DOUBTS,
)
from data.snapshot_tables import SNAPSHOT


def snapshot_securities(folder: Path = SNAPSHOT) -> tuple[str, ...]:
    """Return every symbol that ``snapshot_prices`` knows, in alphabetical order."""
    return tuple(sorted(listings(folder)))


def snapshot_prices(security: str, folder: Path = SNAPSHOT) -> PriceHistory:
    """Return the daily prices of a security.

    The daily table (2022..2025), continued backwards by the long history where there is one
    (open, high, low and volume are missing there); other members of the S&P 500 of 27 January
    2025 have adjusted closes from July 2023 to July 2025.

    Raises
    ------
    DataError
        The symbol is unknown (near matches are named), or a file is damaged.
    """
    kept = _kept_prices(security, folder)
    held = kept.table
    # A frame of its own for each caller, on the same arrays, which cannot be written.
    own = pd.DataFrame(held.to_numpy(), index=held.index, columns=held.columns, copy=False)
    return replace(kept, table=own)


@lru_cache(maxsize=1024)
def _kept_prices(security: str, folder: Path) -> PriceHistory:
    if security not in listings(folder):
        raise _unknown(security, folder)
    listing = listings(folder)[security]
    table, files = price_table(folder, security)
    return PriceHistory(
        security=security,
        name=listing.name,
        exchange=exchange_of(security),
        currency=listing.currency,
        table=table,
        provenance=_price_provenance(table, security, files, folder),
    )


def snapshot_universe(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return the list of the daily table, one row a ticker (the index), with its exchange.

    ``return_2025_01_27_pct`` is in percent; ``fields`` names the columns that hold figures.
    """
    universe = frame(folder, "universe").set_index("ticker")
    return universe.assign(exchange=[exchange_of(ticker) for ticker in universe.index])


def sp500_members(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return the members of 27 January 2025, indexed by ticker; SPY weights in percent."""
    return _kept_list(folder).copy(deep=False)


@lru_cache(maxsize=4)
def _kept_list(folder: Path) -> pd.DataFrame:
    return frame(folder, "sp500_members").set_index("ticker")


def sp500_prices(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return adjusted closes of the members, USD, shape (sessions, 503), NaN where missing."""
    return _kept_members(folder).copy(deep=False)


@lru_cache(maxsize=4)
def _kept_members(folder: Path) -> pd.DataFrame:
    long = frame(folder, "sp500_daily", ("date", "ticker", "adj_close"))
    wide = long.pivot(index="date", columns="ticker", values="adj_close")
    span = manifest(folder)["sp500_daily"]
    days = sessions("XNYS", span.first, span.last).rename("date")
    return wide.reindex(days)


def sp500_returns(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return simple total returns of the members, fractions per session; NaN over a gap."""
    return _kept_member_returns(folder).copy(deep=False)


@lru_cache(maxsize=4)
def _kept_member_returns(folder: Path) -> pd.DataFrame:
    return sp500_prices(folder).pct_change(fill_method=None).iloc[1:]


def factors(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return daily factor returns as fractions per day (the file holds percent).

    Columns mkt_rf, smb, hml, rmw, cma, rf (five-factor set), smb_3f (three-factor SMB), mom.
    """
    return _kept_factors(folder).copy(deep=False)


@lru_cache(maxsize=4)
def _kept_factors(folder: Path) -> pd.DataFrame:
    return frame(folder, "factors").set_index("date") / 100.0


def bars_60m(security: str, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return 60-minute bars of December 2024 to February 2025, in USD.

    Indexed by the start of the bar in UTC. The last bar leaves out the closing auction.

    Raises
    ------
    DataError
        There are no bars of this security.
    """
    table = frame(folder, "bars_60m")
    known = sorted(table["ticker"].unique())
    if security not in known:
        raise DataError(
            N_("60-minute bars of {security} were asked for."),
            N_("The snapshot has them for {known} only."),
            N_("Choose one of these, or use daily prices."),
            security=security,
            known=", ".join(known),
        )
    return table[table["ticker"] == security].drop(columns="ticker").set_index("datetime_utc")


def bars_5m_sp500(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Return five-minute bars of ^GSPC, index points, indexed by the start of the bar in UTC."""
    return frame(folder, "bars_5m_sp500").drop(columns="ticker").set_index("datetime_utc")


def snapshot_provenance(name: str, folder: Path = SNAPSHOT) -> Provenance:
    """Return where a whole table comes from; its conventions stand as the basis.

    Parameters
    ----------
    name
        Name of the table in the manifest, such as ``factors``.
    """
    entry = manifest(folder)[name]
    return Provenance(
        source="snapshot",
        origin=entry.origin,
        file=entry.file,
        sha256=entry.sha256,
        rows=entry.rows,
        first=entry.first,
        last=entry.last,
        as_of=entry.as_of,
        fetched_at=None,
        basis=" ".join(entry.conventions),
    )


def _price_provenance(
    history: pd.DataFrame, security: str, files: tuple[str, ...], folder: Path
) -> Provenance:
    entries = [manifest(folder)[name] for name in files]
    last = history.index[-1].date()
    return Provenance(
        source="snapshot",
        origin=entries[0].origin,
        file=", ".join(entry.file for entry in entries),
        sha256=", ".join(entry.sha256 for entry in entries),
        rows=len(history),
        first=history.index[0].date(),
        last=last,
        as_of=last,
        fetched_at=None,
        basis=_basis(security, listings(folder)[security], history, files),
        doubts=DOUBTS.get(security, ()),
    )


def _basis(security: str, listing: Listing, history: pd.DataFrame, files: tuple[str, ...]) -> str:
    if listing.kind == "index":
        return {"^GDAXI": BASIS_DAX, "^VIX": BASIS_VIX}.get(security, BASIS_INDEX)
    if files == ("sp500_daily",):
        return BASIS_MEMBER
    return BASIS_ADJUSTED if history["adj_close"].notna().any() else BASIS_CLOSE


def _unknown(security: str, folder: Path) -> DataError:
    near = _near(security, folder)
    if not near:
        return DataError(
            N_("Prices of {security} were asked for."),
            N_("The snapshot has {count} securities, none with this symbol and none near it."),
            N_("Refresh from Yahoo Finance, or upload a file of prices."),
            security=security,
            count=len(listings(folder)),
        )
    return DataError(
        N_("Prices of {security} were asked for."),
        N_("The snapshot has {count} securities, none with this symbol; near it: {near}."),
        N_("Choose one of these, refresh from Yahoo Finance, or upload a file of prices."),
        security=security,
        count=len(listings(folder)),
        near=", ".join(near),
    )


def _near(security: str, folder: Path) -> list[str]:
    by_word = {ticker.upper(): ticker for ticker in listings(folder)}
    for ticker, listing in listings(folder).items():
        by_word.setdefault(listing.name.upper(), ticker)
        by_word.setdefault(listing.name.upper().split()[0].rstrip(",."), ticker)
    words = difflib.get_close_matches(security.upper(), by_word, n=6, cutoff=0.6)
    return list(dict.fromkeys(by_word[word] for word in words))[:4]
