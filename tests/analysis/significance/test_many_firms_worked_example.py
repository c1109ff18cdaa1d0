"""Tests of many firms on the worked example, every value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.aggregation.averages import (
    average_abnormal_returns,
    buy_and_hold_abnormal_returns,
)
from analysis.event_sample import EventSample, sample_from_results
from analysis.significance.battery import BATTERY, run_battery
from analysis.significance.many_firms import Evidence, evidence
from analysis.significance.ranks import corrado_days, corrado_zivney_days
from analysis.significance.result import HypothesisTest
from analysis.study import EventStudyResult
from analysis.windows import EventWindow

# Expected values are printed in full; sums in another order leave twelve digits.
PRINTED = 1e-10
WHOLE, DAY0, DAY1 = EventWindow(0, 1), EventWindow(0, 0), EventWindow(1, 1)


@pytest.fixture(scope="module")
def samples(
    study_worked: Callable[..., EventStudyResult], worked_frame: pd.DataFrame
) -> dict[EventWindow, EventSample]:
    results = [study_worked(firm) for firm in range(4)]
    sessions = pd.DatetimeIndex(worked_frame.index)
    return {w: sample_from_results(results, sessions, w) for w in (WHOLE, DAY0, DAY1)}


@pytest.fixture(scope="module")
def given(samples: dict[EventWindow, EventSample]) -> dict[EventWindow, Evidence]:
    return {window: evidence(sample) for window, sample in samples.items()}


def _test(given: Evidence, name: str) -> HypothesisTest:
    outcome = BATTERY[name](given)
    assert isinstance(outcome, HypothesisTest), outcome
    return outcome


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("patell", "patell_on_SCAR"),
        ("patell_sar_sum", "patell_cum"),
        ("adjusted_patell_event", "adjPatell_on_SCAR"),
        ("adjusted_patell_calendar", "adjPatell_on_SCAR"),
        ("bmp", "BMP"),
        ("adjusted_bmp_event", "adjBMP"),
        ("adjusted_bmp_calendar", "adjBMP"),
        ("cross_sectional_t", "csect_t"),
        ("skewness_adjusted_t", "skew_hall"),
        ("crude_dependence", "crude_cum"),
        ("corrado_rank", "corrado_cum"),
        ("corrado_zivney_rank", "CZ_cum"),
        ("grank_t", "GRANK_T"),
        ("grank_z", "GRANK_Z"),
        ("sign_gsar_t", "SIGN_GSAR_T"),
    ],
)
def test_window_statistics_are_the_printed_ones(
    worked: dict[str, Any], given: dict[EventWindow, Evidence], name: str, key: str
) -> None:
    assert _test(given[WHOLE], name).statistic == pytest.approx(worked["expected"][key], PRINTED)


def test_day_statistics_are_the_printed_ones(
    worked: dict[str, Any], given: dict[EventWindow, Evidence]
) -> None:
    expected = worked["expected"]
    for day, window in enumerate((DAY0, DAY1)):
        assert _test(given[window], "patell").statistic == pytest.approx(
            expected["patell_day"][day], PRINTED
        )
        assert _test(given[window], "crude_dependence").statistic == pytest.approx(
            expected["crude_day"][day], PRINTED
        )
    adjusted = _test(given[DAY0], "adjusted_patell_event")
    assert adjusted.statistic == pytest.approx(expected["adjPatell_day0"], PRINTED)
    np.testing.assert_allclose(corrado_days(given[WHOLE]), expected["corrado_day"], PRINTED)
    np.testing.assert_allclose(corrado_zivney_days(given[WHOLE]), expected["CZ_day"], PRINTED)


def test_portfolio_sign_signed_rank_and_multivariate_tests_are_the_printed_ones(
    worked: dict[str, Any], given: dict[EventWindow, Evidence]
) -> None:
    expected = worked["expected"]
    portfolio = _test(given[WHOLE], "portfolio_t")
    assert portfolio.statistic == pytest.approx(expected["portfolio"]["t"], PRINTED)
    assert portfolio.p_value == pytest.approx(expected["portfolio"]["p"], PRINTED)
    assert portfolio.df == (10.0,)
    assert portfolio.facts["caar"] * 100 == pytest.approx(expected["portfolio"]["CAAR"], PRINTED)
    assert portfolio.facts["se"] * 100 == pytest.approx(expected["portfolio"]["se"], PRINTED)
    cowan = _test(given[WHOLE], "generalized_sign")
    assert cowan.statistic == pytest.approx(expected["cowan"]["Z"], PRINTED)
    assert cowan.facts["p_hat"] == pytest.approx(expected["cowan"]["p_hat"], PRINTED)
    assert cowan.facts["w"] == expected["cowan"]["w"]
    wilcoxon = _test(given[WHOLE], "wilcoxon")
    assert (wilcoxon.statistic, wilcoxon.p_value) == (1.0, 0.25)
    multivariate = _test(given[DAY0], "mvrm_f")
    assert multivariate.statistic == pytest.approx(expected["MVRM_F"]["F"], PRINTED)
    assert multivariate.p_value == pytest.approx(expected["MVRM_F"]["p"], 1e-9)
    assert multivariate.df == (4.0, 7.0)


def test_facts_beside_the_statistics_are_the_printed_ones(
    worked: dict[str, Any], given: dict[EventWindow, Evidence]
) -> None:
    expected = worked["expected"]
    skewed = _test(given[WHOLE], "skewness_adjusted_t")
    assert skewed.facts["skewness"] == pytest.approx(expected["skewness"], PRINTED)
    assert skewed.facts["johnson"] == pytest.approx(expected["skew_johnson"], PRINTED)
    crude = _test(given[WHOLE], "crude_dependence")
    assert crude.facts["s_aar"] * 100 == pytest.approx(expected["crude_s"], PRINTED)
    assert _test(given[WHOLE], "grank_t").df == (float(expected["GRANK_T_df"]),)
    correlation = given[WHOLE].correlation
    assert correlation.event_time == pytest.approx(expected["rbar"], PRINTED)
    assert correlation.calendar == pytest.approx(expected["rbar"], PRINTED)


def test_scars_and_buy_and_hold_returns_are_the_printed_ones(
    worked: dict[str, Any], samples: dict[EventWindow, EventSample]
) -> None:
    expected = worked["expected"]
    np.testing.assert_allclose(samples[WHOLE].scar, expected["SCAR"], PRINTED)
    np.testing.assert_allclose(samples[WHOLE].sar.T, expected["SAR"], PRINTED)
    np.testing.assert_allclose(
        buy_and_hold_abnormal_returns(samples[WHOLE]), expected["BHAR"], 1e-9
    )


def test_averages_are_those_of_the_printed_abnormal_returns(
    worked: dict[str, Any], samples: dict[EventWindow, EventSample]
) -> None:
    ar = np.array(worked["expected"]["AR"]) / 100
    averages = average_abnormal_returns(samples[WHOLE])
    np.testing.assert_allclose(averages.aar, ar.mean(axis=1), PRINTED)
    np.testing.assert_allclose(averages.caar, np.cumsum(ar.mean(axis=1)), PRINTED)
    np.testing.assert_allclose(averages.aar_se, ar.std(axis=1, ddof=1) / 2, PRINTED)
    by_value = average_abnormal_returns(samples[WHOLE], np.array([3.0, 1.0, 0.0, 0.0]))
    np.testing.assert_allclose(by_value.aar, 0.75 * ar[:, 0] + 0.25 * ar[:, 1], PRINTED)


def test_a_negative_mean_correlation_is_reported_and_a_capped_statistic_stands_beside_it(
    worked: dict[str, Any], given: dict[EventWindow, Evidence]
) -> None:
    outcome = _test(given[WHOLE], "adjusted_bmp_event")
    assert outcome.facts["rbar_used"] < 0
    assert outcome.facts["capped"] == pytest.approx(worked["expected"]["BMP"], PRINTED)
    assert outcome.facts["capped_p_value"] > outcome.p_value


def test_every_test_states_what_it_tests_and_assumes(
    samples: dict[EventWindow, EventSample],
) -> None:
    outcomes = run_battery(samples[WHOLE])
    assert [outcome.name for outcome in outcomes] == list(BATTERY)
    for outcome in outcomes:
        assert outcome.title
        assert outcome.null.endswith(".")
        assert isinstance(outcome, HypothesisTest)
        assert outcome.assumes.endswith(".")
        assert 0 < outcome.p_value <= 1
        assert outcome.effective_n is not None
