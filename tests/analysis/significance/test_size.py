"""How often the single-firm tests reject when nothing happened."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.significance.result import HypothesisTest
from analysis.study import StudySpec, run_study
from analysis.windows import EstimationWindow

DRAWS = 600
# Three Monte Carlo standard errors of a rate of 5 % over 600 draws.
THREE_ERRORS = 3 * np.sqrt(0.05 * 0.95 / DRAWS)
ESTIMATION = EstimationWindow(-150, -1)
N = 151


def fat_tails(rng: np.random.Generator) -> np.ndarray:
    return 0.012 * rng.standard_t(5, N)


def storms(rng: np.random.Generator) -> np.ndarray:
    """GARCH(1,1) with Student t errors: calm and stormy months."""
    shocks, h, errors = rng.standard_t(5, N) * np.sqrt(0.6), 4e-4, np.empty(N)
    for t in range(N):
        errors[t] = np.sqrt(h) * shocks[t]
        h = 1e-5 + 0.10 * errors[t] ** 2 + 0.875 * h
    return errors


def storm_at_the_end(rng: np.random.Generator) -> np.ndarray:
    errors = fat_tails(rng)
    errors[-21:] *= 2.5
    return errors


def rejections(made: Callable[[np.random.Generator], np.ndarray]) -> dict[str, float]:
    rng = np.random.default_rng(1997)
    days = pd.bdate_range("2024-01-02", periods=N)
    spec = StudySpec(estimation=ESTIMATION)
    count = dict.fromkeys(("sq", "sq_volatility_scaled", "t"), 0)
    for _ in range(DRAWS):
        market = pd.DataFrame({"market": rng.normal(0, 0.01, N)}, days)
        returns = (1.2 * market["market"] + made(rng)).rename("A")
        for test in run_study(returns, market, days[-1].date(), spec).headline.tests:
            assert isinstance(test, HypothesisTest)
            count[test.name] += test.p_value <= 0.05
    return {name: found / DRAWS for name, found in count.items()}


@pytest.mark.parametrize("made", [fat_tails, storms])
def test_each_test_rejects_about_one_event_in_twenty_when_nothing_happened(
    made: Callable[[np.random.Generator], np.ndarray],
) -> None:
    for name, rate in rejections(made).items():
        assert rate == pytest.approx(0.05, abs=THREE_ERRORS), name


def test_only_the_scaled_test_keeps_its_size_when_the_last_month_was_stormy() -> None:
    rate = rejections(storm_at_the_end)
    assert rate["t"] > 0.10
    assert rate["sq"] > 0.10
    assert rate["sq_volatility_scaled"] < 0.05 + THREE_ERRORS
