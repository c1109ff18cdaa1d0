"""The panel's numbers are those of one event at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.event_sample import EventSample, sample_from_results
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import panel_sample
from analysis.significance.battery import run_battery
from analysis.significance.result import HypothesisTest
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

# Sums over sessions are taken in another order; ten digits stay.
TENTH_DIGIT = 1e-10
# What rounding leaves of a number that is zero, for returns of some hundredths.
ROUNDING = 1e-14

SESSIONS = pd.bdate_range("2020-01-01", periods=420)
SECURITIES = 12


def _panel(seed: int, missing: float) -> ReturnPanel:
    rng = np.random.default_rng(seed)
    t = len(SESSIONS)
    factors = {
        name: rng.standard_t(5, t) * 0.01 for name in ("market", "mkt_rf", "smb_3f", "hml", "smb")
    }
    beta = rng.uniform(0.2, 2.0, SECURITIES)[:, None]
    returns = beta * factors["market"] + rng.standard_t(4, (SECURITIES, t)) * 0.02
    returns[rng.random(returns.shape) < missing] = np.nan
    returns[3, :200] = np.nan
    market = factors["market"].copy()
    market[rng.random(t) < missing / 4] = np.nan
    weight = rng.uniform(0, 0.1, SECURITIES)[:, None]
    ex_firm = (market - weight * returns) / (1 - weight)
    rf = np.full(t, 0.0001)
    return ReturnPanel(
        returns,
        factors | {"market": market, "market_ex_firm": ex_firm, "rf": rf},
    )


def _events(seed: int, n: int, one_date: bool) -> PanelEvents:
    rng = np.random.default_rng(seed + 1)
    row = rng.integers(80, 430, n) if not one_date else np.full(n, 333)
    security = rng.integers(0, SECURITIES, n) if not one_date else np.arange(n) % SECURITIES
    return PanelEvents(security, row)


def _one_event(
    panel: ReturnPanel, spec: PanelSpec, security: int, row: int
) -> EventStudyResult | None:
    frame = pd.DataFrame({n: panel.regressor(n, security) for n in spec.needs}, index=SESSIONS)
    returns = pd.Series(panel.returns[security], index=SESSIONS, name=f"S{security}")
    if not 0 <= row < len(SESSIONS):
        return None
    try:
        return run_study(returns, frame, SESSIONS[row].date(), spec.study_spec())
    except StudyError:
        return None


def _both(
    panel: ReturnPanel, events: PanelEvents, spec: PanelSpec
) -> tuple[EventSample, EventSample]:
    estimates = estimate_events(panel, events, spec)
    found = [
        _one_event(panel, spec, int(s), int(r))
        for s, r in zip(events.security, events.row, strict=True)
    ]
    assert [result is not None for result in found] == estimates.ok.tolist()
    alone = [result for result in found if result is not None]
    return panel_sample(panel, estimates), sample_from_results(alone, SESSIONS, spec.window)


def _assert_same_samples(fast: EventSample, slow: EventSample) -> None:
    for field in fields(EventSample):
        if field.name in {"window", "estimation", "kind", "security", "residuals", "gap"}:
            continue
        np.testing.assert_allclose(
            np.asarray(getattr(fast, field.name), dtype=float),
            np.asarray(getattr(slow, field.name), dtype=float),
            rtol=TENTH_DIGIT,
            atol=ROUNDING,
            err_msg=field.name,
        )
    assert (fast.gap is None) == (slow.gap is None)
    if fast.gap is not None and slow.gap is not None:
        np.testing.assert_allclose(fast.gap, slow.gap, 1e-10, ROUNDING)
    everything = slice(0, len(fast))
    np.testing.assert_allclose(
        fast.residuals.block(everything), slow.residuals.block(everything), 1e-10, ROUNDING
    )
    assert (np.diff(fast.security) == 0).tolist() == (np.diff(slow.security) == 0).tolist()


def _assert_same_tests(fast: EventSample, slow: EventSample) -> None:
    for one, other in zip(run_battery(fast), run_battery(slow), strict=True):
        if not isinstance(other, HypothesisTest):
            assert one == other
            continue
        assert isinstance(one, HypothesisTest)
        assert one.statistic == pytest.approx(other.statistic, rel=TENTH_DIGIT, abs=1e-12)
        assert one.p_value == pytest.approx(other.p_value, rel=1e-9, abs=1e-300)
        assert one.df == other.df
        _assert_same_facts(one.facts, other.facts)


def _assert_same_facts(one: Mapping[str, float], other: Mapping[str, float]) -> None:
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == pytest.approx(other[name], rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("model", ["market", "market-ex-firm", "mean-adjusted", "market-adjusted"])
@pytest.mark.parametrize("missing", [0.0, 0.03])
@pytest.mark.parametrize("one_date", [False, True])
def test_running_sums_give_the_numbers_of_one_event_at_a_time(
    model: str, missing: float, one_date: bool
) -> None:
    for seed, window in enumerate([EventWindow(-2, 3), EventWindow(0, 0), EventWindow(-10, 1)]):
        panel = _panel(seed, missing)
        events = _events(seed, 12 if one_date else 60, one_date)
        spec = PanelSpec(model, EstimationWindow(-90, -11), window, min_estimation=60)
        fast, slow = _both(panel, events, spec)
        _assert_same_samples(fast, slow)
        _assert_same_tests(fast, slow)


def test_a_panel_is_studied_as_one_event_is_whatever_was_chosen() -> None:
    chosen = StudySpec(
        model="dimson",
        estimation=EstimationWindow(-90, -11),
        windows=(EventWindow(0, 0), EventWindow(-2, 3)),
        returns="log",
        min_estimation=60,
        dimson_lags=2,
        dimson_leads=0,
    )
    for window in chosen.windows:
        assert PanelSpec.of(chosen, window).study_spec() == replace(chosen, windows=(window,))


@pytest.mark.parametrize("model", ["ff3", "dimson", "huber"])
def test_other_models_give_the_numbers_of_one_event_at_a_time(model: str) -> None:
    panel = _panel(7, 0.02)
    spec = PanelSpec(model, EstimationWindow(-90, -11), EventWindow(-1, 1), min_estimation=50)
    fast, slow = _both(panel, _events(7, 25, one_date=False), spec)
    _assert_same_samples(fast, slow)
    _assert_same_tests(fast, slow)


def test_a_security_that_is_nearly_its_benchmark_keeps_its_ten_digits() -> None:
    panel = _panel(11, 0.0)
    rng = np.random.default_rng(11)
    panel.returns[:] = panel.regressors["market"] + 1e-6 * rng.standard_normal(panel.returns.shape)
    panel.returns[0, 5] = 40.0
    spec = PanelSpec("market", EstimationWindow(-90, -11), EventWindow(0, 2), min_estimation=60)
    fast, slow = _both(panel, _events(11, 40, one_date=False), spec)
    _assert_same_samples(fast, slow)


def test_events_that_cannot_be_studied_carry_no_number() -> None:
    panel = _panel(0, 0.0)
    panel.returns[1, 300] = np.nan
    panel.returns[2, :] = 0.0
    events = PanelEvents(
        np.array([0, 0, 0, 1, 2, 3, 0]), np.array([-5, 60, 415, 300, 300, 250, 300])
    )
    spec = PanelSpec("market", EstimationWindow(-90, -11), EventWindow(-5, 5), min_estimation=80)
    estimates = estimate_events(panel, events, spec)
    assert estimates.ok.tolist() == [False] * 6 + [True]
    assert np.isnan(estimates.lines.car[:6]).all()
    assert np.isnan(estimates.lines.alpha[:6]).all()
    assert np.isfinite(estimates.scar[6])


def test_chunks_and_workers_do_not_change_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    panel, events = _panel(5, 0.02), _events(5, 700, one_date=False)
    spec = PanelSpec("market", EstimationWindow(-90, -11), EventWindow(-1, 1), min_estimation=60)
    whole = panel_sample(panel, estimate_events(panel, events, spec))
    at_once = run_battery(whole)
    monkeypatch.setattr("analysis.panel.estimates.CHUNK", 64)
    monkeypatch.setattr("analysis.significance.residual_sums.BLOCK", 37)
    cut = panel_sample(panel, estimate_events(panel, events, spec, workers=3))
    np.testing.assert_array_equal(whole.car, cut.car)
    for one, other in zip(run_battery(cut, workers=3), at_once, strict=True):
        if isinstance(other, HypothesisTest):
            assert isinstance(one, HypothesisTest)
            assert one.statistic == pytest.approx(other.statistic, rel=1e-10)


def test_a_panel_without_a_studied_event_refuses_a_joint_test() -> None:
    panel = _panel(0, 0.0)
    spec = PanelSpec("market", EstimationWindow(-90, -11))
    estimates = estimate_events(panel, PanelEvents(np.array([0]), np.array([5])), spec)
    with pytest.raises(StudyError, match="None of them could be studied"):
        panel_sample(panel, estimates)
