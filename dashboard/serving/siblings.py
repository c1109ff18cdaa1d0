"""Several processes on one port: what one of them holds for a browser, the others fetch from it.

A browser's websocket stays with the process that took it, which holds the session, its downloads
and its uploads. A request for one of these may reach another process: it is passed on to the
holder, over a Unix socket of each process in a folder that is theirs alone.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Final

import httpx2
import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA: Final = "/media/"
UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+")
HOLDS: Final = re.compile(r"/holds/(?P<session>[^/]+)")
NOT_HELD: Final = 404
SUFFIX: Final = ".sock"
PATIENCE: Final = httpx2.Timeout(30.0, connect=2.0)

Holds = Callable[[str], bool]
"""Whether this process has the session of that name."""


def meeting_place() -> Path | None:
    """Return the folder of the sockets of the processes that one parent started, if any."""
    parent = multiprocessing.parent_process()
    return None if parent is None else Path(tempfile.gettempdir()) / f"dashboard-{parent.pid}"


class Siblings:
    """ASGI middleware that passes on what another process holds.

    Parameters
    ----------
    app
        What answers everything else.
    holds
        Whether this process has a session.
    folder
        Where the processes meet; None when there is one.
    """

    def __init__(self, app: ASGIApp, holds: Holds, folder: Path | None) -> None:
        self._app, self._holds, self._folder = app, holds, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or fetch the answer from the process that has it."""
        path = scope.get("path", "")
        if self._folder is None or scope["type"] != "http":
            await self._app(scope, receive, send)
        elif (scope.get("server") or ("",))[0].endswith(SUFFIX):
            await self._answer_sibling(scope, receive, send)
        elif path.startswith(MEDIA):
            await self._find(scope, receive, send)
        elif (upload := UPLOAD.fullmatch(path)) and not self._holds(upload["session"]):
            holder = await self._holder(self._folder, upload["session"])
            if holder is None:
                await self._app(scope, receive, send)
            else:
                await _pass_on(holder, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer_sibling(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HOLDS.fullmatch(scope["path"])
        if asked is None:
            await self._app(scope, receive, send)
        else:
            status = 204 if self._holds(asked["session"]) else NOT_HELD
            await Response(status_code=status)(scope, receive, send)

    async def _find(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the first process's that has the file, or with this one's refusal."""
        refused: list[Message] = []

        async def unless_missing(message: Message) -> None:
            missing = message["type"] == "http.response.start" and message["status"] == NOT_HELD
            if missing or refused:
                refused.append(message)
            else:
                await send(message)

        await self._app(scope, receive, unless_missing)
        if not refused:
            return
        for sibling in _others(self._folder):
            with suppress(httpx2.ConnectError):
                if await _pass_on(sibling, scope, receive, send, unless=NOT_HELD):
                    return
        for message in refused:
            await send(message)

    async def _holder(self, folder: Path, session: str) -> Path | None:
        for sibling in _others(folder):
            with suppress(httpx2.ConnectError):
                async with _client(sibling) as client:
                    if (await client.get(f"/holds/{session}")).is_success:
                        return sibling
        return None


@asynccontextmanager
async def reachable(app: ASGIApp, folder: Path | None) -> AsyncIterator[None]:
    """Answer the siblings' requests while the context lasts.

    Parameters
    ----------
    app
        The app, its middleware ``Siblings`` included.
    folder
        Where the processes meet; None when there is one.
    """
    if folder is None:
        yield
        return
    with _own_folder(folder):
        address = _socket(folder)
        config = uvicorn.Config(
            app, uds=str(address), lifespan="off", log_config=None, log_level="warning"
        )
        server = _Beside(config)
        serving = asyncio.create_task(server.serve())
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True
            await serving
            address.unlink(missing_ok=True)


class _Beside(uvicorn.Server):
    """A server beside the process's main one, to which it leaves the signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def _own_folder(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.stat(follow_symlinks=False)
    if not folder.is_dir() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is open to others: remove it and start again.")
    try:
        yield
    finally:
        if not any(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)


def _socket(folder: Path) -> Path:
    return folder / f"{os.getpid()}{SUFFIX}"


def _others(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    return [found for found in sorted(folder.glob(f"*{SUFFIX}")) if found != _socket(folder)]


def _client(sibling: Path) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=httpx2.AsyncHTTPTransport(uds=str(sibling)),
        base_url="http://sibling",
        timeout=PATIENCE,
    )


async def _pass_on(
    sibling: Path, scope: Scope, receive: Receive, send: Send, unless: int | None = None
) -> bool:
    """Send a request to a sibling and its answer to the browser; not an answer of that status."""

    async def body() -> AsyncIterator[bytes]:
        more = scope["method"] not in ("GET", "HEAD")
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise httpx2.WriteError("The browser left.")
            yield message.get("body", b"")
            more = message.get("more_body", False)

    async with _client(sibling) as client:
        query = scope.get("query_string", b"").decode("latin-1")
        asked = client.build_request(
            scope["method"],
            scope["path"] + (f"?{query}" if query else ""),
            headers=[
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in scope["headers"]
            ],
            content=body(),
        )
        answer = await client.send(asked, stream=True)
        try:
            if answer.status_code == unless:
                return False
            await send(
                {
                    "type": "http.response.start",
                    "status": answer.status_code,
                    "headers": answer.headers.raw,
                }
            )
            async for part in answer.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await answer.aclose()
    return True
