"""Stories of the cause, and what each implies for the spread between two baskets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from data.catalogue.text import Record, Text, Words


class Prediction(Record):
    """The sign of a spread: long the basket ``long``, short the basket ``short``."""

    long: Words
    short: Words
    sign: Literal["up", "down"]


class Mechanism(Record):
    """A story of the cause that claims tell, with the spreads that it implies."""

    id: Words
    name: Text
    story: Text
    claims: Annotated[tuple[Words, ...], Field(min_length=1)]
    predictions: Annotated[tuple[Prediction, ...], Field(min_length=1)]
