from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.dates_away import MARGIN
from analysis.errors import StudyError
from analysis.robustness.curve import specification_curve
from analysis.robustness.moved_curves import curves_elsewhere, moved_curves
from analysis.robustness.specification import Data, Series, Specification
from analysis.windows import EstimationWindow, EventWindow
from tests.analysis.robustness.conftest import EVENT, few_of

EVENTS = (EVENT, date(2024, 5, 23), date(2024, 8, 31))


def test_a_loop_over_dates_and_specifications_gives_the_same_summaries(nvidia: Data) -> None:
    data, wanted = few_of(nvidia)
    moved = moved_curves(data, EVENT, specification_curve(data, EVENT, wanted), EVENTS)
    assert len(moved.sessions) > 300
    for place in range(0, len(moved.sessions), 25):
        there = specification_curve(data, moved.sessions[place].date(), wanted)
        assert len(there) == len(wanted)
        assert moved.median[place] == pytest.approx(there.median, rel=1e-9)
        assert moved.median_scar[place] == pytest.approx(there.median_scar, rel=1e-9)
        assert moved.share_beyond[place] == there.share_beyond


def test_dates_keep_away_from_every_event_and_their_estimation_windows_do_not_hold_it(
    nvidia: Data,
) -> None:
    data, wanted = few_of(nvidia)
    moved = moved_curves(data, EVENT, specification_curve(data, EVENT, wanted), EVENTS)
    days = data["^GSPC", "simple"].returns.index
    rows = days.get_indexer(moved.sessions)
    event = days.get_loc("2025-01-27")
    assert np.abs(rows - event).min() > MARGIN
    assert (np.abs(rows - days.get_loc("2024-05-23")) > MARGIN).all()
    # Saturday the 31st stands between two sessions, and both sides keep their distance.
    before = days.searchsorted(pd.Timestamp("2024-08-31")) - 1
    assert not set(range(before - MARGIN, before + MARGIN + 2)) & set(rows.tolist())
    assert not ((rows > event) & (rows - 130 <= event)).any()


@pytest.mark.parametrize("session", [EVENT, date(2024, 12, 2), date(2023, 3, 1)])
def test_what_was_gathered_once_serves_every_event(nvidia: Data, session: date) -> None:
    data, wanted = few_of(nvidia)
    curve = specification_curve(data, session, wanted)
    gathered = curves_elsewhere(data, wanted, EVENTS, curve.level).without(session)
    alone = moved_curves(data, session, curve, (*EVENTS, session))
    pd.testing.assert_index_equal(gathered.sessions, alone.sessions)
    np.testing.assert_array_equal(gathered.median, alone.median)
    np.testing.assert_array_equal(gathered.share_beyond, alone.share_beyond)


def test_dates_before_which_a_benchmark_stood_still_are_skipped(nvidia: Data) -> None:
    series = nvidia["^GSPC", "simple"]
    still = series.regressors.copy()
    still.loc["2022-06-01":"2023-09-29", "market"] = 0.0
    wanted = Specification(
        "market", "^GSPC", EstimationWindow(-140, -21), EventWindow(0, 0), "simple"
    )
    data = {("^GSPC", "simple"): Series(series.returns, still)}
    moved = moved_curves(data, EVENT, specification_curve(data, EVENT, [wanted]), EVENTS)
    assert moved.skipped > 100
    first = pd.Timestamp("2023-10-02")
    after = still.index.get_loc(first) + 21
    assert moved.sessions[moved.sessions > "2023-01-01"][0] == still.index[after]
    for session in (moved.sessions[0], still.index[after]):
        there = specification_curve(data, session.date(), [wanted])
        assert moved.median[moved.sessions == session] == pytest.approx(there.median, rel=1e-9)
    with pytest.raises(StudyError, match="collinear"):
        specification_curve(data, still.index[after - 1].date(), [wanted])


def test_only_least_squares_is_moved(nvidia: Data) -> None:
    data, wanted = few_of(nvidia)
    robust = Specification(
        "huber", "^GSPC", EstimationWindow(-130, -11), EventWindow(0, 0), "simple"
    )
    curve = specification_curve(data, EVENT, (*wanted, robust))
    assert moved_curves(data, EVENT, curve, EVENTS).specifications == len(wanted)
    alone = specification_curve(data, EVENT, [robust])
    assert moved_curves(data, EVENT, alone, EVENTS).specifications == 0
