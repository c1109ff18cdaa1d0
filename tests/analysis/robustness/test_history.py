from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.returns import ReturnKind, returns_from_prices
from analysis.robustness.history import WARM_UP, other_abnormal_returns, other_returns
from analysis.significance.result import HypothesisTest
from analysis.study import StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow
from data.providers.snapshot import snapshot_prices

EVENT = date(2025, 1, 27)
DAY = EventWindow(0, 0)


@pytest.fixture(scope="module")
def nvidia() -> pd.Series:
    return returns_from_prices(snapshot_prices("NVDA").on_sessions().total_return_price)


@pytest.fixture(scope="module")
def index(nvidia: pd.Series) -> pd.DataFrame:
    prices = snapshot_prices("^GSPC").on_sessions().total_return_price
    return returns_from_prices(prices).reindex(nvidia.index).to_frame("market")


def test_the_crash_is_the_ninth_largest_one_day_fall_of_nvidia_since_1999(
    nvidia: pd.Series,
) -> None:
    prices = snapshot_prices("NVDA").table["adj_close"].dropna()
    plain = prices.pct_change().dropna()
    assert plain.index[0].year == 1999
    assert round(plain["2025-01-27"], 4) == -0.1697
    rank = int(plain.rank()["2025-01-27"])
    found = other_returns(nvidia, EVENT, DAY, "simple", scaled=False)
    assert found.rank == rank == 9
    assert len(found) == len(plain) - 1
    assert found.observed == pytest.approx(plain["2025-01-27"], rel=1e-12)
    lower = plain[plain <= plain["2025-01-27"]].sort_values().index.drop("2025-01-27")
    assert list(found.sessions[found.worse]) == list(lower)
    assert found.percentile == pytest.approx(1 - 8 / (len(plain) - 1), rel=1e-12)
    as_far = (plain.abs() >= abs(plain["2025-01-27"])).sum()
    assert found.p_two_sided == pytest.approx(as_far / len(plain), rel=1e-12)


def test_a_rise_is_ranked_among_the_rises(nvidia: pd.Series) -> None:
    found = other_returns(nvidia, date(2023, 5, 25), DAY, "simple", scaled=False)
    assert found.observed > 0
    assert not found.falls
    assert found.rank == int((-nvidia).rank().loc["2023-05-25"])


@pytest.mark.parametrize("kind", ["simple", "log"])
def test_windows_are_holding_periods_and_those_that_meet_the_event_are_left_out(
    nvidia: pd.Series, kind: ReturnKind
) -> None:
    returns = nvidia if kind == "simple" else np.log1p(nvidia)
    window = EventWindow(-1, 1)
    found = other_returns(returns, EVENT, window, kind, scaled=False)
    prices = snapshot_prices("NVDA").table["adj_close"]
    three = prices.shift(-1) / prices.shift(2) - 1
    if kind == "log":
        three = np.log1p(three)
    assert found.observed == pytest.approx(three["2025-01-27"], rel=1e-10)
    np.testing.assert_allclose(found.values, three[found.sessions], rtol=1e-8, atol=1e-12)
    near = nvidia.index[nvidia.index.get_loc("2025-01-27") + np.arange(-2, 3)]
    assert not set(near) & set(found.sessions)
    assert found.effective_n == len(found) / 3


def test_a_scaled_return_is_over_the_volatility_carried_forward_day_by_day(
    nvidia: pd.Series,
) -> None:
    found = other_returns(nvidia, EVENT, DAY, "simple", scaled=True)
    own = nvidia.dropna()
    variance = float((own.iloc[:WARM_UP] ** 2).mean())
    by_hand = {}
    for day, value in own.iloc[WARM_UP:].items():
        by_hand[day] = value / variance**0.5
        variance = 0.94 * variance + 0.06 * value**2
    scaled = pd.Series(by_hand)
    assert found.observed == pytest.approx(scaled["2025-01-27"], rel=1e-10)
    np.testing.assert_allclose(found.values, scaled[found.sessions], rtol=1e-9)
    assert len(found) == len(own) - WARM_UP - 1
    assert found.rank == int(scaled.rank()["2025-01-27"])


def test_an_abnormal_return_of_another_date_is_that_of_a_study_there(
    nvidia: pd.Series, index: pd.DataFrame
) -> None:
    spec = StudySpec(estimation=EstimationWindow(-250, -21))
    window = EventWindow(0, 1)
    for scaled in (False, True):
        found = other_abnormal_returns(nvidia, index, EVENT, spec, window, scaled=scaled)
        for place in (0, 1000, 4000, len(found) - 1):
            result = run_study(
                nvidia,
                index,
                found.sessions[place].date(),
                StudySpec(estimation=spec.estimation, windows=(window,)),
            )
            expected = result.headline.car.value
            if scaled:
                test = result.headline.test("sq_volatility_scaled")
                assert isinstance(test, HypothesisTest)
                expected = test.statistic
            assert found.values[place] == pytest.approx(expected, rel=1e-8)
    assert found.rank == 1 + (found.values <= found.observed).sum()


def test_a_date_without_what_it_needs_is_refused_with_a_remedy(nvidia: pd.Series) -> None:
    with pytest.raises(StudyError, match="later date"):
        other_returns(nvidia, nvidia.index[3].date(), DAY, "simple", scaled=True)
    with pytest.raises(StudyError, match="shorter window"):
        other_returns(nvidia, EVENT, EventWindow(0, 400), "simple", scaled=False)
    with pytest.raises(StudyError, match="no such session"):
        other_returns(nvidia, date(2025, 1, 26), DAY, "simple", scaled=False)
    with pytest.raises(StudyError):
        other_returns(nvidia.iloc[-1:], nvidia.index[-1].date(), DAY, "simple", scaled=False)
