from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message

from dashboard.serving.assets import FOR_EVER, Assets, Folder, early_scripts, takes_gzip

SCRIPT = b"export const shock = '2025-01-27';\n" * 400


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    served = tmp_path / "served"
    (served / "js").mkdir(parents=True)
    (served / "js" / "PlotlyChart.abc.js").write_bytes(SCRIPT)
    (served / "js" / "Video.abc.js").write_bytes(SCRIPT)
    (served / "font.woff2").write_bytes(SCRIPT)
    (tmp_path / "secret.js").write_bytes(b"secret")
    return Folder("/static/", served, FOR_EVER)


def server(folder: Folder, pages: Mapping[str, str] | None = None) -> Starlette:
    async def page(request: Request) -> Response:
        return HTMLResponse("<p>page</p>")

    return Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=folder.directory)),
            Route("/{page:path}", page),
        ],
        middleware=[
            Middleware(Assets, folders=(folder,), early=early_scripts(folder), pages=pages or {})
        ],
    )


def ask(app: Starlette, path: str, method: str = "GET", **headers: str) -> Response:
    """Ask as an ASGI server does, and put the answer together."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()
        ],
    }
    asyncio.run(app(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in messages[1:])
    answer = Response(body, messages[0]["status"])
    answer.raw_headers = list(messages[0]["headers"])
    return answer


def test_a_browser_that_takes_gzip_gets_the_same_bytes_in_fewer(folder: Folder) -> None:
    answer = ask(server(folder), "/static/js/Video.abc.js", accept_encoding="gzip, deflate, br")
    assert gzip.decompress(bytes(answer.body)) == SCRIPT
    assert len(answer.body) < len(SCRIPT) / 10
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == FOR_EVER
    assert "javascript" in answer.headers["content-type"]


@pytest.mark.parametrize(
    "headers", [{}, {"accept_encoding": "br"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}]
)
def test_other_readers_get_the_bytes_as_they_are_and_caches_are_told_that_it_depends(
    folder: Folder, headers: Mapping[str, str]
) -> None:
    answer = ask(server(folder), "/static/js/Video.abc.js", **headers)
    assert bytes(answer.body) == (SCRIPT[:10] if "range" in headers else SCRIPT)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_browser_that_has_the_script_is_told_so_without_its_bytes(folder: Folder) -> None:
    app = server(folder)
    tag = ask(app, "/static/js/Video.abc.js", accept_encoding="gzip").headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        again = ask(app, "/static/js/Video.abc.js", accept_encoding="gzip", if_none_match=known)
        assert (again.status_code, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    other = ask(app, "/static/js/Video.abc.js", accept_encoding="gzip", if_none_match='"other"')
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.js",
        "/static/js/../../secret.js",
        "/static//../secret.js",
        "/static/%2e%2e/secret.js",
        "//secret.js",
    ],
)
def test_no_path_leads_out_of_the_folder(folder: Folder, path: str) -> None:
    answer = ask(server(folder), path, accept_encoding="gzip")
    assert b"secret" not in gzip_or_plain(answer)


def gzip_or_plain(answer: Response) -> bytes:
    body = bytes(answer.body)
    return gzip.decompress(body) if answer.headers.get("content-encoding") == "gzip" else body


def test_fonts_which_are_compressed_already_and_pages_pass_as_they_are(folder: Folder) -> None:
    font = ask(server(folder), "/static/font.woff2", accept_encoding="gzip")
    assert bytes(font.body) == SCRIPT
    assert "content-encoding" not in font.headers
    page = ask(server(folder), "/claims", accept_encoding="gzip")
    assert bytes(page.body) == b"<p>page</p>"


def test_the_page_names_the_scripts_that_the_browser_would_find_late(folder: Folder) -> None:
    page = ask(server(folder), "/", accept_encoding="gzip")
    assert page.headers["link"] == "<./static/js/PlotlyChart.abc.js>; rel=modulepreload"
    assert "link" not in ask(server(folder), "/static/font.woff2").headers


def test_the_head_of_a_script_says_what_the_script_would(folder: Folder) -> None:
    app = server(folder)
    whole = ask(app, "/static/js/Video.abc.js", accept_encoding="gzip")
    head = ask(app, "/static/js/Video.abc.js", "HEAD", accept_encoding="gzip")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("br, *", True),
        ("gzip;q=0, *", False),
        ("gzip;q=no", False),
        ("identity", False),
        ("", False),
    ],
)
def test_whether_gzip_is_taken_is_read_from_the_header(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes


def test_a_page_of_its_own_takes_the_place_of_the_apps_and_tells_of_the_scripts(
    folder: Folder,
) -> None:
    app = server(folder, {"/explorer": "<p>explorer</p>"})
    answer = ask(app, "/explorer", **{"accept-encoding": "gzip"})
    assert gzip.decompress(answer.body) == b"<p>explorer</p>"
    assert answer.headers["content-type"].startswith("text/html")
    assert "modulepreload" in answer.headers["link"]
    again = ask(
        app,
        "/explorer",
        **{"accept-encoding": "gzip", "if-none-match": answer.headers["etag"]},
    )
    assert again.status_code == 304
    plain = ask(app, "/explorer")
    assert plain.body == b"<p>explorer</p>"
    assert plain.headers["link"] == answer.headers["link"]
    assert plain.headers["vary"] == "Accept-Encoding"
    assert ask(app, "/claims", **{"accept-encoding": "gzip"}).body == b"<p>page</p>"
