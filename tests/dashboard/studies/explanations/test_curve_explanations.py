from __future__ import annotations

import statistics
from functools import cache

import pytest

from dashboard.studies import single
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.curve import curve_explanations
from dashboard.studies.request import study_request
from dashboard.studies.robustness.specifications import CurveRequest, Firmness, run


@cache
def firmness(security: str = "NVDA", window: str = "0,0", one_window: bool = False) -> Firmness:
    request = study_request(security=security, event="crash-2025-01-27", windows=(window,))
    return run(CurveRequest(request, one_window=one_window))


CASES = [("NVDA", "0,0", False), ("MSFT", "0,1", True)]


@pytest.mark.parametrize(("security", "window", "one_window"), CASES)
def test_the_code_prints_every_number_of_the_curve(
    security: str,
    window: str,
    one_window: bool,
    prints_its_number,
    can_be_said,
    ends_with_its_number,
) -> None:
    found = curve_explanations(firmness(security, window, one_window))
    assert len(found) == 6
    for explanation in found:
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(("security", "window", "one_window"), CASES)
def test_the_rows_alone_give_median_shares_and_joint_p_values(
    security: str, window: str, one_window: bool
) -> None:
    firm = firmness(security, window, one_window)
    median, same, beyond, *joint = curve_explanations(firm)
    rows = median.rows
    middle = statistics.median(rows[columns.CAR])
    assert middle == pytest.approx(median.value, abs=1e-15)
    assert median.value == firm.curve.median
    agree = rows[columns.CAR] * middle > 0
    assert agree.sum() / len(rows) == same.value == firm.curve.share_same_sign
    out = (rows[columns.LOW] > 0) if middle > 0 else (rows[columns.HIGH] < 0)
    assert out.sum() / len(rows) == beyond.value == firm.curve.share_beyond
    for found, test in zip(joint, firm.joint, strict=True):
        dates = found.rows
        value = dates.iloc[:, 2].abs()
        event = dates[columns.ROLE] == columns.EVENT
        k = (value[~event] >= value[event].iloc[0]).sum()
        assert (1 + k) / len(dates) == pytest.approx(found.value, abs=1e-15)
        assert found.value == test.p_value


def test_a_row_is_the_study_that_the_explorer_would_do() -> None:
    firm = firmness()
    place = firm.chosen_place
    assert place is not None
    row = curve_explanations(firm)[0].rows.iloc[place]
    study = single.run(firm.request.study).headline
    assert row[columns.CAR] == pytest.approx(study.car.value, abs=1e-12)
    assert row[columns.SE] == pytest.approx(study.car.standard_error, rel=1e-9)
    assert (row[columns.LOW], row[columns.HIGH]) == pytest.approx(study.interval, rel=1e-9)


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    is_written_as_the_project_is([*curve_explanations(firmness("MSFT", "0,1", True))])
