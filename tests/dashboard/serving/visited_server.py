"""The server in a program of its own: what is left to do for a reader after its own visits.

Prints one JSON object. It starts the server as an ASGI host would, and then reads pages beside it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, SessionClient

import streamlit_app
from dashboard import once
from dashboard.charts.story import chart_of

ROOT: Final = Path(__file__).parents[3]
FIGURES: Final = (".parquet", ".json", ".yaml", ".po", ".mo")

opened: list[str] = []
"""Files with figures, facts or messages that were opened, by name."""
computed: list[Hashable] = []
"""Results that were computed to be kept."""


def note_file(event: str, arguments: tuple[Any, ...]) -> None:
    name = str(arguments[0]) if event == "open" else ""
    if name.startswith(str(ROOT)) and name.endswith(FIGURES):
        opened.append(Path(name).name)


def noting(keep: Callable[..., None]) -> Callable[..., None]:
    def kept(self: object, key: Hashable, found: tuple[Any]) -> None:
        computed.append(key)
        keep(self, key, found)

    return kept


class Reader(SessionClient):
    """Counts the elements of a page by kind, and notes when it is complete."""

    def __init__(self) -> None:
        self.complete = asyncio.Event()
        self.elements: list[str] = []

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        kind = msg.WhichOneof("type")
        if kind == "delta" and msg.delta.WhichOneof("type") == "new_element":
            self.elements.append(str(msg.delta.new_element.WhichOneof("type")))
        if kind == "script_finished":
            self.complete.set()


async def read(path: str, locale: str = "en") -> dict[str, object]:
    opened.clear()
    computed.clear()
    drawn = chart_of.cache_info().misses
    runtime, reader = Runtime.instance(), Reader()
    session = runtime.connect_session(client=reader, user_info={})
    message = BackMsg()
    page, _, query = path.partition("?")
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    message.rerun_script.context_info.url = f"http://localhost/{path}"
    message.rerun_script.context_info.locale = locale
    runtime.handle_backmsg(session, message)
    await asyncio.wait_for(reader.complete.wait(), 60)
    runtime.close_session(session)
    return {
        "opened": sorted(set(opened)),
        "computed": len(computed),
        "drawn": chart_of.cache_info().misses - drawn,
        "charts": reader.elements.count("plotly_chart"),
        "exceptions": reader.elements.count("exception"),
    }


async def serve() -> dict[str, object]:
    asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    told: asyncio.Queue[Any] = asyncio.Queue()
    asked.put_nowait({"type": "lifespan.startup"})
    # The events are many and alike: those of one stand for all.
    some = streamlit_app.of_events()[-4:]
    streamlit_app.of_events = lambda: some
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    server = asyncio.create_task(streamlit_app.app(scope, asked.get, told.put))
    started = await told.get()
    at_start = {"opened": sorted(set(opened)), "frozen": gc.get_freeze_count()}
    first = await read("")
    # The visits of the server's own run beside it and wait for nobody's question.
    tasks = {getattr(task.get_coro(), "__name__", ""): task for task in asyncio.all_tasks()}
    await asyncio.wait_for(tasks["visit_later"], 200)
    later = {"computed": len(computed), "frozen": gc.get_freeze_count()}
    pages = {path: await read(path) for path in ["", *streamlit_app.OTHERS]}
    of_events = {path: await read(path) for path in some}
    japanese = await read("", "ja")
    asked.put_nowait({"type": "lifespan.shutdown"})
    await server
    return {
        "started": started["type"],
        "at_start": at_start,
        "first": first,
        "later": later,
        "pages": pages,
        "of_events": of_events,
        "japanese": japanese,
    }


if __name__ == "__main__":
    once._Results.keep = noting(once._Results.keep)  # type: ignore[method-assign]  # to count
    sys.addaudithook(note_file)
    print(json.dumps(asyncio.run(serve())))
