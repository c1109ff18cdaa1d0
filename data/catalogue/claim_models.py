"""What the catalogue holds about the articles: what they claim and where they contradict."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from data.catalogue.text import Fact, Record, Text, Words

ClaimKind = Literal[
    "price move", "date or fact", "cost figure", "mechanism", "prediction", "opinion"
]
FactCheck = Literal["right", "wrong", "misattributed", "unsourced", "opinion", "not checked"]


class Article(Record):
    """One of the articles whose claims are catalogued, summarised and never quoted."""

    id: Words
    slug: Words
    publisher: Text
    author: Text
    title: Text
    url: Words | None
    language: Text
    published: date | None
    date_note: Text
    summary: Text


class Label(Record):
    """A code of the catalogue with the words in which it is shown."""

    id: Words
    text: Text


class KindLabel(Label):
    """A kind of claim, with the finer types of the reading notes that it gathers."""

    gathers: Annotated[tuple[Words, ...], Field(min_length=1)]


class BearsOn(Record):
    """A security or a basket, and the event, of which a claim speaks."""

    about: Words
    event: Words


class Claim(Record):
    """A statement of an article, paraphrased, with what the record says about it.

    `fact_check` judges the statement as the article makes it; `facts` carry the evidence with
    their sources. A market test (`proposed_test`) is prose here.
    """

    id: Annotated[str, Field(pattern=r"^A\d-\d\d$")]
    article: Words
    speaker: Text
    affiliation: Text
    kind: ClaimKind
    testable: Literal["yes", "partial", "no"]
    claim: Text
    fact_check: FactCheck
    facts: tuple[Fact, ...] = ()
    why_not_testable: Text | None = None
    proposed_test: Text | None = None
    bears_on: tuple[BearsOn, ...] = ()

    @model_validator(mode="after")
    def _judgements_are_explained(self) -> Claim:
        if (self.testable == "no") != (self.why_not_testable is not None):
            raise ValueError("why_not_testable is given for the untestable, and only for them")
        if (self.testable == "no") == (self.proposed_test is not None):
            raise ValueError("proposed_test is given for the testable, and only for them")
        if self.fact_check not in ("opinion", "not checked") and not self.facts:
            raise ValueError(f"fact_check '{self.fact_check}' needs a fact with its sources")
        return self


class Side(Record):
    """A position in a contradiction, with the claims that take it."""

    position: Text
    claims: tuple[Words, ...] = ()


class Contradiction(Record):
    """Two or more accounts that cannot all be right, and what the record says."""

    id: Annotated[str, Field(pattern=r"^X-[A-Z]+$")]
    topic: Text
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    record: Annotated[tuple[Fact, ...], Field(min_length=1)]
