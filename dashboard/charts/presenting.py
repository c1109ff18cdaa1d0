"""A chart for the big screen: the same figure, readable from the back of a room."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.charts.drawing import Chart

FONT: Final = 20
"""Size of all writing on a presented chart, in pixels."""
WIDER: Final = 1.7
"""How much thicker lines and larger marks are drawn."""
_BESIDE: Final = 380
"""Pixels of the screen's height that the plot does not have: title, sentence, axis and foot."""
_FILLED: Final = 0.9
"""How much of the height of a row its name may take."""
_MIDDLE: Final = 0.35
"""How far under the middle of a row Plotly sets the foot of its name, in sizes of the font."""
_LATIN_BREAK: Final = re.compile(r"(?<=[\x20-\x7e])<br>(?=[\x20-\x7e])")
_LINE: Final = 2.0
_MARKER: Final = 6.0


def for_the_screen(chart: Chart) -> Chart:
    """Return a chart whose figure is restyled for a room; the given one is left as it is.

    All writing has the size ``FONT``; lines and marks grow by ``WIDER``. The height is left to
    the screen, and the bar of tools and the title stay away.
    """
    figure = chart.figure
    figure.update_layout(
        height=None,
        autosize=True,
        font={"size": FONT},
        legend={"font": {"size": FONT}},
        hoverlabel={"font": {"size": FONT}},
        margin={"l": 16, "r": 24, "b": 16, "t": _top(figure)},
    )
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.update(tickfont={"size": FONT}, title={"font": {"size": FONT}})
        if axis.ticktext is not None:
            # A wide screen has room for names on one line, not for two lines a row.
            axis.update(ticktext=[_on_one_line(name) for name in axis.ticktext])
    figure.for_each_annotation(_enlarge_annotation)
    figure.for_each_shape(lambda shape: shape.update(line={"width": _wider(shape.line.width, 1)}))
    figure.for_each_trace(_enlarge_trace)
    return replace(chart, spec=figure.to_dict())


def style_of_rows(chart: Chart) -> str:
    """Return CSS that makes names and notes of rows as small as the screen's height asks for.

    Plotly is told one size in pixels, but only the browser knows how high a row is.
    """
    rules = []
    figure = chart.figure
    for axis, rows in _rows(figure).items():
        size = f"min({FONT}px, calc((100vh - {_BESIDE}px) * {_FILLED / rows:.5f}))"
        notes = [
            n for n, note in enumerate(figure.layout.annotations) if (note.yref or "y") == axis
        ]
        written = (f".{axis}tick", *(f'.annotation[data-index="{n}"]' for n in notes))
        rules += [
            f".st-key-presenter {where} text {{ font-size: {size} !important; "
            f"translate: 0 calc(({size} - {FONT}px) * {_MIDDLE}); }}"
            for where in written
        ]
    return "\n".join(rules)


def _rows(figure: go.Figure) -> dict[str, float]:
    """Return how many rows with names the whole height of the plot could hold, by axis."""
    rows = {}
    for axis in figure.select_yaxes():
        if axis.ticktext is None:
            continue
        count = abs(axis.range[1] - axis.range[0]) if axis.range else len(axis.ticktext)
        low, high = axis.domain or (0.0, 1.0)
        rows[axis.plotly_name.replace("axis", "")] = count / (high - low)
    return rows


def _on_one_line(name: str) -> str:
    """Join a name again; words of Latin letters need a space between them, Japanese none."""
    return _LATIN_BREAK.sub(" ", name).replace("<br>", "")


def _top(figure: go.Figure) -> int:
    """Return the room above the plot: a line for the legend, and one for labels at its edge."""
    labels = any(note.yref == "paper" and note.y == 1 for note in figure.layout.annotations)
    titles = any(note.yref == "paper" for note in figure.layout.annotations)
    legend = figure.layout.showlegend is not False and len(figure.data) > 1
    return 12 + 34 * legend + 34 * (labels or titles)


def _enlarge_annotation(note: Any) -> None:
    note.update(font={"size": FONT})
    if note.showarrow is not False and note.ay is not None:
        note.update(ay=note.ay * WIDER, ax=(note.ax or 0) * WIDER)


def _enlarge_trace(trace: Any) -> None:
    if trace.type == "bar":
        trace.update(textfont={"size": FONT})
        return
    if trace.type != "scatter":
        return
    trace.update(textfont={"size": FONT})
    mode = trace.mode or "lines"
    if "lines" in mode and trace.line.width != 0:
        trace.update(line={"width": _wider(trace.line.width, _LINE)})
    if "markers" in mode:
        size = trace.marker.size
        trace.update(
            marker={
                "size": [_wider(one, _MARKER) for one in size]
                if isinstance(size, (list, tuple))
                else _wider(size, _MARKER)
            }
        )


def _wider(width: float | None, default: float) -> float:
    return WIDER * (default if width is None else width)
