from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.errors import DataError
from data.providers.snapshot import (
    bars_5m_sp500,
    bars_60m,
    factors,
    snapshot_prices,
    snapshot_provenance,
    snapshot_securities,
    snapshot_universe,
    sp500_members,
    sp500_prices,
    sp500_returns,
)
from data.providers.snapshot_files import manifest
from data.providers.snapshot_panels import frame
from data.snapshot_notes import DOUBTS
from data.snapshot_tables import SNAPSHOT

SHOCK = pd.Timestamp("2025-01-27")
LONG = sorted(frame(SNAPSHOT, "long_history", ("ticker",))["ticker"].unique())

# Half a unit of the sixth decimal of the daily table and of the eighth of the long history.
ROUNDING = 0.5e-6 + 0.5e-8


def total_returns(security):
    return snapshot_prices(security).on_sessions().total_return_price.pct_change(fill_method=None)


def test_every_security_of_the_universe_and_of_the_sp500_can_be_loaded():
    securities = snapshot_securities()
    assert len(securities) == 617
    assert set(securities) == set(snapshot_universe().index) | set(sp500_members().index)
    for security in securities:
        history = snapshot_prices(security)
        assert history.provenance.rows == len(history.table)
        assert (history.first, history.last) == (history.provenance.first, history.provenance.last)


def test_the_provenance_tells_file_checksum_span_and_basis():
    provenance = snapshot_prices("ARM").provenance
    entry = manifest(SNAPSHOT)["daily"]
    assert (provenance.source, provenance.fetched_at) == ("snapshot", None)
    assert (provenance.file, provenance.sha256) == ("daily.parquet", entry.sha256)
    assert (provenance.rows, provenance.first) == (577, date(2023, 9, 14))
    assert provenance.last == provenance.as_of == date(2025, 12, 31)
    assert "adj_close" in provenance.basis
    assert "Yahoo Finance" in provenance.origin


def test_a_continued_history_names_both_files():
    provenance = snapshot_prices("NVDA").provenance
    assert provenance.file == "daily.parquet, long_history.parquet"
    assert len(provenance.sha256) == 64 + 2 + 64


def test_returns_of_the_day_are_those_of_the_universe_list():
    listed = snapshot_universe()["return_2025_01_27_pct"].dropna()
    found = pd.Series({security: total_returns(security)[SHOCK] for security in listed.index})
    # The list is rounded to two decimals of a percent.
    assert (100 * found - listed).abs().max() <= 0.005 + 1e-9
    assert len(listed) == 166


def test_securities_without_a_return_of_the_day_are_the_closed_and_the_holed_ones():
    missing = snapshot_universe()["return_2025_01_27_pct"].isna()
    assert set(missing.index[missing]) == {
        "000660.KS",
        "005930.KS",
        "2330.TW",
        "ENR.DE",
        "IFX.DE",
    }


@pytest.mark.parametrize("security", [s for s in LONG if s != "CSCO"])
def test_the_long_history_agrees_with_the_daily_table_where_they_overlap(security):
    long = frame(SNAPSHOT, "long_history").query("ticker == @security").set_index("date")
    daily = frame(SNAPSHOT, "daily").query("ticker == @security").set_index("date")
    assert daily.index.isin(long.index).all()
    overlap = long.loc[daily.index]
    # The daily close has four decimals.
    assert (overlap["close"] - daily["close"]).abs().max() <= 0.5e-4
    difference = overlap["adj_close"].pct_change() - daily["adj_close"].pct_change()
    # Two rounded prices a return; a ratio of prices that at most double adds as much again.
    assert difference.abs().max() <= 4 * ROUNDING / daily["adj_close"].min()
    assert (overlap["adj_close"] / daily["adj_close"] - 1).abs().max() <= 1e-6


@pytest.mark.parametrize("security", [s for s in LONG if s != "CSCO"])
def test_a_history_runs_from_the_long_table_into_the_daily_one_without_a_seam(security):
    history = snapshot_prices(security)
    long = frame(SNAPSHOT, "long_history").query("ticker == @security").set_index("date")
    assert history.first == long.index[0].date()
    assert history.table.index.is_monotonic_increasing
    assert history.table.index.is_unique
    before, after = pd.Timestamp("2021-12-31"), pd.Timestamp("2022-01-03")
    seam = history.total_return_price[after] / history.total_return_price[before]
    witness = long.loc[after, "adj_close"] / long.loc[before, "adj_close"]
    assert seam == pytest.approx(witness, rel=1e-7)
    assert history.table.loc[:before, ["open", "high", "low", "volume"]].isna().all(axis=None)


def test_nvidia_reaches_back_to_its_first_day():
    assert snapshot_prices("NVDA").first == date(1999, 1, 22)


def test_cisco_is_known_from_its_long_history_and_agrees_with_the_sp500_table():
    assert snapshot_prices("CSCO").provenance.file == "long_history.parquet"
    members = sp500_returns()["CSCO"]
    assert (total_returns("CSCO").reindex(members.index) - members).abs().max() < 1e-7


def test_securities_in_both_tables_have_the_same_returns():
    members = sp500_returns()
    both = sorted(set(snapshot_universe().index) & set(members.columns))
    assert len(both) == 57
    for security in both:
        returns = total_returns(security).reindex(members.index)
        assert (returns - members[security]).abs().max() < 1e-6


def test_a_member_outside_the_universe_has_adjusted_closes_only():
    history = snapshot_prices("MMM")
    assert (history.name, history.exchange, history.currency) == ("3M", "XNYS", "USD")
    assert history.table["adj_close"].notna().all()
    assert history.table.drop(columns="adj_close").isna().all(axis=None)
    assert (history.first, history.last) == (date(2023, 7, 3), date(2025, 7, 31))
    assert "only column" in history.provenance.basis


def test_member_weights_reproduce_the_index_on_the_day():
    prices = sp500_prices()
    weights = sp500_members()["spy_weight_pct_2025_01_16"]
    carried = weights * prices.loc["2025-01-24"] / prices.loc["2025-01-16"]
    weighted = (carried * sp500_returns().loc[SHOCK]).sum() / carried.sum()
    assert weighted == pytest.approx(total_returns("^GSPC")[SHOCK], abs=5e-5)


def test_sp500_returns_follow_the_sessions_and_keep_what_is_missing():
    prices, returns = sp500_prices(), sp500_returns()
    assert prices.shape == (522, 503)
    assert returns.shape == (521, 503)
    assert pd.Timestamp("2025-01-09") not in returns.index
    assert np.isnan(returns.loc["2025-07-31", "DFS"])
    assert returns.loc[SHOCK].notna().all()


def test_factors_are_fractions_and_the_market_moves_with_spy():
    table = factors()
    market = (table["mkt_rf"] + table["rf"]).loc["2022-01-04":"2025-12-31"]
    spy = total_returns("SPY").reindex(market.index)
    assert market.corr(spy) == pytest.approx(0.995, abs=5e-4)
    assert np.polyfit(spy, market, 1)[0] == pytest.approx(1, abs=0.05)


def test_hourly_bars_end_near_the_daily_close():
    bars = bars_60m("NVDA")
    day = bars.loc["2025-01-27"]
    assert day.index[0] == pd.Timestamp("2025-01-27T14:30Z")
    assert day["close"].iloc[-1] == pytest.approx(118.42, rel=30e-4)
    local = bars.index.tz_convert("America/New_York").strftime("%Y-%m-%d %H:%M")
    assert (local == bars["datetime_ny"]).all()


def test_hourly_bars_of_another_security_are_refused_with_those_known():
    with pytest.raises(DataError, match="AAPL, AMZN, GOOGL, META, MSFT, NVDA, QQQ, SPY, TSLA"):
        bars_60m("AMD")


def test_five_minute_bars_of_the_index_end_near_its_close():
    bars = bars_5m_sp500()
    close = snapshot_prices("^GSPC").closes[SHOCK]
    assert bars.loc["2025-01-27", "close"].iloc[-1] == pytest.approx(close, rel=5e-4)
    local = bars.index.tz_convert("America/New_York").strftime("%Y-%m-%d %H:%M")
    assert (local == bars["datetime_ny"]).all()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("NVDAX", "NVDA"), ("nvda", "NVDA"), ("NVIDIA", "NVDA"), ("Softbank", "9984.T")],
)
def test_an_unknown_symbol_is_refused_with_near_matches(asked, meant):
    with pytest.raises(DataError) as refusal:
        snapshot_prices(asked)
    assert asked in refusal.value.asked
    assert f"near it: {meant}" in refusal.value.found
    assert "Yahoo" in refusal.value.remedy
    assert "upload" in refusal.value.remedy


def test_doubts_are_told_with_the_prices():
    assert "98.05" in snapshot_prices("MOD").provenance.doubts[0]
    assert snapshot_prices("NVDA").provenance.doubts == ()


def test_every_doubt_belongs_to_a_known_security():
    assert set(DOUBTS) <= set(snapshot_securities())


def test_every_table_can_tell_where_it_comes_from():
    for name, entry in manifest(SNAPSHOT).items():
        provenance = snapshot_provenance(name)
        assert (provenance.sha256, provenance.as_of) == (entry.sha256, entry.as_of)
        assert provenance.origin.endswith(".")


def test_frames_handed_out_are_copies():
    spoiled = factors()
    spoiled["mkt_rf"] = 0.0
    assert factors()["mkt_rf"].abs().sum() > 0
