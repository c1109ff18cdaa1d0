"""Abnormal returns, their sums and their variances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EventWindow

PRINTED = 1e-8
PERCENT = 100.0
# Two least-squares routes on a well-conditioned design agree to about 1e-14.
SECOND_ROUTE = 1e-10

Study = Callable[..., EventStudyResult]


@pytest.mark.parametrize("firm", range(4))
def test_abnormal_returns_are_those_of_the_worked_example(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    ar, expected = study_worked(firm).abnormal, worked["expected"]
    np.testing.assert_allclose(
        ar.values * PERCENT, [day[firm] for day in expected["AR"]], atol=PRINTED
    )
    np.testing.assert_allclose(ar.sar, [day[firm] for day in expected["SAR"]], atol=PRINTED)


@pytest.mark.parametrize("firm", range(4))
def test_the_car_and_its_error_are_those_of_the_worked_example(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    car, expected = study_worked(firm).headline.car, worked["expected"]
    assert car.value * PERCENT == pytest.approx(expected["CAR"][firm], abs=PRINTED)
    assert car.standard_error * PERCENT == pytest.approx(expected["SE_CAR"][firm], abs=PRINTED)
    assert car.scar == pytest.approx(expected["SCAR"][firm], abs=PRINTED)


def test_leaving_the_prediction_error_out_would_overstate_the_t(
    study_worked: Study, worked: dict[str, Any]
) -> None:
    result = study_worked(0)
    naive = result.headline.car.value / (result.fit.sigma * np.sqrt(2))
    assert naive == pytest.approx(worked["expected"]["naive_t_CAR"][0], abs=PRINTED)
    assert abs(naive) > abs(result.headline.car.scar)


def test_the_running_car_ends_at_the_car(study_worked: Study) -> None:
    result = study_worked(0)
    values, errors = result.abnormal.path(EventWindow(0, 1))
    assert values[-1] == pytest.approx(result.headline.car.value, abs=1e-15)
    assert errors[-1] == pytest.approx(result.headline.car.standard_error, rel=1e-12)
    assert errors[0] == pytest.approx(result.abnormal.standard_errors[0], rel=1e-12)


@pytest.mark.parametrize("source", ["random_frame", "real_frame"])
@pytest.mark.parametrize("row0", [260, 275, 290])
@pytest.mark.parametrize("window", [EventWindow(0, 0), EventWindow(-3, 5), EventWindow(2, 9)])
def test_abnormal_returns_equal_the_dummies_of_an_event_regression(
    source: str, row0: int, window: EventWindow, request: pytest.FixtureRequest
) -> None:
    """Karafiath (1988): one 0/1 dummy an event day, estimation and event rows together."""
    frame = request.getfixturevalue(source)
    result = run_study(
        frame["security"],
        frame[["market"]],
        frame.index[row0].date(),
        StudySpec(windows=(window,)),
    )
    rows = np.r_[row0 - 250 : row0 - 20, row0 + window.first : row0 + window.last + 1]
    dummies = np.vstack((np.zeros((230, len(window))), np.eye(len(window))))
    design = np.column_stack((np.ones(len(rows)), frame["market"].to_numpy()[rows], dummies))
    ols = sm.OLS(frame["security"].to_numpy()[rows], design).fit()
    np.testing.assert_allclose(result.abnormal.values, ols.params[2:], atol=SECOND_ROUTE)
    np.testing.assert_allclose(result.abnormal.standard_errors, ols.bse[2:], atol=SECOND_ROUTE)
    total = ols.t_test(np.r_[0.0, 0.0, np.ones(len(window))])
    car, t = result.headline.car, result.headline.test("t")
    assert car.scar == pytest.approx(total.tvalue.item(), abs=SECOND_ROUTE)
    assert t.p_value == pytest.approx(np.asarray(total.pvalue).item(), abs=SECOND_ROUTE)
    assert car.df == ols.df_resid


def test_white_and_newey_west_errors_of_a_dummy_are_meaningless(
    study_worked: Study, worked_frame: pd.DataFrame, worked: dict[str, Any]
) -> None:
    """The dummy's own residual is zero, so only the classical error is the right one."""
    design = np.column_stack(
        (np.ones(14), worked_frame["market"], np.vstack((np.zeros((12, 2)), np.eye(2))))
    )
    regression = sm.OLS(worked_frame[0].to_numpy(), design)
    trap = worked["expected"]["trap_HC"]
    classical = study_worked(0).abnormal.standard_errors * PERCENT
    np.testing.assert_allclose(classical, trap["nonrobust"], atol=PRINTED)
    for name in ("HC0", "HC1"):
        robust = regression.fit(cov_type=name).bse[2:] * PERCENT
        np.testing.assert_allclose(robust, trap[name], atol=PRINTED)
        assert (robust < classical).all()
