"""The server: the app, its scripts compressed, and beside it the script that draws exports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import plotly
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit import App
from streamlit.file_util import get_static_dir
from streamlit.runtime import Runtime

from dashboard.pages.index import HOME, MENU
from dashboard.serving.assets import ASK_AGAIN, FOR_EVER, Assets, Folder, early_scripts
from dashboard.serving.first_visit import set_aside, visit, visit_later
from dashboard.serving.page_html import pages_of
from dashboard.serving.siblings import Siblings, meeting_place, reachable
from dashboard.serving.small_writes import send_at_once
from data.catalogue import events

FIRST = ""
OTHERS = [entry.path for group in MENU.values() for entry in group if entry.path != HOME]
STUDIED_LONG = ("causes", "sector", "timing", "impact")
SCRIPTS = Folder("/static/", Path(get_static_dir()) / "static", FOR_EVER)
SIBLINGS = meeting_place()
PAGES = pages_of(Path(get_static_dir()) / "index.html", [FIRST, *OTHERS])
# Holds plotly.min.js of the installed Plotly: what is exported needs no other host.
DRAWING = Folder("/drawing/", Path(plotly.__file__).parent / "package_data", ASK_AGAIN)


@asynccontextmanager
async def visited(_: App) -> AsyncIterator[None]:
    """Draw the first page before the server says that it is healthy, the others after that."""
    send_at_once()
    await visit([FIRST])
    set_aside()
    later = asyncio.create_task(visit_later(FIRST, OTHERS, of_events()))
    async with reachable(app, SIBLINGS):
        yield
    later.cancel()


def of_events() -> list[str]:
    """Return the pages that take longest to study anew, of each event of the sidebar."""
    return [f"{path}?event={event.id}" for event in events() for path in STUDIED_LONG]


def holds(session: str) -> bool:
    """Return whether a session is this process's."""
    return Runtime.instance().is_active_session(session)


app = App(
    Path(__file__).parent / "dashboard" / "frame" / "script.py",
    lifespan=visited,
    middleware=[
        Middleware(Siblings, holds=holds, folder=SIBLINGS),
        Middleware(Assets, folders=(SCRIPTS, DRAWING), early=early_scripts(SCRIPTS), pages=PAGES),
    ],
    routes=[Mount("/drawing", StaticFiles(directory=DRAWING.directory))],
)
