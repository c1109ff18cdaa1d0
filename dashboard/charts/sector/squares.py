"""Rectangles whose areas are given, as near to squares as a strip allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle by its lower left corner and its sides, in any unit."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    def inset(self, top: float, other: float) -> Rectangle:
        """Return what is left inside of a heading and a margin."""
        return Rectangle(
            self.x + other,
            self.y + other,
            max(self.width - 2 * other, 0.0),
            max(self.height - top - other, 0.0),
        )


def squarify(values: Sequence[float], inside: Rectangle) -> tuple[Rectangle, ...]:
    """Cut a rectangle into areas in proportion to values, the first at the upper left.

    Parameters
    ----------
    values
        Positive numbers, largest first.

    Notes
    -----
    Squarified treemaps, Bruls, Huizing and van Wijk (2000), section 3: a row is filled along
    the shorter side as long as its worst aspect ratio falls.
    """
    total = sum(values)
    if not values or total <= 0 or inside.area <= 0:
        return tuple(Rectangle(inside.x, inside.y, 0.0, 0.0) for _ in values)
    areas = [value * inside.area / total for value in values]
    placed: list[Rectangle] = []
    room, start = inside, 0
    while start < len(areas):
        side = min(room.width, room.height)
        stop = start + 1
        while stop < len(areas) and _worst(areas[start : stop + 1], side) <= _worst(
            areas[start:stop], side
        ):
            stop += 1
        row, room = _row(areas[start:stop], room)
        placed += row
        start = stop
    return tuple(placed)


def _worst(areas: Sequence[float], side: float) -> float:
    """Return the largest aspect ratio of a row laid along a side."""
    total = sum(areas)
    return max(max(side**2 * a / total**2, total**2 / (side**2 * a)) for a in areas)


def _row(areas: Sequence[float], room: Rectangle) -> tuple[list[Rectangle], Rectangle]:
    total, placed = sum(areas), []
    if room.width >= room.height:
        width = total / room.height
        top = room.y + room.height
        for area in areas:
            height = area / width
            top -= height
            placed.append(Rectangle(room.x, top, width, height))
        rest = Rectangle(room.x + width, room.y, max(room.width - width, 1e-12), room.height)
        return placed, rest
    height = total / room.width
    left = room.x
    for area in areas:
        width = area / height
        placed.append(Rectangle(left, room.y + room.height - height, width, height))
        left += width
    return placed, Rectangle(room.x, room.y, room.width, max(room.height - height, 1e-12))
