"""Buttons that save a chart as a picture, drawn in the reader's browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import plotly.io as pio
import streamlit as st

from dashboard.charts.drawing import Chart
from dashboard.export.picture import HEIGHT, WIDTH, picture
from dashboard.language import Language

SCRIPT: Final = "/drawing/plotly.min.js"
"""Where the server itself offers the script that draws."""

_HTML: Final = """<div class="pictures">
<button type="button" data-format="png">PNG</button>
<button type="button" data-format="svg">SVG</button>
<span role="status" aria-live="polite"></span>
</div>"""
_CSS: Final = """
.pictures { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center;
  font-family: var(--st-font); font-size: 1rem; color: var(--st-text-color); }
button { min-height: 2.5rem; padding: 0.25rem 0.75rem; font: inherit; color: inherit;
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius, 0.5rem); cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--st-primary-color);
  color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { cursor: progress; }
"""

_buttons = st.components.v2.component(
    "picture",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "picture.js").read_text("utf-8"),
)


def show_picture_buttons(
    chart: Chart, key: str, footer: tuple[str, ...], name: str, language: Language, *, dark: bool
) -> None:
    """Offer a chart as PNG of 3200 by 1800 pixels and as SVG.

    Parameters
    ----------
    footer
        Lines under the drawing: parameters, sources, date and address.
    name
        Of the file, without its ending.
    """
    t = language.text
    _buttons(
        key=f"{key}-picture",
        data={
            "figure": str(pio.to_json(picture(chart, footer, dark=dark), validate=False)),
            "script": SCRIPT,
            "name": name,
            "size": {"width": WIDTH, "height": HEIGHT},
            "labels": {
                "png": t("Save “{name}” as PNG", name=chart.name),
                "svg": t("Save “{name}” as SVG", name=chart.name),
            },
            "words": {
                "drawing": t("Drawing …"),
                "saved": t("Saved."),
                "failed": t("The picture could not be drawn. Reload the page and try again."),
            },
        },
    )
