"""From what was asked as the event to its session, tau = 0, on the security's exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from analysis.errors import N_, StudyError
from data.calendars import Policy, first_reacting_session, session_on
from data.catalogue import Event, confounders_between, events
from data.errors import DataError


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event and its session on one exchange.

    Attributes
    ----------
    asked
        What was asked: an identifier, a date or an instant.
    session
        tau = 0.
    catalogued
        The catalogued events with this very session, the one asked for first.
    moved
        Why the session is not the day asked for; empty when it is.
    """

    asked: str
    session: date
    catalogued: tuple[Event, ...]
    moved: str


def date_event(asked: str, exchange: str, policy: Policy, known_until: date) -> DatedEvent:
    """Compute tau = 0 for a catalogued event, a date, or an instant with its zone.

    Raises
    ------
    StudyError
        When the text is none of the three.
    DataError
        When the date has no session and the policy is to refuse, or lies after the data.
    """
    moved = ""
    known = {entry.id: entry for entry in events()}
    chosen: tuple[Event, ...] = ()
    if asked in known:
        chosen = (known[asked],)
        session = first_reacting_session(known[asked].public_at, exchange)
    elif "T" in asked:
        try:
            session = first_reacting_session(_instant(asked), exchange)
        except OverflowError:  # an instant at the very end of what dates can hold
            raise _not_an_event(asked) from None
    else:
        choice = session_on(exchange, _day(asked), policy, known_until=known_until)
        session, moved = choice.session, choice.reason if choice.moved else ""
    session = session_on(exchange, session, known_until=known_until).session
    same_day = tuple(
        entry
        for entry in known.values()
        if entry not in chosen and _reacts_on(entry, exchange) == session
    )
    return DatedEvent(asked, session, (*chosen, *same_day), moved)


def event_sessions(exchange: str) -> tuple[date, ...]:
    """Return the sessions of one exchange that catalogued events fell on, where it is known."""
    days = (_reacts_on(entry, exchange) for entry in events())
    return tuple(day for day in days if day is not None)


def confounders(asked: str, first: date, last: date, exchange: str) -> tuple[Event, ...]:
    """Return the other news that an exchange could first react to between two days, inclusive."""
    found = confounders_between(first, last, exchange)
    return tuple(entry for entry in found if entry.id != asked)


def _reacts_on(entry: Event, exchange: str) -> date | None:
    try:
        return first_reacting_session(entry.public_at, exchange)
    except DataError:
        return None


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _not_an_event(text) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _not_an_event(text) from None


def _not_an_event(text: str) -> StudyError:
    identifiers = [entry.id for entry in events()]
    near = get_close_matches(text, identifiers, n=3, cutoff=0.4) or identifiers[:3]
    return StudyError(
        N_("The event “{event}” was asked for."),
        N_("It is neither a catalogued event nor a date."),
        N_(
            "Write a date as 2025-01-27, an instant as 2025-01-20T12:19:44Z, "
            "or an event such as {near}."
        ),
        event=text,
        near=", ".join(near),
    )
