"""Read the catalogue's YAML once, and report every broken rule of every file together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from data.catalogue.claim_models import Article, Claim, Contradiction, KindLabel, Label
from data.catalogue.contents import Catalogue, Fault
from data.catalogue.mechanism_models import Mechanism
from data.catalogue.models import Basket, Event, Group, Security, SessionRule, Source
from data.catalogue.references import broken_references
from data.catalogue.text import Record
from data.errors import N_, DataError

# libyaml reads the same documents several times faster; PyYAML may be built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FOLDER = Path(__file__).parent

AnyRecord = TypeVar("AnyRecord", bound=Record)


class CatalogueReader:
    """Reads the sections of one folder and gathers the faults on the way.

    Parameters
    ----------
    folder
        Where the YAML files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._documents: dict[str, dict[str, Any]] = {}

    def entries(self, file: str, section: str) -> list[Any]:
        """Return the raw entries of a section, none of them if the section is not a list."""
        if file not in self._documents:
            self._documents[file] = self._document(file)
        found = self._documents[file].get(section)
        if isinstance(found, list):
            return found
        self.faults.append(Fault(file, section, "the section is missing or is not a list"))
        return []

    def records(self, model: type[AnyRecord], file: str, section: str) -> tuple[AnyRecord, ...]:
        """Return the entries of a section that keep the rules of `model`."""
        return self.validated(model, file, self.entries(file, section))

    def validated(
        self, model: type[AnyRecord], file: str, entries: list[Any]
    ) -> tuple[AnyRecord, ...]:
        """Return the entries that keep the rules of `model` and note the faults of the others."""
        good = []
        for position, entry in enumerate(entries, start=1):
            try:
                good.append(model.model_validate(entry))
            except ValidationError as error:
                self.faults += _faults(file, _named(entry, position), error)
        return tuple(good)

    def _document(self, file: str) -> dict[str, Any]:
        try:
            document = yaml.load((self.folder / file).read_text("utf-8"), _LOADER)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.faults.append(Fault(file, "the file", " ".join(str(error).split())))
            return {}
        return document if isinstance(document, dict) else {}


def _named(entry: object, position: int) -> str:
    if isinstance(entry, dict):
        name = entry.get("id", entry.get("ticker"))
        if name is not None:
            return str(name)
    return f"entry {position}"


def _faults(file: str, entry: str, error: ValidationError) -> list[Fault]:
    return [
        Fault(file, entry, f"{'.'.join(map(str, fault['loc'])) or 'the entry'}: {fault['msg']}")
        for fault in error.errors(include_url=False)
    ]


def _with_rules(entries: list[Any], rules: dict[str, SessionRule]) -> list[Any]:
    """Put the session rule in the place of its identifier, in events and their later stages."""

    def resolved(moment: Any) -> Any:
        if not isinstance(moment, dict):
            return moment
        rule = moment.get("session_rule", "recorded-instant")
        later = [resolved(stage) for stage in moment.get("later", ())]
        stages = {"later": later} if later else {}
        return {**moment, "session_rule": rules.get(rule, rule), **stages}

    return [resolved(entry) for entry in entries]


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read and check a catalogue.

    Raises
    ------
    DataError
        When any rule is broken; the message lists all broken rules, with file and entry.
    """
    reader = CatalogueReader(folder)
    rules = reader.records(SessionRule, "events.yaml", "session_rules")
    raw_events = _with_rules(
        reader.entries("events.yaml", "events"), {rule.id: rule for rule in rules}
    )
    catalogue = Catalogue(
        sources=reader.records(Source, "sources.yaml", "sources"),
        session_rules=rules,
        event_kinds=reader.records(Label, "events.yaml", "kinds"),
        statuses=reader.records(Label, "events.yaml", "statuses"),
        events=reader.validated(Event, "events.yaml", raw_events),
        groups=reader.records(Group, "securities.yaml", "groups"),
        securities=reader.records(Security, "securities.yaml", "securities"),
        baskets=reader.records(Basket, "baskets.yaml", "baskets"),
        articles=reader.records(Article, "articles.yaml", "articles"),
        claim_kinds=reader.records(KindLabel, "claims.yaml", "kinds"),
        fact_checks=reader.records(Label, "claims.yaml", "fact_checks"),
        claims=reader.records(Claim, "claims.yaml", "claims"),
        contradictions=reader.records(Contradiction, "claims.yaml", "contradictions"),
        mechanisms=reader.records(Mechanism, "mechanisms.yaml", "mechanisms"),
    )
    faults = reader.faults + broken_references(catalogue)
    if faults:
        raise DataError(
            N_("The catalogue in {folder} was to be read."),
            N_("It breaks {count} rules:\n{faults}"),
            N_("Correct the named entries; every rule is checked again at the next start."),
            folder=folder.name,
            count=len(faults),
            faults="\n".join(f"- {fault}" for fault in faults),
        )
    return catalogue


@cache
def the_catalogue() -> Catalogue:
    """Return the embedded catalogue, read at the first call."""
    return read_catalogue()
