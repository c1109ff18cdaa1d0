from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.event_sample import sample_from_results
from analysis.significance.battery import run_battery
from analysis.significance.result import HypothesisTest
from analysis.study import StudySpec, run_study
from analysis.verdicts.confirmation import confirm, confirming_tails
from analysis.verdicts.kernel import kernel_of
from analysis.verdicts.measurement import Measurement, measure
from analysis.windows import EstimationWindow, EventWindow


def test_the_confirming_test_is_adjusted_bmp_of_the_battery() -> None:
    random = np.random.default_rng(5)
    days = pd.bdate_range("2023-11-01", periods=330)
    market = random.normal(0, 0.01, 330)
    common = random.normal(0, 0.01, 330)
    firms = {f"F{i}": market + common + random.normal(0, 0.015, 330) for i in range(8)}
    design = np.column_stack([np.ones(330), market])
    kernel, estimation = kernel_of([(0, 1, 1.0)]), EstimationWindow(-250, -21)
    members = [measure(own, design, 300, estimation, kernel) for own in firms.values()]
    assert all(isinstance(member, Measurement) for member in members)
    found = confirm([m for m in members if isinstance(m, Measurement)], 300, estimation)
    frame = pd.DataFrame({"market": market}, index=days)
    spec = StudySpec(windows=(EventWindow(0, 1),))
    studies = [
        run_study(pd.Series(own, days, name=name), frame, days[300].date(), spec)
        for name, own in firms.items()
    ]
    battery = run_battery(sample_from_results(studies, days, EventWindow(0, 1)))
    expected = next(test for test in battery if test.name == "adjusted_bmp_calendar")
    assert isinstance(expected, HypothesisTest)
    assert isinstance(found, HypothesisTest)
    assert found.statistic == pytest.approx(expected.statistic)
    tails = confirming_tails(found, "down")
    assert tails is not None
    assert tails.claimed == pytest.approx(expected.p_lower)
    assert confirming_tails(found, "none") is None
