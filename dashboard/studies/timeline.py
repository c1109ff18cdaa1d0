"""The catalogued news with the sessions on which one exchange could first react."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from data.calendars import first_reacting_session
from data.catalogue import Event, claims_about, events


@dataclass(frozen=True, slots=True)
class DatedNews:
    """A catalogued event, its session, and the claims about one security that speak of it."""

    event: Event
    session: date
    claims: tuple[str, ...]


def news_between(security: str, exchange: str, first: date, last: date) -> tuple[DatedNews, ...]:
    """Return the news whose session on ``exchange`` lies between two days, in order."""
    dated = [(first_reacting_session(entry.public_at, exchange), entry) for entry in events()]
    near = sorted((pair for pair in dated if first <= pair[0] <= last), key=lambda pair: pair[0])
    return tuple(
        DatedNews(entry, session, tuple(claim.id for claim in claims_about(security, entry.id)))
        for session, entry in near
    )


def known_event(identifier: str) -> Event | None:
    """Return the catalogued event of this identifier, if there is one."""
    return _known().get(identifier)


@cache
def _known() -> dict[str, Event]:
    return {entry.id: entry for entry in events()}


def event_label(identifier: str, language: Literal["en", "ja"]) -> str:
    """Return the date and the title of a catalogued event; any other text as it is."""
    entry = known_event(identifier)
    if entry is None:
        return identifier
    return f"{entry.public_at:%Y-%m-%d} · {entry.title.in_language(language)}"
