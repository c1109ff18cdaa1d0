"""A Plotly figure as series that an office program can draw and edit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import BLUE, GREY, ORANGE
from dashboard.language import Language

Place = float | str | date
"""Where a value stands: an event time, a name or a day."""

Kind = Literal["bar", "line", "points"]
LONGEST: Final = 24
"""Parts of a treemap that become bars: the largest ones."""

CYCLE: Final = (BLUE, ORANGE, GREY)
MOST_PANELS: Final = 6
DRAWN: Final = ("bar", "scatter", "scattergl")


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


def panels(figure: go.Figure, language: Language) -> tuple[Panel, ...]:
    """Return what a figure draws, a panel a pair of axes.

    A band between two lines becomes its two bounds. What stands on a hidden axis is a mark and
    left out, and so is a heat map on axes of its own beside other drawings. Empty where some trace
    has no native likeness, such as a heat map under points.
    """
    groups: dict[tuple[str, str], list[Series]] = {}
    lying: set[tuple[str, str]] = set()
    drawn = [trace for trace in figure.data if not _stands_apart(trace, figure.data)]
    for number, trace in enumerate(drawn):
        if trace.type in ("treemap", "sunburst", "pie", "funnelarea"):
            return (_parts(trace),)
        if trace.type not in DRAWN:
            return ()
        axes = _pair(trace)
        if _axis(figure, axes[1]).visible is False or trace.visible in (False, "legendonly"):
            continue
        across = trace.orientation == "h" if trace.type == "bar" else _is_text(trace.y)
        made = _series(trace, CYCLE[number % len(CYCLE)], across, language)
        if made:
            groups.setdefault(axes, []).extend(made)
        if across:
            lying.add(axes)
    if not groups or len(groups) > MOST_PANELS:
        return ()
    return tuple(_panel(figure, axes, made, axes in lying) for axes, made in groups.items())


def _stands_apart(trace: Any, others: Iterable[Any]) -> bool:
    """Return whether a heat map shares no pair of axes with the other traces, and is not alone."""
    if trace.type != "heatmap":
        return False
    pairs = [_pair(other) for other in others if other.type in DRAWN]
    return bool(pairs) and _pair(trace) not in pairs


def _pair(trace: Any) -> tuple[str, str]:
    return (trace.xaxis or "x", trace.yaxis or "y")


def _panel(
    figure: go.Figure, axes: tuple[str, str], series: list[Series], horizontal: bool
) -> Panel:
    x, y = (_axis(figure, axis) for axis in axes)
    places, values = (y, x) if horizontal else (x, y)
    panel = Panel(
        series=tuple(series),
        horizontal=horizontal,
        stacked=figure.layout.barmode in ("stack", "relative"),
        titles=(_plain(places.title.text), _plain(values.title.text)),
        percent=("%" in (places.tickformat or ""), "%" in (values.tickformat or "")),
    )
    if horizontal:
        return replace(panel, series=tuple(replace(s, kind="bar") for s in series))
    return panel if panel.named else replace(panel, series=(*series, *_marks(figure, axes, series)))


def _series(trace: Any, fallback: str, across: bool, language: Language) -> list[Series]:
    along, up = (trace.y, trace.x) if across else (trace.x, trace.y)
    if up is None:
        return []
    values = tuple(_value(value) for value in up)
    places = _places(along if along is not None else range(len(values)))
    name = _plain(trace.name)
    errors = _errors(trace.error_x if across else trace.error_y, values)
    if trace.type == "bar":
        colours = _colours(trace.marker.color, fallback)
        return [Series(name, places, values, "bar", colours, errors=errors)]
    if trace.fill == "toself" and len(values) % 2 == 0:
        return _bounds(name, places, values, language)
    mode = trace.mode or "lines"
    lined = "lines" in mode
    return [
        Series(
            name=name,
            places=places,
            values=values,
            kind="line" if lined else "points",
            colours=_colours(trace.line.color if lined else trace.marker.color, fallback),
            dashed=trace.line.dash not in (None, "solid"),
            labels=_texts(trace.text, len(values)) if "text" in mode else (),
            errors=errors,
        )
    ]


def _bounds(
    name: str, places: tuple[Place, ...], values: tuple[float | None, ...], language: Language
) -> list[Series]:
    half = len(values) // 2
    there, back = values[:half], values[half:][::-1]
    upper, lower = (there, back) if _mean(there) >= _mean(back) else (back, there)
    titles = (
        language.text("{name}, upper bound", name=name),
        language.text("{name}, lower bound", name=name),
    )
    return [
        Series(title, places[:half], bound, "line", (GREY,), dashed=True)
        for title, bound in zip(titles, (upper, lower), strict=True)
    ]


def _marks(figure: go.Figure, axes: tuple[str, str], series: list[Series]) -> list[Series]:
    """Return the labelled upright lines of a figure, such as the event's, as series."""
    values = [v for s in series for v in s.values if v is not None]
    titles = {a.x: _plain(a.text) for a in figure.layout.annotations if a.xref == axes[0]}
    return [
        Series(
            titles[shape.x0],
            (float(shape.x0), float(shape.x0)),
            (min(values), max(values)),
            "line",
            (_hex(shape.line.color, ORANGE),),
            dashed=True,
        )
        for shape in figure.layout.shapes
        if shape.type == "line"
        and shape.xref == axes[0]
        and shape.x0 == shape.x1
        and isinstance(shape.x0, float | int)
        and shape.x0 in titles
    ]


def _parts(trace: Any) -> Panel:
    parents = set(map(str, trace.parents)) if getattr(trace, "parents", None) is not None else set()
    identifiers = trace.ids if getattr(trace, "ids", None) is not None else trace.labels
    leaves = [
        (_plain(str(label)), _value(value))
        for key, label, value in zip(identifiers, trace.labels, trace.values, strict=True)
        if str(key) not in parents
    ]
    largest = sorted(leaves, key=lambda leaf: -(leaf[1] or 0))[:LONGEST]
    names, values = tuple(n for n, _ in largest), tuple(v for _, v in largest)
    bars = Series(_plain(trace.name), names, values, "bar", (BLUE,))
    return Panel((bars,), horizontal=True, stacked=False, titles=("", ""), percent=(False, False))


def _axis(figure: go.Figure, name: str) -> Any:
    return figure.layout[f"{name[0]}axis{name[1:]}"]


def _places(values: Iterable[object]) -> tuple[Place, ...]:
    return tuple(_place(value) for value in values)


def _place(value: object) -> Place:
    if isinstance(value, np.datetime64 | datetime | date):
        return pd.Timestamp(value).date()
    if isinstance(value, int | float | np.number):
        return float(value)
    text = _plain(str(value))
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _value(value: object) -> float | None:
    if not isinstance(value, int | float | np.number):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _is_text(values: Sequence[object] | None) -> bool:
    return values is not None and len(values) > 0 and isinstance(_place(values[0]), str)


def _mean(values: tuple[float | None, ...]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _errors(errors: Any, values: tuple[float | None, ...]) -> tuple[tuple[float, float], ...]:
    if errors is None or errors.array is None or errors.visible is False:
        return ()
    above = [_value(e) or 0.0 for e in errors.array]
    below = above if errors.arrayminus is None else [_value(e) or 0.0 for e in errors.arrayminus]
    return tuple(zip(below, above, strict=True)) if len(above) == len(values) else ()


def _texts(text: object, count: int) -> tuple[str, ...]:
    if text is None:
        return ()
    if isinstance(text, str):
        return (_plain(text),) * count
    return tuple(_plain(str(part)) for part in text) if isinstance(text, Iterable) else ()


def _colours(colour: object, fallback: str) -> tuple[str, ...]:
    if isinstance(colour, str) or colour is None:
        return (_hex(colour, fallback),)
    if isinstance(colour, Iterable):
        found = tuple(_hex(part, fallback) for part in colour)
        return found if len(set(found)) > 1 else found[:1] or (fallback,)
    return (fallback,)


def _hex(colour: object, fallback: str) -> str:
    return colour if isinstance(colour, str) and len(colour) == 7 and colour[0] == "#" else fallback


def _plain(text: str | None) -> str:
    """Return a text of Plotly's without its marks."""
    if not text:
        return ""
    plain = str(text).replace("<br>", " ")
    for mark in ("<b>", "</b>", "<i>", "</i>"):
        plain = plain.replace(mark, "")
    return plain.strip()
