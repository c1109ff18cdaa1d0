from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.errors import StudyError
from analysis.impact.recovery import (
    Passage,
    first_at_or_above,
    gap_closed,
    no_shock_path,
    recovered_share,
    recovery,
)
from data.providers.snapshot import snapshot_prices

EVENT = date(2025, 1, 27)


def closes(security: str) -> pd.Series:
    return snapshot_prices(security).on_sessions().closes.rename(security)


def series(*values: float) -> pd.Series:
    days = pd.bdate_range("2025-01-24", periods=len(values))
    return pd.Series(values, index=days, name="X", dtype=float)


@pytest.mark.parametrize(
    ("security", "regained", "halved"),
    [
        ("^GSPC", "2025-02-13", "2025-01-28"),
        ("^IXIC", "2025-02-14", "2025-01-28"),
        ("NVDA", "2025-06-09", "2025-02-10"),
    ],
)
def test_the_day_a_price_was_back_is_what_plain_pandas_finds(
    security: str, regained: str, halved: str
) -> None:
    table = snapshot_prices(security).table["close"].dropna()
    before, on = table.loc["2025-01-24"], table.loc["2025-01-27"]
    later = table.loc["2025-01-27":]
    found = recovery(closes(security), EVENT)
    assert str(found.regained.day) == str(later[later >= before].index[0].date()) == regained
    half = (before + on) / 2
    assert str(found.halved.day) == str(later[later >= half].index[0].date()) == halved
    assert found.regained.sessions == later.index.get_loc(pd.Timestamp(regained))
    assert found.lowest == later.loc[:regained].min()


def test_a_price_that_never_comes_back_is_censored_at_its_last_close() -> None:
    found = recovery(series(100, 80, 85, 89, np.nan), date(2025, 1, 27))
    assert found.regained == Passage(None, None, 2, date(2025, 1, 29))
    assert found.halved.seen == 2
    assert found.halved.sessions is None
    assert found.deepest == pytest.approx(-0.2)


def test_half_the_loss_is_back_at_the_middle_of_the_two_closes() -> None:
    found = recovery(series(100, 80, 89.99, 90.0, 100.0), date(2025, 1, 27))
    assert (found.halved.sessions, found.regained.sessions) == (2, 3)


def test_a_price_that_did_not_fall_is_back_at_once() -> None:
    found = recovery(series(100, 101, 90, 102), date(2025, 1, 27))
    assert not found.fell
    assert found.regained.sessions == 0
    assert found.lowest == 101


def test_the_lowest_close_is_looked_for_until_the_price_is_back() -> None:
    found = recovery(series(100, 95, 70, 100, 10), date(2025, 1, 27))
    assert (found.lowest, found.lowest_sessions) == (70, 1)


@pytest.mark.parametrize("values", [(100.0, np.nan, 90.0), (np.nan, 90.0, 80.0)])
def test_a_missing_close_on_the_days_that_count_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(StudyError, match="no close"):
        recovery(series(*values), date(2025, 1, 27))


def test_the_first_row_has_no_day_before() -> None:
    with pytest.raises(StudyError, match="no close"):
        recovery(series(100, 90), date(2025, 1, 24))


def test_with_a_beta_of_one_the_no_shock_path_is_the_market_from_the_day_before() -> None:
    market, own = closes("^IXIC"), closes("NVDA").loc["2024-12-02":]
    returns = market.pct_change(fill_method=None).reindex(own.index)
    path = no_shock_path(own, returns, 1.0, EVENT)
    at = pd.Timestamp("2025-06-30")
    expected = own.loc["2025-01-24"] * market.loc[at] / market.loc["2025-01-24"]
    assert path.loc[at] == pytest.approx(expected, rel=1e-12)
    assert path.loc[:"2025-01-23"].isna().all()
    assert path.loc["2025-01-24"] == own.loc["2025-01-24"]


def test_the_gap_is_closed_on_the_first_close_at_or_above_the_path() -> None:
    prices = series(100, 80, 95, 99, 103)
    market = pd.Series([0, -0.02, 0.01, -0.01, 0.02], index=prices.index)
    path = no_shock_path(prices, market, 2.0, date(2025, 1, 27))
    assert path.iloc[1:].to_list() == pytest.approx([96, 97.92, 95.9616, 99.800064])
    assert gap_closed(prices, path, date(2025, 1, 27)).sessions == 2


def test_a_level_is_sought_only_where_it_is_known() -> None:
    prices = series(100, 90, 100)
    found = first_at_or_above(prices, 1, np.array([100.0, 100.0, np.nan]))
    assert found == Passage(None, None, 0, date(2025, 1, 27))


def test_the_share_recovered_is_one_less_kaplan_and_meiers_survival() -> None:
    rng = np.random.default_rng(7)
    times, seen = rng.integers(0, 60, 40), rng.integers(20, 61, 40)
    day = date(2025, 12, 31)
    passages = [
        Passage(int(t) if t <= s else None, day if t <= s else None, int(s), day)
        for t, s in zip(times, seen, strict=True)
    ]
    found = recovered_share(passages)
    other = SurvfuncRight(np.minimum(times, seen), (times <= seen).astype(int))
    at = np.isin(other.surv_times, found.sessions)
    assert found.share == pytest.approx(1 - other.surv_prob[at])
    assert found.at_risk.tolist() == other.n_risk[at].tolist()
    assert found.names == 40
    assert found.recovered == int((times <= seen).sum())


def test_seen_to_one_day_the_share_is_the_plain_share() -> None:
    day = date(2025, 12, 31)
    passages = [Passage(t, day, 50, day) for t in (3, 3, 8)] + [Passage(None, None, 50, day)]
    found = recovered_share(passages)
    assert found.sessions.tolist() == [3, 8]
    assert found.share == pytest.approx([0.5, 0.75])


def test_no_name_recovered_gives_an_empty_curve() -> None:
    day = date(2025, 12, 31)
    found = recovered_share([Passage(None, None, 9, day)])
    assert found.sessions.size == found.share.size == 0
    assert (found.names, found.recovered, found.seen) == (1, 0, 9)
