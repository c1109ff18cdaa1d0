"""What the frozen plan holds: hypotheses with their tests, and which claims rest on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from data.catalogue.models import Basket, Exchange
from data.catalogue.text import Record, Text, Words

Measure = Literal[
    "AR",
    "CAR",
    "CAAR",
    "spread",
    "reversal",
    "equivalence",
    "surprise_percentile",
    "event_date",
    "slope",
    "raw_return",
    "value_lost",
    "recovery_date",
    "new_high",
    "relative_return",
    "rank",
    "intraday_share",
]
FORMAL: frozenset[Measure] = frozenset(
    (
        "AR",
        "CAR",
        "CAAR",
        "spread",
        "reversal",
        "equivalence",
        "surprise_percentile",
        "event_date",
        "slope",
    )
)
"""Measures with a p-value; the others are facts of the price record with a rule of their own."""

Direction = Literal["up", "down", "either", "none"]
Role = Literal["primary", "secondary"]

# Parameters without which the rule of a measure is not stated.
_NEEDS: dict[str, tuple[str, ...]] = {
    "equivalence": ("margin",),
    "raw_return": ("value", "tolerance"),
    "value_lost": ("threshold",),
    "recovery_date": ("horizon",),
    "new_high": ("horizon", "bust"),
    "relative_return": ("until",),
    "intraday_share": ("threshold", "release"),
}


class Rule(Record):
    """The figures of a decision rule; which ones a measure needs is checked.

    Attributes
    ----------
    margin
        Equivalence: effects within plus or minus this count as none (fraction).
    value, tolerance
        Raw return: the figure claimed and how far from it still counts (fractions).
    threshold
        Value lost: dollars at least lost. Intraday share: share of the day's move.
    horizon
        Recovery, new high: sessions after tau = 0 within which it must come.
    bust
        New high: a fall of this fraction from the peak contradicts.
    until
        Relative return: last session counted.
    release
        Intraday share: the event before which the move is measured.
    """

    margin: float | None = None
    value: float | None = None
    tolerance: float | None = None
    threshold: float | None = None
    horizon: int | None = None
    bust: float | None = None
    until: date | None = None
    release: Words | None = None


class Term(Record):
    """A window around the session of an event, and its weight in the sum that is tested.

    `window` counts sessions from the event's tau = 0, both ends included. `session` replaces the
    computed session for a date that an article names and that is no catalogued event.
    """

    event: Words | None = None
    session: date | None = None
    window: tuple[int, int] = (0, 0)
    weight: float = 1.0

    @model_validator(mode="after")
    def _event_or_session(self) -> Term:
        if (self.event is None) == (self.session is None):
            raise ValueError("give either the event or the session")
        if self.window[0] > self.window[1]:
            raise ValueError("the window ends before it begins")
        if self.weight == 0:
            raise ValueError("a term of weight zero tests nothing")
        return self


class Hypothesis(Record):
    """One statement about prices with everything that its test needs, fixed in advance.

    Attributes
    ----------
    long, short
        Security or basket; the test is of long, or of long minus short.
    terms
        Windows with weights; tau = 0 is the session of the first term's event.
    calendar
        Exchange whose sessions are counted.
    benchmark
        Index of the normal-return model, None for the mean-adjusted model.
    direction
        Sign that supports: up, down, either (unusual in size), none (ordinary).
    states, contradicted_by
        What it says and what would speak against it.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    measure: Measure
    long: Words
    short: Words | None = None
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    calendar: Exchange = "XNYS"
    benchmark: Words | None = "^GSPC"
    model: Literal["market", "market-adjusted", "mean-adjusted"] = "market"
    returns: Literal["simple", "log"] = "simple"
    estimation: tuple[int, int] = (-250, -21)
    direction: Direction
    rule: Rule = Rule()
    states: Text
    contradicted_by: Text
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Hypothesis:
        if (self.model == "mean-adjusted") != (self.benchmark is None) and self.is_formal:
            raise ValueError("a benchmark is named unless the model is mean-adjusted")
        missing = [name for name in _NEEDS.get(self.measure, ()) if not self._has(name)]
        if missing:
            raise ValueError(f"the measure {self.measure} needs the rule's {', '.join(missing)}")
        if (self.measure == "spread") and self.short is None:
            raise ValueError("a spread needs a short side")
        return self

    def _has(self, name: str) -> bool:
        return getattr(self.rule, name) is not None

    @property
    def is_formal(self) -> bool:
        """Whether the measure has a p-value."""
        return self.measure in FORMAL

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The catalogued events of its terms."""
        return tuple(term.event for term in self.terms if term.event is not None)


class MissingFigure(Record):
    """A figure that a test of the claim needs and that the snapshot lacks.

    `needed` says whether the claim cannot be supported without it.
    """

    figure: Text
    used_for: Text
    needed: bool


class ClaimPlan(Record):
    """The hypotheses on which a claim's verdict rests, and those shown beside it.

    The claim is supported if every primary hypothesis is, and contradicted if one is.
    """

    claim: Annotated[str, Field(pattern=r"^A\d-\d\d$")]
    primary: tuple[Words, ...] = ()
    secondary: tuple[Words, ...] = ()
    missing: tuple[MissingFigure, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ClaimPlan:
        if not self.primary and not any(figure.needed for figure in self.missing):
            raise ValueError("a plan has a primary hypothesis or names the figure it lacks")
        return self


class PlanHeader(Record):
    """Version and conventions of the whole plan.

    `fewest_windows` is the number of windows without overlap that the estimation window must hold
    for a verdict: a rank of 5 percent needs 19 independent draws.
    """

    version: Annotated[int, Field(ge=1)]
    frozen_on: date
    level: Annotated[float, Field(gt=0, lt=1)]
    fewest_windows: Annotated[int, Field(ge=1)]
    decision: Text
    family: Text
    grid: Text


class FrozenVersion(Record):
    """One version of the plan as it was frozen."""

    version: Annotated[int, Field(ge=1)]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    frozen_on: date
    reason: Text


class Plan(Record):
    """The whole plan; `baskets` are those that only the plan uses."""

    header: PlanHeader
    baskets: tuple[Basket, ...]
    hypotheses: tuple[Hypothesis, ...]
    claims: tuple[ClaimPlan, ...]
    versions: tuple[FrozenVersion, ...]
