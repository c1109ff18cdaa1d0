from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.windows import EventWindow
from dashboard.studies.impact.request import ImpactRequest, impact_request, kept
from dashboard.studies.impact.reversal import GroupReversal, group_reversal
from dashboard.studies.request import study_request
from dashboard.studies.single import run
from data.providers.snapshot import snapshot_prices


def asked(subject: str = "NVDA", **changes: Any) -> ImpactRequest:
    return impact_request(subject=subject, event="crash-2025-01-27", **changes)


@cache
def suppliers() -> GroupReversal:
    return kept(group_reversal, asked(), names=True)


def test_the_slope_is_that_of_the_studies_done_one_by_one() -> None:
    found = suppliers()
    points = []
    for ticker in found.study.long.tickers:
        single = run(
            study_request(security=ticker, event="crash-2025-01-27", windows=("0,0", "1,10"))
        )
        points.append([window.car.value for window in single.result.windows])
    first, later = np.array(points).T
    assert found.first == pytest.approx(first, abs=1e-12)
    assert found.later == pytest.approx(later, abs=1e-12)
    fitted = sm.OLS(later, sm.add_constant(first)).fit()
    assert found.reversal.slope == pytest.approx(fitted.params[1])
    assert found.reversal.ols_error == pytest.approx(fitted.bse[1])


def test_the_slope_at_a_placebo_date_is_that_of_a_study_at_that_date() -> None:
    found = suppliers()
    day = found.span[1]
    points = []
    for ticker in found.study.long.tickers:
        asked_there = study_request(
            security=ticker, event=day.isoformat(), benchmark="^GSPC", windows=("0,0", "1,10")
        )
        points.append([window.car.value for window in run(asked_there).result.windows])
    first, later = np.array(points).T
    fitted = sm.OLS(later, sm.add_constant(first)).fit()
    assert found.reversal.drawn[-1] == pytest.approx(fitted.params[1], rel=1e-6)
    assert found.reversal.drawn_t[-1] == pytest.approx(fitted.tvalues[1], rel=1e-6)


def test_placebo_dates_end_before_the_event_and_keep_away_from_listed_ones() -> None:
    found = suppliers()
    sessions = snapshot_prices("NVDA").on_sessions().table.index
    last = sessions.get_loc(pd.Timestamp(found.span[1]))
    event = sessions.get_loc(pd.Timestamp("2025-01-27"))
    assert last + 10 < event
    assert found.reversal.p_value >= found.reversal.floor
    assert len(found.reversal.drawn) > 300


def test_another_later_window_gives_another_slope() -> None:
    short = kept(group_reversal, asked(later="1,5"), names=True)
    assert short.study.request.spec.windows[1] == EventWindow(1, 5)
    assert short.reversal.slope != suppliers().reversal.slope


def test_a_model_that_takes_minutes_is_refused() -> None:
    with pytest.raises(StudyError, match="garch"):
        kept(group_reversal, asked(model="garch"), names=True)


def test_too_few_names_are_refused() -> None:
    with pytest.raises(StudyError, match="3 names"):
        kept(group_reversal, asked(group="NVDA,AVGO,AMD"), names=True)
