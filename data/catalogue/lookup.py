"""Find entries of the catalogue by identifier, by subject and by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TypeVar

from data.calendars import first_reacting_session
from data.catalogue.claim_models import Article, Claim, Contradiction, KindLabel, Label
from data.catalogue.load import the_catalogue
from data.catalogue.mechanism_models import Mechanism
from data.catalogue.models import Basket, Event, Group, Moment, Security, Source
from data.errors import N_, DataError

Entry = TypeVar("Entry")


def events() -> tuple[Event, ...]:
    """Return all events in the order of the timeline."""
    return the_catalogue().events


def event(identifier: str) -> Event:
    """Return one event, or raise DataError with the nearest identifiers."""
    asked = N_("The event {identifier} was asked for.")
    return _found(asked, identifier, {entry.id: entry for entry in events()})


def securities() -> tuple[Security, ...]:
    """Return all securities of the snapshot."""
    return the_catalogue().securities


def security(ticker: str) -> Security:
    """Return one security, or raise DataError with the nearest tickers."""
    asked = N_("The security {identifier} was asked for.")
    return _found(asked, ticker, _by_ticker())


def find_security(ticker: str) -> Security | None:
    """Return one security, or None where the catalogue does not hold it."""
    return _by_ticker().get(ticker)


@cache
def _by_ticker() -> dict[str, Security]:
    return {entry.ticker: entry for entry in securities()}


def groups() -> tuple[Group, ...]:
    """Return the groups of securities with their labels."""
    return the_catalogue().groups


def baskets() -> tuple[Basket, ...]:
    """Return all baskets."""
    return the_catalogue().baskets


def basket(identifier: str) -> Basket:
    """Return one basket, or raise DataError with the nearest identifiers."""
    asked = N_("The basket {identifier} was asked for.")
    return _found(asked, identifier, {entry.id: entry for entry in baskets()})


def articles() -> tuple[Article, ...]:
    """Return the articles."""
    return the_catalogue().articles


def article(identifier: str) -> Article:
    """Return one article, or raise DataError with the nearest identifiers."""
    asked = N_("The article {identifier} was asked for.")
    return _found(asked, identifier, {entry.id: entry for entry in articles()})


def claims() -> tuple[Claim, ...]:
    """Return all claims in the order of the articles."""
    return the_catalogue().claims


def claim(identifier: str) -> Claim:
    """Return one claim, or raise DataError with the nearest identifiers."""
    asked = N_("The claim {identifier} was asked for.")
    return _found(asked, identifier, {entry.id: entry for entry in claims()})


def contradictions() -> tuple[Contradiction, ...]:
    """Return the contradictions between accounts."""
    return the_catalogue().contradictions


def mechanisms() -> tuple[Mechanism, ...]:
    """Return the stories of the cause with the spreads that they imply."""
    return the_catalogue().mechanisms


def source(identifier: str) -> Source:
    """Return one source, or raise DataError with the nearest identifiers."""
    asked = N_("The source {identifier} was asked for.")
    return _found(asked, identifier, {entry.id: entry for entry in the_catalogue().sources})


def claim_kinds() -> tuple[KindLabel, ...]:
    """Return the six kinds of claims with their labels and the finer types they gather."""
    return the_catalogue().claim_kinds


def fact_checks() -> tuple[Label, ...]:
    """Return the outcomes of a fact check with their meanings."""
    return the_catalogue().fact_checks


@lru_cache(maxsize=8192)
def claims_about(about: str, event_id: str) -> tuple[Claim, ...]:
    """Return the claims that speak of a security or basket at an event.

    Claims that name the security itself come first, then those about a basket that holds it, each
    in the order of the articles; none is repeated.
    """
    wanted = event(event_id).id
    links = _links()
    direct = links.get((about, wanted), {})
    through: dict[str, Claim] = {}
    for entry in baskets():
        if about in entry.tickers:
            through |= links.get((entry.id, wanted), {})
    others = [claim for claim in claims() if claim.id in through and claim.id not in direct]
    return (*direct.values(), *others)


def reacting_session(moment: Moment, exchange: str) -> date:
    """Return tau = 0: the first session of `exchange` that ends after `moment` became public."""
    return first_reacting_session(moment.public_at, exchange)


def confounders_between(first: date, last: date, exchange: str) -> tuple[Event, ...]:
    """Return the confounders to which `exchange` could first react between two days, inclusive.

    An event counts when it, or one of its later stages, falls inside.
    """
    if first > last:
        raise DataError(
            N_("The confounders between {first} and {last} were asked for."),
            N_("The first day is after the last."),
            N_("Give the earlier day first."),
            first=first,
            last=last,
        )
    return tuple(
        entry
        for entry in events()
        if entry.confounder
        and any(
            first <= reacting_session(moment, exchange) <= last for moment in (entry, *entry.later)
        )
    )


@cache
def _links() -> dict[tuple[str, str], dict[str, Claim]]:
    """Return the claims, by identifier, that each pair of subject and event bears on."""
    links: dict[tuple[str, str], dict[str, Claim]] = {}
    for entry in claims():
        for link in entry.bears_on:
            links.setdefault((link.about, link.event), {})[entry.id] = entry
    return links


def _found(asked: str, identifier: str, entries: Mapping[str, Entry]) -> Entry:
    if identifier in entries:
        return entries[identifier]
    lower = {name.lower(): name for name in entries}
    near = [lower[name] for name in get_close_matches(identifier.lower(), lower, n=3, cutoff=0.4)]
    remedy = N_("Take one of the nearest: {near}.") if near else N_("Take one of the catalogued.")
    raise DataError(
        asked,
        N_("The catalogue holds {count} entries of this sort, but not this one."),
        remedy,
        identifier=identifier,
        count=len(entries),
        near=", ".join(near),
    )
