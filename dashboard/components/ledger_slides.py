"""The ledger as slides: the verdicts counted, the contradictions, then the claims one by one.

Without a filter the claims are those that prices decide: a talk, where a list of all would be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, overload

from dashboard.charts.drawing import Chart
from dashboard.charts.evidence import path_chart, scatter_chart
from dashboard.charts.verdicts import verdicts_chart
from dashboard.components.ledger_list import ledger_sources
from dashboard.components.ledger_words import badge, finding, say
from dashboard.components.presenter import Slide
from dashboard.language import Language
from dashboard.studies.ledger import Entry, Ledger, View, evidence
from dashboard.studies.ledger.series import Path
from data.catalogue import Contradiction, Fact, source
from data.errors import DataError

DECIDED: Final = ("supported", "contradicted")
"""Verdicts of claims that prices decide."""


def claim_slides(
    ledger: Ledger, entries: Sequence[Entry], words: tuple[str, str], language: Language
) -> ClaimSlides:
    """Return the slides of the claims that pass the filters, or of those decided where all pass.

    Parameters
    ----------
    words
        Title and first sentence of the page.
    """
    shown = tuple(entries)
    title, *sentences = words
    if len(shown) == len(ledger.entries):
        shown = tuple(entry for entry in shown if entry.verdict in DECIDED)
        sentences.append(
            language.text(
                "Shown are the {shown} claims that prices decide. A filter on the page presents "
                "the other {others}.",
                shown=len(shown),
                others=len(ledger.entries) - len(shown),
            )
        )
    claims = tuple(entry.claim.id for entry in shown)
    return ClaimSlides(ledger, claims, (title, *sentences), language)


class ClaimSlides(Sequence[Slide]):
    """A slide for the counts, one a contradiction, one a claim; made when it is shown.

    Parameters
    ----------
    claims
        Identifiers of the claims; one that does not exist gets a slide that says so.
    words
        Title, then sentences of the first slide.
    """

    def __init__(
        self, ledger: Ledger, claims: Sequence[str], words: tuple[str, ...], language: Language
    ) -> None:
        self._ledger, self._claims = ledger, tuple(claims)
        self._words, self._language = words, language

    def __len__(self) -> int:
        return 1 + len(self._ledger.contradictions) + len(self._claims)

    @overload
    def __getitem__(self, index: int) -> Slide: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Slide, ...]: ...

    def __getitem__(self, index: int | slice) -> Slide | tuple[Slide, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        place = range(len(self))[index]
        against = self._ledger.contradictions
        if place == 0:
            return self._counts()
        if place <= len(against):
            return _contradiction(against[place - 1], self._language)
        return self._claim(self._claims[place - 1 - len(against)])

    def _counts(self) -> Slide:
        title, *sentences = self._words
        chart = verdicts_chart(self._ledger, self._language)
        sources = " ".join(ledger_sources(self._ledger.entries, self._language))
        return Slide(title, tuple(sentences), chart, sources)

    def _claim(self, claim: str) -> Slide:
        language = self._language
        try:
            entry, views = self._ledger.entry(claim), evidence(claim).frozen
        except DataError as error:
            return Slide(claim, (language.error(error),), None, "")
        sentences = [say(entry.reason, language)]
        if entry.claim.why_not_testable is not None:
            sentences.append(language.of(entry.claim.why_not_testable))
        chart = None
        if views:
            sentences.append(finding(views[0].outcome, language))
            chart = _chart(views[0], language)
        if chart is None:
            sentences += [language.of(fact.text) for fact in entry.claim.facts]
        said_by = f"{language.of(entry.claim.speaker)} · {language.of(entry.article.publisher)}"
        prices = ledger_sources((entry,), language)
        return Slide(
            title=f"{entry.claim.id} · {language.of(entry.claim.claim)}",
            sentences=tuple(sentences),
            chart=chart,
            sources=" · ".join((said_by, *prices, *_cited(entry.claim.facts, self._language))),
            verdict=badge(entry.verdict, language),
        )


def _chart(view: View, language: Language) -> Chart | None:
    if view.series is None:
        return None
    title = language.of(view.outcome.hypothesis.states)
    if isinstance(view.series, Path):
        return path_chart(view.series, title, language)
    return scatter_chart(view.series, title, language)


def _contradiction(found: Contradiction, language: Language) -> Slide:
    sides = tuple(
        language.text("{claims}: {position}", claims=", ".join(side.claims), position=position)
        if side.claims
        else position
        for side in found.sides
        for position in (language.of(side.position),)
    )
    record = tuple(
        language.text("On the record: {fact}", fact=language.of(fact.text)) for fact in found.record
    )
    return Slide(
        title=language.text("Contradiction: {topic}", topic=language.of(found.topic)),
        sentences=(*sides, *record),
        chart=None,
        sources=" · ".join(_cited(found.record, language)),
    )


def _cited(facts: Sequence[Fact], language: Language) -> tuple[str, ...]:
    """Return the titles of the facts' sources, each once."""
    cited = (source(key).title_in(language.code) for fact in facts for key in fact.sources)
    return tuple(dict.fromkeys(cited))
