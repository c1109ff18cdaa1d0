"""The cross-section and the second opinions on the embedded prices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.counterfactual.donors import Counterfactual
from analysis.errors import StudyError
from analysis.windows import EstimationWindow, EventWindow
from dashboard import cache
from dashboard.studies.causes.cross_section import ExposureStudy, exposure_study
from dashboard.studies.causes.second_opinions import (
    FAR_SECTORS,
    SecondOpinions,
    donors,
    second_opinions,
)
from dashboard.studies.request import study_request
from data.catalogue import baskets
from data.providers.snapshot import snapshot_prices, sp500_members, sp500_returns


@pytest.fixture(scope="module")
def study() -> ExposureStudy:
    return exposure_study("crash-2025-01-27", EstimationWindow(-250, -21), EventWindow(0, 0))


@pytest.fixture(scope="module")
def opinions() -> SecondOpinions:
    request = study_request(security="NVDA", event="crash-2025-01-27", windows=("0,0",))
    return second_opinions(cache.study(request))


def test_a_members_car_and_exposure_are_those_of_its_own_regression(study: ExposureStudy) -> None:
    returns = sp500_returns()
    market = snapshot_prices("^GSPC").table["close"].pct_change(fill_method=None)
    zero = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    learnt = returns.index[zero - 250 : zero - 20]
    place = study.firms.index("VST")
    fit = sm.OLS(returns.loc[learnt, "VST"], sm.add_constant(market.loc[learnt])).fit()
    expected = fit.params.iloc[0] + fit.params.iloc[1] * market["2025-01-27"]
    found = study.slopes.exposures
    assert found.car[place] == pytest.approx(returns["VST"]["2025-01-27"] - expected, rel=1e-9)
    assert found.values[place, 2] == pytest.approx(fit.params.iloc[1], rel=1e-9)


def test_the_exposed_fell_more_than_chance_and_chance_is_wider_than_least_squares(
    study: ExposureStudy,
) -> None:
    assert len(study.firms) > 490
    assert study.slopes.slope[0] < 0
    assert study.slopes.p_value[0] == study.slopes.floor
    assert (study.slopes.standard_error > study.slopes.naive_error).all()


def test_no_other_date_is_near_a_catalogued_event_or_holds_this_one(study: ExposureStudy) -> None:
    sessions = sp500_returns().index
    zero = sessions.get_loc(study.session)
    assert study.slopes.rows.max() < zero
    release = sessions.get_loc(pd.Timestamp("2024-11-20"))
    assert np.abs(study.slopes.rows - release).min() > 5


@pytest.mark.parametrize(("estimation", "window"), [((-500, -21), (0, 0)), ((-250, -21), (0, 200))])
def test_a_window_that_the_members_prices_do_not_hold_is_refused_with_what_they_hold(
    estimation: tuple[int, int], window: tuple[int, int]
) -> None:
    with pytest.raises(StudyError, match=r"run from 2023-07-\d\d to 2025-07-\d\d"):
        exposure_study("fomc-2025-01-29", EstimationWindow(*estimation), EventWindow(*window))


def test_donors_are_far_from_every_basket() -> None:
    named = {t for entry in baskets() if entry.id != "NON_AI_CONTROL" for t in entry.tickers}
    members = sp500_members()
    for ticker in donors("NVDA"):
        assert ticker not in named
        assert members["sector"][ticker] in FAR_SECTORS
    assert donors("JNJ") == tuple(t for t in donors("JNJ") if t != "JNJ")


def test_three_methods_agree_on_the_sign_and_the_size(opinions: SecondOpinions) -> None:
    effects = []
    for found in opinions.opinions.values():
        assert isinstance(found, Counterfactual)
        effects.append(found.effect(opinions.panel))
    assert len(effects) == 3
    assert all(-0.20 < effect < -0.10 for effect in effects)
    assert opinions.placebo.p_value == opinions.placebo.floor


def test_the_donors_own_move_is_their_market_model_car(opinions: SecondOpinions) -> None:
    name = opinions.panel.names[3]
    own = cache.study(
        study_request(security=name, event="crash-2025-01-27", benchmark="^GSPC", windows=("0,0",))
    )
    assert opinions.donor_moves[3] == pytest.approx(own.headline.car.value, abs=2e-5)
    assert opinions.donor_scores[3] == pytest.approx(own.headline.car.scar, abs=2e-3)
    found = opinions.opinions["synthetic_control"]
    assert isinstance(found, Counterfactual)
    by_hand = -sum(w * m for w, m in zip(found.weights, opinions.donor_moves, strict=True))
    assert opinions.contamination("synthetic_control") == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"security": "6857.T"}, "trade in New York"),
        ({"returns": "log"}, "log returns"),
        ({"event": "2023-10-02"}, "July 2023"),
    ],
)
def test_what_donors_cannot_tell_is_refused(change: dict[str, str], says: str) -> None:
    asked: dict[str, Any] = {
        "security": "NVDA",
        "event": "crash-2025-01-27",
        "windows": ("0,0",),
    } | change
    with pytest.raises(StudyError, match=says):
        second_opinions(cache.study(study_request(**asked)))
