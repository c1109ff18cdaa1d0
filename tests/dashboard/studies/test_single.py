from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest, UnavailableTest
from dashboard.studies.more_tests import more_tests
from dashboard.studies.request import study_request
from dashboard.studies.single import Dollars, Study, run
from data.errors import DataError
from data.providers.snapshot import snapshot_prices


def nvidia(**changes: Any) -> Study:
    return run(study_request(**{"security": "NVDA", "event": "2025-01-27"} | changes))


def test_nvidia_fell_from_142_62_to_118_42_which_is_minus_16_97_percent() -> None:
    study = nvidia()
    assert isinstance(study.dollars, Dollars)
    assert study.dollars.closes == (142.62, 118.42)
    assert study.dollars.days == (date(2025, 1, 24), date(2025, 1, 27))
    assert study.headline.car.raw_return == pytest.approx(118.42 / 142.62 - 1, abs=5e-7)
    assert round(study.headline.car.raw_return, 4) == -0.1697


def test_the_study_equals_an_event_dummy_regression_in_statsmodels_to_1e_10() -> None:
    study = nvidia(benchmark="^IXIC", windows=("0,1",))
    own, market = (
        snapshot_prices(ticker)
        .total_return_price.loc["2023-06-01":"2025-03-01"]
        .pct_change()
        .dropna()
        for ticker in ("NVDA", "^IXIC")
    )
    row0 = own.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = np.r_[row0 - 250 : row0 - 20, row0, row0 + 1]
    design = pd.DataFrame({"const": 1.0, "market": market.iloc[rows]})
    for tau in (0, 1):
        design[f"d{tau}"] = (design.index == own.index[row0 + tau]).astype(float)
    fit = sm.OLS(own.iloc[rows], design).fit()
    total = fit.t_test("d0 + d1 = 0")
    car = study.headline.car
    assert study.result.fit.parameters["alpha"] == pytest.approx(fit.params["const"], abs=1e-10)
    assert study.result.fit.parameters["beta"] == pytest.approx(fit.params["market"], abs=1e-10)
    assert car.value == pytest.approx(float(total.effect[0]), abs=1e-10)
    assert car.standard_error == pytest.approx(float(np.squeeze(total.sd)), abs=1e-10)
    assert car.scar == pytest.approx(float(np.squeeze(total.tvalue)), rel=1e-10)
    assert study.headline.test("t").p_value == pytest.approx(float(total.pvalue), rel=1e-8)
    assert car.df == fit.df_resid


def test_against_the_nasdaq_the_abnormal_return_is_the_published_minus_10_49() -> None:
    car = nvidia(benchmark="^IXIC").headline.car
    assert car.value == pytest.approx(-0.1049, abs=5e-5)
    assert car.scar == pytest.approx(-4.45, abs=5e-3)


def test_the_loss_is_592_6_billion_dollars_at_the_official_close() -> None:
    dollars = nvidia().dollars
    assert isinstance(dollars, Dollars)
    assert dollars.value.change == pytest.approx(dollars.shares.shares * (118.42 - 142.62))
    assert round(-dollars.value.change / 1e9, 1) == 592.6
    assert not dollars.shares.is_proxy


@pytest.mark.parametrize(
    ("security", "session"),
    [("NVDA", date(2025, 1, 21)), ("9984.T", date(2025, 1, 21)), ("SAP.DE", date(2025, 1, 20))],
)
def test_r1_is_dated_by_each_exchange_on_its_own_calendar(security: str, session: date) -> None:
    assert nvidia(security=security, event="r1-release").result.session == session
    instant = nvidia(security=security, event="2025-01-20T12:19:44Z")
    assert instant.result.session == session


def test_a_study_names_the_claims_that_speak_of_its_move() -> None:
    assert "A3-13" in [claim.id for claim in nvidia().claims]


def test_other_news_in_the_window_is_listed_and_the_event_itself_is_not() -> None:
    study = nvidia(event="crash-2025-01-27", windows=("0,2",))
    identifiers = [event.id for event in study.confounders]
    assert "fomc-2025-01-29" in identifiers
    assert "crash-2025-01-27" not in identifiers


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        (
            {"event": "2025-01-25"},
            DataError,
            ["2025-01-25", "Saturday", "2025-01-24", "2025-01-27"],
        ),
        ({"event": "2025-01-20"}, DataError, ["2025-01-20", "2025-01-17", "2025-01-21"]),
        ({"event": "2031-03-03"}, DataError, ["2031-03-03", "2025-12-31"]),
        ({"security": "NVDAX"}, DataError, ["NVDAX", "NVDA"]),
        ({"benchmark": "^IXXX"}, DataError, ["^IXXX", "^IXIC"]),
        ({"estimation": "-20,5", "windows": ("0,5",)}, StudyError, ["[-20, +5]", "[0, +5]", "-1"]),
        ({"estimation": "-9000,-21"}, StudyError, ["[-9000, -21]", "1999"]),
        ({"windows": ("0,900",)}, StudyError, ["[0, +900]", "2025-12-31"]),
        ({"windows": ("5,0",)}, StudyError, ["5", "0"]),
        ({"windows": ("zero",)}, StudyError, ["zero", "0,1"]),
        ({"event": "the crash"}, StudyError, ["the crash", "2025-01-27"]),
        ({"security": "ARM", "event": "2022-06-01"}, DataError, ["ARM", "2023-09-14"]),
        ({"security": "NBIS"}, StudyError, ["NBIS", "100"]),
        ({"benchmark": "NVDA"}, StudyError, ["NVDA", "another"]),
        ({"model": "magic"}, StudyError, ["magic", "market"]),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_there_is_and_what_to_do(
    changes: dict[str, object], kind: type[Exception], said: list[str]
) -> None:
    with pytest.raises(kind) as refusal:
        nvidia(**changes)
    for words in said:
        assert words in str(refusal.value)


def test_a_late_listing_is_studied_with_the_rows_there_are_and_says_how_many_lack() -> None:
    study = nvidia(security="GEV")
    missing = sum(len(rows.sessions) for rows in study.result.dropped)
    assert study.result.fit.n_estimation + missing == 230
    assert missing > 0
    assert study.result.dropped[0].sessions[-1] == date(2024, 3, 27)


def test_a_closed_day_may_be_moved_when_asked_and_the_study_says_so() -> None:
    study = nvidia(event="2025-01-25", non_session="next")
    assert study.result.session == date(2025, 1, 27)
    assert study.event.moved == "Saturday"


def test_a_security_without_a_share_count_says_why_there_is_no_value() -> None:
    dollars = nvidia(security="QQQ").dollars
    assert isinstance(dollars, DataError)
    assert "QQQ" in str(dollars)


def test_no_number_of_a_headline_is_missing_for_any_catalogued_share_that_can_be_studied() -> None:
    for security in ("AVGO", "ASML", "SAP.DE", "9984.T", "VST", "AAPL", "BRK-B", "ARM"):
        study = nvidia(security=security)
        assert math.isfinite(study.headline.car.value), security
        assert study.headline.car.standard_error > 0, security


def test_placebo_bootstrap_and_rank_tests_are_there_on_demand_and_repeat_with_their_seed() -> None:
    study = nvidia()
    tests = {test.name: test for test in more_tests(study, study.headline, seed=7)}
    again = {test.name: test for test in more_tests(study, study.headline, seed=7)}
    assert tests == again
    placebo = next(test for name, test in tests.items() if name.startswith("placebo"))
    assert isinstance(placebo, HypothesisTest)
    assert placebo.p_value == pytest.approx(
        placebo.facts["place"] / (placebo.facts["dates"] + 1), abs=1e-12
    )
    assert placebo.facts["dates"] > 6000
    ranked = [t for t in tests.values() if isinstance(t, HypothesisTest) and t.ceiling is not None]
    assert len(ranked) == 2
    assert all(abs(test.statistic) <= test.ceiling + 1e-12 for test in ranked)


def test_a_placebo_that_would_take_minutes_is_refused_with_the_reason() -> None:
    study = nvidia(model="garch")
    refusal = more_tests(study, study.headline)[0]
    assert isinstance(refusal, UnavailableTest)
    assert "garch" in refusal.explanation
