"""When the news drew attention, and which dates the articles name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from analysis.sessions import row_of
from data.catalogue import Article, Event, articles, claims, event, reacting_session

ATTENTION: Final = (
    "r1-release",
    "stargate",
    "wang-earth-shattering",
    "short-case-nvidia",
    "app-store-number-one",
    "crash-2025-01-27",
)
"""Events of the timeline at which attention was drawn to DeepSeek, or away from it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the sessions of one exchange; ``place`` counts them from 0."""

    number: int
    event: Event
    session: date
    place: int


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A session that an article's claims speak of.

    Attributes
    ----------
    article
        The article.
    event
        The catalogued event that its claims bear on.
    claims
        Their identifiers.
    place
        Number of the session in the window searched.
    """

    article: Article
    event: Event
    claims: tuple[str, ...]
    place: int


def marks_of_attention(exchange: str, sessions: pd.DatetimeIndex) -> tuple[Mark, ...]:
    """Return the marks whose first session that could react is one of ``sessions``."""
    dated = ((event(name), place_of(event(name), exchange, sessions)) for name in ATTENTION)
    inside = sorted(
        ((entry, place) for entry, place in dated if place is not None),
        key=lambda pair: (pair[1], pair[0].public_at),
    )
    return tuple(
        Mark(number, entry, sessions[place].date(), place)
        for number, (entry, place) in enumerate(inside, 1)
    )


def named_dates(exchange: str, sessions: pd.DatetimeIndex) -> tuple[NamedDate, ...]:
    """Return, article by article, the sessions among ``sessions`` that its claims speak of."""
    found: list[NamedDate] = []
    for article in articles():
        by_event: dict[str, list[str]] = {}
        for claim in claims():
            if claim.article == article.id:
                for name in dict.fromkeys(place.event for place in claim.bears_on):
                    by_event.setdefault(name, []).append(claim.id)
        for name, identifiers in by_event.items():
            place = place_of(event(name), exchange, sessions)
            if place is not None:
                found.append(NamedDate(article, event(name), tuple(identifiers), place))
    return tuple(found)


def place_of(entry: Event, exchange: str, sessions: pd.DatetimeIndex) -> int | None:
    """Return the place of an event's first session among ``sessions``; None if it has none."""
    place = row_of(sessions, reacting_session(entry, exchange))
    return place if place >= 0 else None
