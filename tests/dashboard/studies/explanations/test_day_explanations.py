from __future__ import annotations

from functools import cache

import pytest

from dashboard.studies import single
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.day import day_explanations
from dashboard.studies.request import study_request
from dashboard.studies.robustness import placebo
from dashboard.studies.robustness.placebo import PlaceAmongDays


@cache
def place(
    measure: str, scaled: bool, security: str = "NVDA", window: str = "0,0"
) -> PlaceAmongDays:
    request = study_request(security=security, event="crash-2025-01-27", windows=(window,))
    return placebo.run(single.run(request), measure, scaled=scaled)


CASES = [
    place("return", False),
    place("return", True),
    place("abnormal", False, "MSFT", "0,1"),
    place("abnormal", True),
]


@pytest.mark.parametrize("found", CASES)
def test_the_code_prints_the_rank_and_the_p_value(
    found: PlaceAmongDays, prints_its_number, can_be_said, ends_with_its_number
) -> None:
    for explanation in day_explanations(found):
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize("found", CASES)
def test_the_rows_alone_give_the_rank_and_the_p_value(found: PlaceAmongDays) -> None:
    rank, p_value = day_explanations(found)
    rows = rank.rows
    value = rows.iloc[:, 2]
    event = rows[columns.ROLE] == columns.EVENT
    assert event.sum() == 1
    assert rows[columns.RANK][event].iloc[0] == rank.value == found.others.rank
    own = value[event].iloc[0]
    assert (own < 0) == value.is_monotonic_increasing
    k = (value[~event].abs() >= abs(own)).sum()
    assert (1 + k) / len(rows) == pytest.approx(p_value.value, abs=1e-15)
    assert p_value.value == found.others.p_two_sided


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    is_written_as_the_project_is([e for found in CASES for e in day_explanations(found)])
