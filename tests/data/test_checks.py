from datetime import date

import numpy as np
import pandas as pd
import pytest

from data import checks
from data.checks import check_prices
from data.errors import DataError
from data.providers.snapshot import snapshot_prices, snapshot_securities
from data.snapshot_notes import DOUBTS

KNOWN_UNTIL = date(2025, 12, 31)

# Genuine moves of a half or more; each stands alike in all copies that have the day.
GENUINE = {
    ("AAPL", date(2000, 9, 29)),
    ("APLD", date(2022, 6, 13)),
    ("APLD", date(2022, 7, 19)),
    ("BBAI", date(2023, 1, 12)),
    ("GL", date(2024, 4, 11)),
    ("OKLO", date(2024, 5, 10)),
}


def january():
    return snapshot_prices("NVDA").table.loc["2025-01-02":"2025-01-31"].copy()


def check(table):
    return check_prices(table, security="NVDA", exchange="XNYS", known_until=KNOWN_UNTIL)


def only(report):
    (fault,) = report.faults
    return fault


def test_sound_prices_have_no_faults():
    report = check(january())
    assert report.faults == ()
    assert report.rows == 20
    report.require()


@pytest.fixture(scope="module")
def snapshot_faults():
    reports = [
        check_prices(
            history.table,
            security=history.security,
            exchange=history.exchange,
            known_until=KNOWN_UNTIL,
        )
        for history in map(snapshot_prices, snapshot_securities())
    ]
    return [fault for report in reports for fault in report.faults]


def test_the_whole_snapshot_has_no_fault_that_forbids_its_use(snapshot_faults):
    assert [fault for fault in snapshot_faults if fault.severity == "refuse"] == []


def test_the_whole_snapshot_has_the_known_gaps_only(snapshot_faults):
    gaps = [fault.security for fault in snapshot_faults if fault.problem == checks.NO_ROW]
    assert {name: gaps.count(name) for name in gaps} == {
        "ENR.DE": 11,
        "IFX.DE": 17,
        "^STOXX50E": 15,
    }
    assert set(gaps) <= set(DOUBTS)


def test_the_whole_snapshot_has_the_known_large_moves_only(snapshot_faults):
    moves = {(f.security, f.date) for f in snapshot_faults if f.problem == checks.LARGE_MOVE}
    assert moves == GENUINE


def test_the_rest_of_the_snapshot_has_one_known_fault(snapshot_faults):
    rest = [f for f in snapshot_faults if f.problem not in (checks.NO_ROW, checks.LARGE_MOVE)]
    assert [(f.security, f.date, f.column, f.value, f.problem) for f in rest] == [
        ("^IXIC", date(2023, 8, 4), "close", 13892.07, checks.OUTSIDE_RANGE)
    ]


def test_all_faults_are_reported_at_once():
    table = january()
    table.iloc[3, 0] = -1.0
    table.iloc[4, 3] = np.inf
    table.iloc[5, 5] = -10.0
    table = pd.concat([table, table.iloc[[7]]])
    problems = {fault.problem for fault in check(table).faults}
    assert problems == {
        checks.NOT_POSITIVE,
        checks.INFINITE,
        checks.NEGATIVE_VOLUME,
        checks.DUPLICATE,
        checks.UNSORTED,
    }


def test_a_refusal_lists_every_fault_in_one_error():
    table = january()
    table.iloc[3, 0] = 0.0
    table.iloc[4, 3] = np.inf
    with pytest.raises(DataError) as refusal:
        check(table).require()
    assert "2 faults" in refusal.value.found
    assert "2025-01-07 open 0.0: The price is not positive." in refusal.value.found
    assert "2025-01-08 close inf: The value is infinite." in refusal.value.found


def test_a_fault_names_date_column_and_value():
    table = january()
    table.loc["2025-01-27", "close"] = -118.42
    fault = only(check(table))
    assert (fault.date, fault.column, fault.value) == (date(2025, 1, 27), "close", -118.42)
    assert (fault.problem, fault.severity) == (checks.NOT_POSITIVE, "refuse")


def test_a_split_that_is_not_undone_is_flagged_and_kept():
    table = january()
    table.loc["2025-01-15":, ["open", "high", "low", "close", "adj_close"]] /= 10
    report = check(table)
    assert {(f.date, f.column) for f in report.faults} == {
        (date(2025, 1, 15), "close"),
        (date(2025, 1, 15), "adj_close"),
    }
    assert {f.problem for f in report.flags} == {checks.LARGE_MOVE}
    assert report.refusals == ()
    assert report.rows == 20


def test_a_missing_session_is_flagged():
    fault = only(check(january().drop(pd.Timestamp("2025-01-24"))))
    assert (fault.date, fault.problem) == (date(2025, 1, 24), checks.NO_ROW)


def test_a_row_on_a_holiday_is_flagged():
    table = january()
    table.loc[pd.Timestamp("2025-01-20")] = table.loc["2025-01-17"]
    fault = only(check(table.sort_index()))
    assert (fault.date, fault.problem) == (date(2025, 1, 20), checks.CLOSED_DAY)


def test_a_hole_in_the_price_that_gives_returns_is_flagged():
    table = january()
    table.loc["2025-01-24", "adj_close"] = np.nan
    fault = only(check(table))
    assert (fault.date, fault.column) == (date(2025, 1, 24), "adj_close")
    assert fault.problem == checks.INNER_GAP


def test_a_close_outside_the_range_is_flagged():
    table = january()
    table.loc["2025-01-24", "low"] = 142.7
    fault = only(check(table))
    assert (fault.date, fault.column, fault.value) == (date(2025, 1, 24), "close", 142.62)
    assert fault.problem == checks.OUTSIDE_RANGE


def test_a_row_after_the_last_known_day_is_refused():
    report = check_prices(
        january(), security="NVDA", exchange="XNYS", known_until=date(2025, 1, 30)
    )
    fault = only(report)
    assert (fault.date, fault.problem) == (date(2025, 1, 31), checks.FUTURE)


def test_prices_without_any_close_are_refused():
    fault = only(check(january().assign(close=np.nan, adj_close=np.nan)))
    assert (fault.problem, fault.severity) == (checks.NO_PRICE, "refuse")


@pytest.mark.parametrize(
    ("spoil", "column", "problem"),
    [
        (lambda t: t.drop(columns="close"), "close", checks.MISSING_COLUMN),
        (lambda t: t.assign(vwap=1.0), "vwap", checks.UNKNOWN_COLUMN),
        (lambda t: t.assign(close="x"), "close", checks.NOT_NUMBERS),
        (lambda t: t.reset_index(drop=True), None, checks.NOT_DATES),
        (lambda t: t.tz_localize("UTC"), None, checks.ZONED),
        (lambda t: t.iloc[::-1], None, checks.UNSORTED),
        (lambda t: t.iloc[:0], None, checks.EMPTY),
        (lambda t: pd.concat([t, t[["low"]]], axis=1), "low", checks.TWICE_COLUMN),
        (lambda t: t.rename(index={t.index[-1]: pd.NaT}), None, checks.MISSING_DATE),
    ],
)
def test_a_table_of_another_shape_is_refused(spoil, column, problem):
    report = check(spoil(january()))
    assert (column, problem) in {(fault.column, fault.problem) for fault in report.refusals}
    with pytest.raises(DataError):
        report.require()
