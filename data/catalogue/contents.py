"""The whole catalogue as one frozen value, and the faults that keep it from being one."""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.claim_models import Article, Claim, Contradiction, KindLabel, Label
from data.catalogue.mechanism_models import Mechanism
from data.catalogue.models import Basket, Event, Group, Security, SessionRule, Source


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule: the file, the entry in it, and what is wrong."""

    file: str
    entry: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, {self.entry}: {self.what}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the catalogue holds, in the order of its files."""

    sources: tuple[Source, ...]
    session_rules: tuple[SessionRule, ...]
    event_kinds: tuple[Label, ...]
    statuses: tuple[Label, ...]
    events: tuple[Event, ...]
    groups: tuple[Group, ...]
    securities: tuple[Security, ...]
    baskets: tuple[Basket, ...]
    articles: tuple[Article, ...]
    claim_kinds: tuple[KindLabel, ...]
    fact_checks: tuple[Label, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    mechanisms: tuple[Mechanism, ...]
