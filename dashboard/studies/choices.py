"""What can be chosen, and what people may type for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Final

from analysis.errors import StudyError
from analysis.normal_returns.models import MODELS
from analysis.windows import parse_window
from data.catalogue import basket, baskets, events, securities
from data.providers.snapshot import snapshot_securities, snapshot_universe, sp500_members

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
"""A day with the year first, which can be meant in one way only."""
BASKET: Final = "basket:"
"""Stands before the identifier of a catalogued basket where a security could stand as well."""


@cache
def security_names() -> dict[str, tuple[str, str]]:
    """Return the English and Japanese name of every embedded security, by ticker.

    Catalogued securities come first, shares before funds and indices.
    """
    rank = {"stock": 0, "ETF": 1, "index": 2}
    catalogued = {
        entry.ticker: (entry.name.en, entry.name.ja)
        for entry in sorted(securities(), key=lambda entry: (rank[entry.kind], entry.ticker))
    }
    members = sp500_members()["name"].to_dict()
    others: dict[str, tuple[str, str]] = {
        ticker: (str(members.get(ticker, ticker)), str(members.get(ticker, ticker)))
        for ticker in snapshot_securities()
        if ticker not in catalogued
    }
    return catalogued | others


def find_security(text: str) -> str:
    """Return the ticker that a text means: a ticker in any case, or a name that only one bears.

    A text that means none is returned in capitals, for the loader to refuse with near matches.
    """
    names = security_names()
    wanted = _plain(text)
    if wanted.upper() in names:
        return wanted.upper()
    folded = wanted.casefold()
    bearing = [
        ticker
        for ticker, pair in names.items()
        if folded and any(name.casefold().startswith(folded) for name in pair)
    ]
    return bearing[0] if len(bearing) == 1 else wanted.upper()


@cache
def basket_names() -> dict[str, tuple[str, str]]:
    """Return the English and Japanese name of every catalogued basket, by ``basket:ID``."""
    return {f"{BASKET}{entry.id}": (entry.name.en, entry.name.ja) for entry in baskets()}


def find_subject(text: str, held: Collection[str] = ()) -> str:
    """Return what a text names: a security, ``basket:ID``, or tickers with commas between them.

    Parameters
    ----------
    held
        Names that stand for themselves, such as those of uploads.
    """
    if text.strip() in held:
        return text.strip()
    wanted = _plain(text).replace("、", ",")
    exact, begun = _baskets_called(wanted)
    if exact:
        return exact[0]
    found = find_security(wanted)
    if found not in security_names() and len(begun) == 1:
        return begun[0]
    if "," not in wanted or found in security_names():
        return found
    parts = [part.strip() for part in wanted.split(",") if part.strip()]
    return ",".join(dict.fromkeys(p if p in held else find_security(p) for p in parts))


def find_window(text: str) -> str:
    """Return a window as ``first,last``; a text that is none stands, for the study to refuse."""
    try:
        first, last = parse_window(text)
    except StudyError:
        return text.strip()
    return f"{first},{last}"


def find_event(text: str) -> str:
    """Return a day with its year first as ISO 8601; any other text stands."""
    wanted = _plain(text)
    if found := _DAY.fullmatch(wanted):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            return wanted
    return wanted


def _plain(text: str) -> str:
    """Return a text with half-width letters and figures, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def _baskets_called(text: str) -> tuple[list[str], list[str]]:
    """Return the baskets that a text names in full, and those whose name it begins."""
    folded = text.casefold()
    words = {
        subject: [word.casefold() for word in (subject, subject.removeprefix(BASKET), *names)]
        for subject, names in basket_names().items()
    }
    begins = [s for s, said in words.items() if any(word.startswith(folded) for word in said)]
    return [s for s, said in words.items() if folded in said], begins if folded else []


def is_basket(subject: str) -> bool:
    """Say whether a subject is many securities, catalogued together or named one by one."""
    return subject.upper().startswith(BASKET.upper()) or "," in subject


def members_of(subject: str) -> tuple[str, ...]:
    """Return the tickers behind a subject; none for a basket that is not catalogued."""
    if subject in basket_names():
        return basket(subject.removeprefix(BASKET)).tickers
    if subject.upper().startswith(BASKET.upper()):
        return ()
    return tuple(part for part in subject.split(",") if part)


@cache
def benchmarks() -> tuple[str, ...]:
    """Return the tickers offered as benchmarks: the indices and the broad funds."""
    universe = snapshot_universe()
    offered = universe[(universe["kind"] == "index") | (universe["group"] == "market ETF")]
    return tuple(ticker for ticker in offered.index if ticker != "^VIX")


def event_identifiers() -> tuple[str, ...]:
    """Return the catalogued events, in the order of the timeline."""
    return tuple(entry.id for entry in events())


def models() -> tuple[str, ...]:
    """Return the names of the normal-return models."""
    return tuple(MODELS)


def model_title(model: str) -> str:
    """Return what a model is called, as an English template; an unknown name as it is."""
    return MODELS[model].title if model in MODELS else model
