from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from dashboard.language import ENGLISH
from dashboard.studies.basket_members import Reason
from dashboard.studies.sector.names import NamesStudy, study_names
from dashboard.studies.sector.request import sector_request
from dashboard.studies.sector.universe import ALL_NAMES, identifiers, known_identifier, tickers_of
from dashboard.studies.single import run
from data.catalogue import basket, securities
from data.errors import DataError
from data.providers.snapshot import snapshot_prices


@pytest.fixture(scope="module")
def crash() -> NamesStudy:
    return study_names(sector_request())


@pytest.mark.parametrize(
    ("security", "model"),
    [
        ("NVDA", "market"),
        ("GEV", "market"),
        ("ALAB", "market"),
        ("6857.T", "market"),
        ("SU.PA", "market"),
        ("SAP.DE", "market"),
        ("NVDA", "market-adjusted"),
        ("ARM", "mean-adjusted"),
        ("MSFT", "market-ex-firm"),
    ],
)
@pytest.mark.parametrize(("window", "returns"), [("0,0", "simple"), ("-1,5", "log")])
def test_a_name_has_the_numbers_of_its_own_study(
    security: str, model: str, window: str, returns: str
) -> None:
    request = sector_request(
        names=next(entry.group for entry in securities() if entry.ticker == security),
        model=model,
        window=window,
        returns=returns,
    )
    study = study_names(request)
    move, alone = study.move(security), run(request.of(security))
    car, (low, high) = alone.headline.car, alone.headline.interval
    found = (move.car, move.standard_error, move.raw_return, move.low, move.high, move.scar)
    expected = (car.value, car.standard_error, car.raw_return, low, high, car.scar)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10)
    assert move.session == alone.event.session
    assert move.n_estimation == alone.result.fit.n_estimation
    assert move.benchmark == alone.benchmark.security


def test_nvidias_car_is_that_of_a_regression_by_statsmodels(crash: NamesStudy) -> None:
    prices = [snapshot_prices(name).on_sessions().total_return_price for name in ("NVDA", "^GSPC")]
    y, x = (price.pct_change(fill_method=None) for price in prices)
    x = x.reindex(y.index)
    row0 = y.index.get_loc("2025-01-27")
    past = slice(row0 - 250, row0 - 20)
    fit = sm.OLS(y.iloc[past], sm.add_constant(x.iloc[past])).fit()
    forecast = fit.get_prediction([[1.0, x.iloc[row0]]])
    assert crash.move("NVDA").car == pytest.approx(
        y.iloc[row0] - forecast.predicted_mean[0], abs=1e-12
    )
    assert crash.move("NVDA").standard_error == pytest.approx(forecast.se_obs[0], abs=1e-12)


def test_every_catalogued_ai_share_has_a_number_or_a_reason(crash: NamesStudy) -> None:
    with_number = [move.security for move in crash.moves]
    without = [entry.security for entry in crash.left_out]
    assert sorted((*with_number, *without)) == sorted(tickers_of(ALL_NAMES))
    assert len(with_number) > 100
    words = {entry.security: entry.words(ENGLISH) for entry in crash.left_out}
    assert "Only 44 of its 230 sessions" in words["NBIS"]
    assert "no return on 2025-01-27" in words["IFX.DE"]
    assert "JNJ" not in with_number


def test_a_closed_market_is_left_out_with_the_name_of_the_holiday() -> None:
    study = study_names(sector_request(names="asia-listing", benchmark="^N225"))
    words = {
        entry.security: entry.words(ENGLISH)
        for entry in study.left_out
        if isinstance(entry.why, Reason)
    }
    assert study.session == date(2025, 1, 27)
    assert "Temporary public holiday" in words["000660.KS"]
    assert "2025-01-31" in words["000660.KS"]
    assert "Lunar New Year" in words["2330.TW"]


def test_an_earlier_session_of_an_open_market_is_kept_with_its_own_date() -> None:
    study = study_names(sector_request(event="r1-release"))
    assert study.session == date(2025, 1, 21)
    assert study.move("SU.PA").session == date(2025, 1, 20)


def test_members_without_any_prices_stand_in_the_list_with_the_catalogues_reason() -> None:
    study = study_names(sector_request(names="SEMI_EQUIP"))
    without = {entry.security for entry in study.left_out}
    assert {entry.ticker for entry in basket("SEMI_EQUIP").unavailable} <= without


def test_a_day_on_which_most_markets_were_closed_is_refused_with_their_reason() -> None:
    with pytest.raises(DataError, match="Saturday"):
        study_names(sector_request(event="2025-01-25"))


def test_the_benchmark_itself_is_refused_and_the_others_stay() -> None:
    study = study_names(sector_request(names="GPU_INFRA", benchmark="NVDA"))
    assert "NVDA" not in [move.security for move in study.moves]
    refusal = next(entry for entry in study.left_out if entry.security == "NVDA")
    assert isinstance(refusal.why, StudyError)


def test_a_model_that_is_no_line_gives_the_numbers_of_the_single_study() -> None:
    request = sector_request(names="HYPERSCALER", model="ff3")
    study = study_names(request)
    assert study.move("MSFT").car == run(request.of("MSFT")).headline.car.value
    assert study.move("MSFT").line is None


def test_every_choice_has_names_and_is_found_in_any_case() -> None:
    assert all(tickers_of(identifier) for identifier in identifiers())
    assert known_identifier(" gpu_infra ") == "GPU_INFRA"
    with pytest.raises(DataError, match="no basket or group"):
        known_identifier("{x}")
