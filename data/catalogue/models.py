"""What the catalogue holds about the market: sources, events, securities and baskets."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from data.catalogue.text import Language, Record, Text, Words

Exchange = Literal["XNYS", "XTKS", "XETR", "XPAR", "XAMS", "XHKG", "XKRX", "XTAI"]
Status = Literal["primary record", "secondary page", "derived from prices", "not verified"]
EventKind = Literal[
    "release", "announcement", "market", "policy", "results", "closure", "press", "statement"
]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError) as error:  # a KeyError would pass by the check of the record
        raise ValueError(f"{name} is not a time zone") from error
    return name


Zone = Annotated[Words, AfterValidator(_known_zone)]


class Source(Record):
    """Where a statement of the catalogue can be checked."""

    id: Words
    kind: Status
    title: Words
    title_ja: Words | None = Field(None, description="where the title is in this project's words")
    where: Words = Field(description="address, or the site as it was noted down")

    def title_in(self, language: Language) -> str:
        """Return the title in one of the two languages, where it has two."""
        return self.title_ja if language == "ja" and self.title_ja else self.title


class SessionRule(Record):
    """How the instant that fixes tau = 0 is taken when only the day is known."""

    id: Words
    text: Text
    clock: time | None = None
    time_zone: Zone | None = None

    @model_validator(mode="after")
    def _clock_has_a_zone(self) -> SessionRule:
        if (self.clock is None) != (self.time_zone is None):
            raise ValueError("clock and time_zone are given together or not at all")
        return self

    def instant_on(self, day: date) -> datetime:
        """Return the instant that this rule assumes for something known only by its day."""
        if self.clock is None or self.time_zone is None:
            raise ValueError(f"the session rule {self.id} assumes no clock time")
        return datetime.combine(day, self.clock, ZoneInfo(self.time_zone))


class Moment(Record):
    """When something became public: a recorded instant, or a day and the rule applied to it.

    `expected_sessions` are the sessions noted by hand when the event was researched. They are a
    witness against which the computed sessions are tested, and are never used to compute anything;
    `unverified_sessions` were noted with a doubt.
    """

    instant: AwareDatetime | None = None
    day: date | None = None
    precision: Literal["second", "minute", "hour", "day"]
    session_rule: SessionRule
    expected_sessions: dict[Exchange, date] = Field(default_factory=dict)
    unverified_sessions: dict[Exchange, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _instant_or_day(self) -> Moment:
        if (self.instant is None) == (self.day is None):
            raise ValueError("give either the instant or the day")
        if (self.day is not None) != (self.precision == "day"):
            raise ValueError("a day has the precision 'day', an instant a finer one")
        if (self.day is not None) != (self.session_rule.clock is not None):
            raise ValueError("a day needs a session rule with a clock, an instant one without")
        return self

    @property
    def public_at(self) -> datetime:
        """The instant from which tau = 0 is computed: recorded, or assumed by the rule."""
        if self.instant is not None:
            return self.instant
        assert self.day is not None  # one of the two is always given
        return self.session_rule.instant_on(self.day)

    def __hash__(self) -> int:
        return hash((self.instant, self.day, self.session_rule.id))


class LaterMoment(Moment):
    """A further stage of an event, such as the official word after a leak."""

    id: Words
    what: Text

    def __hash__(self) -> int:
        return hash((self.id, self.instant, self.day))


class Event(Moment):
    """Something that became public around the shock.

    Attributes
    ----------
    number
        Row of the timeline, 1 to 35.
    confounder
        Whether it can move the same prices inside the shock's window for another reason than
        DeepSeek; `confounds_note` gives the reason either way.
    later
        Further stages with their own instants.
    """

    id: Words
    number: Annotated[int, Field(ge=1)]
    title: Text
    what_happened: Text
    time_zone: Zone
    place: Text
    kind: EventKind
    status: Annotated[tuple[Status, ...], Field(min_length=1)]
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]
    confounder: bool
    confounds_note: Text
    securities: tuple[Words, ...] = ()
    later: tuple[LaterMoment, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


class Group(Record):
    """A group of securities by what they sell or where they are listed."""

    id: Words
    label: Text


class Security(Record):
    """A share, fund or index of the embedded snapshot.

    `exchange` names the calendar of sessions; XNYS stands for the sessions of all United States
    venues, Nasdaq and over the counter included. `benchmark` is None where no index fits, and
    `benchmark_note` then says why.
    """

    ticker: Words
    name: Text
    exchange: Exchange
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    group: Words
    kind: Literal["stock", "ETF", "index"]
    sells: Text
    benchmark: Words | None
    benchmark_note: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _absent_benchmark_is_explained(self) -> Security:
        if self.benchmark is None and self.benchmark_note is None:
            raise ValueError("a security without a benchmark needs a benchmark_note")
        if self.benchmark == self.ticker:
            raise ValueError("a security is not its own benchmark")
        return self


class Member(Record):
    """A security in a basket, with the reason why it is there."""

    ticker: Words
    reason: Text


class Unavailable(Record):
    """A security that belongs in a basket but has no usable prices in the snapshot."""

    ticker: Words
    name: Text
    reason: Text
    in_snapshot: bool = False


class Basket(Record):
    """A basket of companies chosen for what they sell, frozen on a stated day."""

    id: Words
    name: Text
    members: Annotated[tuple[Member, ...], Field(min_length=1)]
    unavailable: tuple[Unavailable, ...] = ()
    frozen_on: date
    note: Text

    @property
    def tickers(self) -> tuple[str, ...]:
        """The tickers of the members that have usable prices."""
        return tuple(member.ticker for member in self.members)
