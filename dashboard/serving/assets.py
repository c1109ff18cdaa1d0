"""Scripts and styles compressed once and kept, so that a new browser waits less."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSIBLE: Final = (".js", ".css", ".json", ".svg", ".html")
LEVEL: Final = 9
FOR_EVER: Final = "public, immutable, max-age=31536000"
ASK_AGAIN: Final = "no-cache"
HTML: Final = "text/html; charset=utf-8"
EARLY: Final = frozenset(
    {"PlotlyChart", "DataFrame", "arrowFormatUtils", "serialization", "recordbatch", "Selectbox"}
)
"""Streamlit's scripts, by the beginning of their names, that a browser would find late."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of files that a path of the server shows.

    Attributes
    ----------
    path
        Beginning of the URL's path, with a slash at both ends.
    directory
        The folder.
    cache_control
        How long a browser may keep the files without asking again.
    """

    path: str
    directory: Path
    cache_control: str

    def files(self) -> dict[str, Path]:
        """Return the compressible files by their path on the server."""
        return {
            self.path + file.relative_to(self.directory).as_posix(): file
            for file in self.directory.rglob("*")
            if file.suffix in COMPRESSIBLE and file.is_file()
        }


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    headers: dict[str, str]


class Assets:
    """ASGI middleware that answers requests for the files of ``folders`` with kept gzip.

    The files are listed when it is made: a path that is not in the list, and a file of which a
    range is asked for or that a browser does not take as gzip, are passed on to the app.

    Parameters
    ----------
    app
        What answers everything else.
    folders
        Folders whose files do not change while the server runs.
    early
        Paths of scripts that every page needs and that the page's HTML does not name; a browser
        that asks for the HTML is told of them.
    pages
        HTML by its path, in the place of the app's.
    """

    def __init__(
        self,
        app: ASGIApp,
        folders: Sequence[Folder],
        early: Sequence[str] = (),
        pages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._pages = dict(pages)
        self._files = {
            path: (file, folder.cache_control)
            for folder in folders
            for path, file in folder.files().items()
        }
        self._kept: dict[str, _Asset] = {}
        self._early = ", ".join(f"<.{path}>; rel=modulepreload" for path in early)
        self._told = {"link": self._early} if early else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        path = str(scope["path"])
        if path not in self._files and path not in self._pages:
            await self._app(scope, receive, _adding(send, "link", self._early, html=True))
        elif "range" in asked or not takes_gzip(asked.get("accept-encoding", "")):
            plainly = self._plain(path) if path in self._pages else self._app
            await plainly(scope, receive, _adding(send, "vary", "Accept-Encoding"))
        else:
            if path not in self._kept:
                await run_in_threadpool(self.keep, path)
            await _answer(self._kept[path], asked)(scope, receive, send)

    def keep(self, path: str) -> None:
        """Compress a file or a page and keep the result."""
        further: dict[str, str] = {}
        if path in self._pages:
            content, kind, cache_control = self._pages[path].encode(), HTML, ASK_AGAIN
            further = self._told
        else:
            file, cache_control = self._files[path]
            content = file.read_bytes()
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = gzip.compress(content, LEVEL, mtime=0)
        self._kept[path] = _Asset(
            body,
            {
                **further,
                "content-type": kind,
                "content-encoding": "gzip",
                "vary": "Accept-Encoding",
                "cache-control": cache_control,
                "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            },
        )

    def _plain(self, path: str) -> Response:
        headers = {"content-type": HTML, "cache-control": ASK_AGAIN}
        return Response(self._pages[path], headers=self._told | headers)


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether an Accept-Encoding header allows gzip."""
    weights = dict(_weight(part) for part in accept_encoding.lower().split(","))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weight(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    quality = parameters.strip().removeprefix("q=") if parameters else "1"
    try:
        return name.strip(), float(quality)
    except ValueError:
        return name.strip(), 0.0


def _answer(asset: _Asset, asked: Headers) -> Response:
    known = [tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")]
    if asset.headers["etag"] in known:
        headers = {key: asset.headers[key] for key in ("vary", "cache-control", "etag")}
        return Response(status_code=304, headers=headers)
    return Response(asset.body, headers=asset.headers)


def _adding(send: Send, name: str, value: str, *, html: bool = False) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and value:
            headers = MutableHeaders(scope=message)
            if not html or headers.get("content-type", "").startswith("text/html"):
                headers.append(name, value)
        await send(message)

    return sending


def early_scripts(folder: Folder) -> tuple[str, ...]:
    """Return the paths of the scripts that draw what the first page shows."""
    return tuple(
        path
        for path in sorted(folder.files())
        if path.rsplit("/", 1)[-1].split(".", 1)[0] in EARLY and path.endswith(".js")
    )
