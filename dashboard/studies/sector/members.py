"""All members of the S&P 500 over the event window: who rose, who fell, and the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind, cumulate, returns_from_prices
from analysis.sessions import row_of
from dashboard.studies.alignment import own_returns
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.sector.request import SectorRequest
from dashboard.studies.sector.universe import ALL_NAMES, tickers_of
from dashboard.studies.sources import PriceLoader, loader
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import Provenance
from data.providers.snapshot import snapshot_provenance, sp500_members, sp500_prices

EXCHANGE: Final = "XNYS"
INDEX: Final = "^GSPC"
EQUAL_FUND: Final = "RSP"
SECTORS: Final = (
    N_("Communication Services"),
    N_("Consumer Discretionary"),
    N_("Consumer Staples"),
    N_("Energy"),
    N_("Financials"),
    N_("Health Care"),
    N_("Industrials"),
    N_("Information Technology"),
    N_("Materials"),
    N_("Real Estate"),
    N_("Utilities"),
)
"""Sectors of the members (GICS), as the table of members words them."""


@dataclass(frozen=True, slots=True, eq=False)
class MembersDay:
    """The members over one window; returns in fractions.

    Attributes
    ----------
    event
        The event and its session in New York.
    days
        First and last session.
    table
        A row a member with a return, indexed by ticker: name, sector, return, is_ai.
    missing
        Members without a return.
    index_return
        Return of the index, weighted by market value.
    equal_return
        Mean return of the members.
    fund_return
        Return of the fund on the equally weighted index; None where it has none.
    by_weight
        Mean return of the members by their weights in the SPY fund on 16 January 2025.
    sources
        Prices of the index and of the fund.
    provenance
        Where the members' prices come from.
    """

    event: DatedEvent
    days: tuple[date, date]
    table: pd.DataFrame
    missing: tuple[str, ...]
    index_return: float
    equal_return: float
    fund_return: float | None
    by_weight: float
    sources: tuple[LoadedPrices, ...]
    provenance: Provenance

    @property
    def rose(self) -> int:
        """Members with a positive return."""
        return int((self.table["return"] > 0).sum())

    @property
    def fell(self) -> int:
        """Members with a negative return."""
        return int((self.table["return"] < 0).sum())

    @property
    def unchanged(self) -> int:
        """Members whose return is zero."""
        return int((self.table["return"] == 0).sum())


def members_day(request: SectorRequest, load: PriceLoader | None = None) -> MembersDay:
    """Measure every member over the event window.

    Raises
    ------
    DataError
        When New York had no session, or the embedded prices of the members do not hold the
        window.
    """
    load = load or loader(request.source)
    index, fund = load(INDEX), load(EQUAL_FUND)
    event = date_event(request.event, EXCHANGE, request.non_session, index.history.last)
    returns = _member_returns(request.spec.returns)
    window = request.spec.windows[0]
    row0 = row_of(returns.index, event.session)
    first, last = row0 + window.first, row0 + window.last
    if row0 < 0 or first < 0 or last >= len(returns):
        raise _outside(event.session, snapshot_provenance("sp500_daily"))
    rows = returns.iloc[first : last + 1]
    days = rows.index[0].date(), rows.index[-1].date()
    kind = request.spec.returns
    moved = pd.Series(
        {name: cumulate(rows[name].to_numpy(dtype=float), kind) for name in rows}, name="return"
    )
    present = moved.dropna()
    about = sp500_members().loc[present.index]
    ai = set(tickers_of(ALL_NAMES))
    weights = about["spy_weight_pct_2025_01_16"].to_numpy(dtype=float)
    return MembersDay(
        event=event,
        days=days,
        table=pd.DataFrame(
            {
                "name": about["name"],
                "sector": about["sector"],
                "return": present,
                "is_ai": [name in ai for name in present.index],
            }
        ),
        missing=tuple(sorted(moved.index[moved.isna()])),
        index_return=_return_of(index, rows.index, request),
        equal_return=float(present.mean()),
        fund_return=_known(_return_of(fund, rows.index, request)),
        by_weight=float(np.average(present.to_numpy(dtype=float), weights=weights)),
        sources=(index, fund),
        provenance=snapshot_provenance("sp500_daily"),
    )


@cache
def _member_returns(kind: ReturnKind) -> pd.DataFrame:
    prices = sp500_prices()
    return pd.DataFrame(
        {name: returns_from_prices(prices[name], kind) for name in prices}, prices.index
    ).iloc[1:]


def _return_of(prices: LoadedPrices, days: pd.Index, request: SectorRequest) -> float:
    kind = request.spec.returns
    own = own_returns(prices.history, kind).reindex(days).to_numpy(dtype=float)
    found = cumulate(own, kind)
    if np.isnan(found) and prices.history.security == INDEX:
        raise StudyError(
            N_("The index {index} from {first} to {last} was asked for."),
            N_("It has no return on one of these sessions."),
            N_("Choose another event window."),
            index=INDEX,
            first=days[0].date(),
            last=days[-1].date(),
        )
    return found


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _outside(session: date, known: Provenance) -> DataError:
    return DataError(
        N_("The members of the S&P 500 around {session} were asked for."),
        N_("Their embedded prices reach from {first} to {last}."),
        N_("Choose an event and a window between these days."),
        session=session,
        first=known.first,
        last=known.last,
    )
