from __future__ import annotations

from dashboard.charts.drawing import event_time_axis, percent_axis
from dashboard.language import ENGLISH


def test_the_zero_of_a_signed_axis_has_no_sign() -> None:
    assert percent_axis("")["labelalias"] == {"+0%": "0%"}
    assert percent_axis("", 1)["labelalias"] == {"+0.0%": "0.0%"}
    assert event_time_axis(ENGLISH)["labelalias"] == {"+0": "0"}
