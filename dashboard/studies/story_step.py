"""A step of the story: what it says, what it draws, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.studies.story_moves import Drawn, prices_of
from dashboard.studies.story_words import Sentence
from data.catalogue import Event, Source, event, source
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step.

    Attributes
    ----------
    id
        Identifier.
    title
        What happened, in a few words.
    sentences
        The two sentences beside the chart; their facts are computed or come from the catalogue.
    drawn
        The numbers of the chart.
    claims
        Identifiers of the claims on which the step bears.
    explorer
        Parameters of the explorer's state that shows the step's study.
    events
        Identifiers of the catalogued events that the step tells.
    securities
        Tickers whose embedded prices the step uses.
    """

    id: str
    title: Sentence
    sentences: tuple[Sentence, Sentence]
    drawn: Drawn
    claims: tuple[str, ...]
    explorer: Mapping[str, str]
    events: tuple[str, ...]
    securities: tuple[str, ...]

    def told(self) -> tuple[Event, ...]:
        """Return the events."""
        return tuple(event(identifier) for identifier in self.events)

    def sources(self) -> tuple[Source, ...]:
        """Return where the events can be checked, each source once."""
        named = (name for entry in self.told() for name in entry.sources)
        return tuple(source(name) for name in dict.fromkeys(named))

    def prices(self) -> tuple[LoadedPrices, ...]:
        """Return the prices behind the step."""
        return tuple(prices_of(ticker) for ticker in self.securities)
