"""A sentence of the story: a template and the facts that fill it, each of a kind of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard.language import Language
from dashboard.studies.choices import security_names
from data.catalogue import Text


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction, written in percent."""

    value: float
    digits: int = 2
    sign: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of a currency, written in billions."""

    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A price in its currency."""

    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class Security:
    """A ticker, written as the name of its security."""

    ticker: str


Fact = Percent | tuple[Percent, ...] | Money | Quote | Security | Text | datetime | date | int | str
"""What fills a field; a text is an English template that is translated as well."""

_LISTING = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template and its facts, by the name of the field."""

    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def say(sentence: Sentence, language: Language) -> str:
    """Return a sentence in a language, every field filled."""
    return language.text(
        sentence.template, **{name: said(fact, language) for name, fact in sentence.facts.items()}
    )


def said(fact: Fact, language: Language) -> object:
    """Return a fact as a reader of the language expects it; counts and texts as they are."""
    match fact:
        case Percent(value, digits, sign):
            return language.percent(value, digits, sign=sign)
        case tuple():
            return language.named(str(said(part, language)) for part in fact)
        case Money(value, currency):
            return language.money(value, currency)
        case Quote(value, currency):
            return language.price(value, currency)
        case Security(ticker):
            return name_of(ticker, language)
        case Text():
            return language.of(fact)
        case datetime():
            return f"{fact:%H:%M}"
        case date():
            return language.date(fact)
        case _:
            return fact


def name_of(ticker: str, language: Language) -> str:
    """Return what readers call a security, without its listing; its ticker if it has no name."""
    return _LISTING.sub("", security_names().get(ticker, (ticker, ticker))[language.code == "ja"])
