"""Traces and layout in Plotly's own words, as plain dictionaries.

Plotly's objects check every property as it is set, which takes longer than the study behind the
chart. Here a drawing is put together from dictionaries, and becomes one of Plotly's objects where
it is exported; the tests have Plotly check every chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from plotly.basedatatypes import BaseFigure
from plotly.subplots import make_subplots

Trace = dict[str, Any]
Spec = dict[str, Any]

TEMPLATE: Final[Spec] = {"data": {"scatter": [{"marker": {"line": {"width": 0}}}]}}
"""What all charts share; Streamlit adds the colours of its theme in the browser.

Its own template for Plotly is as long as a chart, and its browser reads it forty times."""


def scatter(**properties: Any) -> Trace:
    """Return a trace of points or lines."""
    return {"type": "scatter", **properties}


def bar(**properties: Any) -> Trace:
    """Return a trace of bars."""
    return {"type": "bar", **properties}


def heatmap(**properties: Any) -> Trace:
    """Return a trace of coloured cells."""
    return {"type": "heatmap", **properties}


class Ready(BaseFigure):  # type: ignore[misc]  # Plotly's types say Any
    """A specification for Streamlit, which asks a figure for its dictionary and nothing more.

    Given a dictionary, Streamlit would have Plotly check each of its properties.

    Parameters
    ----------
    spec
        Traces and layout, which nobody changes any more.
    """

    def __init__(self, spec: Spec) -> None:
        self.__dict__["spec"] = spec

    def to_dict(self) -> Spec:
        """Return the specification itself."""
        spec: Spec = self.__dict__["spec"]
        return spec


class Drawing:
    """A figure in the making; its methods take what those of ``plotly.graph_objects.Figure`` take.

    Parameters
    ----------
    rows
        Number of plots under one another.
    subplots
        Further arguments of ``plotly.subplots.make_subplots``; titles as a tuple.
    """

    def __init__(self, rows: int = 1, **subplots: Any) -> None:
        self.rows = rows
        self.traces: list[Trace] = []
        self.layout: dict[str, Any] = {}
        if rows > 1:
            asked = tuple((name, _hashable(value)) for name, value in subplots.items())
            self.layout = deepcopy(_stacked(rows, asked))

    def spec(self) -> Spec:
        """Return what was drawn."""
        layout = {"template": TEMPLATE} | self.layout
        return {"data": [_set(trace) for trace in self.traces], "layout": _set(layout)}

    def add_trace(self, trace: Trace, row: int = 1) -> None:
        """Draw a trace, in a row of the plots."""
        axes = {"xaxis": _axis("x", row), "yaxis": _axis("y", row)} if self.rows > 1 else {}
        self.traces.append(axes | trace)

    def add_traces(self, traces: Iterable[Trace], row: int = 1) -> None:
        """Draw several traces, in a row of the plots."""
        for trace in traces:
            self.add_trace(trace, row)

    def add_shape(self, **shape: Any) -> None:
        """Draw a line or an area."""
        self.layout.setdefault("shapes", []).append(shape)

    def add_hline(self, y: float, line: Mapping[str, Any]) -> None:
        """Draw a line over the whole width."""
        self.add_shape(
            type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", line=dict(line)
        )

    def add_annotation(self, row: int | None = None, **annotation: Any) -> None:
        """Write on the drawing, or on a row of the plots."""
        axes = {} if row is None else {"xref": _axis("x", row), "yref": _axis("y", row)}
        self.layout.setdefault("annotations", []).append(annotation | axes)

    def update_annotations(self, **properties: Any) -> None:
        """Change all writing so far, the titles of the plots too."""
        for annotation in self.layout.get("annotations", []):
            _update(annotation, properties)

    def update_layout(self, **properties: Any) -> None:
        """Change the layout; what is not named stays."""
        _update(self.layout, properties)

    def update_xaxes(self, row: int | None = None, **properties: Any) -> None:
        """Change the x axes, or the one of a row."""
        self._update_axes("xaxis", row, properties)

    def update_yaxes(self, row: int | None = None, **properties: Any) -> None:
        """Change the y axes, or the one of a row."""
        self._update_axes("yaxis", row, properties)

    def _update_axes(self, first: str, row: int | None, properties: dict[str, Any]) -> None:
        further = [name for name in self.layout if name.startswith(first) and name != first]
        asked = first if row in (None, 1) else f"{first}{row}"
        for name in (first, *further) if row is None else (asked,):
            _update(self.layout.setdefault(name, {}), deepcopy(properties))


def _axis(letter: str, row: int) -> str:
    return letter if row == 1 else f"{letter}{row}"


def _update(held: dict[str, Any], properties: Mapping[str, Any]) -> None:
    for name, value in properties.items():
        inner = held.get(name)
        if isinstance(value, Mapping) and isinstance(inner, dict):
            _update(inner, value)
        else:
            held[name] = dict(value) if isinstance(value, Mapping) else value


def _set(value: Any) -> Any:
    """Leave out properties that are None, which would be sent as nulls; write out arrays."""
    if isinstance(value, pd.Index | pd.Series):
        value = value.to_numpy()
    if isinstance(value, np.ndarray):
        days = np.issubdtype(value.dtype, np.datetime64)
        return (np.datetime_as_string(value, unit="s") if days else value).tolist()
    if isinstance(value, dict):
        return {name: _set(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_set(inner) for inner in value]
    return value


@lru_cache(maxsize=32)
def _stacked(rows: int, asked: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """Return the layout of plots under one another."""
    made = make_subplots(rows=rows, **dict(asked)).to_dict()["layout"]
    return {name: value for name, value in made.items() if name != "template"}


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
