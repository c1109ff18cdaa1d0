from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.studies.sector.members import SECTORS, members_day
from dashboard.studies.sector.request import sector_request
from data.errors import DataError
from data.providers.snapshot import sp500_members
from data.snapshot_tables import SNAPSHOT


def returns_by_pandas(day: str, before: str) -> pd.Series:
    table = pd.read_parquet(SNAPSHOT / "sp500_daily.parquet")
    wide = table.pivot(index="date", columns="ticker", values="adj_close")
    wide.index = pd.DatetimeIndex(wide.index)
    return wide.loc[day] / wide.loc[before] - 1


def test_risers_and_fallers_are_those_that_pandas_counts_in_the_file() -> None:
    plain = returns_by_pandas("2025-01-27", "2025-01-24")
    members = members_day(sector_request())
    assert (members.rose, members.fell, members.unchanged) == (
        int((plain > 0).sum()),
        int((plain < 0).sum()),
        int((plain == 0).sum()),
    )
    assert (members.rose, members.fell) == (351, 152)
    assert len(members.table) == 503
    assert members.equal_return == pytest.approx(float(plain.mean()), abs=1e-12)


def test_the_index_fell_while_its_mean_member_rose() -> None:
    members = members_day(sector_request())
    assert members.index_return == pytest.approx(-0.0146, abs=5e-5)
    assert members.equal_return > 0
    assert members.fund_return == pytest.approx(0.0007, abs=5e-5)
    assert members.by_weight == pytest.approx(members.index_return, abs=0.002)


def test_a_window_compounds_simple_returns_and_adds_log_returns() -> None:
    plain = returns_by_pandas("2025-01-31", "2025-01-24")
    simple = members_day(sector_request(window="0,4")).table["return"]
    log = members_day(sector_request(window="0,4", returns="log")).table["return"]
    np.testing.assert_allclose(simple, plain[simple.index], atol=1e-12)
    np.testing.assert_allclose(np.expm1(log), plain[log.index], atol=1e-12)


def test_ai_names_among_the_members_are_the_catalogues() -> None:
    table = members_day(sector_request()).table
    assert table.loc["NVDA", "is_ai"]
    assert not table.loc["JNJ", "is_ai"]


def test_the_sectors_of_the_file_are_those_that_are_translated() -> None:
    assert set(sp500_members()["sector"]) == set(SECTORS)


@pytest.mark.parametrize("event", ["2022-06-01", "2025-10-01", "2025-01-09"])
def test_an_event_outside_the_members_prices_is_refused(event: str) -> None:
    with pytest.raises(DataError):
        members_day(sector_request(event=event))
