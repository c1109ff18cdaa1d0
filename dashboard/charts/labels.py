"""Writing on charts: what fits beside an axis, and where the names of points stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import Final

import numpy as np

from dashboard.language import Language

SIDES: Final = (
    ("middle right", 1, 0),
    ("middle left", -1, 0),
    ("top center", 0, 1),
    ("bottom center", 0, -1),
    ("top right", 1, 1),
    ("bottom right", 1, -1),
    ("top left", -1, 1),
    ("bottom left", -1, -1),
)
"""Plotly's text positions with the direction from the point, the preferred ones first."""

LETTER: Final = 0.012
"""Width of a letter, as a share of a plot's width on a laptop."""
LINE: Final = 0.045
"""Height of a line, as a share of a plot's height."""
GAP: Final = 0.008

JOINTS: Final = re.compile(r" |(?<=[のをで、・])|(?=（)")
"""Where a line may end: at a space, after a Japanese particle, before a bracket."""

Box = tuple[float, float, float, float]


def two_lines(words: str, width: int = 18) -> str:
    """Break words that are longer than a width into two lines, as near the middle as words end."""
    if len(words) <= width:
        return words
    ends = [found.span() for found in JOINTS.finditer(words) if 0 < found.start() < len(words)]
    half = len(words) // 2
    first, second = min(ends, key=lambda end: abs(end[0] - half), default=(half, half))
    return f"{words[:first]}<br>{words[second:]}"


def wrapped(words: str, width: int, language: Language) -> str:
    """Break words into lines of a width: between words, in Japanese between phrases."""
    return two_lines(words, width) if language.code == "ja" else "<br>".join(wrap(words, width))


def axis_title(words: str, language: Language) -> str:
    """Write the title of an axis that a phone leaves little room."""
    return two_lines(words, 9 if language.code == "ja" else 18)


def stacked_date(day: date, language: Language) -> str:
    """Write a day over its month, for a narrow column."""
    return language.short_date(day).replace(" ", "<br>")


def label_sides(x: np.ndarray, y: np.ndarray, labels: Sequence[str]) -> list[str]:
    """Return Plotly's text position for the label of each point.

    Parameters
    ----------
    x, y
        (n,) places of the points, in the units of the axes.
    labels
        (n,) names; empty for a point without one.

    Notes
    -----
    From the lowest point up each label takes the side where it covers least of the labels and
    points that are there already.
    """
    across, up = _shares(np.asarray(x, dtype=float)), _shares(np.asarray(y, dtype=float))
    taken = np.column_stack((across - GAP, up - GAP, across + GAP, up + GAP))
    sides = [SIDES[0][0]] * len(labels)
    for place in np.argsort(up, kind="stable").tolist():
        if not labels[place]:
            continue
        boxes = np.array(
            [
                _box(across[place], up[place], len(labels[place]), right, above)
                for _, right, above in SIDES
            ]
        )
        others = np.delete(taken, place, axis=0)
        best = int(np.argmin(_shared(boxes, others).sum(axis=1)))
        sides[place] = SIDES[best][0]
        taken = np.vstack((taken, boxes[best]))
    return sides


def _shares(values: np.ndarray) -> np.ndarray:
    reach = np.ptp(values) if len(values) else 0.0
    return np.asarray((values - values.min()) / reach if reach else np.zeros(len(values)))


def _box(x: float, y: float, letters: int, right: int, above: int) -> Box:
    width, height = letters * LETTER, LINE
    left = x + right * GAP - width * (1 - right) / 2
    bottom = y + above * GAP - height * (1 - above) / 2
    return left, bottom, left + width, bottom + height


def _shared(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the areas (k, n) that k boxes share with n others."""
    one, other = boxes[:, np.newaxis], others[np.newaxis]
    reach = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    return np.asarray(reach.clip(min=0).prod(axis=-1))
