from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.index_parts import index_explanations
from dashboard.studies.request import study_request
from dashboard.studies.robustness.contamination import BenchmarkStudy, run

CASES = [("NVDA", "0,0", "infrastructure"), ("AVGO", "0,2", "hyperscalers")]


@cache
def taken_apart(
    security: str, window: str, choice: str
) -> tuple[BenchmarkStudy, tuple[Explanation, ...]]:
    request = study_request(security=security, event="crash-2025-01-27", windows=(window,))
    study = run(request, choice)
    return study, index_explanations(study, request, choice)


@pytest.mark.parametrize(("security", "window", "choice"), CASES)
def test_the_code_prints_every_number_of_the_index(
    security: str,
    window: str,
    choice: str,
    prints_its_number,
    can_be_said,
    ends_with_its_number,
) -> None:
    _, found = taken_apart(security, window, choice)
    assert len(found) == 6
    for explanation in found:
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(("security", "window", "choice"), CASES)
def test_the_members_rows_alone_give_their_part_and_the_index_without_them(
    security: str, window: str, choice: str
) -> None:
    study, (together, without, *_) = taken_apart(security, window, choice)
    rows = together.rows
    assert set(rows[columns.SECURITY]) == set(study.shocked) - set(study.parts.left_out)
    part = float(np.dot(rows[columns.IN_INDEX], rows[columns.RETURN]))
    assert part == pytest.approx(together.value, abs=1e-15)
    assert rows[columns.CONTRIBUTION].sum() == pytest.approx(part, abs=1e-15)
    rest = (study.parts.index_return - part) / (1 - rows[columns.IN_INDEX].sum())
    assert rest == pytest.approx(without.value, abs=1e-15)


@pytest.mark.parametrize(("security", "window", "choice"), CASES)
def test_the_sessions_rows_give_the_abnormal_return_and_the_index_of_each_version(
    security: str, window: str, choice: str
) -> None:
    study, (_, _, *against) = taken_apart(security, window, choice)
    for found in against:
        rows = found.rows
        left = rows[columns.RETURN] - rows[columns.EXPECTED]
        assert left.to_numpy() == pytest.approx(rows[columns.AR].to_numpy(), abs=1e-15)
        assert left.sum() == pytest.approx(found.value, abs=1e-14)
    own = (1 + against[0].rows[columns.MARKET]).prod() - 1
    assert own == pytest.approx(study.parts.index_return, abs=1e-12)


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    is_written_as_the_project_is([e for case in CASES for e in taken_apart(*case)[1]])
