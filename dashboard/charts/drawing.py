"""What all charts share: colours that both themes bear, axes in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.language import Language

BLUE: Final = "#3D8BD4"
ORANGE: Final = "#D9622B"
GREY: Final = "#808890"
RIBBON: Final = "rgba(61, 139, 212, 0.22)"


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A figure with its accessible name, what it shows in words, and its numbers.

    Attributes
    ----------
    figure
        The drawing.
    name
        What the chart is.
    sentence
        What it shows, computed.
    table
        The numbers drawn, with column titles in the reader's language.
    fractions
        Whether the table's real numbers are fractions, to be read in percent.
    """

    figure: go.Figure
    name: str
    sentence: str
    table: pd.DataFrame
    fractions: bool = True


def base_figure(height: int, figure: go.Figure | None = None) -> go.Figure:
    """Return a figure, empty if none is given, with the margins and legend of all charts."""
    layout = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 52, "b": 8},
        "hovermode": "x unified",
        # At the figure's top, above the event's label, which a narrow screen would put under it.
        "legend": {"orientation": "h", "yref": "container", "y": 1.0, "yanchor": "top", "x": 0},
        "separators": ".,",
    }
    return go.Figure(layout=layout) if figure is None else figure.update_layout(layout)


def percent_axis(title: str, digits: int = 0) -> dict[str, Any]:
    """Return the layout of an axis in percent."""
    return {
        "title": {"text": title},
        "tickformat": f"+.{digits}%",
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
        "automargin": True,
    }


def mark_event(figure: go.Figure, at: object, label: str) -> None:
    """Draw the event's line with its label at the top."""
    figure.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        xref="x",
        yref="paper",
        line={"color": ORANGE, "width": 1.5, "dash": "dash"},
    )
    figure.add_annotation(
        x=at,
        y=1,
        xref="x",
        yref="paper",
        text=label,
        showarrow=False,
        yanchor="bottom",
        font={"color": ORANGE},
    )
