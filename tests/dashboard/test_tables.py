"""What stands in the files of the tables: the numbers of the page, unrounded."""

from __future__ import annotations

import io
import math
from datetime import datetime
from functools import cache

import pandas as pd
import pytest
from scipy import stats

from analysis.significance.result import UnavailableTest
from dashboard import cache as done
from dashboard.charts.impact.recovery import recovery_numbers
from dashboard.charts.sector.distribution import counted_sectors, sector_counts
from dashboard.charts.sector.groups import tests_numbers as groups_numbers
from dashboard.components.clock import clock_table
from dashboard.components.compare import comparison_numbers
from dashboard.components.evidence import test_numbers as written_tests
from dashboard.components.firmness.place import worse_numbers
from dashboard.components.ledger_list import claims_numbers, claims_table
from dashboard.components.ledger_words import UNITS, amount
from dashboard.components.method.known_answers import checks_numbers
from dashboard.export.tables import csv
from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies import ledger
from dashboard.studies.clock import MARKETS, reactions
from dashboard.studies.comparison import compared
from dashboard.studies.impact.recovery import group_recovery
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.request import study_request
from dashboard.studies.robustness.done import place
from dashboard.studies.sector import kept
from dashboard.studies.sector.request import sector_request
from dashboard.studies.self_check import self_check
from dashboard.studies.single import Study, run
from dashboard.studies.sources import loader
from dashboard.studies.subject import Asked
from data.providers.snapshot import snapshot_prices

CRASH = "crash-2025-01-27"
DAY = "2025-01-27"


@cache
def study() -> Study:
    return run(study_request(security="NVDA", event=CRASH))


def read(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as a reader of its file gets it."""
    return pd.read_csv(io.BytesIO(csv(table, ())), encoding="utf-8-sig")


def closes(security: str) -> pd.Series:
    table: pd.DataFrame = snapshot_prices(security).table
    return table["close"]


def test_a_t_tests_p_value_follows_from_the_statistic_and_df_of_its_file() -> None:
    written = read(written_tests(study().headline.tests, ENGLISH)).set_index("Test")
    t = written.loc["t test with prediction-error variance"]
    assert t["p-value"] == pytest.approx(
        2 * stats.t.sf(abs(t["Statistic"]), float(t["Degrees of freedom"])), rel=1e-9
    )
    sq = study().headline.test("sq")
    assert written.loc[sq.title, "Floor"] == pytest.approx(sq.floor, rel=1e-15)


def test_a_test_without_a_number_stands_in_the_file_with_its_reason() -> None:
    long = run(
        study_request(security="NVDA", event=CRASH, estimation="-120,-21", windows=("0,150",))
    )
    missing = [t for t in long.headline.tests if isinstance(t, UnavailableTest)]
    assert missing
    written = read(written_tests(long.headline.tests, JAPANESE))
    without = written[written[JAPANESE.text("p-value")].isna()]
    assert list(without[JAPANESE.text("Assumes")]) == [JAPANESE.reason(test) for test in missing]


def test_names_side_by_side_are_rows_of_numbers_and_a_refusal_says_why() -> None:
    asked = Asked(subject="NVDA", event=CRASH)
    found = compared(asked, "names", ("AVGO", "CRWV"), "0,0", "-5,5", done.studies({}))
    written = read(comparison_numbers(found, ENGLISH)).set_index("Unnamed: 0")
    for security in ("NVDA", "AVGO"):
        (row,) = (written.loc[name] for name in written.index if name.startswith(security))
        price = closes(security)
        at = price.index.get_loc(DAY)
        assert row["Return"] == pytest.approx(price.iloc[at] / price.iloc[at - 1] - 1, abs=1e-4)
        middle = (row["Interval from"] + row["Interval to"]) / 2
        assert row["Abnormal return (CAR)"] == pytest.approx(middle, rel=1e-9)
    assert written["Why not"].notna().sum() == 1


def test_the_sectors_file_counts_each_riser_and_faller_and_means_their_returns() -> None:
    members = kept.members(kept.asked(sector_request(), ()))
    written, worded = counted_sectors(members, ENGLISH), sector_counts(members, ENGLISH)
    returns = members.table["return"]
    assert written["Rose"].sum() == int((returns > 0).sum())
    weighted = sum(
        mean * len(group)
        for mean, (_, group) in zip(
            written.sort_values("Sector")["Mean return"],
            members.table.groupby("sector"),
            strict=True,
        )
    )
    assert weighted == pytest.approx(returns.sum(), rel=1e-9)
    assert list(worded["Mean return"]) == [ENGLISH.percent(x) for x in written["Mean return"]]


def test_the_baskets_file_holds_three_tests_each_with_p_values_of_their_statistics() -> None:
    groups = kept.groups(kept.asked(sector_request(), ()))
    written = read(groups_numbers(groups, ENGLISH))
    assert len(written) == 3 * len(groups.moves)
    bmp = written[written["Test"].str.contains("BMP")].dropna(subset="Statistic")
    assert len(bmp) == len(groups.moves)
    for _, row in bmp.iterrows():
        assert row["p-value"] == pytest.approx(
            2 * stats.t.sf(abs(row["Statistic"]), row["N"] - 1), rel=1e-6
        ) or row["p-value"] == pytest.approx(2 * stats.norm.sf(abs(row["Statistic"])), rel=1e-6)


def test_the_days_back_are_those_that_the_closes_give() -> None:
    found = group_recovery(ImpactRequest(names=("NVDA", "AVGO", "MRVL")), loader("snapshot", {}))
    written = read(recovery_numbers(found, ENGLISH)).set_index("Ticker")
    for security, row in written.iterrows():
        price = closes(str(security))
        at = price.index.get_loc(DAY)
        assert row["First day"] == pytest.approx(price.iloc[at] / price.iloc[at - 1] - 1, rel=1e-9)
        later = price.iloc[at:]
        back = later[later >= price.iloc[at - 1]]
        if len(back):
            assert row["Wholly back"] == f"{back.index[0]:%Y-%m-%d}"
            assert row["Wholly back, sessions"] == later.index.get_loc(back.index[0])
        else:
            assert pd.isna(row["Wholly back"])


def test_every_market_reads_the_same_instant_on_its_own_clock() -> None:
    instant = datetime.fromisoformat("2025-01-27T14:30:00+00:00")
    written = read(clock_table(reactions(instant), ENGLISH))
    assert list(written["Exchange"]) == list(MARKETS)
    assert {datetime.fromisoformat(at) for at in written["Local time"]} == {instant}
    assert len(set(written["Local time"])) == 4
    assert (written["First session that could react"] >= DAY).all()


def test_the_worse_days_hold_the_return_of_their_closes() -> None:
    written = read(worse_numbers(place(study(), "return", scaled=False), ENGLISH))
    assert list(written["Rank"]) == list(range(1, len(written) + 1))
    price = closes("NVDA")
    (values,) = [
        c for c in written.columns if c not in ("Rank", "Date") and written[c].dtype == float
    ]
    for _, row in written.iterrows():
        at = price.index.get_loc(row["Date"])
        assert row[values] == pytest.approx(price.iloc[at] / price.iloc[at - 1] - 1, abs=2e-3)


def test_the_claims_file_holds_the_estimate_that_the_page_words_and_its_unit() -> None:
    entries = ledger.ledger().entries
    written = claims_numbers(entries, ENGLISH)
    shown = claims_table(entries, ENGLISH)
    units = {word: unit for unit, word in UNITS.items()}
    told = 0
    for estimate, unit, words in zip(
        written["Estimate"], written["Unit"], shown["Estimate"], strict=True
    ):
        if unit and not math.isnan(estimate):
            told += 1
            assert amount(estimate, units[unit], ENGLISH) == words
    assert told > 40
    inside = written.dropna(subset="Interval from")
    assert (inside["Interval from"] <= inside["Interval to"]).all()


def test_the_self_checks_file_holds_the_two_numbers_of_its_difference() -> None:
    written = checks_numbers(self_check(None), ENGLISH)
    numbers = written[written["Difference"].notna()]
    assert len(numbers) > 10
    assert list(numbers["Got"] - numbers["Expected"]) == list(numbers["Difference"])
