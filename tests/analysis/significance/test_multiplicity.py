"""p-values of several tests at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.errors import StudyError
from analysis.significance.multiplicity import benjamini_hochberg, holm, step_down_max_t

PRINTED = 1e-12
WORKED = np.array([0.001, 0.012, 0.02, 0.04, 0.3])
probabilities = st.lists(st.integers(0, 1000), min_size=1, max_size=30).map(
    lambda p: np.array(p) / 1000
)


def test_holm_and_benjamini_hochberg_have_the_values_of_the_worked_example(
    worked: dict[str, Any],
) -> None:
    np.testing.assert_allclose(holm(WORKED), worked["expected"]["holm"], atol=PRINTED)
    np.testing.assert_allclose(benjamini_hochberg(WORKED), worked["expected"]["bh"], atol=PRINTED)


@settings(max_examples=25)
@given(probabilities)
def test_both_agree_with_statsmodels_in_any_order(p: np.ndarray) -> None:
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=PRINTED)
    np.testing.assert_allclose(
        benjamini_hochberg(p), multipletests(p, method="fdr_bh")[1], atol=PRINTED
    )


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
@pytest.mark.parametrize("p", [[0.1, np.nan], [1.1], [-0.1]])
def test_a_missing_or_impossible_p_value_is_refused(adjust: Any, p: list[float]) -> None:
    with pytest.raises(StudyError, match="1 of them are missing or lie outside"):
        adjust(np.array(p))


def step_down_by_definition(observed: np.ndarray, placebo: np.ndarray) -> list[float]:
    left, reached, adjusted = set(range(len(observed))), 0.0, [0.0] * len(observed)
    for k in sorted(left, key=lambda j: -abs(observed[j])):
        largest = [max(abs(row[j]) for j in left) for row in placebo]
        p = (1 + sum(value >= abs(observed[k]) for value in largest)) / (len(placebo) + 1)
        reached = max(reached, p)
        adjusted[k] = reached
        left.remove(k)
    return adjusted


@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 10**6))
def test_the_step_down_maximum_is_its_definition(m: int, b: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    observed, placebo = 2 * rng.standard_normal(m), rng.standard_normal((b, m))
    np.testing.assert_allclose(
        step_down_max_t(observed, placebo), step_down_by_definition(observed, placebo), atol=1e-15
    )


def test_one_hypothesis_alone_has_its_placebo_p_value() -> None:
    placebo = np.array([[-3.0], [1.0], [0.2], [2.0]])
    assert step_down_max_t(np.array([-2.0]), placebo) == pytest.approx(3 / 5)


def test_hypotheses_that_move_as_one_cost_nothing_to_test_together() -> None:
    shared = np.random.default_rng(8).standard_normal(999)
    observed = np.full(10, 2.5)
    together = step_down_max_t(observed, np.tile(shared[:, np.newaxis], 10))
    alone = (1 + np.sum(np.abs(shared) >= 2.5)) / 1000
    np.testing.assert_allclose(together, alone, atol=1e-15)
    assert alone < holm(np.full(10, alone))[0]


@pytest.mark.parametrize(
    ("observed", "placebo", "message"),
    [
        (np.zeros(2), np.zeros((5, 3)), r"shape \(5, 3\)"),
        (np.zeros(2), np.zeros((0, 2)), r"shape \(0, 2\)"),
        (np.zeros(2), np.zeros(2), r"shape \(2,\)"),
        (np.array([np.nan, 1.0]), np.zeros((5, 2)), "Some are missing"),
        (np.zeros(2), np.full((5, 2), np.nan), "Some are missing"),
    ],
)
def test_statistics_that_do_not_belong_together_are_refused(
    observed: np.ndarray, placebo: np.ndarray, message: str
) -> None:
    with pytest.raises(StudyError, match=message):
        step_down_max_t(observed, placebo)
