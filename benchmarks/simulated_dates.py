"""Event dates whose truth is known: simulated ones, and real sessions without a sought event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.event_sample import EventSample
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.windows import EstimationWindow, EventWindow

UNIT_T5 = np.sqrt(3 / 5)


@dataclass(frozen=True, slots=True)
class Scenario:
    """How the errors of N firms on one date are drawn.

    Attributes
    ----------
    name
        What the table calls it.
    rho
        Correlation of any two firms' errors, by one common factor.
    firms, rows
        N, and M estimation rows just before the event day.
    day0
        Factor on all errors of the event day.
    day0_common
        Factor on the common part alone on the event day.
    last_rows
        Rows before the event day in which the factor ``day0`` holds already.
    shift
        Effect on the event day, in standard deviations of a firm's error.
    """

    name: str
    rho: float
    firms: int = 20
    rows: int = 120
    day0: float = 1.0
    day0_common: float = 1.0
    last_rows: int = 0
    shift: float = 0.0


def draw(scenario: Scenario, rng: np.random.Generator) -> EventSample:
    """Draw one event date: t(5) common and own errors, market model, window [0, 0]."""
    n, m, rho = scenario.firms, scenario.rows, scenario.rho
    common = UNIT_T5 * rng.standard_t(5, m + 1)
    own = UNIT_T5 * rng.standard_t(5, (n, m + 1))
    common[-1] *= scenario.day0_common
    errors = np.sqrt(rho) * common + np.sqrt(1 - rho) * own
    errors[:, m - scenario.last_rows :] *= scenario.day0
    errors[:, -1] += scenario.shift
    market = 0.01 * rng.standard_normal(m + 1)
    beta, sigma = rng.uniform(0.5, 1.5, (n, 1)), rng.uniform(0.01, 0.03, (n, 1))
    panel = ReturnPanel(beta * market + sigma * errors, {"market": market})
    spec = PanelSpec("market", EstimationWindow(-m, -1), EventWindow(0, 0))
    events = PanelEvents(np.arange(n), np.full(n, m))
    return panel_sample(panel, estimate_events(panel, events, spec, workers=1))


@dataclass(frozen=True, slots=True)
class RealDates:
    """Baskets of real securities on real sessions, chosen at random.

    Attributes
    ----------
    panel
        Real returns and their market.
    spec
        Windows and model.
    firms
        Firms of a basket.
    one_date
        Whether all firms of a basket share a date or each has its own.
    excluded
        Rows that no event window may touch.
    """

    panel: ReturnPanel
    spec: PanelSpec
    firms: int
    one_date: bool
    excluded: np.ndarray

    def draw(self, rng: np.random.Generator) -> EventSample:
        """Choose firms and dates until all of them have the returns that they need."""
        window, first = self.spec.window, -self.spec.estimation.first
        rows = np.arange(first, self.panel.sessions - window.last)
        span = rows[:, None] + np.arange(window.first, window.last + 1)
        rows = rows[~np.isin(span, self.excluded).any(axis=1)]
        while True:
            security = rng.choice(len(self.panel.returns), self.firms, replace=False)
            row = rng.choice(rows, 1 if self.one_date else self.firms)
            events = PanelEvents(security, np.broadcast_to(row, self.firms).copy())
            estimates = estimate_events(self.panel, events, self.spec, workers=1)
            if estimates.ok.all():
                return panel_sample(self.panel, estimates)
