"""What all charts share: colours that both themes bear, axes in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.plot import Drawing, Spec
from dashboard.language import Language

BLUE: Final = "#3D8BD4"
ORANGE: Final = "#D9622B"
GREY: Final = "#808890"
RIBBON: Final = "rgba(61, 139, 212, 0.22)"
CLEAR: Final = "rgba(61, 139, 212, 0)"
DIVERGING: Final = ((0.0, ORANGE), (0.5, "rgba(128, 136, 144, 0.10)"), (1.0, BLUE))
"""Losses orange, gains blue, told apart by all common kinds of colour vision; nothing shows the
background, light or dark."""


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A figure with its accessible name, what it shows in words, and its numbers.

    Attributes
    ----------
    spec
        The drawing: traces and layout in Plotly's words.
    name
        What the chart is.
    sentence
        What it shows, computed.
    table
        The numbers drawn, with column titles in the reader's language.
    fractions
        Whether the table's real numbers are fractions, to be read in percent.
    """

    spec: Spec
    name: str
    sentence: str
    table: pd.DataFrame
    fractions: bool = True

    @property
    def figure(self) -> go.Figure:
        """The drawing as Plotly's object, a new one each time."""
        return go.Figure(self.spec)


def base_figure(height: int, rows: int = 1, **subplots: Any) -> Drawing:
    """Return an empty drawing with the margins and legend of all charts.

    Parameters
    ----------
    rows, subplots
        Plots under one another, as for ``Drawing``.
    """
    drawing = Drawing(rows, **subplots)
    drawing.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 68, "b": 8},
        hovermode="x unified",
        # At the figure's top, above the event's label, which a narrow screen would put under it.
        legend={"orientation": "h", "yref": "container", "y": 1.0, "yanchor": "top", "x": 0},
        separators=".,",
    )
    return drawing


def percent_axis(title: str, digits: int = 0) -> dict[str, Any]:
    """Return the layout of an axis in percent."""
    return {
        "title": {"text": title},
        "tickformat": f"+.{digits}%",
        "labelalias": unsigned_zero(f"+{0:.{digits}%}"),
        "zeroline": True,
        "zerolinecolor": GREY,
        "zerolinewidth": 1,
        "automargin": True,
    }


def event_time_axis(language: Language) -> dict[str, Any]:
    """Return the layout of an axis that counts sessions from the event."""
    return {
        "title": {"text": language.text("Sessions from the event (tau)")},
        "tickformat": "+d",
        "labelalias": unsigned_zero("+0"),
        "automargin": True,
    }


def unsigned_zero(zero: str) -> dict[str, str]:
    """Return the alias of an axis's zero, which d3's signed formats write with a plus."""
    return {zero: zero.removeprefix("+")}


def vertical_line(drawing: Drawing, at: object, *, color: str, width: float, dash: str) -> None:
    """Draw a line over the whole height."""
    drawing.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        xref="x",
        yref="paper",
        line={"color": color, "width": width, "dash": dash},
    )


def mark_event(drawing: Drawing, at: object, label: str) -> None:
    """Draw the event's line with its label at the top."""
    vertical_line(drawing, at, color=ORANGE, width=1.5, dash="dash")
    drawing.add_annotation(
        x=at,
        y=1,
        xref="x",
        yref="paper",
        text=label,
        showarrow=False,
        yanchor="bottom",
        font={"color": ORANGE},
    )
