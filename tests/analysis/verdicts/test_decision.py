from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analysis.verdicts.decision import adjusted, decide, strict, together
from analysis.verdicts.tails import Tails

AGREES, DISAGREES = Tails(0.01, 0.99, 0.0), Tails(0.2, 0.8, 0.0)


@pytest.mark.parametrize(
    ("claimed", "opposite", "confirm", "outcome"),
    [
        (0.04, 0.97, None, "supported"),
        (0.06, 0.95, None, "inconclusive"),
        (0.99, 0.02, None, "contradicted"),
        (0.04, 0.97, AGREES, "supported"),
        (0.04, 0.97, DISAGREES, "inconclusive"),
        (0.99, 0.02, AGREES, "inconclusive"),
        (0.99, 0.02, Tails(0.99, 0.01, 0.0), "contradicted"),
        (0.04, 0.97, Tails(None, None, 0.0), "inconclusive"),
        (None, 0.01, None, "contradicted"),
        (None, 0.5, None, "inconclusive"),
    ],
)
def test_the_rule(
    claimed: float | None, opposite: float | None, confirm: Tails | None, outcome: str
) -> None:
    assert decide(claimed, opposite, 0.05, confirm) == outcome


def test_one_contradicted_hypothesis_contradicts_a_claim_and_all_must_support_it() -> None:
    assert together(["supported", "supported"]) == "supported"
    assert together(["supported", "inconclusive"]) == "inconclusive"
    assert together(["supported", "contradicted"]) == "contradicted"
    assert together([]) == "inconclusive"


def test_the_family_is_that_of_statsmodels_without_the_missing() -> None:
    p = [0.001, None, 0.012, 0.3, 0.02, None, 0.04]
    there = [value for value in p if value is not None]
    expected = multipletests(there, method="fdr_bh")[1]
    found = adjusted(p)
    assert [value for value in found if value is not None] == pytest.approx(list(expected))
    assert [i for i, value in enumerate(found) if value is None] == [1, 5]
    assert adjusted([None, None]) == (None, None)


def test_the_strict_variant_counts_placebo_dates_one_sided() -> None:
    placebo = np.array([[0.5, -9.0], [2.5, 0.1], [-9.0, 1.0], [0.2, 0.3]])
    found = strict(np.array([2.0, -1.0]), placebo)
    # Of the four largest, 0.5, 2.5, 1.0 and 0.3, one reaches 2; a statistic against counts as 0.
    assert found.tolist() == [2 / 5, 1.0]
