"""What an office program draws: series that share a pair of axes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Place = float | str | date
"""Where a value stands: an event time, a name or a day."""

Kind = Literal["bar", "line", "points"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a native chart.

    Attributes
    ----------
    places, values
        Of equal length; a value is None where there is none.
    kind
        Bars, a line, or points without one; beside lying bars, points are their intervals alone.
    colours
        One, or one a value, as ``#RRGGBB``.
    dashed
        Whether a line is dashed, for bounds and references.
    labels
        Texts beside the points; empty for none.
    errors
        How far each value's interval reaches below and above it; empty for none.
    """

    name: str
    places: tuple[Place, ...]
    values: tuple[float | None, ...]
    kind: Kind
    colours: tuple[str, ...]
    dashed: bool = False
    labels: tuple[str, ...] = ()
    errors: tuple[tuple[float, float], ...] = ()

    def on(self, places: Collection[Place]) -> Series:
        """Return the part of the series that stands on some places."""
        at = [i for i, place in enumerate(self.places) if place in places]
        each = len(self.colours) == len(self.places)
        return replace(
            self,
            places=tuple(self.places[i] for i in at),
            values=tuple(self.values[i] for i in at),
            colours=tuple(self.colours[i] for i in at) if each else self.colours,
            labels=tuple(self.labels[i] for i in at) if self.labels else (),
            errors=tuple(self.errors[i] for i in at) if self.errors else (),
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """The series that share a pair of axes.

    Attributes
    ----------
    horizontal
        Whether bars lie, with their names on the left.
    stacked
        Whether bars stand on each other.
    titles
        Of the axis of places and of the axis of values.
    percent
        Whether places, and whether values, are fractions shown in percent.
    order
        Names of places in the order of their axis, where it has one of its own.
    shared
        Lowest and highest value of the panels that it is compared with; its own where None.
    """

    series: tuple[Series, ...]
    horizontal: bool
    stacked: bool
    titles: tuple[str, str]
    percent: tuple[bool, bool]
    order: tuple[Place, ...] = ()
    shared: tuple[float, float] | None = None

    @property
    def named(self) -> bool:
        """Whether the places are names or days, or carry bars, and not points of a scale."""
        return any(
            s.kind == "bar" or not isinstance(place, float | int)
            for s in self.series
            for place in s.places
        )

    @property
    def alone(self) -> bool:
        """Whether no place carries the bars of two series."""
        bars = [s for s in self.series if s.kind == "bar"]
        places = [place for s in bars for place in dict.fromkeys(s.places)]
        return len(places) == len(set(places))

    def categories(self) -> tuple[Place, ...]:
        """Return every place once: days and numbers in order, names as they come."""
        found = tuple(dict.fromkeys(place for s in self.series for place in s.places))
        if self.order and set(found) <= set(self.order):
            return tuple(place for place in self.order if place in found)
        if all(isinstance(p, date) for p in found):
            return tuple(sorted(p for p in found if isinstance(p, date)))
        if all(isinstance(p, float) for p in found):
            return tuple(sorted(p for p in found if isinstance(p, float)))
        return found

    def columns(self, most: int, across: int) -> tuple[Panel, ...]:
        """Part rows among panels on one scale: so many rows in each, but no more panels."""
        rows = self.categories()
        count = min(across, -(-len(rows) // most))
        if not self.horizontal or count < 2:
            return (self,)
        height = -(-len(rows) // count)
        parts = (rows[start : start + height] for start in range(0, len(rows), height))
        return tuple(
            replace(
                self,
                series=tuple(s.on(part) for s in self.series if set(part) & set(s.places)),
                order=part,
                shared=self.reach(),
            )
            for part in parts
        )

    def reach(self) -> tuple[float, float]:
        """Return the lowest and the highest value with its interval, and zero where bars stand."""
        if self.shared:
            return self.shared
        ends = [0.0] * any(s.kind == "bar" for s in self.series)
        for s in self.series:
            errors = s.errors or ((0.0, 0.0),) * len(s.values)
            for value, (below, above) in zip(s.values, errors, strict=True):
                ends += [] if value is None else [value - below, value + above]
        return min(ends, default=0.0), max(ends, default=0.0)
