from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.errors import DataError
from data.prices import COLUMNS
from data.providers.snapshot import snapshot_prices

FRIDAY, SHOCK = "2025-01-24", "2025-01-27"


def test_nvidia_closed_at_142_62_and_then_at_118_42():
    closes = snapshot_prices("NVDA").closes
    assert closes[FRIDAY] == 142.62
    assert closes[SHOCK] == 118.42
    assert closes[SHOCK] / closes[FRIDAY] - 1 == pytest.approx(-0.1697, abs=5e-5)


def test_the_total_return_price_of_nvidia_takes_the_dividends_off_the_close():
    history = snapshot_prices("NVDA")
    closes = history.closes
    price = closes[FRIDAY]
    # Ex-dividend days between the event and the end of the table, one cent each.
    for ex_day in ("2025-03-12", "2025-06-11", "2025-09-11", "2025-12-04"):
        price *= 1 - 0.01 / closes.loc[:ex_day].iloc[-2]
    assert history.return_column == "adj_close"
    assert history.total_return_price[FRIDAY] == pytest.approx(price, abs=5e-5)


def test_where_there_are_no_adjusted_closes_the_close_gives_returns_and_the_basis_says_so():
    history = snapshot_prices("SFTBY")
    assert history.return_column == "close"
    pd.testing.assert_series_equal(history.total_return_price, history.closes, check_names=False)
    assert "no adjusted closes" in history.provenance.basis


def test_adjusted_and_unadjusted_closes_are_never_mixed():
    history = snapshot_prices("SAP.DE")
    gaps = history.table["adj_close"].isna()
    assert gaps.sum() == 391
    assert history.closes.notna().all()
    assert history.total_return_price[gaps].isna().all()


def test_a_missing_session_becomes_a_row_of_missing_values():
    history = snapshot_prices("IFX.DE")
    whole = history.on_sessions()
    assert len(whole.table) == len(history.table) + 17
    assert whole.table.loc[FRIDAY].isna().all()
    assert tuple(whole.table.columns) == COLUMNS


def test_a_return_over_a_gap_is_missing_and_not_a_return_of_several_days():
    history = snapshot_prices("IFX.DE")
    over_the_gap = history.total_return_price.pct_change()[SHOCK]
    returns = history.on_sessions().total_return_price.pct_change(fill_method=None)
    assert over_the_gap == pytest.approx(-0.0235, abs=5e-5)
    assert np.isnan(returns[SHOCK])


def test_a_complete_history_is_unchanged_on_its_sessions():
    history = snapshot_prices("NVDA")
    pd.testing.assert_frame_equal(history.on_sessions().table, history.table)


def test_the_span_on_sessions_can_be_chosen():
    part = snapshot_prices("NVDA").on_sessions(date(2025, 1, 17), date(2025, 1, 28))
    assert [f"{day:%m-%d}" for day in part.table.index] == [
        "01-17", "01-21", "01-22", "01-23", "01-24", "01-27", "01-28",
    ]  # fmt: skip


def test_sessions_after_the_last_row_are_missing_values():
    part = snapshot_prices("NVDA").on_sessions(date(2025, 12, 30), date(2026, 1, 5))
    assert part.table["close"].notna().tolist() == [True, True, False, False]


def test_rows_before_the_calendar_is_known_stand_as_they_are():
    history = snapshot_prices("^GSPC")
    assert history.first == date(1927, 12, 30)
    pd.testing.assert_frame_equal(history.on_sessions().table, history.table)


def test_a_row_on_a_closed_day_is_refused():
    history = snapshot_prices("NVDA")
    stray = history.table.rename(index={pd.Timestamp("2025-01-21"): pd.Timestamp("2025-01-20")})
    with pytest.raises(DataError, match="days without a session: 2025-01-20"):
        replace(history, table=stray).on_sessions()


def test_a_table_with_other_columns_is_refused():
    history = snapshot_prices("NVDA")
    with pytest.raises(DataError, match="Give the columns open, high, low, close, adj_close"):
        replace(history, table=history.table.drop(columns="volume"))


@pytest.mark.parametrize("security", ["NVDA", "ARM", "CSCO", "MMM"])
def test_the_table_cannot_be_written(security):
    table = snapshot_prices(security).table
    with pytest.raises(ValueError, match="read-only"):
        table.iloc[0, 3] = 1.0


def test_a_column_added_by_one_caller_is_not_seen_by_the_next():
    first = snapshot_prices("NVDA").table
    first["mine"] = 1.0
    assert tuple(snapshot_prices("NVDA").table.columns) == COLUMNS
