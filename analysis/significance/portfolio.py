"""Tests on the equal-weight portfolio of events on one date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.aggregation.portfolio_residual import portfolio_fit
from analysis.errors import N_
from analysis.event_sample import EventSample
from analysis.normal_returns.fit import NormalReturnFit
from analysis.significance.many_firms import CAAR_NULL, Evidence, Wording, student
from analysis.significance.result import TestResult, UnavailableTest
from analysis.significance.sample_quantile import sample_quantile_test

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
DATES = N_("The events have {dates} different dates: they form no portfolio on one date.")
FEW_ROWS = N_("Only {rows} sessions have a residual of every event; {needed} are needed.")


def portfolio_t(given: Evidence) -> TestResult:
    """Return CAAR over its standard error from the portfolio's own residuals, t with M - p df.

    The regression of the equal-weight portfolio on the same regressors (Brown and Warner
    1980, section 3, made exact): SE^2 = (L + 1'H1) w'Sigma w.
    """
    fit = one_date_portfolio(PORTFOLIO_T, given.sample)
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
    fit = one_date_portfolio(PORTFOLIO_SQ, given.sample)
    if isinstance(fit, UnavailableTest):
        return fit
    outcome = sample_quantile_test(fit, float(given.sample.car.mean()), len(given.sample.window))
    if isinstance(outcome, UnavailableTest):
        return replace(
            outcome, name=PORTFOLIO_SQ.name, title=PORTFOLIO_SQ.title, null=PORTFOLIO_SQ.null
        )
    return replace(
        outcome,
        name=PORTFOLIO_SQ.name,
        title=PORTFOLIO_SQ.title,
        null=PORTFOLIO_SQ.null,
        assumes=PORTFOLIO_SQ.assumes,
    )


def one_date_portfolio(wording: Wording, sample: EventSample) -> NormalReturnFit | UnavailableTest:
    """Return the portfolio's fit, or why this sample has none."""
    if not sample.shares_one_date:
        return wording.refuse(DATES, dates=len(np.unique(sample.event_row)))
    fit = portfolio_fit(sample)
    if fit.df < 1:
        needed = len(fit.rows) - fit.df + 1
        return wording.refuse(FEW_ROWS, rows=len(fit.rows), needed=needed)
    return fit
