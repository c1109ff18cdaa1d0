"""Samples of many firms that the tests share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.event_sample import EventSample
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.windows import EstimationWindow, EventWindow

SampleMaker = Callable[..., EventSample]


def made_panel(
    seed: int, firms: int, sessions: int = 200, rho: float = 0.3, missing: float = 0.0
) -> ReturnPanel:
    """Made-up returns with one common factor besides the market."""
    rng = np.random.default_rng(seed)
    market = 0.01 * rng.standard_normal(sessions)
    common, own = rng.standard_normal(sessions), rng.standard_t(5, (firms, sessions))
    returns = market + 0.02 * (np.sqrt(rho) * common + np.sqrt(1 - rho) * own)
    returns[rng.random(returns.shape) < missing] = np.nan
    return ReturnPanel(returns, {"market": market})


@pytest.fixture(scope="session")
def make_sample() -> SampleMaker:
    """Sample of firms on one date, or each on a date of its own."""

    def make(
        seed: int = 1,
        firms: int = 6,
        window: EventWindow = EventWindow(0, 2),
        one_date: bool = True,
        rho: float = 0.3,
        missing: float = 0.0,
    ) -> EventSample:
        panel = made_panel(seed, firms, rho=rho, missing=missing)
        panel.returns[:, 180:188] = np.nan_to_num(panel.returns[:, 180:188])
        rows = np.full(firms, 180) if one_date else 120 + 9 * np.arange(firms) % 60
        panel.returns[:, 100:] = np.where(
            np.isnan(panel.returns[:, 100:]) & (not one_date), 0.001, panel.returns[:, 100:]
        )
        spec = PanelSpec("market", EstimationWindow(-100, -11), window, min_estimation=60)
        events = PanelEvents(np.arange(firms), rows)
        return panel_sample(panel, estimate_events(panel, events, spec))

    return make
