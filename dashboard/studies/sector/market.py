"""The names of one exchange on its sessions, with their benchmark, ready for the panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import StudyError
from analysis.normal_returns.models import MODELS
from analysis.panel.estimates import PanelEstimates, estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.study import StudySpec
from dashboard.studies.alignment import own_returns, source_start
from dashboard.studies.basket_members import LeftOut, member_of
from dashboard.studies.events import DatedEvent
from data.calendars import sessions
from data.errors import DataError
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Names that share an exchange, a benchmark and so a session of the event.

    Attributes
    ----------
    exchange
        exchange_calendars code.
    event
        The event and its session here.
    benchmark
        Prices of the benchmark.
    sessions
        (T,) sessions of the exchange.
    loaded
        Prices of the names, by ticker.
    panel
        (S, T) returns of the names in that order, and the regressors of the model.
    """

    exchange: str
    event: DatedEvent
    benchmark: LoadedPrices
    sessions: pd.DatetimeIndex
    loaded: Mapping[str, LoadedPrices]
    panel: ReturnPanel

    @property
    def session(self) -> date:
        """Tau = 0."""
        return self.event.session

    @property
    def row0(self) -> int:
        """Row of tau = 0."""
        return int(self.sessions.get_indexer(pd.DatetimeIndex([self.session]))[0])

    def estimates(self, spec: StudySpec) -> PanelEstimates:
        """Estimate every name's model, and sum the first window."""
        count = len(self.loaded)
        events = PanelEvents(np.arange(count), np.full(count, self.row0))
        return estimate_events(self.panel, events, PanelSpec.of(spec, spec.windows[0]))

    def series_of(self, security: str) -> tuple[pd.Series, pd.DataFrame]:
        """Return (T,) returns of a name and (T, k) regressors of its model."""
        place = list(self.loaded).index(security)
        columns = {name: self.panel.regressor(name, place) for name in self.panel.regressors}
        returns = pd.Series(self.panel.returns[place], index=self.sessions, name=security)
        return returns, pd.DataFrame(columns, index=self.sessions)


def market(
    exchange: str,
    event: DatedEvent,
    benchmark: LoadedPrices,
    loaded: Mapping[str, LoadedPrices],
    spec: StudySpec,
) -> tuple[Market | None, tuple[LeftOut, ...]]:
    """Put the names of one exchange on its sessions.

    Returns
    -------
    tuple
        The market, None if no name is left; the names whose returns or regressors cannot be
        made, with the reason.
    """
    histories = [prices.history for prices in loaded.values()]
    index = sessions(
        exchange,
        min(min(source_start(history), history.first) for history in histories),
        max(history.last for history in histories),
    )
    kept: dict[str, LoadedPrices] = {}
    rows: list[tuple[np.ndarray, dict[str, np.ndarray]]] = []
    left: list[LeftOut] = []
    for ticker, prices in loaded.items():
        try:
            rows.append(_rows(prices, benchmark, index, spec))
        except (StudyError, DataError) as refusal:
            left.append(LeftOut(ticker, refusal))
            continue
        kept[ticker] = prices
    if not kept:
        return None, tuple(left)
    regressors = {name: np.stack([made[name] for _, made in rows]) for name in rows[0][1]}
    if _shared(spec):
        regressors["market"] = _on(benchmark, index, spec)
    panel = ReturnPanel(np.stack([returns for returns, _ in rows]), regressors)
    return Market(exchange, event, benchmark, index, kept, panel), tuple(left)


def _rows(
    prices: LoadedPrices, benchmark: LoadedPrices, index: pd.DatetimeIndex, spec: StudySpec
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    if _shared(spec):
        return _on(prices, index, spec), {}
    member = member_of(prices, benchmark.history, index, spec)
    made = {str(name): member.regressors[name].to_numpy(dtype=float) for name in member.regressors}
    return member.returns.to_numpy(dtype=float), made


def _shared(spec: StudySpec) -> bool:
    """Say whether the model needs no regressor but the benchmark, which all names share."""
    return set(MODELS[spec.model].needs) <= {"market"}


def _on(prices: LoadedPrices, index: pd.DatetimeIndex, spec: StudySpec) -> np.ndarray:
    return own_returns(prices.history, spec.returns).reindex(index).to_numpy(dtype=float)
