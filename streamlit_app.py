"""The server: the app, and beside it the script that draws charts for export."""

from __future__ import annotations

from pathlib import Path

import plotly
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit import App

app = App(
    Path(__file__).parent / "dashboard" / "frame" / "script.py",
    # Holds plotly.min.js of the installed Plotly: what is exported needs no other host.
    routes=[
        Mount("/drawing", StaticFiles(directory=Path(plotly.__file__).parent / "package_data"))
    ],
)
