"""Tests on the equal-weight portfolio of events on one date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.aggregation.portfolio_residual import (
    portfolio_abnormal_returns,
    portfolio_fit,
)
from analysis.errors import N_
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.many_firms import CAAR_NULL, Evidence, Wording, student
from analysis.significance.result import TestResult, UnavailableTest
from analysis.significance.sample_quantile import sample_quantile_test
from analysis.significance.volatility_scaled import volatility_scaled_test

PORTFOLIO_T = Wording(
    "portfolio_t",
    N_("Portfolio t"),
    CAAR_NULL,
    N_(
        "Residuals of the equal-weight portfolio are normal and of constant variance; its "
        "members may depend on each other in any way."
    ),
)
PORTFOLIO_SQ = Wording(
    "portfolio_sq",
    N_("SQ test of the portfolio"),
    N_("The portfolio's abnormal return is an ordinary draw from its estimation residuals."),
    N_(
        "Residuals of the equal-weight portfolio and the event come from one distribution, of "
        "any shape; their variance does not change."
    ),
)
SCALED_SQ = Wording(
    "portfolio_sq_volatility_scaled",
    N_("SQ test of the portfolio, volatility-scaled"),
    N_(
        "The portfolio's abnormal return, over the volatility expected the session before, is "
        "an ordinary draw from its estimation residuals over theirs."
    ),
    N_(
        "The portfolio's residuals over their exponentially weighted volatility come from one "
        "distribution. A jump of the variance on the event day itself cannot be told from an "
        "effect."
    ),
)
NO_GAP = N_("The estimation window does not come before the event.")
DATES = N_("The events have {dates} different dates: they form no portfolio on one date.")
FEW_ROWS = N_("Only {rows} sessions have a residual of every event; {needed} are needed.")


def portfolio_t(given: Evidence) -> TestResult:
    """Return CAAR over its standard error from the portfolio's own residuals, t with M - p df.

    The regression of the equal-weight portfolio on the same regressors (Brown and Warner
    1980, section 3, made exact): SE^2 = (L + 1'H1) w'Sigma w.
    """
    fit = one_date_portfolio(PORTFOLIO_T, given)
    if isinstance(fit, UnavailableTest):
        return fit
    error = float(np.sqrt(fit.prediction_covariance[0, 0]))
    if error == 0:
        return PORTFOLIO_T.refuse(N_("The portfolio's residuals do not vary."))
    caar = float(given.sample.car.mean())
    return student(
        PORTFOLIO_T, caar / error, fit.df, given, caar=caar, se=error, rows=float(len(fit.rows))
    )


def portfolio_sq(given: Evidence) -> TestResult:
    """Rank the CAAR among sums of portfolio residuals over as many sessions.

    Gelbach, Helland and Klick (2013), section 3, on the portfolio.
    """
    fit = one_date_portfolio(PORTFOLIO_SQ, given)
    if isinstance(fit, UnavailableTest):
        return fit
    caar = float(given.sample.car.mean())
    return _renamed(PORTFOLIO_SQ, sample_quantile_test(fit, caar, len(given.sample.window)))


def portfolio_sq_volatility_scaled(given: Evidence) -> TestResult:
    """Rank the CAAR over the portfolio's expected volatility among its residuals over theirs.

    The volatility is exponentially weighted, from data to the session before the event; see
    ``volatility_scaled_test``.
    """
    fit = one_date_portfolio(SCALED_SQ, given)
    if isinstance(fit, UnavailableTest):
        return fit
    if fit.gap_errors is None:
        return SCALED_SQ.refuse(NO_GAP)
    abnormal = portfolio_abnormal_returns(given.sample)
    return _renamed(SCALED_SQ, volatility_scaled_test(fit, abnormal, given.sample.window))


def _renamed(wording: Wording, outcome: TestResult) -> TestResult:
    """Give a one-firm test's outcome the words of the portfolio's test."""
    if isinstance(outcome, UnavailableTest):
        return replace(outcome, name=wording.name, title=wording.title, null=wording.null)
    return replace(
        outcome,
        name=wording.name,
        title=wording.title,
        null=wording.null,
        assumes=wording.assumes,
    )


def one_date_portfolio(wording: Wording, given: Evidence) -> NormalReturnFit | UnavailableTest:
    """Return the portfolio's fit, or why this sample has none."""
    if given.dates > 1:
        return wording.refuse(DATES, dates=given.dates)
    fit = portfolio_fit(given.sample)
    if fit.df < 1:
        needed = len(fit.rows) - fit.df + 1
        return wording.refuse(FEW_ROWS, rows=len(fit.rows), needed=needed)
    return fit
