from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analysis.errors import StudyError
from dashboard.studies.ledger import Override, evidence, ledger
from dashboard.studies.ledger.series import Path, Scatter
from data.errors import DataError


def test_every_test_comes_with_a_series_that_can_be_drawn() -> None:
    for entry in ledger().entries:
        for view in evidence(entry.claim.id).frozen:
            assert not view.exploratory
            if isinstance(view.series, Scatter):
                assert len(view.series.tickers) == len(view.series.x) == len(view.series.y)
                continue
            assert isinstance(view.series, Path)
            sizes = {len(values) for values in view.series.series.values()}
            assert sizes == {len(view.series.dates)} == {len(view.series.tau)}
            assert view.series.dates[view.series.tau.index(0)] == view.outcome.session


def test_the_path_of_a_one_day_test_steps_by_its_estimate() -> None:
    (view, *_) = evidence("A2-14").frozen
    assert isinstance(view.series, Path)
    zero = view.series.tau.index(0)
    values = view.series.series["long"]
    assert values[zero] - values[zero - 1] == pytest.approx(view.outcome.estimate)


def test_the_points_of_a_slope_give_the_slope() -> None:
    (view,) = evidence("A1-15").frozen
    assert isinstance(view.series, Scatter)
    fitted = np.polyfit(view.series.x, view.series.y, 1)
    assert fitted[0] == pytest.approx(view.series.slope) == pytest.approx(view.outcome.estimate)


def test_a_recovery_is_drawn_to_the_day_it_came() -> None:
    index = evidence("A3-19").frozen[0]
    assert isinstance(index.series, Path)
    assert index.series.kind == "price"
    reached = dict(zip(index.series.dates, index.series.series["long"], strict=True))
    assert reached[date(2025, 2, 14)] >= index.series.reference
    assert reached[date(2025, 2, 13)] < index.series.reference


def test_a_reader_who_changes_the_window_sees_the_verdict_react_beside_the_frozen_one() -> None:
    found = evidence("A2-14", Override(window=(1, 1)))
    assert found.entry.verdict == "supported"
    assert found.frozen[0].outcome.verdict == "supported"
    (view,) = found.exploratory
    assert view.exploratory
    assert found.exploratory_verdict == view.outcome.verdict != "supported"
    assert view.outcome.p is not None
    assert view.outcome.p.adjusted is None
    assert view.outcome.days == ((date(2025, 1, 28), date(2025, 1, 28)),)


@pytest.mark.parametrize(
    "override",
    [
        Override(benchmark="^IXIC"),
        Override(model="mean-adjusted"),
        Override(model="market-adjusted"),
        Override(estimation=(-120, -21)),
        Override(returns="log"),
    ],
)
def test_each_choice_changes_the_estimate_and_leaves_the_frozen_one(override: Override) -> None:
    plain, found = evidence("A0-08"), evidence("A0-08", override)
    frozen = found.frozen[0].outcome
    assert frozen == plain.frozen[0].outcome
    changed = found.exploratory[0].outcome
    if override.estimation or override.returns:
        assert changed.estimation_rows != frozen.estimation_rows or changed.estimate
    assert changed.estimate != frozen.estimate


def test_an_override_that_changes_nothing_gives_the_frozen_estimate() -> None:
    found = evidence("A2-18", Override())
    assert found.exploratory[0].outcome.estimate == found.frozen[0].outcome.estimate


def test_a_choice_that_does_not_apply_says_so() -> None:
    facts = evidence("A3-19", Override(model="market"))
    assert len(facts.refused) == 3
    assert facts.exploratory_verdict is None
    several = evidence("A4-08", Override(window=(0, 1)))
    assert [refused.hypothesis for refused in several.refused] == ["gpu-rises-capex"]
    assert "several windows" in several.refused[0].reason.english


@pytest.mark.parametrize(
    ("override", "words"),
    [
        (Override(window=(2, 1)), "ends before it begins"),
        (Override(estimation=(-50, 0)), "share sessions"),
        (Override(window=(5, 6), estimation=(-100, 2)), "does not come before the event"),
        (Override(benchmark="NVDA"), "against itself"),
    ],
)
def test_a_choice_that_cannot_be_measured_is_refused(override: Override, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        evidence("A4-12", override)


def test_an_unknown_benchmark_or_claim_is_refused() -> None:
    with pytest.raises(DataError, match="NOSUCH"):
        evidence("A4-12", Override(benchmark="NOSUCH"))
    with pytest.raises(DataError, match="A9-99"):
        evidence("A9-99")


def test_progress_is_told_hypothesis_by_hypothesis() -> None:
    from dashboard.studies.ledger.build import Findings
    from dashboard.studies.ledger.figures import EMBEDDED
    from data.catalogue.plan import the_plan

    told: list[tuple[str, int, int]] = []
    plan = the_plan()
    Findings(plan, EMBEDDED, lambda *step: told.append(step))
    assert [name for name, _, _ in told] == [entry.id for entry in plan.hypotheses]
    assert told[-1][1:] == (len(plan.hypotheses), len(plan.hypotheses))
