"""The two languages: messages, numbers and dates."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from babel.core import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    get_currency_name,
    get_currency_precision,
)

from analysis.errors import StudyError
from analysis.significance.result import UnavailableTest
from data.catalogue.text import Text
from data.errors import DataError, Sentences
from data.providers.upload_use import NO_CURRENCY

Code = Literal["en", "ja"]
CODES: Final[tuple[Code, ...]] = ("en", "ja")
JOINER: Final = "\u2060"
"""Takes no room, and keeps a line from being broken where it stands."""
NO_BREAK_SPACE: Final = "\u00a0"
SHORT_NAMES: Final = {"JPY": "円", "USD": "ドル", "EUR": "ユーロ"}
"""What Japanese readers call the currencies in running text."""
LOCALES: Final = Path(__file__).parent / "locales"


# Babel looks a code up again every time. It also takes 30 microseconds a number, which a page has
# by the thousand; both languages write numbers as Python does, and a test compares them.
_LOCALE: Final = {code: Locale.parse(code) for code in CODES}


@cache
def _translations(code: Code) -> gettext.NullTranslations:
    path = LOCALES / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=8192)
def _in_billions(value: float, currency: str) -> str:
    amount = format_compact_currency(value, currency, locale=_LOCALE["en"], fraction_digits=1)
    # Babel leaves out a zero: one amount would stand in tenths and the next in wholes.
    return re.sub(r"(?<![\d.])(\d+)(?=[A-Z]+$)", r"\1.0", amount)


@cache
def _around(currency: str, code: Code) -> tuple[str, str, int]:
    """Return what Babel writes before and after an amount, and its digits after the point."""
    digits = get_currency_precision(currency)
    nothing = format_decimal(0, format=f"0.{'0' * digits}".rstrip("."), locale=_LOCALE[code])
    before, after = format_currency(0, currency, locale=_LOCALE[code]).split(nothing)
    return before, after, digits


@lru_cache(maxsize=8192)
def _date(day: date, code: Code) -> str:
    pattern = "d MMM yyyy" if code == "en" else "yyyy年M月d日"
    return format_date(day, format=pattern, locale=_LOCALE[code])


@lru_cache(maxsize=8192)
def _short_date(day: date, code: Code) -> str:
    pattern = "d MMM" if code == "en" else "M/d"
    return format_date(day, format=pattern, locale=_LOCALE[code])


class _TrueMinus(float):
    """A number whose minus is one, not a hyphen, however a message formats it."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace("-", "−")


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which the product speaks; English is the language of the messages' keys."""

    code: Code

    def text(self, message: str, **facts: object) -> str:
        """Translate a message and put the facts into it; a fact that is a message as well."""
        template = _translations(self.code).gettext(message) if message else ""
        return template.format(**{name: self._fact(fact) for name, fact in facts.items()})

    def _fact(self, fact: object) -> object:
        if isinstance(fact, str) and fact:
            return _translations(self.code).gettext(fact)
        if isinstance(fact, float):
            return _TrueMinus(fact)
        return self.sentences(fact) if isinstance(fact, Sentences) else fact

    def sentences(self, sentences: Sentences) -> str:
        """Say sentences that are a fact of another one."""
        return self.listed(self.text(template, **facts) for template, facts in sentences.parts)

    def listed(self, parts: Iterable[str]) -> str:
        """Put parts into a row that may hold commas of their own."""
        return ("; " if self.code == "en" else "、").join(parts)

    def named(self, words: Iterable[str]) -> str:
        """Put names into a row."""
        return (", " if self.code == "en" else "、").join(words)

    def labelled(self, label: str, value: str) -> str:
        """Put a label before what it says."""
        return f"{label}: {value}" if self.code == "en" else f"{label}：{value}"

    def bracketed(self, words: str, aside: object) -> str:
        """Put something in brackets behind words."""
        return f"{words} ({aside})" if self.code == "en" else f"{words}（{aside}）"

    def error(self, error: StudyError | DataError) -> str:
        """Say what was asked, what there is and what to do, as one paragraph."""
        joint = " " if self.code == "en" else ""
        return joint.join(self.text(template, **error.facts) for template in error.templates)

    def reason(self, test: UnavailableTest) -> str:
        """Say why a test does not apply."""
        return self.text(test.reason, **test.facts)

    def of(self, text: Text) -> str:
        """Take this language of a catalogue's text."""
        return text.in_language(self.code)

    def percent(self, value: float, digits: int = 2, *, sign: bool = True) -> str:
        """Write a fraction as a percentage with a true minus sign; nothing has no sign."""
        if round(value, digits + 2) == 0:
            value, sign = 0.0, False
        return f"{value:{'+' if sign else ''}.{digits}%}".replace("-", "−")

    def number(self, value: float, digits: int = 2) -> str:
        """Write a number with a true minus sign; nothing has no sign."""
        value = 0.0 if round(value, digits) == 0 else float(value)
        return f"{value:,.{digits}f}".replace("-", "−")

    def probability(self, value: float) -> str:
        """Write a p-value to four digits, or as below 0.0001."""
        below = f"<{NO_BREAK_SPACE}{self.number(0.0001, 4)}"
        return below if value < 0.00005 else self.number(value, 4)

    def sessions(self, count: int) -> str:
        """Write a number of sessions."""
        if count == 1:
            return self.text("1 session")
        return self.text("{count} sessions", count=self.number(count, 0))

    def price(self, value: float, currency: str) -> str:
        """Write a price in its currency, where that is known."""
        if currency == NO_CURRENCY:
            return self.number(value)
        before, after, digits = _around(currency, self.code)
        return f"{'−' if value < 0 else ''}{before}{abs(value):,.{digits}f}{after}"

    def money(self, value: float, currency: str) -> str:
        """Write a large amount in billions (Japanese: 億) with a true minus sign."""
        # A line may be broken between a minus and a sign of money, though not before a digit.
        minus = f"−{JOINER}" if self.code == "en" else "−"
        return f"{minus if value < 0 else ''}{self._amount(abs(value), currency)}"

    def _amount(self, value: float, currency: str) -> str:
        if self.code == "en":
            return _in_billions(float(value), currency)
        unit, word, digits = (1e12, "兆", 2) if value >= 1e12 else (1e8, "億", 0)
        name = SHORT_NAMES.get(currency) or get_currency_name(currency, locale=_LOCALE["ja"])
        return f"{self.number(value / unit, digits)}{word}{name}"

    def unbroken(self, words: str) -> str:
        """Keep words on one line."""
        return words.replace(" ", NO_BREAK_SPACE) if self.code == "en" else JOINER.join(words)

    def short_date(self, day: date) -> str:
        """Write a day and its month, for an axis."""
        return _short_date(day, self.code)

    def date(self, day: date) -> str:
        """Write a date in words."""
        return _date(day, self.code)


ENGLISH: Final = Language("en")
JAPANESE: Final = Language("ja")


def language_of(locale: str | None) -> Language:
    """Return the language for a browser's locale; English for every locale but Japanese."""
    return JAPANESE if (locale or "").lower().startswith("ja") else ENGLISH
