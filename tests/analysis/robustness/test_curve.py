from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.errors import StudyError
from analysis.robustness.curve import specification_curve
from analysis.robustness.specification import Data, Series, Specification, combinations
from analysis.study import run_study
from analysis.windows import EstimationWindow, EventWindow
from tests.analysis.robustness.conftest import EVENT

SLOW = ("scholes-williams", "dimson", "huber", "lad", "garch")


def one_event(data: Data, specification: Specification) -> tuple[float, float, float, float]:
    series = data[specification.benchmark, specification.returns]
    result = run_study(series.returns, series.regressors, EVENT, specification.study_spec())
    window = result.headline
    return (window.car.value, window.car.standard_error, *window.interval)


def test_every_specification_has_the_numbers_of_the_one_event_path(
    nvidia: Data, specifications: Sequence[Specification]
) -> None:
    curve = specification_curve(nvidia, EVENT, specifications)
    assert len(curve) == len(specifications)
    for i, specification in enumerate(curve.specifications):
        found = (curve.car[i], curve.standard_error[i], curve.low[i], curve.high[i])
        assert found == pytest.approx(one_event(nvidia, specification), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("model", SLOW)
def test_models_that_are_no_least_squares_have_the_numbers_of_the_one_event_path(
    nvidia: Data, model: str
) -> None:
    wanted = combinations(
        (model,),
        ("RSP",),
        [EstimationWindow(-250, -21)],
        [EventWindow(0, 0), EventWindow(-1, 3)],
        ("simple",),
    )
    curve = specification_curve(nvidia, EVENT, wanted)
    assert len(curve) == 2
    for i, specification in enumerate(curve.specifications):
        found = (curve.car[i], curve.standard_error[i], curve.low[i], curve.high[i])
        assert found == pytest.approx(one_event(nvidia, specification), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("benchmark", ["^GSPC", "RSP"])
def test_a_regression_with_one_dummy_for_each_event_day_gives_the_same_estimate(
    nvidia: Data, benchmark: str
) -> None:
    window = EventWindow(-2, 2)
    wanted = Specification("market", benchmark, EstimationWindow(-140, -21), window, "log")
    curve = specification_curve(nvidia, EVENT, [wanted])
    series = nvidia[benchmark, "log"]
    day0 = series.returns.index.get_loc("2025-01-27")
    rows = np.r_[day0 - 140 : day0 - 20, day0 - 2 : day0 + 3]
    own = series.returns.to_numpy()[rows]
    market = series.regressors["market"].to_numpy()[rows]
    dummies = np.vstack((np.zeros((120, 5)), np.eye(5)))
    keep = np.isfinite(own) & np.isfinite(market)
    design = np.column_stack((np.ones(125), market, dummies))[keep]
    fit = sm.OLS(own[keep], design).fit()
    test = fit.t_test(np.r_[0, 0, np.ones(5)])
    assert curve.car[0] == pytest.approx(test.effect.item(), rel=1e-10)
    assert curve.standard_error[0] == pytest.approx(test.sd.item(), rel=1e-10)
    assert [curve.low[0], curve.high[0]] == pytest.approx(test.conf_int()[0].tolist(), rel=1e-10)


def test_the_summaries_are_those_of_the_sorted_estimates(
    nvidia: Data, specifications: Sequence[Specification]
) -> None:
    curve = specification_curve(nvidia, EVENT, specifications, level=0.9)
    assert (np.diff(curve.car) >= 0).all()
    assert curve.range == (curve.car.min(), curve.car.max())
    assert curve.median == np.sort(curve.car)[[len(curve) // 2 - 1, len(curve) // 2]].mean()
    half = stats.t.ppf(0.95, curve.df) * curve.standard_error
    np.testing.assert_allclose(curve.high, curve.car + half, rtol=1e-9)
    assert curve.median < 0
    assert curve.share_same_sign == (curve.car < 0).mean()
    assert curve.share_beyond == (curve.car + half < 0).mean()
    assert 0 < curve.share_beyond < curve.share_same_sign


def test_a_refused_specification_is_listed_with_the_words_of_the_one_event_path(
    nvidia: Data,
) -> None:
    wanted = combinations(
        ("market", "market-sector"),
        ("^GSPC",),
        [EstimationWindow(-250, -21), EstimationWindow(-900, -21)],
        [EventWindow(0, 0), EventWindow(0, 300), EventWindow(-30, 0)],
        ("simple",),
    )
    curve = specification_curve(nvidia, EVENT, wanted)
    assert {s.window for s in curve.specifications} == {EventWindow(0, 0)}
    assert len(curve) + len(curve.refused) == len(wanted)
    for refused in curve.refused:
        with pytest.raises(StudyError) as raised:
            one_event(nvidia, refused.specification)
        assert str(refused.error) == str(raised.value)


def test_collinear_and_missing_and_infinite_returns_are_refused_and_the_others_stand(
    nvidia: Data,
) -> None:
    series = nvidia["^GSPC", "simple"]
    table = series.regressors.assign(sector=series.regressors["market"])
    gone = series.returns.copy()
    gone.iloc[gone.index.get_loc("2025-01-27") + 3] = np.nan
    infinite = table.assign(market=table["market"].replace(table["market"].iloc[900], np.inf))
    data = {
        ("a", "simple"): Series(gone, table),
        ("b", "simple"): Series(series.returns, infinite),
    }
    estimation = EstimationWindow(-140, -21)
    windows = [EventWindow(0, 0), EventWindow(0, 5)]
    wanted = combinations(
        ("market", "market-sector"), ("a", "b"), [estimation], windows, ["simple"]
    )
    curve = specification_curve(data, EVENT, wanted)
    assert {(s.model, s.benchmark, str(s.window)) for s in curve.specifications} == {
        ("market", "a", "[0, 0]"),
        ("market", "b", "[0, 0]"),
        ("market", "b", "[0, +5]"),
    }
    assert len(curve.refused) == 5
    for refused in curve.refused:
        with pytest.raises(StudyError) as raised:
            one_event(data, refused.specification)
        assert str(refused.error) == str(raised.value)


def test_a_curve_without_any_estimate_says_why(nvidia: Data) -> None:
    wanted = Specification(
        "market", "^GSPC", EstimationWindow(-2000, -1000), EventWindow(0, 0), "simple"
    )
    with pytest.raises(StudyError, match="-2000"):
        specification_curve(nvidia, EVENT, [wanted])
    with pytest.raises(StudyError, match="no specification"):
        specification_curve(nvidia, EVENT, [])


def test_a_model_without_a_benchmark_is_not_repeated_for_each() -> None:
    found = combinations(
        ("mean-adjusted", "market"),
        ("a", "b", "c"),
        [EstimationWindow(-250, -21)],
        [EventWindow(0, 0)],
        ("simple",),
    )
    assert len(found) == 4
    assert len(set(found)) == 4
    assert replace(found[0], window=EventWindow(0, 1)).design == found[0].design
