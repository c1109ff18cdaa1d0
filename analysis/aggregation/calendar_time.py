"""The calendar-time portfolio of all securities that are near an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.errors import N_
from analysis.normal_returns.fit import UnavailableModel
from analysis.normal_returns.linear import fit_linear
from analysis.panel.returns_panel import PanelEvents, ReturnPanel
from analysis.significance.many_firms import Wording
from analysis.significance.result import HypothesisTest, TestResult
from analysis.windows import EventWindow

CALENDAR_TIME = Wording(
    "calendar_time_t",
    N_("Calendar-time portfolio t"),
    N_("The portfolio of securities near an event has no abnormal return (alpha is zero)."),
    N_(
        "Residuals of the portfolio are normal, independent over time and of constant variance, "
        "whatever the number of securities in it."
    ),
)


@dataclass(frozen=True, slots=True)
class CalendarTimePortfolio:
    """Returns of the equal-weight portfolio of securities in their event window.

    Attributes
    ----------
    returns
        (T,) returns by session, NaN where fewer than the required securities are near an
        event.
    members
        (T,) securities in the portfolio.
    alpha, beta
        Intercept a session, and slopes on the factors; NaN where they cannot be estimated.
    test
        The t test of alpha.
    """

    returns: np.ndarray
    members: np.ndarray
    alpha: float
    beta: tuple[float, ...]
    test: TestResult


def calendar_time_portfolio(
    panel: ReturnPanel,
    events: PanelEvents,
    window: EventWindow,
    factors: tuple[str, ...] = ("market",),
    min_members: int = 1,
) -> CalendarTimePortfolio:
    """Hold every security while it is in an event window, and regress on factors.

    Parameters
    ----------
    panel, events
        Returns and events. A security with two overlapping events is held once.
    window
        Sessions around each event during which the security is held.
    factors
        Regressors of the panel, each (T,).
    min_members
        Securities that a session must at least have.

    Notes
    -----
    Jaffe (1974), Mandelker (1974). Dependence between the events of a date drops into the
    portfolio's variance.
    """
    held = np.zeros(panel.returns.shape, dtype=bool)
    for tau in range(window.first, window.last + 1):
        row = events.row + tau
        inside = (row >= 0) & (row < panel.sessions)
        held[events.security[inside], row[inside]] = True
    held &= np.isfinite(panel.returns)
    members = held.sum(axis=0)
    total = np.where(held, panel.returns, 0.0).sum(axis=0)
    returns = np.where(members >= max(min_members, 1), total / np.maximum(members, 1), np.nan)
    x = np.column_stack([np.ones(panel.sessions), *(panel.regressors[name] for name in factors)])
    rows = np.flatnonzero(np.isfinite(returns) & np.isfinite(x).all(axis=1))
    names = ("alpha", *factors)
    fit = fit_linear("calendar-time", names, returns[rows], x[rows], x[:0], rows)
    if isinstance(fit, UnavailableModel):
        refusal = CALENDAR_TIME.refuse(fit.reason, **fit.facts)
        return CalendarTimePortfolio(returns, members, np.nan, (), refusal)
    alpha = fit.parameters["alpha"]
    statistic = float(alpha / np.sqrt(fit.parameter_covariance[0, 0]))
    test = HypothesisTest(
        name=CALENDAR_TIME.name,
        title=CALENDAR_TIME.title,
        null=CALENDAR_TIME.null,
        assumes=CALENDAR_TIME.assumes,
        statistic=statistic,
        p_value=float(2 * stats.t.sf(abs(statistic), fit.df)),
        distribution="t",
        df=(float(fit.df),),
        facts={"alpha": alpha, "rows": float(len(rows))},
    )
    beta = tuple(fit.parameters[name] for name in factors)
    return CalendarTimePortfolio(returns, members, alpha, beta, test)
