"""One person before the app, over the protocol that Streamlit's own page speaks.

A rerun is asked for by a ``BackMsg`` with the state of all controls on screen, and answered by
``ForwardMsg``: what the page shows, then ``script_finished``. A message that the page has already
comes as its hash.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qsl

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.PageLink_pb2 import PageLink
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE: Final = 60.0
DONE: Final = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_WITH_COMPILE_ERROR,
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows after a rerun.

    Attributes
    ----------
    elements
        Everything on the page, in order.
    query
        Parameters of the URL.
    answered
        From the request to the first chart: heading and numbers are there.
    seconds
        From the request to the end of the answer.
    """

    elements: tuple[Element, ...]
    query: dict[str, str]
    answered: float
    seconds: float

    def metrics(self) -> dict[str, str]:
        """Return the metrics by label."""
        return {e.metric.label: e.metric.body for e in self._of("metric")}

    def boxes(self) -> dict[str, Selectbox]:
        """Return the boxes by the key that the script gives them."""
        return {e.selectbox.id.rsplit("-", 1)[-1]: e.selectbox for e in self._of("selectbox")}

    def links(self) -> dict[str, PageLink]:
        """Return the links to pages by path; the first of several of one path."""
        links = [e.page_link for e in self._of("page_link")]
        return {link.page: link for link in reversed(links)}

    def title(self) -> str:
        """Return the first heading of the first level."""
        return next((e.heading.body for e in self._of("heading") if e.heading.tag == "h1"), "")

    def exceptions(self) -> list[str]:
        """Return the exceptions on the page."""
        return [e.exception.message for e in self._of("exception")]

    def _of(self, kind: str) -> list[Element]:
        return [element for element in self.elements if element.WhichOneof("type") == kind]


@dataclass(slots=True)
class Visitor:
    """A browser without a window: ``async with Visitor(host) as visitor``."""

    host: str
    path: str = ""
    page_hash: str = ""
    query: str = ""
    states: dict[str, WidgetState] = field(default_factory=dict)
    kept: dict[str, ForwardMsg] = field(default_factory=dict)
    _wire: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Connect."""
        self._wire = await connect(
            f"ws://{self.host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a NewType of str
            max_size=None,
            compression=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave."""
        if self._wire is not None:
            await self._wire.close()

    async def choose(self, box: Selectbox, option: str) -> Screen:
        """Choose an option of a box."""
        self.states[box.id].string_value = option
        return await self.ask()

    async def turn_to(self, link: PageLink) -> Screen:
        """Follow a link to a page of the app."""
        self.path, self.page_hash, self.query = link.page, link.page_script_hash, link.query_string
        return await self.ask()

    async def ask(self) -> Screen:
        """Ask for a rerun and read the answer to its end."""
        if self._wire is None:
            raise RuntimeError("The visitor is not connected.")
        started = time.perf_counter()
        await self._wire.send(self._request().SerializeToString())
        elements: list[Element] = []
        asked, run, shown = self.page_hash, "", ""
        answered: float | None = None
        while True:
            async with asyncio.timeout(PATIENCE):
                message = ForwardMsg.FromString(await self._wire.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "ref_hash":
                message = self.kept[message.ref_hash]
                kind = message.WhichOneof("type")
            elif message.metadata.cacheable:
                self.kept[message.hash] = message
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                elements.append(message.delta.new_element)
                if answered is None and elements[-1].WhichOneof("type") == "plotly_chart":
                    answered = time.perf_counter() - started
            elif kind == "new_session":
                elements.clear()
                answered = None
                run = message.new_session.page_script_hash
            elif kind == "navigation":
                shown = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            # The end of a run of the page before is no answer.
            elif kind == "script_finished" and (
                message.script_finished in DONE and asked in ("", run, shown)
            ):
                break
        seconds = time.perf_counter() - started
        # A session names the script's hash until the script has said which page it shows.
        self.page_hash = shown or run
        query = dict(parse_qsl(self.query))
        screen = Screen(tuple(elements), query, seconds if answered is None else answered, seconds)
        self._remember(screen)
        return screen

    def _request(self) -> BackMsg:
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self.page_hash
        if not self.page_hash:
            rerun.page_name = self.path
        rerun.widget_states.widgets.extend(self.states.values())
        rerun.cached_message_hashes.extend(self.kept)
        rerun.context_info.url = f"http://{self.host}/{self.path}"
        rerun.context_info.locale, rerun.context_info.timezone = "en-GB", "UTC"
        return asked

    def _remember(self, screen: Screen) -> None:
        """Hold the state of the boxes on screen, as the page would send it back."""
        self.states = {
            box.id: WidgetState(id=box.id, string_value=_shown(box, self.states.get(box.id)))
            for box in screen.boxes().values()
        }


def _shown(box: Selectbox, before: WidgetState | None) -> str:
    if box.set_value:
        return box.raw_value
    if before is not None:
        return before.string_value
    return box.options[box.default] if box.HasField("default") else ""
