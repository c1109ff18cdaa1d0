from __future__ import annotations

import numpy as np
import pytest

from analysis.verdicts.tails import Direction, interval, rank_tails, smallest_visible

REFERENCE = np.arange(-10.0, 11.0)  # 21 ordinary values


def test_the_rank_is_counted_by_hand() -> None:
    tails = rank_tails(REFERENCE, -9.5, "down")
    assert tails.claimed == 2 / 22
    assert tails.opposite == 21 / 22
    assert tails.floor == 1 / 22
    assert rank_tails(REFERENCE, -9.5, "up").claimed == tails.opposite


def test_a_size_is_tested_on_both_sides_and_nothing_speaks_against_it() -> None:
    tails = rank_tails(REFERENCE, 12.0, "either")
    assert (tails.claimed, tails.opposite) == (2 / 22, None)


def test_an_ordinary_move_can_only_be_spoken_against() -> None:
    tails = rank_tails(REFERENCE, -12.0, "none")
    assert (tails.claimed, tails.opposite) == (None, 2 / 22)


def test_equivalence_is_the_larger_of_two_one_sided_tests() -> None:
    tails = rank_tails(REFERENCE, 1.0, "none", margin=11.0)
    # -11 would have to lie below every ordinary value once the estimate is taken off, +11 above.
    upper = (1 + np.sum(REFERENCE >= 12.0)) / 22
    lower = (1 + np.sum(REFERENCE <= -10.0)) / 22
    assert tails.claimed == max(upper, lower) == 2 / 22


def test_a_move_beyond_the_margin_speaks_against_equivalence() -> None:
    assert rank_tails(REFERENCE, 15.0, "none", margin=2.0).opposite == 2 / 22
    assert rank_tails(REFERENCE, 0.0, "none", margin=2.0).opposite == 1.0


@pytest.mark.parametrize(("direction", "sign"), [("up", 1), ("down", -1)])
def test_an_estimate_beyond_the_smallest_visible_passes_and_one_short_of_it_does_not(
    direction: Direction, sign: int
) -> None:
    reference = np.random.default_rng(3).standard_t(4, 230)
    smallest = smallest_visible(reference, direction, 0.05)
    assert smallest is not None
    for size, passes in ((1.0001, True), (0.9999, False)):
        tails = rank_tails(reference, sign * smallest * size, direction)
        assert tails.claimed is not None
        assert (tails.claimed <= 0.05) == passes


def test_too_short_a_reference_shows_no_smallest_effect_and_no_interval() -> None:
    assert smallest_visible(np.arange(10.0), "up", 0.05) is None
    assert interval(np.arange(10.0), 0.0, 0.95) is None


def test_the_interval_is_the_value_less_ordinary_quantiles() -> None:
    low, high = interval(np.arange(-19.0, 20.0), 5.0, 0.9) or (0.0, 0.0)
    assert (low, high) == (5.0 - 18.0, 5.0 + 18.0)
