"""Rank tests of one security and their ceilings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.significance.single_firm_ranks import corrado_one_firm, grank_one_firm
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

ROW0 = 280
DAY = EventWindow(0, 0)


def study(frame: pd.DataFrame, rows: int = 230) -> EventStudyResult:
    spec = StudySpec(estimation=EstimationWindow(-20 - rows, -21), windows=(EventWindow(0, 2), DAY))
    return run_study(frame["security"], frame, frame.index[ROW0].date(), spec)


def fallen(frame: pd.DataFrame, days: int = 1) -> pd.DataFrame:
    changed = frame.copy()
    changed.iloc[ROW0 : ROW0 + days, changed.columns.get_loc("security")] -= 5.0
    return changed


@pytest.mark.parametrize("length", [1, 3])
def test_corrado_s_statistic_is_the_centred_rank_over_its_spread(
    length: int, random_frame: pd.DataFrame
) -> None:
    result = study(random_frame)
    values = np.r_[result.fit.residuals, result.abnormal.values[:length]]
    centred = stats.rankdata(values) - (len(values) + 1) / 2
    expected = centred[230:].sum() / np.sqrt(length * np.mean(centred**2))
    test = corrado_one_firm(result.fit, result.abnormal, EventWindow(0, length - 1))
    assert test.statistic == pytest.approx(expected, rel=1e-12)
    assert test.p_value == pytest.approx(2 * stats.norm.cdf(-abs(expected)), rel=1e-12)


def test_no_fall_lifts_one_security_s_rank_tests_over_their_ceiling(
    random_frame: pd.DataFrame,
) -> None:
    result = study(fallen(random_frame), rows=120)
    assert abs(result.windows[1].car.scar) > 100
    corrado = corrado_one_firm(result.fit, result.abnormal, DAY)
    assert corrado.ceiling == pytest.approx(np.sqrt(3 * 120 / 122), rel=1e-12)
    assert corrado.ceiling == pytest.approx(1.72, abs=0.005)
    assert corrado.statistic == pytest.approx(-corrado.ceiling, rel=1e-12)
    assert corrado.p_value == pytest.approx(corrado.floor, rel=1e-9)
    assert corrado.p_value > 0.05
    grank = grank_one_firm(result.fit, result.abnormal, DAY)
    assert isinstance(grank, HypothesisTest)
    assert grank.facts["z"] == pytest.approx(-np.sqrt(3 * 120 / 122), rel=1e-12)
    assert grank.statistic == pytest.approx(-grank.ceiling, rel=1e-12)
    assert grank.p_value == pytest.approx(grank.floor, rel=1e-9)
    assert grank.p_value > 0.05


def test_several_extreme_days_reach_the_ceiling_of_their_window(
    random_frame: pd.DataFrame,
) -> None:
    result = study(fallen(random_frame, days=3))
    test = corrado_one_firm(result.fit, result.abnormal, EventWindow(0, 2))
    assert test.statistic == pytest.approx(-test.ceiling, rel=1e-12)


def test_grank_ranks_the_whole_window_as_one_row(random_frame: pd.DataFrame) -> None:
    result = study(random_frame)
    scar = result.headline.car.scar
    u = stats.rankdata(np.r_[result.fit.residuals / result.fit.sigma, scar]) / 232 - 0.5
    z = u[-1] / np.sqrt(np.mean(u**2))
    expected = z * np.sqrt(229 / (230 - z**2))
    test = grank_one_firm(result.fit, result.abnormal, EventWindow(0, 2))
    assert test.statistic == pytest.approx(expected, rel=1e-10)
    assert test.df == (229.0,)
    assert test.p_value == pytest.approx(2 * stats.t.cdf(-abs(expected), 229), rel=1e-10)


def test_grank_of_two_estimation_rows_is_refused(random_frame: pd.DataFrame) -> None:
    spec = StudySpec("mean-adjusted", EstimationWindow(-22, -21))
    result = run_study(
        random_frame["security"], random_frame, random_frame.index[ROW0].date(), spec
    )
    refusal = grank_one_firm(result.fit, result.abnormal, DAY)
    assert isinstance(refusal, UnavailableTest)
    assert refusal.explanation.startswith("3 rows are too few")
