"""Values of a Plotly trace as plain ones: places, numbers, errors, colours and texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from dashboard.export.panel import Place


def places_of(values: Iterable[object]) -> tuple[Place, ...]:
    """Return where the values of a trace stand."""
    return tuple(place_of(value) for value in values)


def place_of(value: object) -> Place:
    """Return a day, a number, or a text; a text that begins with a date is a day."""
    if isinstance(value, np.datetime64 | datetime | date):
        return pd.Timestamp(value).date()
    if isinstance(value, int | float | np.number):
        return float(value)
    text = plain(str(value))
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def value_of(value: object) -> float | None:
    """Return a finite number, or None."""
    if not isinstance(value, int | float | np.number):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def is_text(values: Sequence[object] | None) -> bool:
    """Return whether the first of some values is a name."""
    return values is not None and len(values) > 0 and isinstance(place_of(values[0]), str)


def mean_of(values: tuple[float | None, ...]) -> float:
    """Return the mean of the values that are there; 0 where none is."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def errors_of(errors: Any, values: tuple[float | None, ...]) -> tuple[tuple[float, float], ...]:
    """Return how far each value's interval reaches below and above it; empty for none."""
    if errors is None or errors.array is None or errors.visible is False:
        return ()
    above = [value_of(e) or 0.0 for e in errors.array]
    below = above if errors.arrayminus is None else [value_of(e) or 0.0 for e in errors.arrayminus]
    return tuple(zip(below, above, strict=True)) if len(above) == len(values) else ()


def texts_of(text: object, count: int) -> tuple[str, ...]:
    """Return the texts beside ``count`` points; empty for none."""
    if text is None:
        return ()
    if isinstance(text, str):
        return (plain(text),) * count
    return tuple(plain(str(part)) for part in text) if isinstance(text, Iterable) else ()


def colours_of(colour: object, fallback: str) -> tuple[str, ...]:
    """Return one colour, or one a value, as ``#RRGGBB``."""
    if isinstance(colour, str) or colour is None:
        return (colour_of(colour, fallback),)
    if isinstance(colour, Iterable):
        found = tuple(colour_of(part, fallback) for part in colour)
        return found if len(set(found)) > 1 else found[:1] or (fallback,)
    return (fallback,)


def colour_of(colour: object, fallback: str) -> str:
    """Return a colour as ``#RRGGBB``, the fallback for any other form."""
    return colour if isinstance(colour, str) and len(colour) == 7 and colour[0] == "#" else fallback


def plain(text: str | None) -> str:
    """Return a text of Plotly's without its marks."""
    if not text:
        return ""
    plain = str(text).replace("<br>", " ")
    for mark in ("<b>", "</b>", "<i>", "</i>"):
        plain = plain.replace(mark, "")
    return plain.strip()
