from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import StudyError
from analysis.impact.volatility import brown_forsythe, parkinson, scaled_path, variance_change
from analysis.impact.volume import log_volume, volume_spec
from analysis.study import StudySpec, run_study
from analysis.windows import EventWindow
from data.providers.snapshot import snapshot_prices


def samples(k: int = 20, scale: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    return rng.standard_t(5, 230) * 0.01, rng.standard_t(5, k) * 0.01 * scale


def test_the_ratio_is_that_of_the_two_variances_and_the_f_test_that_of_scipy() -> None:
    before, after = samples()
    found = variance_change(before, 228, after)
    ratio = after.var(ddof=1) / ((before**2).sum() / 228)
    assert found.ratio == pytest.approx(ratio)
    f, _ = found.tests
    assert f.p_value == pytest.approx(2 * stats.f(19, 228).sf(ratio))
    assert f.df == (19, 228)


def test_a_quieter_time_is_seen_from_the_other_side() -> None:
    before, after = samples(scale=0.3)
    f, _ = variance_change(before, 228, after).tests
    assert f.p_value == pytest.approx(2 * stats.f.cdf(f.statistic, 19, 228))


def test_brown_and_forsythes_test_is_scipys_levene_about_the_median() -> None:
    before, after = samples()
    other = stats.levene(before, after, center="median")
    found = brown_forsythe(before, after)
    assert found.statistic == pytest.approx(other.statistic)
    assert found.p_value == pytest.approx(other.pvalue)


def test_too_few_sessions_after_the_event_are_refused() -> None:
    with pytest.raises(StudyError, match="Only 4 sessions"):
        variance_change(samples()[0], 228, samples(4)[1])


def returns_of(security: str) -> pd.Series:
    prices = snapshot_prices(security).on_sessions().total_return_price
    return prices.pct_change(fill_method=None).rename(security)


def test_louder_sessions_widen_the_path_after_the_event_only() -> None:
    own, market = returns_of("NVDA"), returns_of("^IXIC")
    window = EventWindow(0, 5)
    result = run_study(
        own,
        pd.DataFrame({"market": market.reindex(own.index)}),
        date(2025, 1, 27),
        StudySpec(windows=(window,)),
    )
    ar = result.abnormal
    car, plain = ar.path(window)
    same, calm = scaled_path(ar, window, 0.4)
    _, loud = scaled_path(ar, window, 4.0)
    assert same == pytest.approx(car)
    assert calm == pytest.approx(plain)
    assert loud[0] == pytest.approx(plain[0])
    v, d = ar.covariance, np.diag([1, 2, 2, 2, 2, 2])
    assert loud[-1] ** 2 == pytest.approx(np.ones(6) @ d @ v @ d @ np.ones(6))


def test_parkinsons_volatility_is_that_of_a_walk_seen_often() -> None:
    steps = np.random.default_rng(1).normal(0, 0.02 / np.sqrt(2000), (2000, 2000))
    walk = np.exp(np.cumsum(steps, axis=1))
    high, low = np.maximum(walk.max(axis=1), 1), np.minimum(walk.min(axis=1), 1)
    assert np.sqrt(np.mean(parkinson(high, low) ** 2)) == pytest.approx(0.02, rel=0.05)
    assert parkinson(np.array([np.e]), np.array([1.0]))[0] == pytest.approx(0.600561, rel=1e-5)


def test_abnormal_volume_is_log_volume_less_its_mean_ranked_among_ordinary_sessions() -> None:
    volume = snapshot_prices("NVDA").on_sessions().table["volume"].rename("NVDA")
    logs = log_volume(volume)
    spec = volume_spec(StudySpec(), market=False)
    result = run_study(logs, pd.DataFrame(index=logs.index), date(2025, 1, 27), spec)
    row = volume.index.get_loc(pd.Timestamp("2025-01-27"))
    before = np.log(volume.iloc[row - 250 : row - 20])
    excess = np.log(volume.iloc[row]) - before.mean()
    assert result.headline.car.value == pytest.approx(excess, rel=1e-12)
    above = 1 + int(((before - before.mean()) >= excess).sum())
    assert result.headline.test("sq").p_value == pytest.approx(2 * above / 231)


def test_a_session_without_trade_has_no_logarithm() -> None:
    logs = log_volume(pd.Series([0.0, np.nan, np.e]))
    assert logs.isna().tolist() == [True, True, False]
    assert logs.iloc[2] == pytest.approx(1.0)
