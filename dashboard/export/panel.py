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
    """

    series: tuple[Series, ...]
    horizontal: bool
    stacked: bool
    titles: tuple[str, str]
    percent: tuple[bool, bool]

    @property
    def named(self) -> bool:
        """Whether the places are names or days, or carry bars, and not points of a scale."""
        return any(
            s.kind == "bar" or not isinstance(place, float | int)
            for s in self.series
            for place in s.places
        )
