"""Where the numbers under a chart come from."""

from __future__ import annotations

import streamlit as st

from analysis.errors import N_
from dashboard.language import Language
from data.prices import PriceHistory


def show_provenance(histories: tuple[PriceHistory, ...], language: Language) -> None:
    """Write a line a series: source, span, basis, as-of and hash, and its doubts."""
    for history in histories:
        origin = history.provenance
        st.caption(
            language.text(
                "{security}: {source}, {rows} rows, {first} to {last}, as of {as_of}. "
                "{basis} SHA-256 {hash}.",
                security=history.security,
                source=SOURCES[origin.source],
                rows=f"{origin.rows:,}",
                first=language.date(origin.first),
                last=language.date(origin.last),
                as_of=language.date(origin.as_of),
                basis=origin.basis,
                hash=origin.sha256[:12],
            ),
            help=origin.origin,
        )
        for doubt in origin.doubts:
            st.caption(language.text("Known doubt: {doubt}", doubt=doubt))


SOURCES = {
    "snapshot": N_("embedded snapshot"),
    "yahoo": N_("Yahoo Finance"),
    "upload": N_("your upload"),
}
