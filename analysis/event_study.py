"""From a table of prices to a study in one call, for notebooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.benchmarks import ex_firm_market
from analysis.errors import N_, StudyError
from analysis.returns import returns_from_prices
from analysis.sessions import SnapPolicy, snap_to_session
from analysis.study import run_study
from analysis.study_result import EventStudyResult
from analysis.study_rows import shared_dates
from analysis.study_spec import StudySpec


def event_study(
    prices: pd.DataFrame,
    security: str,
    benchmark: str,
    day: date | str,
    spec: StudySpec | None = None,
    *,
    factors: pd.DataFrame | None = None,
    weight: float | None = None,
    policy: SnapPolicy = "next",
) -> EventStudyResult:
    """Study one event of one security, from prices.

    Parameters
    ----------
    prices
        (T, N) prices adjusted for dividends and splits, a row a session of the security's
        exchange, a column a series, NaN where missing.
    security, benchmark
        Columns of the security and of the benchmark.
    day
        The event's day, as a date or ``"2025-01-27"``.
    spec
        Windows, model and conventions; the market model and the event day where not given.
    factors
        Further regressors, in fractions, by the names that the models use: ``"rf"``,
        ``"mkt_rf"``, ``"sector"``, …; a session that they lack is missing.
    weight
        The security's weight in the benchmark, which gives ``"market_ex_firm"``.
    policy
        Whether a day without trading moves to the next or the previous session; the result
        says so. ``"refuse"`` refuses it.

    Raises
    ------
    StudyError
        When a column is missing, a price is impossible, or the study cannot be done.
    """
    spec = spec or StudySpec()
    missing = [name for name in (security, benchmark) if name not in prices.columns]
    if missing:
        raise StudyError(
            N_("A study of {security} against {benchmark} was asked for."),
            N_("The prices have no column {missing}; they have {columns}."),
            N_("Name columns of the prices."),
            security=security,
            benchmark=benchmark,
            missing=", ".join(missing),
            columns=", ".join(map(str, prices.columns[:10])),
        )
    sessions = shared_dates(prices[security], prices)
    own = returns_from_prices(prices[security], spec.returns)
    market = returns_from_prices(prices[benchmark], spec.returns)
    regressors = pd.DataFrame(index=sessions) if factors is None else factors.reindex(sessions)
    regressors = regressors.assign(market=market)
    if weight is not None:
        regressors = regressors.assign(market_ex_firm=ex_firm_market(market, own, weight))
    snapped = snap_to_session(sessions, pd.Timestamp(day).date(), policy)
    result = run_study(own, regressors, snapped.session, spec, benchmark)
    return replace(result, moved_from=snapped.asked if snapped.moved else None)
