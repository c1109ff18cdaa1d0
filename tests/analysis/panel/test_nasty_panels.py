"""Panels whose securities are equal, constant or infinite."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import StudyError
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.significance.battery import run_battery
from analysis.significance.result import HypothesisTest, TestResult
from analysis.windows import EstimationWindow, EventWindow

SPREAD = {
    "cross_sectional_t",
    "skewness_adjusted_t",
    "bmp",
    "adjusted_bmp_event",
    "adjusted_bmp_calendar",
    "jackknife",
}


@pytest.fixture
def market() -> np.ndarray:
    return 0.01 * np.random.default_rng(4).standard_normal(400)


def _outcomes(
    returns: np.ndarray, market: np.ndarray, row: int, model: str = "market"
) -> dict[str, TestResult]:
    spec = PanelSpec(model, EstimationWindow(-120, -11), EventWindow(-1, 1))
    panel = ReturnPanel(returns, {"market": market})
    events = PanelEvents(np.arange(len(returns)), np.full(len(returns), row))
    sample = panel_sample(panel, estimate_events(panel, events, spec))
    return {outcome.name: outcome for outcome in run_battery(sample)}


@pytest.mark.parametrize("row", [200, 250, 300])
@pytest.mark.parametrize("n", [3, 5, 7, 9, 10, 11, 33])
def test_equal_events_have_no_spread_to_test_against(market: np.ndarray, n: int, row: int) -> None:
    own = market + 0.02 * np.random.default_rng(5).standard_normal(400)
    outcomes = _outcomes(np.tile(own, (n, 1)), market, row)
    assert not any(isinstance(outcomes[name], HypothesisTest) for name in SPREAD)


def test_a_security_a_fixed_step_above_the_market_correlates_with_none(market: np.ndarray) -> None:
    rng = np.random.default_rng(6)
    returns = market + 0.02 * rng.standard_normal((4, 400))
    returns[0] = market + 0.001
    returns[0, 199:202] += 0.01
    outcome = _outcomes(returns, market, 200, "market-adjusted")["bmp"]
    assert isinstance(outcome, HypothesisTest)
    residuals = (returns - market)[1:, 80:190]
    pairs = np.corrcoef(residuals)[np.triu_indices(3, 1)].sum()
    assert outcome.facts["rbar"] == pytest.approx(2 * pairs / 12, rel=1e-9)


@pytest.mark.parametrize("where", ["returns", "market"])
def test_an_infinite_value_is_refused_with_its_row(market: np.ndarray, where: str) -> None:
    returns, index = np.tile(market, (2, 1)), market.copy()
    {"returns": returns[1], "market": index}[where][17] = np.inf
    with pytest.raises(StudyError, match=f"study with {where} .* infinite on row 17"):
        ReturnPanel(returns, {"market": index})
