"""A chart as a picture of its own: title, sentence and sources drawn into it."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio

from dashboard.charts.drawing import Chart

FONTS: Final = (
    "'Source Sans', 'Helvetica Neue', Arial, 'Noto Sans', 'Hiragino Sans', 'Yu Gothic', Meiryo, "
    "'Noto Sans CJK JP', 'Noto Sans JP', sans-serif"
)
"""Latin letters first, then the Japanese fonts of macOS, Windows and Linux."""

WIDTH: Final = 1600
HEIGHT: Final = 900
"""Pixels before the scale of 2: a slide of 16 to 9."""

EDGE: Final = 60
"""Pixels left free at both sides."""

LEFT: Final = 160
"""Pixels for the labels and the title of the axis of values."""

BACKGROUNDS: Final = {False: "#FFFFFF", True: "#14181F"}
INKS: Final = {False: "#1B2430", True: "#E8ECF1"}
FAINT_INKS: Final = {False: "#4A5563", True: "#B4BDC9"}
GRIDS: Final = {False: "#E3E7EC", True: "#323A46"}


def styled(chart: Chart, *, dark: bool = False, size: int = 14) -> go.Figure:
    """Return the chart's figure with a template of its own, whatever the default one is.

    Streamlit puts colours of no meaning into Plotly's default template and mends them in the
    browser; a file that leaves the app needs real ones.
    """
    figure = chart.figure
    figure.update_layout(
        template=_template(dark, size),
        paper_bgcolor=BACKGROUNDS[dark],
        plot_bgcolor=BACKGROUNDS[dark],
    )
    return figure


def picture(chart: Chart, footer: tuple[str, ...], *, dark: bool = False) -> go.Figure:
    """Return a figure that is a whole slide: what the chart is, shows, and is made from.

    Parameters
    ----------
    footer
        Lines under the drawing, wrapped here.
    dark
        Light marks on a dark ground in place of dark ones on white.
    """
    figure = styled(chart, dark=dark, size=22)
    sentence = _lines(chart.sentence, 128)
    notes = [line for text in footer for line in _lines(text, 180)]
    title = "<br>".join(_lines(chart.name, 84))
    top = 46 * (title.count("<br>") + 1) + 30 * len(sentence) + 116
    under = _axis_height(figure)
    figure.update_layout(
        width=WIDTH,
        height=HEIGHT,
        autosize=False,
        title={
            "text": f"<b>{title}</b><br><span style='font-size:23px'>"
            + "<br>".join(sentence)
            + "</span>",
            "font": {"size": 34, "color": INKS[dark]},
            "x": 0.0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": EDGE},
            "y": 1 - 44 / HEIGHT,
            "yref": "container",
            "yanchor": "top",
        },
        margin={"l": LEFT, "r": EDGE, "t": top, "b": under + 20 * len(notes) + 24},
        legend={"yref": "container", "y": 1 - (top - 74) / HEIGHT, "yanchor": "top"},
    )
    figure.update_xaxes(automargin=False)
    # Plotly measures a legend a little too narrow at this size and cuts the last letter.
    figure.for_each_trace(lambda trace: trace.update(name=f"{trace.name or ''}\u2002"))
    figure.add_annotation(
        text="<br>".join(notes),
        x=0,
        xref="paper",
        y=0,
        yref="paper",
        yshift=-under,
        xshift=EDGE - LEFT,
        xanchor="left",
        yanchor="top",
        align="left",
        showarrow=False,
        font={"size": 15, "color": FAINT_INKS[dark]},
    )
    return figure


def _axis_height(figure: go.Figure) -> int:
    """Return the pixels that an axis's labels and title take under the drawing."""
    names = [
        str(name)
        for trace in figure.data
        for name in (trace.x if getattr(trace, "x", None) is not None else ())
        if isinstance(name, str) and not name[:4].isdigit()
    ]
    longest, count = max(map(len, names), default=0), len(set(names))
    # Names that do not fit side by side are turned.
    turned = 14 * longest * count > WIDTH - 4 * EDGE
    return 96 + (min(220, 11 * longest) if turned else 0)


def _lines(text: str, columns: int) -> list[str]:
    """Return wrapped lines whose signs mean nothing to Plotly."""
    return [html.escape(line, quote=False) for line in wrapped(text, columns)]


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most ``columns`` half-width columns.

    A Japanese letter takes two columns, and its text may break anywhere.
    """
    if not any(_wide(letter) for letter in text):
        return [
            part
            for line in textwrap.wrap(text, columns)
            for part in (line[i : i + columns] for i in range(0, len(line), columns))
        ]
    lines, line, used = [], "", 0
    for letter in text:
        width = 2 if _wide(letter) else 1
        if used + width > columns and letter not in "。、）」％":
            lines.append(line)
            line, used = "", 0
        line += letter
        used += width
    return [*lines, line]


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _template(dark: bool, size: int) -> go.layout.Template:
    axis: dict[str, Any] = {
        "gridcolor": GRIDS[dark],
        "linecolor": GRIDS[dark],
        "zerolinecolor": GRIDS[dark],
        "automargin": True,
        "title": {"standoff": 12},
    }
    template = go.layout.Template(pio.templates["plotly_dark" if dark else "plotly_white"])
    template.layout.update(
        font={"family": FONTS, "size": size, "color": INKS[dark]},
        xaxis=axis,
        yaxis=axis,
        annotationdefaults={"font": {"family": FONTS}},
    )
    return template
