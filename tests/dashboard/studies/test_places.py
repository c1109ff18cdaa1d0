from __future__ import annotations

import pytest

from dashboard.studies.places import nearest_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 2),
        ("002", 2),
        ("0", 1),
        ("7", 3),
        ("9" * 5000, 3),
        ("0" * 5000, 1),
        ("0" * 5000 + "2", 2),
        ("-1", 1),
        ("x", 1),
        ("", 1),
    ],
)
def test_a_text_of_any_length_means_the_nearest_place(text: str, place: int) -> None:
    assert nearest_place(text, 3) == place
