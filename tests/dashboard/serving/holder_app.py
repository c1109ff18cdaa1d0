"""An app behind ``Siblings`` whose download names the process that holds it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App
from streamlit.runtime import Runtime

from dashboard.serving.siblings import Siblings, meeting_place, reachable


@asynccontextmanager
async def met(_: App) -> AsyncIterator[None]:
    async with reachable(app, meeting_place()):
        yield


app = App(
    Path(__file__).with_name("holder_page.py"),
    lifespan=met,
    middleware=[
        Middleware(
            Siblings,
            holds=lambda session: Runtime.instance().is_active_session(session),
            folder=meeting_place(),
        )
    ],
)
