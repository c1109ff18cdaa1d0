from __future__ import annotations

import pandas as pd
from pandas.io.formats.style import Styler

from dashboard.charts.drawing import Chart
from dashboard.components.chart import shown_table
from dashboard.language import ENGLISH


def chart(table: pd.DataFrame, *, fractions: bool = True) -> Chart:
    return Chart(spec={}, name="", sentence="", table=table, fractions=fractions)


def test_numbers_are_written_as_on_the_page_and_stay_numbers() -> None:
    table = pd.DataFrame(
        {"tau": [-1, 0], "Name": ["a", "b"], "Return": [-0.0312, None], "Error": [0.026, 0.0251]}
    )
    shown = shown_table(chart(table), ENGLISH)
    assert isinstance(shown, Styler)
    body = shown._translate(sparse_index=False, sparse_cols=False)["body"]
    written = [[cell["display_value"] for cell in row if cell["type"] == "td"] for row in body]
    assert written == [["−1", "a", "−3.12%", "2.60%"], ["0", "b", "", "2.51%"]]
    assert shown.data is table


def test_a_table_without_fractions_or_counts_is_shown_as_it_is() -> None:
    table = pd.DataFrame({"Name": ["a"], "Beta": [1.234]})
    assert shown_table(chart(table, fractions=False), ENGLISH) is table
