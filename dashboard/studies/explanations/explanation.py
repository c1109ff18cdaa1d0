"""What explains a number: the formula, its inputs with dates and sources, and code for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from dashboard.language import Language
from data.catalogue.text import Text
from data.load import LoadedPrices

Unit = Literal["percent", "share", "number", "probability", "price", "money"]
Facts = Mapping[str, object]
Step = tuple[str, Facts]
"""An English template with its facts; a fact may be a ``Quantity``, a day or a ``Text``."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the way in which people read it.

    Attributes
    ----------
    value
        The number; fractions where the unit is ``"percent"`` (signed) or ``"share"``.
    unit
        How it is written.
    digits
        Digits after the point, of the percentage where it is one.
    currency
        ISO 4217 code of a price or an amount of money.
    """

    value: float
    unit: Unit = "percent"
    digits: int = 2
    currency: str = ""

    def words(self, language: Language) -> str:
        """Write the number in a language."""
        if self.unit in ("percent", "share"):
            return language.percent(self.value, self.digits, sign=self.unit == "percent")
        if self.unit == "probability":
            return language.probability(self.value)
        if self.unit == "price":
            return language.price(self.value, self.currency)
        if self.unit == "money":
            return language.money(self.value, self.currency)
        return language.number(self.value, self.digits)


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """A number, taken apart.

    Attributes
    ----------
    title, meaning
        English templates: what the number is, and one plain sentence on what it says.
    formula, worked
        LaTeX, one equation a line: the formula, and the same with the values put in.
    steps
        What each symbol is, as templates with their facts.
    rows
        The input rows with their dates; column titles are English templates.
    sources
        The prices behind the rows.
    code
        Python that prints the number in a notebook, by the project's own packages.
    value
        The number.
    unit, digits, currency
        How it is shown, as in ``Quantity``.
    upper
        The upper bound where the number is an interval, whose lower bound is ``value``.
    facts
        What ``title`` and ``meaning`` name.
    notes
        What the arithmetic cannot show, as templates with their facts.
    """

    title: str
    meaning: str
    formula: str
    worked: str
    steps: tuple[Step, ...]
    rows: pd.DataFrame
    sources: tuple[LoadedPrices, ...]
    code: str
    value: float
    unit: Unit = "percent"
    digits: int = 2
    currency: str = ""
    upper: float | None = None
    facts: Facts = field(default_factory=dict)
    notes: tuple[Step, ...] = ()

    def shown(self, language: Language) -> str:
        """Write the number as the page shows it."""
        low = Quantity(self.value, self.unit, self.digits, self.currency).words(language)
        if self.upper is None:
            return low
        high = Quantity(self.upper, self.unit, self.digits, self.currency).words(language)
        return f"{low} … {high}"


def said(template: str, facts: Facts, language: Language) -> str:
    """Say a template in a language, numbers, days and names among its facts as well."""
    return language.text(template, **{name: _fact(fact, language) for name, fact in facts.items()})


def _fact(fact: object, language: Language) -> object:
    if isinstance(fact, Quantity):
        return fact.words(language)
    if isinstance(fact, Text):
        return language.of(fact)
    return language.date(fact) if isinstance(fact, date) else fact
