from __future__ import annotations

from datetime import date

import numpy as np

from dashboard.charts.labels import axis_title, label_sides, stacked_date, two_lines, wrapped
from dashboard.language import ENGLISH, JAPANESE


def test_a_label_stands_on_the_right_where_nothing_is_in_its_way() -> None:
    assert label_sides(np.array([0.0, 5.0]), np.array([0.0, 9.0]), ["NVDA", "AVGO"]) == [
        "middle right",
        "middle right",
    ]


def test_the_labels_of_points_close_to_each_other_take_different_sides() -> None:
    x, y = np.array([0.0, 0.500, 0.505, 1.0]), np.array([0.0, 0.500, 0.505, 1.0])
    sides = label_sides(x, y, ["", "NVDA", "AVGO", ""])
    assert sides[1] != sides[2]


def test_a_label_keeps_off_a_point_without_one() -> None:
    x, y = np.array([0.0, 0.50, 0.52, 1.0]), np.array([0.0, 0.50, 0.50, 1.0])
    assert label_sides(x, y, ["", "NVDA", "", ""])[1] == "middle left"


def test_points_in_one_place_and_no_points_are_no_fault() -> None:
    assert len(set(label_sides(np.zeros(3), np.zeros(3), ["A", "B", "C"]))) == 3
    assert label_sides(np.empty(0), np.empty(0), []) == []


def test_long_words_are_broken_near_the_middle_where_a_word_ends() -> None:
    assert two_lines("AI moves to devices") == "AI moves<br>to devices"
    assert two_lines("AI to devices") == "AI to devices"
    assert two_lines("w" * 20) == f"{'w' * 10}<br>{'w' * 10}"


def test_the_title_of_an_axis_is_broken_where_a_japanese_phrase_ends() -> None:
    assert axis_title("名目5%での実際の棄却率", JAPANESE) == "名目5%での<br>実際の棄却率"
    assert axis_title("スプレッドの異常リターン", JAPANESE) == "スプレッドの<br>異常リターン"
    assert axis_title("Abnormal return of the spread", ENGLISH) == (
        "Abnormal return<br>of the spread"
    )


def test_a_day_stands_over_its_month_where_that_is_a_word() -> None:
    assert stacked_date(date(2025, 1, 27), ENGLISH) == "27<br>Jan"
    assert stacked_date(date(2025, 1, 27), JAPANESE) == "1/27"


def test_a_long_name_is_broken_between_words_and_in_japanese_between_phrases() -> None:
    assert wrapped("Schneider Electric (Paris)", 18, ENGLISH) == "Schneider Electric<br>(Paris)"
    assert wrapped("欧州のAIインフラ供給企業", 11, JAPANESE) == "欧州の<br>AIインフラ供給企業"
    assert wrapped("エヌビディア", 11, JAPANESE) == "エヌビディア"
