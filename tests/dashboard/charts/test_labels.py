from __future__ import annotations

import numpy as np

from dashboard.charts.labels import label_sides


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
