"""Parts of the story's page: its slides, its file, and where a step leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload
from urllib.parse import urlparse

import streamlit as st

from dashboard.charts.story import chart_of
from dashboard.components.frame import link_to
from dashboard.components.literal import literal
from dashboard.components.presenter import Slide
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.story import STEPS, step
from dashboard.studies.story_step import Step
from dashboard.studies.story_words import say
from data.catalogue import article, claim


class StorySlides(Sequence[Slide]):
    """The steps as slides; a step is computed when its slide is asked for."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __len__(self) -> int:
        return len(STEPS)

    @overload
    def __getitem__(self, index: int) -> Slide: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Slide]: ...
    def __getitem__(self, index: int | slice) -> Slide | Sequence[Slide]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(1, len(self) + 1)[index]
        told, language = step(number), self._language
        return Slide(
            title=say(told.title, language),
            sentences=tuple(say(sentence, language) for sentence in told.sentences),
            chart=chart_of(number, language),
            sources=_short_line(told, language),
        )

    def __iter__(self) -> Iterator[Slide]:
        return (self[number] for number in range(len(self)))


def price_line(told: Step, language: Language) -> str:
    """Return where a step's prices come from, as one line however many there are."""
    origins = [loaded.history.provenance for loaded in told.prices()]
    files = {
        f"{file} SHA-256 {digest[:12]}"
        for origin in origins
        for file, digest in zip(origin.file.split(", "), origin.sha256.split(", "), strict=True)
    }
    return language.text(
        "Prices of {count} securities: embedded snapshot, as of {as_of}; {files}.",
        count=len(told.securities),
        as_of=language.date(max(origin.as_of for origin in origins)),
        files=language.listed(sorted(files)),
    )


def _short_line(told: Step, language: Language) -> str:
    sites = dict.fromkeys(
        urlparse(source.where).hostname or source.where.partition(",")[0]
        for source in told.sources()
        if source.kind != "derived from prices"
    )
    as_of = max(loaded.history.provenance.as_of for loaded in told.prices())
    return language.text(
        "Events: {sites}. Prices: embedded snapshot, as of {as_of}.",
        sites=language.named(sites),
        as_of=language.date(as_of),
    )


def show_where_next(told: Step, language: Language) -> None:
    """Link a step to its study in the explorer, its claims and its sources."""
    t = language.text
    link_to("explorer", t("Open this study in the explorer"), dict(told.explorer))
    st.header(t("Claims that this bears on"), anchor="claims")
    for identifier in told.claims:
        entry = claim(identifier)
        with st.container(border=True):
            st.markdown(
                f"**{entry.id}** · "
                + language.labelled(
                    literal(language.of(article(entry.article).publisher)),
                    literal(language.of(entry.claim)),
                )
            )
            link_to(
                "claims", t("Verdict and evidence of {claim}", claim=entry.id), {"claim": entry.id}
            )
    with st.expander(t("Sources of the events")):
        for happened in told.told():
            st.markdown(f"**{literal(language.of(happened.title))}**")
        for source in told.sources():
            title = literal(source.title_in(language.code))
            st.markdown("- " + language.bracketed(title, literal(source.where)))


def story_report(language: Language) -> Report:
    """Return the whole story to take away: every step's chart, under the story's title."""
    steps = tuple(step(number) for number in range(1, len(STEPS) + 1))
    sources = {loaded.history.security: loaded for told in steps for loaded in told.prices()}
    return Report(
        title=language.text("The DeepSeek shock, step by step"),
        lead=say(steps[0].sentences[0], language),
        parameters=(),
        charts=tuple(chart_of(number, language) for number in range(1, len(STEPS) + 1)),
        tables=(),
        sources=tuple(sources.values()),
        language=language,
    )
