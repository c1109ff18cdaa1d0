"""Sessions around the crash, against the single study and the published numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.timing.date_search import DateSearch, Score
from analysis.windows import EventWindow
from dashboard import cache
from dashboard.studies import single
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import study_request
from dashboard.studies.timing.marks import marks_of_attention, named_dates
from dashboard.studies.timing.week import WEEK, Week

CRASH = "crash-2025-01-27"


@pytest.fixture(scope="module")
def week() -> Week:
    return cache.week(study_request(security="NVDA", event=CRASH, benchmark="^IXIC"), WEEK)


def test_every_session_equals_the_single_study_of_the_whole_window(week: Week) -> None:
    request = study_request(security="NVDA", event=CRASH, benchmark="^IXIC", windows=("-5,4",))
    ar = single.run(request).result.abnormal
    assert week.ar == pytest.approx(ar.values, rel=1e-9)
    assert week.score("sar") == pytest.approx(ar.sar, rel=1e-9)
    assert [day.date() for day in week.sessions] == [day.date() for day in ar.sessions]


def test_the_abnormal_returns_are_those_computed_elsewhere(week: Week) -> None:
    # Nvidia against ^IXIC, in percent: first session after R1, the crash, the rebound.
    by_day = {day.date(): 100 * value for day, value in zip(week.sessions, week.ar, strict=True)}
    assert by_day[date(2025, 1, 21)] == pytest.approx(0.70, abs=0.005)
    assert by_day[date(2025, 1, 27)] == pytest.approx(-10.49, abs=0.005)
    assert by_day[date(2025, 1, 28)] == pytest.approx(4.37, abs=0.005)
    assert week.score("sar")[5] == pytest.approx(-4.45, abs=0.005)


def test_the_week_runs_from_17_to_31_january_without_the_holiday(week: Week) -> None:
    days = [day.date() for day in week.sessions]
    assert (days[0], days[-1], len(days)) == (date(2025, 1, 17), date(2025, 1, 31), 10)
    assert date(2025, 1, 20) not in days


def test_a_search_window_with_a_session_without_a_return_is_refused_with_its_date() -> None:
    # Paris traded on 24 December 2024; the benchmark has no close of that day.
    request = basket_request(basket="EU_SOFTWARE", event="v3-release")
    with pytest.raises(StudyError, match=r"no return on .*2024-12-24"):
        cache.week(request, WEEK)


@pytest.mark.parametrize("score", ["sar", "scaled"])
def test_the_prices_choose_the_crash_and_no_window_holds_the_event(
    week: Week, score: Score
) -> None:
    found = week.search[score]
    assert isinstance(found, DateSearch)
    assert week.sessions[found.chosen].date() == date(2025, 1, 27)
    assert 0.01 < found.p_value < 0.10
    assert week.others is not None
    assert week.others[1] < week.sessions[0]


def test_a_baskets_week_is_that_of_its_equal_weight_portfolio() -> None:
    week = cache.week(basket_request(basket="HYPERSCALER", event=CRASH), WEEK)
    study = cache.basket(basket_request(basket="HYPERSCALER", event=CRASH))
    returns = pd.DataFrame({m.security: m.returns for m in study.long.members}).mean(axis=1)
    market = study.long.members[0].regressors["market"]
    zero = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    learnt = slice(zero - 250, zero - 20)
    beta, alpha = np.polyfit(market.iloc[learnt], returns.iloc[learnt], 1)
    expected = returns.iloc[zero - 5 : zero + 5] - alpha - beta * market.iloc[zero - 5 : zero + 5]
    assert week.ar == pytest.approx(expected.to_numpy(), abs=1e-12)


def test_europe_met_r1_a_day_before_new_york() -> None:
    week = cache.week(basket_request(basket="EU_INFRA", event=CRASH), EventWindow(-5, 4))
    marks = marks_of_attention(week.exchange, week.sessions)
    assert marks[0].event.id == "r1-release"
    assert marks[0].session == date(2025, 1, 20)


def test_marks_and_named_dates_lie_on_their_sessions(week: Week) -> None:
    marks = {mark.event.id: mark.session for mark in marks_of_attention("XNYS", week.sessions)}
    assert marks["r1-release"] == date(2025, 1, 21)
    assert marks["short-case-nvidia"] == marks["app-store-number-one"] == date(2025, 1, 27)
    named = named_dates("XNYS", week.sessions)
    assert {entry.article.id for entry in named} == {"A0", "A1", "A2", "A3", "A4"}
    assert all(claim[:2] == entry.article.id for entry in named for claim in entry.claims)
