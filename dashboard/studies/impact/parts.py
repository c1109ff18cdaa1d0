"""A move and its money taken apart: market, sector and own part, for one security and for many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.impact.decomposition import Decomposition, decompose
from analysis.impact.total import TotalParts, total_parts
from analysis.returns import ReturnKind
from analysis.study_rows import StudyRows, select_rows
from dashboard.studies.alignment import aligned_returns
from dashboard.studies.basket_members import (
    LeftOut,
    Member,
    Side,
    common_exchange,
    split_by_calendar,
)
from dashboard.studies.basket_weights import Weight, market_values
from dashboard.studies.events import date_event
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.regressors import TRACKED_INDEX, regressors_for
from dashboard.studies.single import default_benchmark
from dashboard.studies.sources import PriceLoader
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices, sp500_members

FACTORS: Final = ("market", "sector")
PARTS: Final = (N_("With the market"), N_("With its sector"), N_("Its own"))
"""What the parts of the factors and the own part are called, as English templates."""
US: Final = "XNYS"

HOLDS_IT: Final = N_(
    "{benchmark} may hold {security}, and no weights are embedded to take it out: the market part "
    "is then too large."
)
NOT_A_MEMBER: Final = N_("{benchmark} does not hold {security}, so it is taken as it is.")


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """One security's move in parts.

    Attributes
    ----------
    loaded, market
        Prices of the security and of the index.
    move
        The parts, in fractions.
    days
        The session before the window and its last one.
    weight
        Value before the window with its share count, or why there is none.
    change
        Shares times the change of the unadjusted close; None without a value.
    made_from
        What the factors consist of, as templates with their facts.
    table
        Returns of the security, ``"own"``, of the market and of the sector on the estimation rows
        and, last, in the window; tau is the index's second level.
    """

    loaded: LoadedPrices
    market: LoadedPrices
    move: Decomposition
    days: tuple[date, date]
    weight: Weight
    change: float | None
    made_from: tuple[tuple[str, dict[str, object]], ...]
    table: pd.DataFrame

    @property
    def security(self) -> str:
        """Ticker."""
        return self.loaded.history.security


@dataclass(frozen=True, slots=True, eq=False)
class GroupParts:
    """The moves of many names in parts, and their money added up.

    Attributes
    ----------
    members
        Names that could be taken apart, the largest fall first.
    left_out
        The others, with the reason.
    total
        Sum over the names with a value; None if there is none.
    currency
        Currency of the sum.
    """

    members: tuple[Parts, ...]
    left_out: tuple[LeftOut, ...]
    total: TotalParts | None
    currency: str

    @property
    def valued(self) -> tuple[Parts, ...]:
        """Names in the sum."""
        return tuple(parts for parts in self.members if parts.weight.value is not None)

    @property
    def unvalued(self) -> tuple[Parts, ...]:
        """Names without a sound share count or close."""
        return tuple(parts for parts in self.members if parts.weight.value is None)

    @property
    def change(self) -> float:
        """Change of the value of the names in the sum, from unadjusted closes."""
        return sum(parts.change or 0.0 for parts in self.valued)


def security_parts(request: ImpactRequest, load: PriceLoader) -> Parts:
    """Take the move of the security over the headline window apart.

    Raises
    ------
    DataError, StudyError
        When prices, a sector or estimation rows are missing.
    """
    own = load(request.study.security)
    return _parts(own, load(_index(request, own.history)), request)


def group_parts(request: ImpactRequest, load: PriceLoader) -> GroupParts:
    """Take the moves of a group apart, each name by its own market and sector.

    Raises
    ------
    StudyError
        When no name can be taken apart.
    """
    loaded = {name: load(name) for name in request.names}
    exchange = common_exchange({name: found.history for name, found in loaded.items()})
    index = load(_index(request, next(_on(loaded, exchange))))
    kept, left = split_by_calendar(loaded, exchange, index.history.security)
    members, refused = [], list(left)
    for name, own in kept.items():
        try:
            members.append(_parts(own, index, request))
        except (StudyError, DataError) as error:
            refused.append(LeftOut(name, error))
    if not members:
        raise _none(request, refused)
    members.sort(key=lambda parts: parts.move.whole)
    currency = members[0].loaded.history.currency
    valued = [parts for parts in members if parts.weight.value is not None]
    values = np.array([parts.weight.value for parts in valued], dtype=float)
    total = total_parts([parts.move for parts in valued], values) if valued else None
    return GroupParts(tuple(members), tuple(refused), total, currency)


def _none(request: ImpactRequest, left: list[LeftOut]) -> StudyError | DataError:
    for entry in left:
        if isinstance(entry.why, StudyError | DataError):
            return entry.why
    return StudyError(
        N_("The parts of the moves of {names} were asked for."),
        N_("None of them can be taken apart."),
        N_("Choose another basket or benchmark."),
        names=", ".join(request.names),
    )


def _on(loaded: dict[str, LoadedPrices], exchange: str) -> Iterator[PriceHistory]:
    return (p.history for p in loaded.values() if p.history.exchange == exchange)


def _index(request: ImpactRequest, own: PriceHistory) -> str:
    """Return the benchmark named, or the S&P 500, whose weights are known, for a US security."""
    if request.study.benchmark:
        return request.study.benchmark
    if own.exchange == US and own.security != TRACKED_INDEX[0]:
        return TRACKED_INDEX[0]
    return default_benchmark(own)


def _parts(loaded: LoadedPrices, index: LoadedPrices, request: ImpactRequest) -> Parts:
    own, other = loaded.history, index.history
    asked, spec = request.study, request.study.spec
    if own.security == other.security:
        raise StudyError(
            N_("The parts of the move of {security} were asked for."),
            N_("It is the index that the market part is measured by."),
            N_("Choose another security or another benchmark."),
            security=own.security,
        )
    event = date_event(asked.event, own.exchange, asked.non_session, min(own.last, other.last))
    returns = aligned_returns(own, other, spec.returns).security
    table, notes = _factors(own, other, spec.returns)
    rows = select_rows(returns, table, event.session, replace(spec, model="market-sector"))
    window = spec.windows[0]
    at = slice(rows.row0 + window.first, rows.row0 + window.last + 1)
    factors = {name: rows.regressors[name] for name in FACTORS}
    move = decompose(rows.returns, factors, rows.usable, at, spec.returns)
    before, last = rows.sessions[at.start - 1], rows.sessions[at.stop - 1]
    member = Member(loaded, returns, table, notes)
    weight = market_values(Side(own.security, None, False, (member,), (), ()), before)[0]
    return Parts(
        loaded=loaded,
        market=index,
        # Rows count from tau = 0, so that names with other first days have theirs in common.
        move=replace(move, rows=move.rows - rows.row0),
        days=(before.date(), last.date()),
        weight=weight,
        change=_change(own.security, weight, before, last),
        made_from=notes,
        table=_table(rows, factors, at),
    )


def _table(rows: StudyRows, factors: dict[str, np.ndarray], event: slice) -> pd.DataFrame:
    used = np.concatenate((rows.usable, np.arange(event.start, event.stop)))
    index = pd.MultiIndex.from_arrays(
        (rows.sessions[used], used - rows.row0), names=("date", "tau")
    )
    columns = {"own": rows.returns, **factors}
    return pd.DataFrame({name: values[used] for name, values in columns.items()}, index=index)


def _factors(
    own: PriceHistory, other: PriceHistory, kind: ReturnKind
) -> tuple[pd.DataFrame, tuple[tuple[str, dict[str, object]], ...]]:
    """Return the market without the security, where weights are known, and its sector."""
    returns = aligned_returns(own, other, kind)
    sector = regressors_for("market-sector", own, other, returns, kind)
    table, notes = sector.table.copy(), sector.made_from
    facts: dict[str, object] = {"benchmark": other.security, "security": own.security}
    if other.security not in TRACKED_INDEX:
        return table, ((HOLDS_IT, facts), *notes)
    if own.security not in sp500_members().index:
        return table, ((NOT_A_MEMBER, facts), *notes)
    rest = regressors_for("market-ex-firm", own, other, returns, kind)
    table["market"] = rest.table["market_ex_firm"]
    return table, (*rest.made_from, *notes)


def _change(
    security: str, weight: Weight, before: pd.Timestamp, last: pd.Timestamp
) -> float | None:
    if weight.value is None or weight.shares is None:
        return None
    closes = snapshot_prices(security).closes
    change = closes.get(last, float("nan")) - closes.get(before, float("nan"))
    return None if np.isnan(change) else weight.shares.shares * float(change)
