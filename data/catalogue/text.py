"""The base of every catalogued record: frozen, closed, and bilingual where people read it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["en", "ja"]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Record(BaseModel):
    """A record of the catalogue: immutable, hashable, and without fields of its own making."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Record):
    """A text in English and in Japanese."""

    en: Words
    ja: Words

    def in_language(self, language: Language) -> str:
        """Return the text in one of the two languages."""
        return self.ja if language == "ja" else self.en


class Fact(Record):
    """What the record says, with the identifiers of the sources that say it."""

    text: Text
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]
