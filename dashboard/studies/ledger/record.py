"""The ledger as JSON objects, for programs; returns in fractions, money in whole dollars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from dashboard.studies.ledger.evidence import Evidence, View
from dashboard.studies.ledger.records import Entry, HypothesisOutcome, Ledger
from dashboard.studies.ledger.series import Path
from data.catalogue import Event
from data.prices import Provenance


def entry_record(entry: Entry, ledger: Ledger) -> dict[str, Any]:
    """Return one claim; measure, estimate and p-values are those of its first primary test."""
    head = entry.headline
    p = None if head is None else head.p
    return {
        "id": entry.claim.id,
        "article": entry.claim.article,
        "kind": entry.claim.kind,
        "testable": entry.claim.testable,
        "verdict": entry.verdict,
        "consistent_with": entry.consistent_with,
        "reason": entry.reason.english,
        "fact_check": entry.claim.fact_check,
        "claim": entry.claim.claim.model_dump(),
        "speaker": entry.claim.speaker.model_dump(),
        "measure": None if head is None else head.hypothesis.measure,
        "estimate": None if head is None else head.estimate,
        "interval": None if head is None or head.interval is None else list(head.interval),
        "p": None if p is None else p.claimed if p.claimed is not None else p.opposite,
        "p_adjusted": None
        if p is None
        else (p.adjusted if p.claimed is not None else p.opposite_adjusted),
        "p_against": p is not None and p.claimed is None,
        "firmness": entry.firmness,
        "plan_hash": ledger.plan_hash,
        "why_not_testable": None
        if entry.claim.why_not_testable is None
        else entry.claim.why_not_testable.model_dump(),
        "missing": [figure.model_dump() for figure in entry.missing],
        "confounders": _events(entry.confounders),
        "agree": list(entry.related.agree),
        "contradict": list(entry.related.contradict),
        "contradictions": [contradiction.id for contradiction in entry.related.contradictions],
        "tests": [test_record(test) for test in entry.tests],
    }


def test_record(test: HypothesisOutcome) -> dict[str, Any]:
    """Return one test with all its p-values, members, sessions and facts."""
    frozen, p = test.hypothesis, test.p
    return {
        "hypothesis": frozen.id,
        "role": test.role,
        "states": frozen.states.model_dump(),
        "contradicted_by": frozen.contradicted_by.model_dump(),
        "measure": frozen.measure,
        "direction": frozen.direction,
        "long": list(test.members[0]),
        "short": list(test.members[1]),
        "exchange": test.exchange,
        "session": test.session.isoformat(),
        "windows": [[day.isoformat() for day in days] for days in test.days],
        "benchmark": frozen.benchmark,
        "model": frozen.model,
        "returns": frozen.returns,
        "estimation": list(frozen.estimation),
        "estimation_rows": test.estimation_rows,
        "verdict": test.verdict,
        "reason": test.reason.english,
        "estimate": test.estimate,
        "unit": test.unit,
        "interval": None if test.interval is None else list(test.interval),
        "p": None if p is None else asdict(p),
        "smallest_visible": test.smallest_visible,
        "firmness": None
        if test.firmness is None
        else {"share": test.firmness.share, **asdict(test.firmness)},
        "confounders": _events(test.confounders),
        "facts": _plain(test.facts),
        "notes": [note.english for note in test.notes],
    }


def evidence_record(evidence: Evidence, ledger: Ledger) -> dict[str, Any]:
    """Return one claim with its facts, the sources of the prices, and the series of its tests."""
    claim = evidence.entry.claim
    origins: dict[str, Provenance] = {}
    for view in evidence.frozen:
        origins |= view.outcome.provenance
    return {
        **entry_record(evidence.entry, ledger),
        "facts": [fact.model_dump() for fact in claim.facts],
        "series": {view.outcome.hypothesis.id: _series(view) for view in evidence.frozen},
        "provenance": {
            ticker: {
                "origin": origin.origin,
                "file": origin.file,
                "sha256": origin.sha256,
                "as_of": origin.as_of.isoformat(),
                "basis": origin.basis,
            }
            for ticker, origin in origins.items()
        },
    }


def _series(view: View) -> dict[str, Any] | None:
    series = view.series
    if series is None:
        return None
    if isinstance(series, Path):
        return {
            "kind": series.kind,
            "dates": [day.isoformat() for day in series.dates],
            "tau": list(series.tau),
            "reference": series.reference,
            **{
                name: [None if value != value else value for value in values]
                for name, values in series.series.items()
            },
        }
    return {
        "kind": "scatter",
        "tickers": list(series.tickers),
        "x": list(series.x),
        "y": list(series.y),
        "slope": series.slope,
    }


def _events(events: tuple[Event, ...]) -> list[str]:
    return [event.id for event in events]


def _plain(facts: Mapping[str, object]) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in facts.items()
    }
