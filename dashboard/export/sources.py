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


def short_source(loaded: LoadedPrices, language: Language) -> str:
    """Return a source as one short line with the beginning of its SHA-256."""
    history, origin = loaded.history, loaded.history.provenance
    return language.text(
        "{security}: {source}, as of {as_of}{fetched}, SHA-256 {hash}.",
        security=history.security,
        source=SOURCES[origin.source],
        as_of=language.date(origin.as_of),
        fetched=fetched_at(origin.fetched_at, language),
        hash=origin.sha256[:12],
    )


def fetched_at(at: datetime | None, language: Language) -> str:
    """Return when prices were fetched, as the end of a phrase; nothing for the snapshot."""
    if at is None:
        return ""
    return language.text(", fetched {at}", at=f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
