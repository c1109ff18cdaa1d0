"""When prices were back: the security, its index, and the names of a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.errors import StudyError
from analysis.impact.recovery import (
    Passage,
    RecoveredShare,
    Recovery,
    gap_closed,
    no_shock_path,
    recovered_share,
    recovery,
)
from analysis.sessions import row_of
from analysis.study import StudySpec, run_study
from dashboard.studies.alignment import aligned_returns
from dashboard.studies.basket_members import LeftOut
from dashboard.studies.events import date_event
from dashboard.studies.impact.request import ImpactRequest, PriceKind, benchmark_of
from dashboard.studies.sources import PriceLoader
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory


@dataclass(frozen=True, slots=True, eq=False)
class NoShock:
    """Where a price would be, had it moved with its market alone.

    Attributes
    ----------
    beta
        Slope on the benchmark, from the estimation window.
    path
        Price by session, from the session before the event.
    closed
        First close at or above the path.
    """

    beta: float
    path: pd.Series
    closed: Passage


@dataclass(frozen=True, slots=True, eq=False)
class NameRecovery:
    """How one price came back.

    Attributes
    ----------
    loaded, market
        Prices of the security and of its benchmark; no benchmark for a benchmark itself.
    session
        tau = 0.
    prices
        Prices followed, by session.
    recovery
        When it was back, and half way.
    no_shock
        The path without the event; why there is none; or None for a benchmark.
    """

    loaded: LoadedPrices
    market: LoadedPrices | None
    session: date
    prices: pd.Series
    recovery: Recovery
    no_shock: NoShock | StudyError | None

    @property
    def security(self) -> str:
        """Ticker."""
        return self.loaded.history.security

    def indexed(self, sessions: int) -> pd.Series:
        """Return prices from the day before, 100 there, by sessions from the event."""
        return _indexed(self.prices, self, sessions)

    def indexed_path(self, sessions: int) -> pd.Series | None:
        """Return the no-shock path on the same scale, if there is one."""
        if not isinstance(self.no_shock, NoShock):
            return None
        return _indexed(self.no_shock.path, self, sessions)


@dataclass(frozen=True, slots=True, eq=False)
class GroupRecovery:
    """How the prices of many names came back, each on its own sessions.

    Attributes
    ----------
    members
        Names in the order of the group.
    left_out
        Names without the closes that are needed, with the reason.
    """

    members: tuple[NameRecovery, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def fallen(self) -> tuple[NameRecovery, ...]:
        """Names that closed lower on the event session: the others have nothing to regain."""
        return tuple(name for name in self.members if name.recovery.fell)

    def share(self, of: Callable[[NameRecovery], Passage]) -> RecoveredShare:
        """Return the share of the fallen names that have reached a level, by session."""
        return recovered_share([of(name) for name in self.fallen])


def security_recovery(
    request: ImpactRequest, load: PriceLoader
) -> tuple[NameRecovery, NameRecovery | None]:
    """Return how the security came back, and its benchmark if that is another series.

    Raises
    ------
    DataError, StudyError
        When the closes of the event session or of the one before are missing.
    """
    name = _recovery(request.study.security, request, load)
    if name.market is None:
        return name, None
    benchmark = name.market.history
    return name, _alone(name.market, name.session, _prices(benchmark, "close"))


def group_recovery(request: ImpactRequest, load: PriceLoader) -> GroupRecovery:
    """Return how each name of the group came back.

    Raises
    ------
    DataError, StudyError
        When the closes that are needed are missing for all of them.
    """
    members: list[NameRecovery] = []
    left: list[LeftOut] = []
    refusal: StudyError | DataError | None = None
    for ticker in request.names:
        try:
            members.append(_recovery(ticker, request, load))
        except (StudyError, DataError) as error:
            left.append(LeftOut(ticker, error))
            refusal = refusal or error
    if not members and refusal is not None:
        raise refusal
    return GroupRecovery(tuple(members), tuple(left))


def _recovery(ticker: str, request: ImpactRequest, load: PriceLoader) -> NameRecovery:
    loaded, asked = load(ticker), request.study
    own = loaded.history
    event = date_event(asked.event, own.exchange, asked.non_session, own.last)
    prices = _prices(own, request.price)
    benchmark = benchmark_of(request, own)
    if benchmark is None or benchmark == own.security:
        return _alone(loaded, event.session, prices)
    market = load(benchmark)
    return NameRecovery(
        loaded=loaded,
        market=market,
        session=event.session,
        prices=prices,
        recovery=recovery(prices, event.session),
        no_shock=_no_shock(prices, own, market.history, event.session, asked.spec),
    )


def _alone(loaded: LoadedPrices, session: date, prices: pd.Series) -> NameRecovery:
    return NameRecovery(loaded, None, session, prices, recovery(prices, session), None)


def _no_shock(
    prices: pd.Series, own: PriceHistory, other: PriceHistory, session: date, spec: StudySpec
) -> NoShock | StudyError:
    returns = aligned_returns(own, other, "simple")
    plain = StudySpec(estimation=spec.estimation, min_estimation=spec.min_estimation)
    table = returns.benchmark.to_frame("market")
    try:
        beta = run_study(returns.security, table, session, plain).fit.parameters["beta"]
    except StudyError as error:
        return error
    path = no_shock_path(prices, returns.benchmark.reindex(prices.index), beta, session)
    return NoShock(beta, path, gap_closed(prices, path, session))


def _prices(history: PriceHistory, kind: PriceKind) -> pd.Series:
    whole = history.on_sessions()
    prices = whole.closes if kind == "close" else whole.total_return_price
    return prices.rename(history.security)


def _indexed(prices: pd.Series, name: NameRecovery, sessions: int) -> pd.Series:
    row = row_of(prices.index, name.session)
    part = prices.iloc[row - 1 : row + sessions + 1]
    return pd.Series(part.to_numpy() / part.iloc[0] * 100, index=part.index)
