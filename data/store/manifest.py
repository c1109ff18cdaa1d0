"""The list of what the store holds, sealed with its own SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.errors import N_, DataError

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1

_NOT_JSON: Final = (json.JSONDecodeError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored table.

    Attributes
    ----------
    key
        Its name, such as ``daily/NVDA``.
    file, sha256, bytes
        The file, named by its content.
    fetched_at
        When the figures were fetched; with its zone.
    facts
        What the provider wants to know again; JSON values.
    """

    key: str
    file: str
    sha256: str
    bytes: int
    fetched_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedFailure:
    """Why the last attempt to fetch a table failed; forgotten once one succeeds."""

    key: str
    cause: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All entries and failures by key; ``generation`` counts the writes."""

    generation: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    failures: Mapping[str, RecordedFailure] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Return the store's manifest; an empty one where there is none yet.

    Raises
    ------
    DataError
        The manifest is damaged, or of another format.
    """
    try:
        found = (folder / MANIFEST).stat()
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        raise _damaged(folder, f"{type(error).__name__}: {error}") from error
    return _parsed(folder, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=4)
def _parsed(folder: Path, _version: tuple[int, int, int]) -> Manifest:
    """Parse a manifest, which every write replaces by a new file."""
    try:
        sealed = json.loads((folder / MANIFEST).read_bytes())
        body = sealed["body"]
        if sealed["sha256"] != hashlib.sha256(body.encode()).hexdigest():
            raise _damaged(folder, N_("its SHA-256 does not match"))
        parsed = json.loads(body)
    except (OSError, LookupError, TypeError, AttributeError, *_NOT_JSON) as error:
        raise _damaged(folder, f"{type(error).__name__}: {error}") from error
    if parsed["format"] != FORMAT:
        raise _damaged(folder, f"format {parsed['format']} in place of {FORMAT}")
    return Manifest(
        parsed["generation"],
        {item["key"]: Entry(**_dated(item, "fetched_at")) for item in parsed["entries"]},
        {item["key"]: RecordedFailure(**_dated(item, "at")) for item in parsed["failures"]},
    )


def manifest_content(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest's file."""
    body = json.dumps(
        {
            "format": FORMAT,
            "generation": manifest.generation,
            "entries": [_undated(entry, "fetched_at") for entry in manifest.entries.values()],
            "failures": [_undated(failure, "at") for failure in manifest.failures.values()],
        }
    )
    seal = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps({"sha256": seal, "body": body}).encode()


def _dated(item: dict[str, Any], name: str) -> dict[str, Any]:
    return item | {name: datetime.fromisoformat(item[name])}


def _undated(item: Entry | RecordedFailure, name: str) -> dict[str, Any]:
    # dataclasses.asdict copies deeply, which took most of a commit.
    plain = {part.name: getattr(item, part.name) for part in fields(item)}
    return plain | {name: plain[name].isoformat()}


def _damaged(folder: Path, reason: str) -> DataError:
    return DataError(
        N_("The list of the fetched prices in {folder} was asked for."),
        N_("It is damaged: {reason}."),
        N_("Delete the folder and refresh; the embedded snapshot is not affected."),
        folder=folder,
        reason=reason,
    )
