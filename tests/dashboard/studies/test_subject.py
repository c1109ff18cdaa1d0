from __future__ import annotations

import pytest

from analysis.errors import StudyError
from analysis.windows import EventWindow
from dashboard import cache
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.choices import (
    basket_names,
    find_event,
    find_subject,
    find_window,
    is_basket,
    members_of,
)
from dashboard.studies.drawn import drawn
from dashboard.studies.request import StudyRequest
from dashboard.studies.subject import Asked, request_for
from data.catalogue import baskets
from data.errors import DataError
from data.providers.snapshot import snapshot_prices

CRASH = "crash-2025-01-27"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nvda", "NVDA"),
        ("Broadcom", "AVGO"),
        ("basket:gpu_infra", "basket:GPU_INFRA"),
        ("Builders of AI computing", "basket:GPU_INFRA"),
        ("AI計算基盤の供給企業", "basket:GPU_INFRA"),
        ("nvda, Broadcom ,TSM,nvda", "NVDA,AVGO,TSM"),
        ("nvda,", "NVDA"),
        ("Builders of AI", "basket:GPU_INFRA"),
        ("gpu_infra", "basket:GPU_INFRA"),
        ("AI", "AI"),
        ("mine", "mine"),
        ("mine,nvda", "mine,NVDA"),
        ("ＮＶＤＡ", "NVDA"),
        ("ｎｖｄａ、Broadcom，TSM", "NVDA,AVGO,TSM"),
    ],
)
def test_what_is_typed_names_a_security_a_basket_or_many_tickers(typed: str, meant: str) -> None:
    assert find_subject(typed, held=("mine",)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" -1,+1 ", "-1,1"),
        ("[\u22121, 1]", "-1,1"),
        ("０，５", "0,5"),
        ("5,0", "5,0"),
        ("0;5", "0;5"),
    ],
)
def test_one_window_has_one_text(typed: str, meant: str) -> None:
    assert find_window(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025/1/27", "2025-01-27"),
        ("2025.01.27", "2025-01-27"),
        ("2025年1月27日", "2025-01-27"),
        ("２０２５－０１－２７", "2025-01-27"),
        ("2025-13-45", "2025-13-45"),
        ("27/01/2025", "27/01/2025"),
        ("2025-01-20T12:19:44Z", "2025-01-20T12:19:44Z"),
        (f" {CRASH} ", CRASH),
    ],
)
def test_a_day_with_its_year_first_is_read_and_no_other_order_is_guessed(
    typed: str, meant: str
) -> None:
    assert find_event(typed) == meant


def test_every_catalogued_basket_is_offered_with_its_members() -> None:
    assert set(basket_names()) == {f"basket:{entry.id}" for entry in baskets()}
    for entry in baskets():
        assert members_of(f"basket:{entry.id}") == entry.tickers
    assert members_of("NVDA,AVGO") == ("NVDA", "AVGO")
    assert members_of("basket:NONE") == ()


def test_a_request_is_of_one_security_or_of_many() -> None:
    one = request_for(Asked("NVDA", CRASH), ("0,0",))
    many = request_for(Asked("NVDA,AVGO", CRASH), ("0,0",))
    catalogued = request_for(Asked("basket:GPU_INFRA", CRASH), ("0,0",))
    assert isinstance(one, StudyRequest)
    assert isinstance(many, BasketRequest)
    assert isinstance(catalogued, BasketRequest)
    assert many.members == ("NVDA", "AVGO")
    assert (many.basket, catalogued.basket) == ("", "GPU_INFRA")
    assert is_basket("NVDA,AVGO")
    assert not is_basket("NVDA")


def test_a_basket_that_is_not_catalogued_is_refused_with_near_ones() -> None:
    with pytest.raises(DataError, match="GPU_INFRA"):
        request_for(Asked("basket:GPU_INFRAS", CRASH), ("0,0",))


@pytest.mark.parametrize(
    ("asked", "window", "span", "shown"),
    [
        (Asked("NVDA", CRASH), "0,0", "-10,10", (-10, 10)),
        (Asked("NVDA", "2025-12-30"), "0,0", "-10,10", (-10, 1)),
        (Asked("NVDA,AVGO", "2025-12-30"), "0,0", "-10,10", (-10, 0)),
        (Asked("basket:EU_INFRA", CRASH), "0,0", "-10,10", (-10, 10)),
    ],
)
def test_a_study_is_drawn_over_the_sessions_that_there_are(
    asked: Asked, window: str, span: str, shown: tuple[int, int]
) -> None:
    found = drawn(asked, window, span, cache.studies({}))
    assert found.span == EventWindow(*shown)
    assert (found.undrawn is None) == (shown == (-10, 10))


def test_the_sessions_to_draw_never_cost_a_basket_a_member() -> None:
    # The prices of Zoetis end in July 2025, before the ten sessions after the day do.
    last = snapshot_prices("ZTS").last.isoformat()
    found = drawn(Asked("NVDA,AVGO,ZTS", last), "0,0", "-10,10", cache.studies({}))
    assert isinstance(found.study, BasketStudy)
    assert found.study.long.tickers == ("NVDA", "AVGO", "ZTS")
    assert found.span == EventWindow(-10, 0)
    assert "ZTS" in str(found.undrawn)


def test_an_unknown_member_of_an_own_basket_is_named_with_near_matches() -> None:
    with pytest.raises(DataError, match=r"NVDAX.*NVDA"):
        drawn(Asked("AVGO,NVDAX", CRASH), "0,0", "-10,10", cache.studies({}))


def test_a_basket_of_one_market_each_says_who_is_left_out() -> None:
    with pytest.raises(StudyError, match=r"Only 1 .*9984\.T"):
        drawn(Asked("NVDA,9984.T", CRASH), "0,0", "-10,10", cache.studies({}))
