"""The claims ledger as tables for people at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from dashboard.language import ENGLISH as EN
from dashboard.studies.ledger import Entry, Evidence, HypothesisOutcome, Ledger


def print_ledger(entries: tuple[Entry, ...], ledger: Ledger, console: Console) -> None:
    """Print a line a claim, the counts, and which plan was followed."""
    table = Table("Claim", "What it says", "Prices say", "Record says", "Estimate", "p", "Firm")
    for entry in entries:
        head = entry.headline
        table.add_row(
            entry.claim.id,
            entry.claim.claim.en,
            _verdict(entry),
            entry.claim.fact_check,
            "" if head is None else _estimate(head),
            "" if head is None else _p(head),
            "" if entry.firmness is None else EN.percent(entry.firmness, 0, sign=False),
        )
    console.print(table)
    counts = ", ".join(f"{name} {n}" for name, n in ledger.counts(entries).items())
    console.print(f"{len(entries)} claims: {counts}.")
    _print_plan(ledger, console)


def print_evidence(found: Evidence, ledger: Ledger, console: Console) -> None:
    """Print one claim with its tests, its fact check, and what stands beside it."""
    entry = found.entry
    claim = entry.claim
    console.print(f"[bold]{claim.id}[/bold] {claim.claim.en}")
    console.print(f"{claim.speaker.en}, {claim.affiliation.en}; {entry.article.title.en}")
    console.print(f"Prices: [bold]{_verdict(entry)}[/bold]. {entry.reason.english}")
    if claim.why_not_testable is not None:
        console.print(claim.why_not_testable.en)
    console.print(f"Record: [bold]{claim.fact_check}[/bold].")
    for fact in claim.facts:
        console.print(f"- {fact.text.en} ({', '.join(fact.sources)})")
    for figure in entry.missing:
        console.print(f"Missing figure: {figure.figure.en}. {figure.used_for.en}")
    if entry.tests:
        console.print(_tests(entry))
    for test in entry.tests:
        for note in test.notes:
            console.print(f"{test.hypothesis.id}: {note.english}")
    if entry.confounders:
        titles = "; ".join(event.title.en for event in entry.confounders)
        console.print(f"Other news in the windows: {titles}")
    for words, names in (
        ("Claims that agree", entry.related.agree),
        ("Claims that contradict", entry.related.contradict),
    ):
        if names:
            console.print(f"{words}: {', '.join(names)}")
    _print_plan(ledger, console)


def _tests(entry: Entry) -> Table:
    table = Table("Test", "States", "Estimate", "95% interval", "p", "Adjusted", "Verdict", "Firm")
    for test in entry.tests:
        p = test.p
        adjusted = None if p is None else p.adjusted if p.claimed is not None else None
        if p is not None and p.claimed is None:
            adjusted = p.opposite_adjusted
        table.add_row(
            f"{test.hypothesis.id} ({test.role}), {test.hypothesis.measure}",
            test.hypothesis.states.en,
            _estimate(test),
            "" if test.interval is None else " to ".join(_value(test, b) for b in test.interval),
            _p(test),
            "" if adjusted is None else EN.probability(adjusted),
            f"{test.verdict}: {test.reason.english}",
            "" if test.firmness is None else f"{test.firmness.same} of {test.firmness.total}",
        )
    return table


def _verdict(entry: Entry) -> str:
    return "consistent with" if entry.consistent_with else entry.verdict


def _estimate(test: HypothesisOutcome) -> str:
    return "" if test.estimate is None else _value(test, test.estimate)


def _value(test: HypothesisOutcome, value: float) -> str:
    if test.unit == "fraction":
        return EN.percent(value)
    if test.unit == "USD":
        return EN.money(value, "USD")
    return EN.number(value, 2 if test.unit == "slope" else 0)


def _p(test: HypothesisOutcome) -> str:
    if test.p is None:
        return ""
    if test.p.claimed is not None:
        return EN.probability(test.p.claimed)
    return "" if test.p.opposite is None else f"{EN.probability(test.p.opposite)} against"


def _print_plan(ledger: Ledger, console: Console) -> None:
    family = ledger.family
    console.print(
        f"[dim]Plan {ledger.plan_version}, frozen on {EN.date(ledger.frozen_on)}, sha256 "
        f"{ledger.plan_hash}. {len(family.hypotheses)} tests form the family; "
        f"{family.placebo_dates} placebo dates. Not investment advice.[/dim]",
        soft_wrap=True,
    )
