"""A Plotly figure as series that an office program can draw and edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.charts.drawing import BLUE, GREY, ORANGE
from dashboard.export.panel import Panel, Place, Series
from dashboard.export.trace_values import (
    colour_of,
    colours_of,
    errors_of,
    is_text,
    mean_of,
    places_of,
    plain,
    texts_of,
    value_of,
)
from dashboard.language import Language

LONGEST: Final = 24
"""Parts of a treemap that become bars: the largest ones."""

CYCLE: Final = (BLUE, ORANGE, GREY)
MOST_PANELS: Final = 6
DRAWN: Final = ("bar", "scatter", "scattergl")


def panels(figure: go.Figure, language: Language) -> tuple[Panel, ...]:
    """Return what a figure draws, a panel a pair of axes.

    A band between two lines becomes its two bounds, at the bars where it lies behind bars. What
    stands on a hidden axis is a mark and left out, and so is a heat map on axes of its own beside
    other drawings. Empty where some trace has no native likeness, such as a heat map under points
    or bars that begin anywhere.
    """
    groups: dict[tuple[str, str], list[Series]] = {}
    lying: set[tuple[str, str]] = set()
    drawn = [trace for trace in figure.data if not _stands_apart(trace, figure.data)]
    for number, trace in enumerate(drawn):
        if trace.type in ("treemap", "sunburst", "pie", "funnelarea"):
            return (_parts(trace),)
        if trace.type not in DRAWN or (trace.type == "bar" and trace.base is not None):
            return ()
        axes = _pair(trace)
        if _axis(figure, axes[1]).visible is False or trace.visible in (False, "legendonly"):
            continue
        across = trace.orientation == "h" if trace.type == "bar" else _lies(figure, trace, axes)
        made = _series(trace, CYCLE[number % len(CYCLE)], across, language)
        if made:
            groups.setdefault(axes, []).extend(made)
        if across:
            lying.add(axes)
    if not groups or len(groups) > MOST_PANELS:
        return ()
    return tuple(_panel(figure, axes, made, axes in lying) for axes, made in groups.items())


def _lies(figure: go.Figure, trace: Any, axes: tuple[str, str]) -> bool:
    """Return whether points stand beside names, written as such or in the place of numbers."""
    across, up = (_names(_axis(figure, axis)) for axis in axes)
    return is_text(trace.y) or (bool(up) and not across)


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
    named = _told_apart(_names(places), {place for one in series for place in one.places})
    panel = Panel(
        series=tuple(_placed(one, named) for one in _at_bars(series)),
        order=tuple(named.values()),
        horizontal=horizontal,
        stacked=figure.layout.barmode in ("stack", "relative"),
        titles=(plain(places.title.text), plain(values.title.text)),
        percent=("%" in (places.tickformat or ""), "%" in (values.tickformat or "")),
    )
    if horizontal:
        return replace(panel, series=_lying(panel.series))
    return panel if panel.named else replace(panel, series=(*series, *_marks(figure, axes, series)))


def _lying(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Make bars of what stands beside names, but for the intervals that are drawn upon bars."""
    bars = any(one.kind == "bar" for one in series)
    return tuple(
        one if bars and one.kind == "points" and one.errors else replace(one, kind="bar")
        for one in series
    )


def _at_bars(series: list[Series]) -> list[Series]:
    """Leave out what a line has between numbered bars, which have no room there in an office."""
    standing = {place for one in series if one.kind == "bar" for place in one.places}
    if not standing or not all(isinstance(place, float) for place in standing):
        return series
    return [one if one.kind == "bar" else _only(one, standing) for one in series]


def _only(series: Series, standing: set[Place]) -> Series:
    kept = [pair for pair in zip(series.places, series.values, strict=True) if pair[0] in standing]
    if series.labels or series.errors or not kept:
        return series
    places, values = zip(*kept, strict=True)
    return replace(series, places=places, values=values)


def _names(axis: Any) -> dict[Place, str]:
    """Return what an axis writes in the place of its numbers."""
    if axis.tickvals is None or axis.ticktext is None:
        return {}
    return {
        place: plain(text)
        for place, text in zip(places_of(axis.tickvals), axis.ticktext, strict=True)
    }


def _told_apart(named: dict[Place, str], standing: set[Place]) -> dict[Place, str]:
    """Return the names of the places where something stands, one that returns with its heading."""
    count = Counter(name for place, name in named.items() if place in standing)
    heading, found = "", {}
    for place, name in named.items():
        if place not in standing:
            heading = name
        else:
            found[place] = f"{name} ({heading})" if count[name] > 1 and heading else name
    return found


def _placed(series: Series, named: dict[Place, str]) -> Series:
    return replace(series, places=tuple(named.get(place, place) for place in series.places))


def _series(trace: Any, fallback: str, across: bool, language: Language) -> list[Series]:
    along, up = (trace.y, trace.x) if across else (trace.x, trace.y)
    if up is None:
        return []
    values = tuple(value_of(value) for value in up)
    places = places_of(along if along is not None else range(len(values)))
    name = plain(trace.name)
    errors = errors_of(trace.error_x if across else trace.error_y, values)
    if trace.type == "bar":
        colours = colours_of(trace.marker.color, fallback)
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
            colours=colours_of(trace.line.color if lined else trace.marker.color, fallback),
            dashed=trace.line.dash not in (None, "solid"),
            labels=texts_of(trace.text, len(values)) if "text" in mode else (),
            errors=errors,
        )
    ]


def _bounds(
    name: str, places: tuple[Place, ...], values: tuple[float | None, ...], language: Language
) -> list[Series]:
    half = len(values) // 2
    there, back = values[:half], values[half:][::-1]
    upper, lower = (there, back) if mean_of(there) >= mean_of(back) else (back, there)
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
    titles = {a.x: plain(a.text) for a in figure.layout.annotations if a.xref == axes[0]}
    return [
        Series(
            titles[shape.x0],
            (float(shape.x0), float(shape.x0)),
            (min(values), max(values)),
            "line",
            (colour_of(shape.line.color, ORANGE),),
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
        (plain(str(label)), value_of(value))
        for key, label, value in zip(identifiers, trace.labels, trace.values, strict=True)
        if str(key) not in parents
    ]
    largest = sorted(leaves, key=lambda leaf: -(leaf[1] or 0))[:LONGEST]
    names, values = tuple(n for n, _ in largest), tuple(v for _, v in largest)
    bars = Series(plain(trace.name), names, values, "bar", (BLUE,))
    return Panel((bars,), horizontal=True, stacked=False, titles=("", ""), percent=(False, False))


def _axis(figure: go.Figure, name: str) -> Any:
    return figure.layout[f"{name[0]}axis{name[1:]}"]
