"""The sources of prices in words: source, span, basis, as-of and hash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from analysis.errors import N_
from dashboard.language import Language
from data.load import LoadedPrices

SOURCES: Final = {
    "snapshot": N_("embedded snapshot"),
    "yahoo": N_("Yahoo Finance"),
    "upload": N_("your upload"),
}
MOST: Final = 8
"""Securities of one file that a short line names."""


def distinct(sources: tuple[LoadedPrices, ...]) -> tuple[LoadedPrices, ...]:
    """Return the sources without repeats, in their order."""
    alike = {(s.history.security, s.history.provenance.sha256): s for s in reversed(sources)}
    return tuple(reversed(alike.values()))


def source_line(loaded: LoadedPrices, language: Language) -> str:
    """Return everything that is known of a source, its whole SHA-256 included."""
    history, origin = loaded.history, loaded.history.provenance
    return language.text(
        "{security}: {source}, {rows} rows, {first} to {last}, as of {as_of}{fetched}. {basis} "
        "SHA-256 {hash}.",
        security=history.security,
        source=SOURCES[origin.source],
        rows=f"{origin.rows:,}",
        first=language.date(origin.first),
        last=language.date(origin.last),
        as_of=language.date(origin.as_of),
        fetched=fetched_at(origin.fetched_at, language),
        basis=origin.basis,
        hash=origin.sha256,
    )


def short_sources(sources: tuple[LoadedPrices, ...], language: Language) -> tuple[str, ...]:
    """Return sources as short lines with the beginning of their SHA-256, one a file."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for loaded in distinct(sources):
        origin = loaded.history.provenance
        said = (
            language.text(SOURCES[origin.source]),
            language.date(origin.as_of) + fetched_at(origin.fetched_at, language),
            origin.sha256[:12],
        )
        alike.setdefault(said, []).append(loaded.history.security)
    return tuple(
        language.text(
            "{security}: {source}, as of {as_of}, SHA-256 {hash}.",
            security=_listed(names, language),
            source=source,
            as_of=as_of,
            hash=digest,
        )
        for (source, as_of, digest), names in alike.items()
    )


def _listed(names: list[str], language: Language) -> str:
    shown = ", ".join(names[:MOST])
    more = len(names) - MOST
    return language.text("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def fetched_at(at: datetime | None, language: Language) -> str:
    """Return when prices were fetched, as the end of a phrase; nothing for the snapshot."""
    if at is None:
        return ""
    return language.text(", fetched {at}", at=f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
