"""Read the frozen plan, check it against the catalogue, and compute its hash."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from data.catalogue.contents import Catalogue, Fault
from data.catalogue.load import FOLDER, CatalogueReader, read_catalogue, the_catalogue
from data.catalogue.models import Basket
from data.catalogue.plan_models import (
    ClaimPlan,
    FrozenVersion,
    Hypothesis,
    Plan,
    PlanHeader,
)
from data.errors import N_, DataError

FILE, LOCK = "plan.yaml", "plan.lock.yaml"


def read_plan(folder: Path = FOLDER) -> Plan:
    """Read and check the plan of a catalogue's folder.

    Raises
    ------
    DataError
        When a rule is broken; the message lists all broken rules.
    """
    catalogue = the_catalogue() if folder == FOLDER else read_catalogue(folder)
    reader = CatalogueReader(folder)
    headers = reader.records(PlanHeader, FILE, "header")
    baskets = reader.records(Basket, FILE, "baskets")
    hypotheses = reader.records(Hypothesis, FILE, "hypotheses")
    claims = reader.records(ClaimPlan, FILE, "claims")
    versions = reader.records(FrozenVersion, LOCK, "versions")
    faults = list(reader.faults)
    if len(headers) != 1:
        faults.append(Fault(FILE, "header", "the plan has one header"))
    faults += _broken(catalogue, baskets, hypotheses, claims)
    if faults:
        raise DataError(
            N_("The frozen plan in {folder} was to be read."),
            N_("It breaks {count} rules:\n{faults}"),
            N_("Correct the named entries; every rule is checked again at the next start."),
            folder=folder.name,
            count=len(faults),
            faults="\n".join(f"- {fault}" for fault in faults),
        )
    return Plan(
        header=headers[0],
        baskets=baskets,
        hypotheses=hypotheses,
        claims=claims,
        versions=versions,
    )


@cache
def the_plan() -> Plan:
    """Return the embedded plan, read at the first call."""
    return read_plan()


def plan_basket(plan: Plan, identifier: str, catalogue: Catalogue | None = None) -> Basket | None:
    """Return a basket of the plan or of the catalogue, None where there is none of that name."""
    known = (*plan.baskets, *(catalogue or the_catalogue()).baskets)
    return next((entry for entry in known if entry.id == identifier), None)


def members_of(plan: Plan, side: str) -> tuple[str, ...]:
    """Return the tickers of a side: a basket, baskets joined by +, or one security."""
    found: list[str] = []
    for name in side.split("+"):
        held = plan_basket(plan, name)
        found += (name,) if held is None else held.tickers
    return tuple(dict.fromkeys(found))


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of all that determines the tests.

    The canonical form is JSON with sorted keys: header, hypotheses and claims as parsed, the
    members of every basket that is used, and the instant of every event that is counted from.
    The frozen versions are left out, because they hold the hash.
    """
    sides = {name for h in plan.hypotheses for name in (h.long, h.short) if name is not None}
    used = {term.event for h in plan.hypotheses for term in h.terms if term.event is not None}
    canonical: dict[str, Any] = plan.model_dump(mode="json", exclude={"versions"})
    canonical["members"] = {side: members_of(plan, side) for side in sorted(sides)}
    canonical["instants"] = {
        entry.id: entry.public_at.isoformat()
        for entry in the_catalogue().events
        if entry.id in used
    }
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def hypothesis(plan: Plan, identifier: str) -> Hypothesis:
    """Return one hypothesis of a plan."""
    return next(entry for entry in plan.hypotheses if entry.id == identifier)


def claim_plan(plan: Plan, claim: str) -> ClaimPlan | None:
    """Return what a claim rests on, None for a claim that prices cannot test."""
    return next((entry for entry in plan.claims if entry.claim == claim), None)


def _broken(
    catalogue: Catalogue,
    baskets: tuple[Basket, ...],
    hypotheses: tuple[Hypothesis, ...],
    claims: tuple[ClaimPlan, ...],
) -> Iterator[Fault]:
    tickers = {entry.ticker for entry in catalogue.securities}
    sides = tickers | {entry.id for entry in (*catalogue.baskets, *baskets)}
    events = {entry.id for entry in catalogue.events}
    names = [entry.id for entry in (*catalogue.baskets, *baskets)] + [h.id for h in hypotheses]
    yield from (
        Fault(FILE, name, f"the identifier is given {times} times")
        for name, times in Counter(names).items()
        if times > 1
    )
    for basket in baskets:
        yield from _unknown(basket.id, "security", basket.tickers, tickers)
    for entry in hypotheses:
        named = [name for side in (entry.long, entry.short) if side for name in side.split("+")]
        yield from _unknown(entry.id, "security or basket", named, sides)
        yield from _unknown(entry.id, "event", entry.event_ids, events)
        release = () if entry.rule.release is None else (entry.rule.release,)
        yield from _unknown(entry.id, "event", release, events)
        benchmark = () if entry.benchmark is None else (entry.benchmark,)
        yield from _unknown(entry.id, "benchmark", benchmark, tickers)
    yield from _claims(catalogue, hypotheses, claims)


def _claims(
    catalogue: Catalogue, hypotheses: tuple[Hypothesis, ...], claims: tuple[ClaimPlan, ...]
) -> Iterator[Fault]:
    known = {entry.id for entry in hypotheses}
    testable = {entry.id: entry.testable for entry in catalogue.claims}
    for entry in claims:
        yield from _unknown(entry.claim, "hypothesis", (*entry.primary, *entry.secondary), known)
        if testable.get(entry.claim, "no") == "no":
            yield Fault(FILE, entry.claim, "is no claim that prices can test")
    planned = Counter(entry.claim for entry in claims)
    for claim, answer in testable.items():
        if planned[claim] != (answer != "no"):
            yield Fault(FILE, claim, f"has {planned[claim]} plans")
    used = {name for entry in claims for name in (*entry.primary, *entry.secondary)}
    yield from (Fault(FILE, name, "is used by no claim") for name in sorted(known - used))


def _unknown(entry: str, noun: str, named: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield Fault(FILE, entry, f"names the {noun} {name}, which is not catalogued")
