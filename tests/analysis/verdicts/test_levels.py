from __future__ import annotations

import numpy as np
import pytest

from analysis.verdicts.levels import new_high, place_from_below, recovery

PATH = np.array([90.0, 100.0, 80.0, 85.0, 90.0, 95.0, 100.0, 120.0])


def test_recovery_is_the_first_close_at_or_above_the_one_before() -> None:
    found = recovery(PATH, 2)
    assert (found.reference, found.row, found.sessions, found.half_row) == (100.0, 6, 4, 4)
    assert found.outcome(4) == "supported"
    assert found.outcome(3) == "contradicted"


def test_a_path_that_ends_before_the_horizon_decides_nothing() -> None:
    found = recovery(PATH[:6], 2)
    assert (found.row, found.sessions, found.seen) == (None, None, 3)
    assert found.outcome(10) == "inconclusive"
    assert found.outcome(3) == "contradicted"


def test_a_new_high_counts_only_before_the_bust() -> None:
    assert new_high(PATH, 2, 5, 0.5).outcome(2, 5) == "supported"
    assert new_high(PATH, 2, 5, 0.5).deepest == pytest.approx(-0.2)
    assert new_high(PATH, 2, 4, 0.5).outcome(2, 4) == "inconclusive"
    burst = np.array([90.0, 100.0, 80.0, 49.0, 120.0])
    assert new_high(burst, 2, 2, 0.5).outcome(2, 2) == "contradicted"


def test_a_close_equal_to_the_old_high_is_no_new_one() -> None:
    assert new_high(PATH[:7], 2, 4, 0.5).high_row is None


def test_the_deepest_fall_is_number_one_and_missing_days_do_not_count() -> None:
    assert place_from_below(np.array([-0.2, np.nan, -0.1, 0.3]), -0.1) == (2, 3)
