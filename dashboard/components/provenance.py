"""Where the numbers under a chart come from, how old they are, and what could not be had."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import streamlit as st

from dashboard.components.literal import literal
from dashboard.export.sources import SOURCES, fetched_at, short_sources
from dashboard.language import Language
from data.load import LoadedPrices
from data.staleness import Staleness, staleness


def show_provenance(sources: tuple[LoadedPrices, ...], language: Language) -> None:
    """Write a line a series: source, span, basis, as-of, hash and age, then its doubts."""
    for loaded in sources:
        history, origin = loaded.history, loaded.history.provenance
        st.caption(
            language.text(
                "{security}: {source}, {rows} rows, {first} to {last}, as of {as_of}{fetched}. "
                "{basis} SHA-256 {hash}. {age}",
                security=literal(history.security),
                source=SOURCES[origin.source],
                rows=f"{origin.rows:,}",
                first=language.date(origin.first),
                last=language.date(origin.last),
                as_of=language.date(origin.as_of),
                fetched=fetched_at(origin.fetched_at, language),
                basis=origin.basis,
                hash=origin.sha256[:12],
                age=_age(loaded, language),
            ),
            help=f"{language.text(origin.origin)} {language.text(loaded.reason, **loaded.facts)}",
        )
        for doubt in origin.doubts:
            st.caption(language.text("Known doubt: {doubt}", doubt=doubt))


def show_source_caption(sources: tuple[LoadedPrices, ...], language: Language) -> None:
    """Write the sources in one line with the age of the oldest, then the doubts."""
    if not sources:
        return
    said = " ".join(map(literal, short_sources(sources, language)))
    st.caption(f"{said} {_age(max(sources, key=_sessions_behind), language)}")
    for doubt in dict.fromkeys(d for s in sources for d in s.history.provenance.doubts):
        st.caption(language.text("Known doubt: {doubt}", doubt=doubt))


def show_fallbacks(sources: tuple[LoadedPrices, ...], language: Language) -> None:
    """Say which prices that were wanted could not be had, why, and what to do."""
    for loaded in sources:
        if loaded.fallback is not None:
            st.warning(
                "**"
                + language.text(
                    "{security}: {source} instead of Yahoo Finance ({cause}).",
                    security=literal(loaded.history.security),
                    source=SOURCES[loaded.history.provenance.source],
                    cause=loaded.fallback.cause,
                )
                + "** "
                + literal(language.error(loaded.fallback.error)),
                icon=":material/cloud_off:",
            )


def _sessions_behind(loaded: LoadedPrices) -> int:
    return _staleness(loaded).sessions_behind


def _staleness(loaded: LoadedPrices) -> Staleness:
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    return _at(loaded.history.provenance, minute, loaded.history.exchange)


_at = lru_cache(maxsize=512)(staleness)


def _age(loaded: LoadedPrices, language: Language) -> str:
    age = _staleness(loaded)
    label = language.text(age.label, sessions_behind=f"{age.sessions_behind:,}")
    return f":green-badge[{label}]" if age.sessions_behind == 0 else f":orange-badge[{label}]"
