"""The placebo in time: the same study at every date without an event."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import StudyError
from analysis.significance.placebo import PlaceboSample, placebo_sample, placebo_test
from analysis.significance.result import HypothesisTest, UnavailableTest
from analysis.study import StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

# Normal equations against an orthogonal factorisation of scaled columns.
SECOND_ROUTE = 1e-10
CRASH = pd.Timestamp("2025-01-27").date()
SHORT = EstimationWindow(-130, -11)


@pytest.mark.parametrize("window", [EventWindow(0, 0), EventWindow(-2, 3), EventWindow(1, 4)])
@pytest.mark.parametrize(
    "model", ["market", "mean-adjusted", "market-adjusted", "capm", "ff5", "market-sector", "huber"]
)
def test_every_date_has_the_numbers_of_a_study_of_its_own(
    model: str, window: EventWindow, real_frame: pd.DataFrame
) -> None:
    spec = StudySpec(model, SHORT, (window,))
    frame = real_frame.iloc[:200].copy()
    frame.iloc[[20, 140, 170], frame.columns.get_loc("security")] = np.nan
    sample = placebo_sample(frame["security"], frame, spec, window, [frame.index[150]])
    assert len(sample) > 20
    for i in range(0, len(sample), 5):
        result = run_study(frame["security"], frame, sample.sessions[i].date(), spec)
        own = result.headline
        assert sample.car[i] == pytest.approx(own.car.value, abs=SECOND_ROUTE)
        assert sample.standard_error[i] == pytest.approx(own.car.standard_error, abs=SECOND_ROUTE)
        assert sample.scar[i] == pytest.approx(own.car.scar, rel=SECOND_ROUTE)
        assert sample.scaled[i] == pytest.approx(
            own.test("sq_volatility_scaled").statistic, rel=SECOND_ROUTE
        )


@given(st.integers(0, 12), st.integers(0, 6), st.integers(130, 290))
def test_dates_near_an_event_are_left_out_and_no_others(
    margin: int, length: int, event: int
) -> None:
    days = pd.bdate_range("2024-01-02", periods=300)
    returns = pd.Series(np.sin(np.arange(300.0) ** 2) / 50, days, name="A")
    market = pd.DataFrame({"market": np.cos(np.arange(300.0) ** 2) / 90}, days)
    window = EventWindow(0, length)
    sample = placebo_sample(
        returns, market, StudySpec(estimation=SHORT), window, [days[event]], margin
    )
    rows = set(days.get_indexer(sample.sessions).tolist())
    allowed = {r for r in range(130, 300 - length) if abs(r - event) > max(margin, length)}
    assert rows == allowed


def test_an_event_on_a_closed_day_keeps_both_neighbours_away(random_frame: pd.DataFrame) -> None:
    days = random_frame.index
    saturday = days[200] + pd.Timedelta(days=5 - days[200].day_of_week)
    sample = placebo_sample(
        random_frame["security"],
        random_frame,
        StudySpec(estimation=SHORT),
        EventWindow(0, 0),
        [saturday.date()],
        margin=1,
    )
    friday = days.searchsorted(saturday) - 1
    near = set(days[friday - 1 : friday + 3])
    assert not near & set(sample.sessions)
    assert {days[friday - 2], days[friday + 3]} <= set(sample.sessions)


def test_dates_without_a_return_or_enough_rows_are_counted_not_filled(
    random_frame: pd.DataFrame,
) -> None:
    frame = random_frame.copy()
    frame.iloc[200, frame.columns.get_loc("security")] = np.nan
    whole = placebo_sample(
        random_frame["security"], random_frame, StudySpec(estimation=SHORT), EventWindow(0, 1), []
    )
    holed = placebo_sample(
        frame["security"], frame, StudySpec(estimation=SHORT), EventWindow(0, 1), []
    )
    assert (whole.skipped, holed.skipped) == (0, 2)
    assert set(whole.sessions) - set(holed.sessions) == {frame.index[199], frame.index[200]}
    complete = StudySpec(estimation=EstimationWindow(-60, -11))
    strict = placebo_sample(frame["security"], frame, complete, EventWindow(0, 0), [])
    # A window shorter than the least number of rows must be complete: 50 dates have the hole.
    assert strict.skipped == 1 + 50


def test_a_benchmark_that_stands_still_leaves_no_date(random_frame: pd.DataFrame) -> None:
    still = random_frame.assign(market=0.0)
    sample = placebo_sample(still["security"], still, StudySpec(), EventWindow(0, 0), [])
    assert len(sample) == 0
    assert isinstance(placebo_test(sample, 2.0), UnavailableTest)


def sample_of(scar: list[float]) -> PlaceboSample:
    days = pd.bdate_range("2024-01-02", periods=len(scar))
    ones = np.ones(len(scar))
    return PlaceboSample("A", EventWindow(0, 0), days, np.array(scar), ones, 2 * ones, 0)


def test_p_counts_the_dates_at_least_as_strange_and_the_event_itself() -> None:
    sample = sample_of([-3.0, 0.5, 1.0, 2.0, -2.0, 0.0, 0.1, -0.1, 3.0])
    test = placebo_test(sample, -2.0)
    assert isinstance(test, HypothesisTest)
    assert (test.p_value, test.p_lower, test.p_upper) == (5 / 10, 3 / 10, 9 / 10)
    assert test.floor == 1 / 10
    assert test.facts["place"] == 5
    assert test.facts["dates"] == 9


def test_volatility_scaled_statistics_are_compared_with_their_like() -> None:
    sample = sample_of([-3.0, 0.5, 1.0])
    test = placebo_test(sample, -1.4, "scaled")
    assert test.name == "placebo_volatility_scaled"
    assert test.p_value == 2 / 4


def test_the_crash_has_its_place_among_the_other_dates_of_two_years(
    real_frame: pd.DataFrame,
) -> None:
    result = run_study(real_frame["security"], real_frame, CRASH, StudySpec())
    sample = placebo_sample(
        real_frame["security"], real_frame, StudySpec(), EventWindow(0, 0), [CRASH]
    )
    test = placebo_test(sample, result.headline.car.scar)
    stranger = sample.sessions[np.abs(sample.scar) >= abs(result.headline.car.scar)]
    assert test.facts["place"] == 1 + len(stranger)
    assert test.p_value == test.facts["place"] / (len(sample) + 1)
    # No date of these two years comes near it: the floor is reached.
    assert test.p_value == test.floor == 1 / (len(sample) + 1)


def test_returns_and_regressors_on_different_dates_are_refused(random_frame: pd.DataFrame) -> None:
    with pytest.raises(StudyError, match="1 dates differ"):
        placebo_sample(
            random_frame["security"], random_frame.iloc[1:], StudySpec(), EventWindow(0, 0), []
        )
