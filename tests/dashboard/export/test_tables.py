from __future__ import annotations

import io

import pandas as pd

from dashboard.export.report import Report
from dashboard.export.tables import cell, csv
from dashboard.language import ENGLISH

NOTES = (("Parameters", "Security: NVDA, Nvidia"), ("Made on", "2026-11-22"))


def test_a_csv_reads_back_exactly_and_every_row_says_how_it_was_made(report: Report) -> None:
    table = report.charts[0].table
    written = csv(table, NOTES)
    assert written.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(written), encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read[list(table.columns)], table, check_dtype=False, rtol=1e-15)
    assert set(read["Parameters"]) == {"Security: NVDA, Nvidia"}
    assert set(read["Made on"]) == {"2026-11-22"}


def test_a_column_of_the_tables_own_is_never_overwritten() -> None:
    read = pd.read_csv(io.BytesIO(csv(pd.DataFrame({"Made on": [1]}), NOTES)))
    assert list(read.columns) == ["Made on", "Parameters", "Made on "]
    assert read["Made on"].tolist() == [1]


def test_cells_are_rounded_for_people() -> None:
    assert cell(-0.131912, ENGLISH, fractions=True) == "−13.19%"
    assert cell(0.0086580, ENGLISH) == "0.008658"
    assert cell(118.42, ENGLISH) == "118.42"
    assert cell(float("nan"), ENGLISH) == "–"
    assert cell(None, ENGLISH) == "–"
    assert cell("as it is", ENGLISH) == "as it is"
