"""Run the frozen plan and put every claim beside what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.verdicts.decision import strict
from dashboard.studies.ledger.case import Case, case_of
from dashboard.studies.ledger.facts import establish
from dashboard.studies.ledger.figures import Figures
from dashboard.studies.ledger.finding import Fact, Formal, Unavailable
from dashboard.studies.ledger.formal import examine
from dashboard.studies.ledger.judging import (
    Finding,
    adjust,
    judge,
    judge_claim,
    p_values,
)
from dashboard.studies.ledger.placebo import (
    PlaceboDates,
    examine_slope,
    placebo_dates,
    placebo_statistics,
)
from dashboard.studies.ledger.records import Entry, Family, Firmness, HypothesisOutcome, Ledger
from dashboard.studies.ledger.related import related_claims
from dashboard.studies.ledger.shelf import Shelf
from dashboard.studies.ledger.specifications import firmness, slope_firmness
from data.catalogue import Claim, Event, article, claims, confounders_between, contradictions
from data.catalogue.plan import claim_plan, plan_hash
from data.catalogue.plan_models import Plan, Role
from data.prices import Provenance

Progress = Callable[[str, int, int], None]
"""Called with what was done last, how much is done, and how much there is."""


class Findings:
    """What the hypotheses of a plan gave, and the family they form.

    Parameters
    ----------
    plan, figures
        What is tested, and on which figures.
    progress
        Called after each hypothesis.

    Attributes
    ----------
    strict_observed, strict_drawn
        Statistics of the strict variant by hypothesis, positive in the claimed direction: at the
        event, and a row a placebo date.
    """

    def __init__(self, plan: Plan, figures: Figures, progress: Progress | None = None) -> None:
        tell = progress or (lambda _what, _done, _total: None)
        self.plan, self.shelf = plan, Shelf(figures)
        self.level = plan.header.level
        self.cases = {entry.id: case_of(entry, plan, self.shelf) for entry in plan.hypotheses}
        self.dates = self._placebo_dates()
        self.found: dict[str, Finding] = {}
        self.firmness: dict[str, Firmness | None] = {}
        total = len(self.cases)
        for done, (name, case) in enumerate(self.cases.items(), start=1):
            self.found[name] = self._find(case)
            self.firmness[name] = self._firmness(case, self.found[name])
            tell(name, done, total)
        self.primary = {name for entry in plan.claims for name in entry.primary}
        family = {
            name: found
            for name, found in self.found.items()
            if name in self.primary and isinstance(found, Formal)
        }
        self.adjusted = adjust(family)
        self.strict_names = self._add_strict(family)

    def outcome(self, name: str, role: Role) -> HypothesisOutcome:
        """Return one hypothesis as it stands in a claim."""
        case, found = self.cases[name], self.found[name]
        after = self.adjusted.get(name) if role == "primary" else None
        verdict, reason = judge(case, found, role, after, self.plan.header)
        formal = found if isinstance(found, Formal) else None
        fact = found if isinstance(found, Fact) else None
        measured = formal or fact
        return HypothesisOutcome(
            hypothesis=case.hypothesis,
            role=role,
            verdict=verdict,
            reason=reason,
            estimate=None if measured is None else measured.estimate,
            unit="fraction" if measured is None else measured.unit,
            interval=None if formal is None else formal.interval,
            p=None if formal is None else p_values(formal, after),
            smallest_visible=None if formal is None else formal.smallest_visible,
            firmness=self.firmness[name],
            exchange=case.exchange,
            session=case.session,
            days=case.terms,
            members=(case.long, case.short),
            estimation_rows=None if formal is None else formal.rows,
            estimation_span=None if formal is None else formal.span,
            confounders=_confounders(case, fact),
            facts={} if measured is None else measured.facts,
            notes=() if fact is None else fact.notes,
            provenance=self.provenance(case),
        )

    def provenance(self, case: Case) -> dict[str, Provenance]:
        """Return where the prices of a case come from, by ticker."""
        benchmark = case.hypothesis.benchmark
        tickers = (*case.long, *case.short, *(() if benchmark is None else (benchmark,)))
        return {ticker: self.shelf.history(ticker).provenance for ticker in tickers}

    def _find(self, case: Case) -> Finding:
        if not case.hypothesis.is_formal:
            return establish(case, self.shelf)
        if case.hypothesis.measure == "slope":
            return examine_slope(case, case.specification, self.dates, self.shelf, self.level)
        return examine(case, case.specification, self.shelf, self.level)

    def _firmness(self, case: Case, found: Finding) -> Firmness | None:
        if isinstance(found, Unavailable):
            return None
        if isinstance(found, Fact):
            return found.firmness
        if case.hypothesis.measure == "slope":
            return slope_firmness(case, found, self.dates, self.shelf, self.level)
        return firmness(case, found, self.shelf, self.level)

    def _placebo_dates(self) -> PlaceboDates:
        formal = [case for case in self.cases.values() if case.hypothesis.is_formal]
        shock = self.cases["gpu-falls"].row0
        offsets = [case.row0 - shock for case in formal if case.exchange == "XNYS"]
        last = max(case.kernel.last for case in formal) + max(0, *offsets)
        history = max(-case.hypothesis.estimation[0] for case in formal)
        return placebo_dates(self.shelf, history, (max(0, -min(offsets)), last))

    def _add_strict(self, family: Mapping[str, Formal]) -> tuple[str, ...]:
        names = tuple(
            name
            for name, found in family.items()
            if found.scaled is not None and self.cases[name].hypothesis.direction != "none"
        )
        placebo = pd.DataFrame(
            {
                name: self._signed(
                    name, placebo_statistics(self.cases[name], self.dates, self.shelf)
                )
                for name in names
            },
            index=self.dates.days,
        )
        self.strict_observed = pd.Series(
            {name: float(self._signed(name, family[name].scaled or 0.0)) for name in names}
        )
        complete_days = np.isfinite(placebo.to_numpy()).all(axis=1)
        self.strict_drawn: pd.DataFrame = placebo[complete_days]
        self.placebo_used = len(self.strict_drawn)
        if not self.placebo_used:
            return ()
        observed, complete = self.strict_observed.to_numpy(), self.strict_drawn.to_numpy()
        for_it, against = strict(observed, complete), strict(-observed, -complete)
        for i, name in enumerate(names):
            either = self.cases[name].hypothesis.direction == "either"
            self.adjusted[name] = replace(
                self.adjusted[name],
                strict=float(for_it[i]),
                opposite_strict=None if either else float(against[i]),
            )
        return names

    def _signed(self, name: str, values: np.ndarray | float) -> np.ndarray:
        direction = self.cases[name].hypothesis.direction
        found = np.asarray(values, dtype=float)
        return np.abs(found) if direction == "either" else found * (1 if direction == "up" else -1)


def _confounders(case: Case, fact: Fact | None) -> tuple[Event, ...]:
    if fact is None or case.hypothesis.measure == "rank":
        return case.confounders()
    own = set(case.hypothesis.event_ids)
    found = confounders_between(case.session, fact.until, case.exchange)
    return tuple(entry for entry in found if entry.id not in own)


def assemble(findings: Findings) -> Ledger:
    """Judge every claim by what the hypotheses gave."""
    plan = findings.plan
    return Ledger(
        entries=tuple(_entry(claim, findings) for claim in claims()),
        plan_version=plan.header.version,
        plan_hash=plan_hash(plan),
        frozen_on=plan.header.frozen_on,
        frozen_hash=plan.versions[-1].hash,
        family=Family(
            hypotheses=tuple(findings.adjusted),
            level=findings.level,
            placebo_dates=findings.placebo_used,
            placebo_span=findings.dates.span,
            strict_hypotheses=findings.strict_names,
        ),
        contradictions=contradictions(),
    )


def _entry(claim: Claim, findings: Findings) -> Entry:
    planned = claim_plan(findings.plan, claim.id)
    tests: tuple[HypothesisOutcome, ...] = ()
    if planned is not None:
        tests = (
            *(findings.outcome(name, "primary") for name in planned.primary),
            *(findings.outcome(name, "secondary") for name in planned.secondary),
        )
    primary = [test for test in tests if test.role == "primary"]
    verdict, reason, consistent = judge_claim(claim, planned, tests)
    shares = [test.firmness.share for test in primary if test.firmness is not None]
    return Entry(
        claim=claim,
        article=article(claim.article),
        plan=planned,
        verdict=verdict,
        reason=reason,
        consistent_with=consistent,
        tests=tests,
        missing=() if planned is None else planned.missing,
        confounders=tuple({e.id: e for test in primary for e in test.confounders}.values()),
        firmness=min(shares) if shares else None,
        sessions=tuple(dict.fromkeys((test.exchange, test.session) for test in tests)),
        related=related_claims(claim.id, findings.plan, contradictions()),
    )
