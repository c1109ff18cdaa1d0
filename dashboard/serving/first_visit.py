"""Visits of the server's own: what is slow the first time is done before anybody asks for it."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Sequence
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, SessionClient

PATIENCE: Final = 60.0
"""Seconds after which a page is left to its first visitor."""
HEAD_START: Final = 4.0
"""Seconds that a browser which opens with the server has for itself."""
QUIET: Final = 0.2
"""Seconds without work after which nobody seems to ask for anything."""
AT_WORK: Final = 0.1
"""Share of a processor above which somebody does."""
THRESHOLDS: Final = (20_000, 20, 20)
"""Objects, and collections of younger ones, after which Python looks for cycles."""

_LOG: Final = logging.getLogger(__name__)


class _Visitor(SessionClient):
    """Reads nothing, and notes when a page is complete."""

    def __init__(self) -> None:
        self.complete = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self.complete.set()


async def visit(paths: Sequence[str], locale: str = "en") -> None:
    """Open pages one after the other as a browser would, and leave.

    Imports, prices, studies, figures, messages and locales are then in the process's caches.

    Parameters
    ----------
    paths
        Paths of pages, with their query where they have one; that of the first page is empty.
    locale
        The browser's.
    """
    runtime, visitor = Runtime.instance(), _Visitor()
    session = runtime.connect_session(client=visitor, user_info={})
    try:
        for path in paths:
            visitor.complete.clear()
            message = BackMsg()
            page, _, query = path.partition("?")
            message.rerun_script.page_name = page
            message.rerun_script.query_string = query
            message.rerun_script.context_info.url = f"http://localhost/{path}"
            message.rerun_script.context_info.locale = locale
            runtime.handle_backmsg(session, message)
            async with asyncio.timeout(PATIENCE):
                await visitor.complete.wait()
    except TimeoutError:
        _LOG.warning("A page was not complete after %.0f seconds.", PATIENCE)
    finally:
        runtime.close_session(session)


def set_aside() -> None:
    """Take all that lives now out of later garbage collections: it lives as long as the server.

    Python would look for cycles every 700 objects, of which a page makes thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


async def visit_later(first: str, others: Sequence[str], when_quiet: Sequence[str] = ()) -> None:
    """Visit the first page in Japanese and then the other pages, after a head start.

    Parameters
    ----------
    first, others
        Paths of pages.
    when_quiet
        Further ones that are visited while nobody asks for anything.
    """
    await asyncio.sleep(HEAD_START)
    await visit([first], "ja")
    for path in others:
        await visit([path])
    set_aside()
    for path in when_quiet:
        await _quiet()
        await visit([path])
    set_aside()


async def _quiet() -> None:
    used = -QUIET
    while time.process_time() - used > AT_WORK * QUIET:
        used = time.process_time()
        await asyncio.sleep(QUIET)
