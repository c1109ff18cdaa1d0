"""The names of one exchange on its sessions, with their benchmark, ready for the panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.errors import StudyError
from analysis.normal_returns.models import MODELS
from analysis.panel.estimates import PanelEstimates, estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.returns import ReturnKind
from analysis.sessions import row_of
from analysis.study import StudySpec
from dashboard.studies.alignment import SameFigures, own_returns, source_start
from dashboard.studies.basket_members import LeftOut, figures_on
from dashboard.studies.events import DatedEvent
from data.calendars import sessions
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory


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
        return row_of(self.sessions, self.session)

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
    names = tuple(SameFigures(prices.history) for prices in loaded.values())
    other = SameFigures(benchmark.history)
    lasting = all(same.lasting for same in (*names, other))
    rows = (_kept_rows if lasting else _rows)(names, other, exchange, spec.model, spec.returns)
    left = tuple(
        LeftOut(ticker, refusal)
        for ticker, refusal in zip(loaded, rows.refused, strict=True)
        if refusal is not None
    )
    if rows.panel is None:
        return None, left
    kept = {
        ticker: prices
        for (ticker, prices), refusal in zip(loaded.items(), rows.refused, strict=True)
        if refusal is None
    }
    return Market(exchange, event, benchmark, rows.sessions, kept, rows.panel), left


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The figures of names on the sessions of an exchange, the same for every event.

    ``refused`` says of each name why it is not in the panel; None where it is.
    """

    sessions: pd.DatetimeIndex
    panel: ReturnPanel | None
    refused: tuple[StudyError | DataError | None, ...]


def _rows(
    names: tuple[SameFigures, ...],
    benchmark: SameFigures,
    exchange: str,
    model: str,
    kind: ReturnKind,
) -> _Rows:
    histories = [same.history for same in names]
    index = sessions(
        exchange,
        min(min(source_start(history), history.first) for history in histories),
        max(history.last for history in histories),
    )
    shared = set(MODELS[model].needs) <= {"market"}
    rows: list[tuple[np.ndarray, dict[str, np.ndarray]]] = []
    refused: list[StudyError | DataError | None] = []
    for history in histories:
        try:
            if shared:
                rows.append((_on(history, index, kind), {}))
            else:
                made = figures_on(history, benchmark.history, index, model, kind)
                columns = {str(name): _floats(made.regressors[name]) for name in made.regressors}
                rows.append((_floats(made.returns), columns))
        except (StudyError, DataError) as refusal:
            refused.append(refusal)
        else:
            refused.append(None)
    if not rows:
        return _Rows(index, None, tuple(refused))
    regressors = {name: np.stack([made[name] for _, made in rows]) for name in rows[0][1]}
    if shared:
        regressors["market"] = _on(benchmark.history, index, kind)
    panel = ReturnPanel(np.stack([returns for returns, _ in rows]), regressors)
    return _Rows(index, panel, tuple(refused))


_kept_rows = lru_cache(maxsize=16)(_rows)


def _on(history: PriceHistory, index: pd.DatetimeIndex, kind: ReturnKind) -> np.ndarray:
    return _floats(own_returns(history, kind).reindex(index))


def _floats(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype=float)
