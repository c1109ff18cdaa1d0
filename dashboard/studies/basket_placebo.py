"""A basket on dates without an event, all of them before it, with all members moved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.benchmarks import basket_return
from analysis.dates_away import MARGIN
from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.panel.estimates import estimate_events
from analysis.panel.lines import LINES
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.significance.basket_placebo import MOST
from analysis.significance.multiplicity import step_down_max_t
from analysis.significance.placebo import placebo_sample, placebo_test
from analysis.significance.result import HypothesisTest, TestResult
from analysis.study import StudySpec
from analysis.windows import EventWindow
from dashboard.studies.basket_members import OWN_BENCHMARKS, Member, Reason
from dashboard.studies.events import event_sessions

# Placebo events at most of a model estimated one event at a time, by least squares or not.
MOST_LINEAR, MOST_OTHER = 20_000, 700

NO_DATES = N_("No date before the event is left on which every member could be studied.")


@dataclass(frozen=True, slots=True, eq=False)
class MaxT:
    """p-values of the members, adjusted by the largest |SCAR| on placebo dates.

    Attributes
    ----------
    p_values
        (m,) adjusted p-values.
    dates
        Number of placebo dates, B.
    first, last
        Their span.
    limited_by
        The member, by number, whose history begins last and so sets ``first``.
    """

    p_values: np.ndarray
    dates: int
    first: date
    last: date
    limited_by: int

    @property
    def floor(self) -> float:
        """Smallest p-value that there can be."""
        return 1 / (self.dates + 1)


def most_events(model: str) -> int:
    """Return how many placebo events a model is estimated for at most."""
    if model in LINES:
        return MOST
    return MOST_LINEAR if MODELS[model].linear else MOST_OTHER


def panel_until(members: Sequence[Member], market: pd.Series, model: str, stop: int) -> ReturnPanel:
    """Return the members' panel before row ``stop``, where the event's own windows end.

    Later dates have no place among the placebo dates: the event would lie in their estimation
    window.
    """
    columns = {"market": market.to_numpy(dtype=float)[:stop]}
    for need in MODELS[model].needs:
        tables = [member.regressors[need].to_numpy(dtype=float)[:stop] for member in members]
        columns[need] = np.stack(tables) if need in OWN_BENCHMARKS else tables[0]
    returns = np.stack([member.returns.to_numpy(dtype=float)[:stop] for member in members])
    return ReturnPanel(returns, columns)


def max_t(
    panel: ReturnPanel, sessions: pd.DatetimeIndex, row0: int, spec: PanelSpec, scar: np.ndarray
) -> MaxT | Reason:
    """Adjust the members' SCARs (m,) by their largest on dates before the event.

    The dates are those of ``basket_placebo_test`` on the same panel: every member has all it
    needs, and the window keeps away from the event.
    """
    m, away = len(scar), max(MARGIN + 1, len(spec.window))
    first = max(0, -min(spec.estimation.first, spec.window.first))
    rows = np.arange(first, row0 - away + 1)
    rows = rows[:: max(1, -(-len(rows) * m // most_events(spec.model)))]
    moved = PanelEvents(np.tile(np.arange(m), len(rows)), np.repeat(rows, m))
    estimates = estimate_events(panel, moved, spec)
    ok = estimates.ok.reshape(-1, m)
    whole = ok.all(axis=1)
    if not whole.any():
        return Reason(NO_DATES)
    drawn, days = estimates.scar.reshape(-1, m)[whole], sessions[rows[whole]]
    latest = int(np.argmax(ok.argmax(axis=0)))
    adjusted = step_down_max_t(scar, drawn)
    return MaxT(adjusted, len(drawn), days[0].date(), days[-1].date(), latest)


def listed_mean(members: Sequence[Member]) -> pd.Series:
    """Return (T,) mean returns of the members that have one, NaN below half of them."""
    return basket_return(pd.DataFrame({member.security: member.returns for member in members}))


def series_placebo(
    series: pd.Series,
    regressors: pd.DataFrame,
    exchange: str,
    row0: int,
    spec: StudySpec,
    window: EventWindow,
    observed: tuple[TestResult, TestResult],
) -> tuple[TestResult, ...]:
    """Rank a portfolio's t and scaled statistic among those of dates before the event.

    Parameters
    ----------
    series, regressors
        Returns of the portfolio, as in ``run_study``.
    exchange
        The exchange whose reaction to each catalogued event the dates keep away from.
    observed
        The event's t test and its SQ test on volatility-scaled residuals.
    """
    stop = row0 + max(window.last, spec.estimation.last) + 1
    days = [series.index[row0].date(), *event_sessions(exchange)]
    sample = placebo_sample(series.iloc[:stop], regressors.iloc[:stop], spec, window, days)
    t, scaled = observed
    tests: list[TestResult] = []
    if isinstance(t, HypothesisTest):
        tests.append(placebo_test(sample, t.statistic, "scar"))
    if isinstance(scaled, HypothesisTest):
        tests.append(placebo_test(sample, scaled.statistic, "scaled"))
    return tuple(tests)
