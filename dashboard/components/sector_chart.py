"""A chart of many names: each mark leads to the explorer, and so does a list of links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard.charts.drawing import Chart
from dashboard.charts.sector.marks import name_of
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices, spoken
from dashboard.components.folded import show_folded
from dashboard.components.frame import link_to
from dashboard.components.literal import literal
from dashboard.components.provenance import show_provenance
from dashboard.export.sources import SOURCES
from dashboard.language import Language, language_of
from dashboard.studies.basket_members import LeftOut, Reason
from data.catalogue import basket
from data.catalogue.text import Text
from data.load import LoadedPrices

BASKET: Final = "basket:"
STYLE: Final = """<style>
.st-key-sector-picked { position: sticky; bottom: 0; z-index: 5; padding: 0.4rem 0;
  backdrop-filter: blur(10px); }
</style>"""


def show_named_chart(
    chart: Chart,
    key: str,
    names: Sequence[str],
    choices: Choices,
    language: Language,
) -> None:
    """Draw a chart whose points carry a ticker, and link the picked one to the explorer.

    Parameters
    ----------
    names
        Everything that can be picked, for the keyboard: tickers, or ``basket:`` identifiers.
    """
    show_chart(chart, key, (), language)
    picked = _picked(key)
    t = language.text
    show_folded(
        t("Open a name in the event explorer"),
        f"{key}-links",
        partial(_show_links, names, choices, language),
    )
    if picked:
        st.html(STYLE)
        with st.container(key="sector-picked"):
            words = subject_name(picked, language)
            label = t("Open {name} in the event explorer", name=words)
            open_in_explorer(picked, f"**{label}**", choices, language)


def _show_links(names: Sequence[str], choices: Choices, language: Language) -> None:
    with st.container(horizontal=True):
        for name in names:
            open_in_explorer(name, name.removeprefix(BASKET), choices, language)


def open_in_explorer(subject: str, label: str, choices: Choices, language: Language) -> None:
    """Link to the explorer on a security or a basket, with the choices of this page."""
    browser = language_of(st.context.locale)
    asked = choices.parameters() | {"security": subject} | spoken(language, browser)
    link_to("explorer", label, asked)


def subject_name(subject: str, language: Language) -> str:
    """Return what a picked mark stands for."""
    if subject.startswith(BASKET):
        return language.of(basket(subject.removeprefix(BASKET)).name)
    name = name_of(subject, language)
    return literal(subject if name == subject else f"{name} ({subject})")


def _picked(key: str) -> str:
    """Return the ticker of the point that was picked on a chart."""
    state: Any = st.session_state.get(f"{key}-figure")
    points = state["selection"]["points"] if state else []
    found = [point.get("customdata") for point in points]
    return next((str(data[0]) for data in found if data and data[0]), "")


def show_left_out(left: Iterable[LeftOut], language: Language) -> None:
    """List names that have no number, gathered by reason."""
    gathered: dict[str, list[str]] = {}
    for entry in left:
        gathered.setdefault(_why(entry, language), []).append(entry.security)
    if not gathered:
        return
    count = sum(len(names) for names in gathered.values())
    with st.expander(language.text("Names without a number, and why: {count}", count=count)):
        for reason, names in sorted(gathered.items(), key=lambda item: -len(item[1])):
            st.markdown(f"- **{literal(', '.join(names))}** — {literal(reason)}")


def _why(entry: LeftOut, language: Language) -> str:
    """Say what was found and what to do; what was asked stands above the list."""
    if isinstance(entry.why, Reason | Text):
        return entry.words(language)
    joint = " " if language.code == "en" else ""
    return joint.join(
        language.text(template, **entry.why.facts) for template in entry.why.templates[1:]
    )


def many_sources(sources: Iterable[LoadedPrices], language: Language) -> tuple[str, ...]:
    """Return one line a source and file."""
    loaded = tuple(sources)
    files = Counter(
        (
            prices.history.provenance.source,
            prices.history.provenance.file,
            prices.history.provenance.sha256[:12],
        )
        for prices in loaded
    )
    latest = {
        file: max(
            prices.history.provenance.as_of
            for prices in loaded
            if prices.history.provenance.file == file
        )
        for _, file, _ in files
    }
    return tuple(
        language.text(
            "{count} series: {source}, {file}, as of {as_of} at the latest. SHA-256 {hash}.",
            count=count,
            source=SOURCES[source],
            file=file,
            as_of=language.date(latest[file]),
            hash=sha256,
        )
        for (source, file, sha256), count in files.most_common()
    )


def show_many_sources(sources: Iterable[LoadedPrices], language: Language) -> None:
    """Write one line a source and file, and each series with its doubts where that is asked."""
    loaded = tuple(sources)
    for line in many_sources(loaded, language):
        st.caption(literal(line))
    show_many_fallbacks(loaded, language)
    show_folded(
        language.text("Each of the {count} series, with its doubts", count=len(loaded)),
        "sector-sources",
        partial(show_provenance, loaded, language),
    )


def show_many_fallbacks(sources: Iterable[LoadedPrices], language: Language) -> None:
    """Say how many series are not from the source that was wanted, and why."""
    causes = Counter(
        (prices.fallback.cause, prices.history.provenance.source)
        for prices in sources
        if prices.fallback is not None
    )
    for (cause, source), count in causes.items():
        st.warning(
            language.text(
                "{count} series: {source} instead of Yahoo Finance ({cause}).",
                count=count,
                source=SOURCES[source],
                cause=cause,
            ),
            icon=":material/cloud_off:",
        )
