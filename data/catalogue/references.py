"""The rules that hold between entries: identifiers are unique and whatever is named exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from data.catalogue.contents import Catalogue, Fault


def broken_references(catalogue: Catalogue) -> list[Fault]:
    """Return every duplicate identifier and every name that leads nowhere."""
    return [
        *_duplicates(catalogue),
        *_events(catalogue),
        *_securities(catalogue),
        *_baskets(catalogue),
        *_claims(catalogue),
        *_contradictions(catalogue),
        *_mechanisms(catalogue),
    ]


def _duplicates(catalogue: Catalogue) -> Iterator[Fault]:
    identifiers = {
        "sources.yaml": [source.id for source in catalogue.sources],
        "events.yaml": [event.id for event in catalogue.events],
        "securities.yaml": [security.ticker for security in catalogue.securities],
        "baskets.yaml": [basket.id for basket in catalogue.baskets],
        "articles.yaml": [article.id for article in catalogue.articles],
        "claims.yaml": [claim.id for claim in catalogue.claims]
        + [contradiction.id for contradiction in catalogue.contradictions],
        "mechanisms.yaml": [mechanism.id for mechanism in catalogue.mechanisms],
    }
    for file, names in identifiers.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Fault(file, name, f"the identifier is given {times} times")


def _missing(
    file: str, entry: str, noun: str, named: Iterable[str], known: set[str]
) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield Fault(file, entry, f"names the {noun} {name}, which is not catalogued")


def _events(catalogue: Catalogue) -> Iterator[Fault]:
    sources = {source.id for source in catalogue.sources}
    tickers = {security.ticker for security in catalogue.securities}
    kinds = {label.id for label in catalogue.event_kinds}
    for event in catalogue.events:
        yield from _missing("events.yaml", event.id, "source", event.sources, sources)
        yield from _missing("events.yaml", event.id, "security", event.securities, tickers)
        yield from _missing("events.yaml", event.id, "kind", [event.kind], kinds)


def _securities(catalogue: Catalogue) -> Iterator[Fault]:
    groups = {group.id for group in catalogue.groups}
    indices = {entry.ticker for entry in catalogue.securities if entry.kind == "index"}
    for entry in catalogue.securities:
        benchmark = [] if entry.benchmark is None else [entry.benchmark]
        yield from _missing("securities.yaml", entry.ticker, "group", [entry.group], groups)
        yield from _missing("securities.yaml", entry.ticker, "index", benchmark, indices)


def _baskets(catalogue: Catalogue) -> Iterator[Fault]:
    tickers = {security.ticker for security in catalogue.securities}
    for basket in catalogue.baskets:
        yield from _missing("baskets.yaml", basket.id, "security", basket.tickers, tickers)
        for left_out in basket.unavailable:
            if left_out.in_snapshot != (left_out.ticker in tickers):
                yield Fault("baskets.yaml", basket.id, f"{left_out.ticker}: in_snapshot is wrong")
        named = Counter(basket.tickers + tuple(entry.ticker for entry in basket.unavailable))
        for ticker, times in named.items():
            if times > 1:
                yield Fault("baskets.yaml", basket.id, f"names {ticker} {times} times")


def _claims(catalogue: Catalogue) -> Iterator[Fault]:
    articles = {article.id for article in catalogue.articles}
    sources = {source.id for source in catalogue.sources}
    events = {event.id for event in catalogue.events}
    subjects = {entry.ticker for entry in catalogue.securities}
    subjects |= {basket.id for basket in catalogue.baskets}
    for claim in catalogue.claims:
        where = ("claims.yaml", claim.id)
        yield from _missing(*where, "article", [claim.article], articles)
        yield from _missing(*where, "article", [claim.id[:2]], {claim.article})
        for fact in claim.facts:
            yield from _missing(*where, "source", fact.sources, sources)
        yield from _missing(*where, "event", [link.event for link in claim.bears_on], events)
        about = [link.about for link in claim.bears_on]
        yield from _missing(*where, "security or basket", about, subjects)


def _contradictions(catalogue: Catalogue) -> Iterator[Fault]:
    claims = {claim.id for claim in catalogue.claims}
    sources = {source.id for source in catalogue.sources}
    for contradiction in catalogue.contradictions:
        where = ("claims.yaml", contradiction.id)
        for side in contradiction.sides:
            yield from _missing(*where, "claim", side.claims, claims)
        for fact in contradiction.record:
            yield from _missing(*where, "source", fact.sources, sources)


def _mechanisms(catalogue: Catalogue) -> Iterator[Fault]:
    claims = {claim.id for claim in catalogue.claims}
    baskets = {basket.id for basket in catalogue.baskets}
    for mechanism in catalogue.mechanisms:
        where = ("mechanisms.yaml", mechanism.id)
        yield from _missing(*where, "claim", mechanism.claims, claims)
        sides = [side for p in mechanism.predictions for side in (p.long, p.short)]
        yield from _missing(*where, "basket", sides, baskets)
