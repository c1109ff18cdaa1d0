"""Placebo dates of a basket."""

from __future__ import annotations

import tracemalloc

import numpy as np

from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.significance.basket_placebo import basket_placebo_test
from analysis.significance.result import HypothesisTest
from analysis.windows import EstimationWindow, EventWindow

SPEC = PanelSpec(estimation=EstimationWindow(-60, -11), window=EventWindow(0, 0), min_estimation=30)


def _panel(sessions: int) -> ReturnPanel:
    rng = np.random.default_rng(11)
    market = 0.01 * rng.standard_normal(sessions)
    own = market + 0.02 * rng.standard_normal((1, sessions))
    return ReturnPanel(own, {"market": market})


def test_repeated_events_keep_the_dates_and_the_p_value_of_one() -> None:
    panel = _panel(300)
    one, many = (
        basket_placebo_test(panel, PanelEvents(np.zeros(n, int), np.full(n, 200)), SPEC)
        for n in (1, 7)
    )
    assert isinstance(one, HypothesisTest)
    assert isinstance(many, HypothesisTest)
    assert many.p_value == one.p_value
    assert many.facts["placebo_dates"] == one.facts["placebo_dates"]


def test_memory_does_not_grow_with_the_square_of_the_events() -> None:
    panel, n = _panel(300), 6_000
    events = PanelEvents(np.zeros(n, int), np.full(n, 200))
    tracemalloc.start()
    try:
        basket_placebo_test(panel, events, SPEC, most=2 * n)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < n * n
