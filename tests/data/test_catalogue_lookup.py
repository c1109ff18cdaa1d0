"""Finding entries, the sessions computed for events, and the confounders in between."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from data.catalogue import (
    Event,
    LaterMoment,
    article,
    basket,
    claim,
    claims_about,
    confounders_between,
    contradictions,
    event,
    events,
    find_security,
    reacting_session,
    security,
    source,
)
from data.errors import DataError

MOMENTS = [moment for entry in events() for moment in (entry, *entry.later)]


def test_r1_reached_each_market_in_its_own_session() -> None:
    r1 = event("r1-release")
    assert r1.public_at == datetime(2025, 1, 20, 12, 19, 44, tzinfo=UTC)
    sessions = {exchange: reacting_session(r1, exchange) for exchange in ("XNYS", "XETR", "XTKS")}
    assert sessions == {
        "XNYS": date(2025, 1, 21),
        "XETR": date(2025, 1, 20),
        "XTKS": date(2025, 1, 21),
    }


def test_the_crash_is_the_session_of_27_january_in_every_open_market() -> None:
    crash = event("crash-2025-01-27")
    for exchange in ("XNYS", "XTKS", "XETR", "XPAR", "XAMS", "XHKG"):
        assert reacting_session(crash, exchange) == date(2025, 1, 27)
    # Seoul and Taipei were shut: the first session is days later, never a zero return.
    assert reacting_session(crash, "XKRX") == date(2025, 1, 31)
    assert reacting_session(crash, "XTAI") == date(2025, 2, 3)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.id)
def test_computed_sessions_agree_with_those_noted_by_hand(moment: Event | LaterMoment) -> None:
    noted = moment.expected_sessions
    assert {exchange: reacting_session(moment, exchange) for exchange in noted} == noted


def test_most_events_have_a_noted_session_to_agree_with() -> None:
    noted = [entry.id for entry in events() if entry.expected_sessions]
    assert len(noted) == 32
    assert sum(len(moment.expected_sessions) for moment in MOMENTS) > 120


def test_sessions_noted_with_a_doubt_agree_too() -> None:
    doubted = [moment for moment in MOMENTS if moment.unverified_sessions]
    assert len(doubted) == 5
    for moment in doubted:
        noted = moment.unverified_sessions
        assert {exchange: reacting_session(moment, exchange) for exchange in noted} == noted


def test_a_later_stage_has_a_session_of_its_own() -> None:
    stargate = event("stargate")
    (official,) = stargate.later
    assert reacting_session(stargate, "XNYS") == date(2025, 1, 21)
    assert reacting_session(official, "XNYS") == date(2025, 1, 22)


def test_what_is_known_only_by_its_day_says_what_is_assumed() -> None:
    report = event("h20-curbs-report")
    assert report.instant is None
    assert report.public_at == datetime(2025, 1, 29, 17, 0, tzinfo=UTC)
    assert "after the European close" in report.session_rule.text.en


def test_claims_about_nvidia_on_the_day_come_before_those_about_its_baskets() -> None:
    found = claims_about("NVDA", "crash-2025-01-27")
    identifiers = [entry.id for entry in found]
    assert "A3-13" in identifiers
    direct = [
        any(link.about == "NVDA" and link.event == "crash-2025-01-27" for link in entry.bears_on)
        for entry in found
    ]
    assert direct == sorted(direct, reverse=True)
    assert True in direct
    assert False in direct
    assert len(identifiers) == len(set(identifiers))


def test_a_share_in_no_basket_has_only_its_own_claims() -> None:
    assert [entry.id for entry in claims_about("QQQ", "crash-2025-01-27")] == ["A2-06"]
    assert claims_about("NFLX", "crash-2025-01-27") == ()


def test_claims_about_a_basket_are_found_by_its_name() -> None:
    assert "A0-17" in [entry.id for entry in claims_about("AI_POWER", "crash-2025-01-27")]


def test_the_widest_headline_window_in_new_york_holds_one_confounder_after_the_day() -> None:
    day_zero = confounders_between(date(2025, 1, 27), date(2025, 1, 27), "XNYS")
    next_day = confounders_between(date(2025, 1, 28), date(2025, 1, 28), "XNYS")
    assert [entry.id for entry in day_zero] == ["short-case-nvidia"]
    assert [entry.id for entry in next_day] == ["trump-doral", "siemens-energy-preliminary"]


def test_a_confounder_counts_where_a_market_could_react_to_it() -> None:
    day = date(2025, 1, 29)
    in_new_york = {entry.id for entry in confounders_between(day, day, "XNYS")}
    in_tokyo = {entry.id for entry in confounders_between(day, day, "XTKS")}
    assert "fomc-2025-01-29" in in_new_york - in_tokyo


def test_stargate_confounds_by_its_leak_and_by_the_official_word() -> None:
    for day in (date(2025, 1, 21), date(2025, 1, 22)):
        assert event("stargate") in confounders_between(day, day, "XNYS")


def test_the_shock_is_not_its_own_confounder() -> None:
    month = confounders_between(date(2025, 1, 1), date(2025, 2, 28), "XNYS")
    own = {"r1-release", "crash-2025-01-27", "rebound-2025-01-28", "app-store-number-one"}
    assert not own & {entry.id for entry in month}


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(DataError, match="the earlier day first"):
        confounders_between(date(2025, 2, 1), date(2025, 1, 1), "XNYS")


@pytest.mark.parametrize(
    ("find", "wrong", "near"),
    [
        (event, "crash-2025-01-28", "crash-2025-01-27"),
        (security, "nvda", "NVDA"),
        (basket, "GPU_INFR", "GPU_INFRA"),
        (claim, "a3-13", "A3-13"),
        (article, "A5", "A4"),
        (source, "v3-repot", "v3-report"),
    ],
)
def test_an_unknown_identifier_is_answered_with_near_matches(
    find: Callable[[str], object], wrong: str, near: str
) -> None:
    with pytest.raises(DataError) as refused:
        find(wrong)
    assert wrong in refused.value.asked
    assert near in refused.value.remedy


def test_a_security_outside_the_catalogue_is_found_to_be_none() -> None:
    assert find_security("NVDA") == security("NVDA")
    assert find_security("nvda") is None


def test_a_name_like_nothing_is_still_answered() -> None:
    with pytest.raises(DataError, match="Take one of the catalogued"):
        event("zzzzzzzz")


def test_texts_come_in_the_language_asked_for() -> None:
    name = security("NVDA").name
    assert (name.in_language("en"), name.in_language("ja")) == ("Nvidia", "エヌビディア")


def test_entries_can_be_keys_of_a_cache() -> None:
    entries = {event("stargate"), claim("A3-13"), security("NVDA"), basket("GPU_INFRA")}
    assert len(entries | set(contradictions())) == 13
