from __future__ import annotations

import pandas as pd
import pytest

from dashboard.language import ENGLISH
from dashboard.studies.sector.money import MoneyStudy, money_of
from dashboard.studies.sector.names import study_names
from dashboard.studies.sector.request import sector_request
from dashboard.studies.single import Dollars, run
from data.snapshot_tables import SNAPSHOT


@pytest.fixture(scope="module")
def money() -> MoneyStudy:
    return money_of(study_names(sector_request()))


def test_nvidias_loss_is_shares_times_the_change_of_the_close(money: MoneyStudy) -> None:
    nvidia = money.moves[0]
    assert nvidia.security == "NVDA"
    assert nvidia.closes == pytest.approx((142.62, 118.42), abs=0.005)
    # 24,489 million shares (quarter ended 26 January 2025) times a fall of 24.20 dollars.
    assert nvidia.change == pytest.approx(24_489e6 * (118.42 - 142.62), rel=1e-3)
    assert nvidia.change == pytest.approx(-592.6e9, rel=1e-3)


def test_every_dollar_is_that_of_the_single_study(money: MoneyStudy) -> None:
    for move in money.moves[::9]:
        dollars = run(sector_request().of(move.security)).dollars
        assert isinstance(dollars, Dollars)
        assert move.change == dollars.value.change


def test_sums_are_those_of_the_table_of_share_counts(money: MoneyStudy) -> None:
    shares = pd.read_parquet(SNAPSHOT / "shares.parquet").set_index("ticker")
    sound = shares[shares["grade"] != "D"]
    assert {move.security for move in money.moves} <= set(sound.index)
    by_hand = sum(
        float(sound.loc[move.security, "shares"]) * (move.closes[1] - move.closes[0])
        for move in money.moves
    )
    assert money.lost + money.gained == pytest.approx(by_hand, rel=1e-12)


def test_names_without_a_sound_count_are_left_out_and_alphabet_is_counted_once(
    money: MoneyStudy,
) -> None:
    counted = [move.security for move in money.moves]
    words = {entry.security: entry.words(ENGLISH) for entry in money.left_out}
    assert "GOOGL" in counted
    assert "GOOGL holds all share classes" in words["GOOG"]
    assert "proxy" in words["ARM"]
    assert "JPY" in words["9984.T"]
    assert not set(counted) & set(words)


def test_a_window_uses_the_close_before_it_and_its_last_one() -> None:
    money = money_of(study_names(sector_request(names="GPU_INFRA", window="0,1")))
    nvidia = next(move for move in money.moves if move.security == "NVDA")
    assert [day.isoformat() for day in nvidia.days] == ["2025-01-24", "2025-01-28"]
