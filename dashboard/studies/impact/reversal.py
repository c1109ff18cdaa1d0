"""Whether the names that fell most came back most: one date against dates without an event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.dates_away import MARGIN, away_from_events
from analysis.errors import N_, StudyError
from analysis.impact.reversal import FEWEST, Reversal, reversal
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec
from analysis.study import StudySpec
from analysis.windows import EventWindow, event_row
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_placebo import most_events, panel_until
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.events import event_sessions
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.sources import PriceLoader

FIRST: Final = EventWindow(0, 0)
SLOW: Final = ("garch",)


@dataclass(frozen=True, slots=True, eq=False)
class GroupReversal:
    """The slope of later on first-day abnormal returns of a group.

    Attributes
    ----------
    study
        The study of the names over both windows.
    first, later
        (N,) abnormal returns, in fractions.
    reversal
        The slope among the slopes of the placebo dates.
    span
        First and last placebo date.
    """

    study: BasketStudy
    first: np.ndarray
    later: np.ndarray
    reversal: Reversal
    span: tuple[date, date]


def group_reversal(request: ImpactRequest, load: PriceLoader) -> GroupReversal:
    """Fit the later abnormal returns of a group on those of its first day.

    Raises
    ------
    DataError, StudyError
        When the group cannot be studied, the model is too slow to fit at every date, or there
        are too few names or dates.
    """
    asked = request.study
    if asked.spec.model in SLOW:
        raise StudyError(
            N_("The slope of later on first-day returns under the model “{model}” was asked for."),
            N_("Fitting it at every date of the history would take minutes."),
            N_("Choose the market model, for example."),
            model=asked.spec.model,
        )
    spec = replace(asked.spec, windows=(FIRST, request.later))
    study = run(
        BasketRequest(
            basket="",
            members=request.names,
            event=asked.event,
            benchmark=asked.benchmark,
            spec=spec,
            non_session=asked.non_session,
            source=asked.source,
        ),
        load,
    )
    first, later = (
        np.array([result.windows[i].car.value for result in study.long.results]) for i in (0, 1)
    )
    drawn, days = _placebo(study, spec)
    found = reversal(first, later, *drawn)
    return GroupReversal(study, first, later, found, (days[0].date(), days[-1].date()))


def _placebo(
    study: BasketStudy, spec: StudySpec
) -> tuple[tuple[np.ndarray, np.ndarray], pd.DatetimeIndex]:
    """Return first and later abnormal returns (B, N) at dates away from every listed event."""
    members, m = study.long.members, len(study.long.members)
    sessions = pd.DatetimeIndex(members[0].returns.index)
    row0 = event_row(sessions, study.event.session)
    rows = _rows(sessions, row0, spec, study.exchange)
    rows = rows[:: max(1, -(-2 * len(rows) * m // most_events(spec.model)))]
    market = members[0].regressors.get("market", pd.Series(np.nan, index=sessions))
    panel = panel_until(members, market, spec.model, row0)
    events = PanelEvents(np.tile(np.arange(m), len(rows)), np.repeat(rows, m))
    found = []
    for window in spec.windows:
        estimates = estimate_events(panel, events, PanelSpec.of(spec, window))
        car = np.where(estimates.ok, estimates.lines.car, np.nan)
        found.append(car.reshape(len(rows), m))
    enough = (~np.isnan(found[0] + found[1])).sum(axis=1) >= max(FEWEST, m / 2)
    return (found[0][enough], found[1][enough]), sessions[rows[enough]]


def _rows(sessions: pd.DatetimeIndex, row0: int, spec: StudySpec, exchange: str) -> np.ndarray:
    first = max(0, -spec.estimation.first)
    last = row0 - 1 - spec.windows[1].last
    away = away_from_events(sessions, (*event_sessions(exchange), sessions[row0].date()))
    rows = np.arange(first, max(first, min(last, row0 - MARGIN) + 1))
    return np.asarray(rows[away[rows]])
