"""The market model and its restrictions against the worked example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.study import EventStudyResult

# The worked example prints full double precision, in percent.
PRINTED = 1e-8
PERCENT = 100.0

Study = Callable[..., EventStudyResult]


@pytest.mark.parametrize("firm", range(4))
def test_alpha_beta_and_s_are_those_of_the_worked_example(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    fit, expected = study_worked(firm).fit, worked["expected"]
    assert fit.parameters["alpha"] * PERCENT == pytest.approx(expected["alpha"][firm], abs=PRINTED)
    assert fit.parameters["beta"] == pytest.approx(expected["beta"][firm], abs=PRINTED)
    assert fit.sigma * PERCENT == pytest.approx(expected["s"][firm], abs=PRINTED)
    assert (fit.df, fit.n_estimation) == (10, 12)


@pytest.mark.parametrize("firm", range(4))
def test_the_prediction_covariance_carries_the_leverage_of_the_event_rows(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    fit = study_worked(firm).fit
    leverage = fit.prediction_covariance / fit.sigma2 - np.eye(2)
    np.testing.assert_allclose(leverage, worked["expected"]["H"], atol=PRINTED)


@pytest.mark.parametrize("firm", range(4))
def test_the_mean_adjusted_model_takes_the_mean_and_loses_one_degree(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    result, expected = study_worked(firm, model="mean-adjusted"), worked["expected"]
    assert result.abnormal.values[0] * PERCENT == pytest.approx(
        expected["mean_adj_AR_day0"][firm], abs=PRINTED
    )
    assert result.fit.sigma * PERCENT == pytest.approx(expected["mean_adj_s"][firm], abs=PRINTED)
    assert result.fit.df == 11


@pytest.mark.parametrize("firm", range(4))
def test_the_market_adjusted_model_measures_its_variance_about_zero(
    firm: int, study_worked: Study, worked: dict[str, Any]
) -> None:
    result, expected = study_worked(firm, model="market-adjusted"), worked["expected"]
    assert result.abnormal.values[0] * PERCENT == pytest.approx(
        expected["mkt_adj_AR_day0"][firm], abs=PRINTED
    )
    assert result.fit.sigma * PERCENT == pytest.approx(
        expected["mkt_adj_s_about_zero"][firm], abs=PRINTED
    )
    about_mean = float(np.std(result.fit.residuals, ddof=1)) * PERCENT
    assert about_mean == pytest.approx(expected["mkt_adj_s_about_mean"][firm], abs=PRINTED)
    assert result.fit.df == 12
