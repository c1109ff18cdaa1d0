"""A claim's tests with their series, and a reader's own choice beside the frozen one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind
from analysis.verdicts.decision import Outcome, together
from analysis.windows import EstimationWindow, EventWindow, require_disjoint
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import Case, case_of
from dashboard.studies.ledger.finding import Fact, Formal, Unavailable
from dashboard.studies.ledger.formal import examine
from dashboard.studies.ledger.judging import judge, p_values
from dashboard.studies.ledger.placebo import examine_slope
from dashboard.studies.ledger.records import Entry, HypothesisOutcome, Message
from dashboard.studies.ledger.series import (
    Path,
    Scatter,
    fact_series,
    formal_series,
    slope_series,
)
from dashboard.studies.ledger.specifications import BENCHMARKS
from data.catalogue.plan_models import Hypothesis

Model = Literal["market", "market-adjusted", "mean-adjusted"]


@dataclass(frozen=True, slots=True)
class Override:
    """What a reader changes; None leaves the frozen choice.

    Attributes
    ----------
    window
        Event window around the session of a test with one window.
    benchmark
        Ticker.
    model
        ``"market"``, ``"market-adjusted"`` or ``"mean-adjusted"``.
    estimation
        Estimation window.
    returns
        ``"simple"`` or ``"log"``.
    """

    window: tuple[int, int] | None = None
    benchmark: str | None = None
    model: Model | None = None
    estimation: tuple[int, int] | None = None
    returns: ReturnKind | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One test with what is needed to draw it.

    Attributes
    ----------
    outcome
        The test.
    series
        Its series; None where it could not be measured.
    exploratory
        Whether a reader's choice made it.
    """

    outcome: HypothesisOutcome
    series: Path | Scatter | None
    exploratory: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A test to which a reader's choice does not apply, and why."""

    hypothesis: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with the series of its tests.

    Attributes
    ----------
    entry
        The claim with its frozen verdict.
    frozen
        Its tests as the plan has them.
    override
        The reader's choice; None if there is none.
    exploratory
        The same tests under the reader's choice, judged at an unadjusted level.
    refused
        Tests to which the choice does not apply.
    exploratory_verdict
        What the primary tests say together under the reader's choice, the refused ones as
        frozen; None without a choice, or where none of the primary tests took it.
    """

    entry: Entry
    frozen: tuple[View, ...]
    override: Override | None
    exploratory: tuple[View, ...]
    refused: tuple[Refused, ...]
    exploratory_verdict: Outcome | None


def gather(findings: Findings, entry: Entry, override: Override | None) -> Evidence:
    """Put the series beside a claim's tests, and run them again under a reader's choice."""
    frozen = tuple(
        View(test, _frozen_series(findings, test.hypothesis.id), exploratory=False)
        for test in entry.tests
    )
    views: list[View] = []
    refused: list[Refused] = []
    if override is not None:
        for test in entry.tests:
            reason = _inapplicable(test.hypothesis, override)
            if reason is None:
                views.append(_explore(findings, test, override))
            else:
                refused.append(Refused(test.hypothesis.id, reason))
    return Evidence(
        entry=entry,
        frozen=frozen,
        override=override,
        exploratory=tuple(views),
        refused=tuple(refused),
        exploratory_verdict=_together(entry, views),
    )


def _together(entry: Entry, views: list[View]) -> Outcome | None:
    explored = {view.outcome.hypothesis.id: view.outcome for view in views}
    primary = [test for test in entry.tests if test.role == "primary"]
    if not any(test.hypothesis.id in explored for test in primary):
        return None
    verdicts = [explored.get(test.hypothesis.id, test).verdict for test in primary]
    outcomes: list[Outcome] = [
        cast("Outcome", verdict) if verdict in ("supported", "contradicted") else "inconclusive"
        for verdict in verdicts
    ]
    return together(outcomes)


def _frozen_series(findings: Findings, name: str) -> Path | Scatter | None:
    case, found = findings.cases[name], findings.found[name]
    if isinstance(found, Unavailable):
        return None
    if isinstance(found, Fact):
        return fact_series(case, found, findings.shelf)
    return _formal(findings, case, found)


def _formal(findings: Findings, case: Case, found: Formal) -> Path | Scatter:
    if case.hypothesis.measure == "slope":
        return slope_series(case, case.specification, found.estimate, findings.shelf)
    return formal_series(case, case.specification, findings.shelf)


def _inapplicable(frozen: Hypothesis, override: Override) -> Message | None:
    if not frozen.is_formal:
        return Message(IS_FACT)
    if override.window is not None and (len(frozen.terms) > 1 or frozen.measure == "slope"):
        return Message(SEVERAL_WINDOWS)
    return None


def _explore(findings: Findings, test: HypothesisOutcome, override: Override) -> View:
    changed = _changed(test.hypothesis, override)
    case = case_of(changed, findings.plan, findings.shelf)
    _require_measurable(case)
    found: Formal | Unavailable
    if changed.measure == "slope":
        found = examine_slope(
            case, case.specification, findings.dates, findings.shelf, findings.level
        )
    else:
        found = examine(case, case.specification, findings.shelf, findings.level)
    verdict, reason = judge(case, found, "secondary", None, findings.plan.header)
    formal = found if isinstance(found, Formal) else None
    outcome = replace(
        test,
        hypothesis=changed,
        verdict=verdict,
        reason=reason,
        estimate=None if formal is None else formal.estimate,
        interval=None if formal is None else formal.interval,
        p=None if formal is None else p_values(formal, None),
        smallest_visible=None if formal is None else formal.smallest_visible,
        firmness=None,
        days=case.terms,
        estimation_rows=None if formal is None else formal.rows,
        estimation_span=None if formal is None else formal.span,
        confounders=case.confounders(),
        facts={} if formal is None else formal.facts,
        provenance=findings.provenance(case),
    )
    series = None if formal is None else _formal(findings, case, formal)
    return View(outcome, series, exploratory=True)


def _changed(frozen: Hypothesis, override: Override) -> Hypothesis:
    model = override.model or frozen.model
    benchmark = override.benchmark or frozen.benchmark
    if model == "mean-adjusted" and override.benchmark and override.model is None:
        model = "market"  # to name a benchmark is to ask for a model that has one
    if model == "mean-adjusted":
        benchmark = None
    elif benchmark is None:
        benchmark = next(iter(BENCHMARKS.get(frozen.calendar, ())), None)
    if benchmark is None and model != "mean-adjusted":
        raise StudyError(
            N_("The model “{model}” was asked for on the exchange {exchange}."),
            N_("No index of it is embedded."),
            N_("Name a benchmark."),
            model=model,
            exchange=frozen.calendar,
        )
    terms = frozen.terms
    if override.window is not None:
        EventWindow(*override.window)  # refuses a window that ends before it begins
        terms = (terms[0].model_copy(update={"window": override.window}),)
    return frozen.model_copy(
        update={
            "model": model,
            "benchmark": benchmark,
            "terms": terms,
            "estimation": override.estimation or frozen.estimation,
            "returns": override.returns or frozen.returns,
        }
    )


def _require_measurable(case: Case) -> None:
    kernel, frozen = case.kernel, case.hypothesis
    require_disjoint(
        EstimationWindow(*frozen.estimation), (EventWindow(kernel.first, kernel.last),)
    )
    if frozen.estimation[1] > min(kernel.first, 0):
        raise StudyError(
            N_("Estimation window {estimation} was asked for."),
            N_("It does not come before the event, so nothing can be forecast to it."),
            N_("End it before the event window and before the event session."),
            estimation=EstimationWindow(*frozen.estimation),
        )
    if frozen.benchmark is not None and frozen.benchmark in (*case.long, *case.short):
        raise StudyError(
            N_("{security} was to be studied against itself."),
            N_("A benchmark must be another series."),
            N_("Choose another benchmark, for example an index of the same market."),
            security=frozen.benchmark,
        )


IS_FACT = N_("A fact of the price record has no model, benchmark or window to change.")
SEVERAL_WINDOWS = N_("This test adds up several windows, so no single one can replace them.")
