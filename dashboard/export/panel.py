"""What an office program draws: series that share a pair of axes."""

from __future__ import annotations

from dataclasses import dataclass
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
        Bars, a line, or points without one.
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
    """

    series: tuple[Series, ...]
    horizontal: bool
    stacked: bool
    titles: tuple[str, str]
    percent: tuple[bool, bool]
    order: tuple[Place, ...] = ()

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
        """Whether no place carries values of two series."""
        places = [place for s in self.series for place in dict.fromkeys(s.places)]
        return len(places) == len(set(places))

    def reach(self) -> tuple[float, float]:
        """Return the lowest and the highest value with its interval, and zero where bars stand."""
        ends = [0.0] * any(s.kind == "bar" for s in self.series)
        for s in self.series:
            errors = s.errors or ((0.0, 0.0),) * len(s.values)
            for value, (below, above) in zip(s.values, errors, strict=True):
                ends += [] if value is None else [value - below, value + above]
        return min(ends, default=0.0), max(ends, default=0.0)
