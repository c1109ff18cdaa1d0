from __future__ import annotations

import asyncio
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.sync.client import ClientConnection, connect

from dashboard.serving.siblings import Siblings, meeting_place, reachable

ROOT = Path(__file__).parents[3]
MOST = 40


@dataclass(frozen=True)
class Visit:
    """What a browser knows of its session."""

    session: str
    download: str


def command(port: int) -> list[str]:
    """Return what ``make run PROCESSES=2`` starts, with the app that names its processes."""
    said = subprocess.run(
        ["make", "-n", "--no-print-directory", "run", "PROCESSES=2", f"PORT={port}"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "MAKEFLAGS"},
        capture_output=True,
        text=True,
        check=True,
    )
    line = said.stdout.strip().splitlines()[-1]
    assert " streamlit_app:app " in line
    mine = line.replace("streamlit_app:app", "tests.dashboard.serving.holder_app:app")
    return [sys.executable, *shlex.split(mine)[1:]]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """Start two processes behind one address."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen(
        command(port),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def connected(host: str) -> connect:
    return connect(
        f"ws://{host}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]  # a NewType of str
    )


def visit(wire: ClientConnection, host: str) -> Visit:
    asked = BackMsg()
    asked.rerun_script.context_info.url = f"http://{host}/"
    wire.send(asked.SerializeToString())
    session = download = ""
    while not (session and download):
        message = ForwardMsg.FromString(wire.recv(timeout=60, decode=False))
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        elif message.delta.new_element.WhichOneof("type") == "download_button":
            download = message.delta.new_element.download_button.url
    return Visit(session, download)


@pytest.fixture(scope="module")
def visits(host: str) -> Iterator[tuple[Visit, Visit]]:
    """Visit until each process holds a session."""
    wait_until_both_are_there(host)
    found: dict[str, Visit] = {}
    with ExitStack() as wires:
        for _ in range(MOST):
            new = visit(wires.enter_context(connected(host)), host)
            found.setdefault(new.download, new)
            if len(found) == 2:
                break
        first, second = found.values()
        yield first, second


def wait_until_both_are_there(host: str) -> None:
    """Wait for the health of the app, which answers when a process has started."""
    for _ in range(600):
        with suppress(httpx2.TransportError):
            if httpx2.get(f"http://{host}/_stcore/health").is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(host)


def test_a_download_is_there_whichever_process_is_asked(
    host: str, visits: tuple[Visit, Visit]
) -> None:
    assert visits[0].download != visits[1].download
    for held in visits * 4:
        with httpx2.Client() as browser:
            found = browser.get(f"http://{host}{held.download}")
        assert found.status_code == 200
        assert found.text.startswith("process ")
        assert "process.txt" in found.headers["content-disposition"]


def test_an_upload_reaches_the_process_of_its_session(
    host: str, visits: tuple[Visit, Visit]
) -> None:
    token = generate_xsrf_token_string()
    prices = b"date,close\n2025-01-27,118.42\n" * 40_000
    for number, held in enumerate(visits * 4):
        with httpx2.Client(cookies={XSRF_COOKIE_NAME: token}) as browser:
            given = browser.put(
                f"http://{host}/_stcore/upload_file/{held.session}/{number}",
                files={"file": ("prices.csv", prices)},
                headers={"X-Xsrftoken": token},
            )
        assert given.status_code == 204, given.text


def test_what_no_process_has_is_refused_as_by_one(host: str, visits: tuple[Visit, Visit]) -> None:
    assert httpx2.get(f"http://{host}/media/0123456789abcdef.txt").status_code == 404
    token = generate_xsrf_token_string()
    with httpx2.Client(cookies={XSRF_COOKIE_NAME: token}) as browser:
        refused = browser.put(
            f"http://{host}/_stcore/upload_file/nobody/1",
            files={"file": ("prices.csv", b"date,close")},
            headers={"X-Xsrftoken": token},
        )
    assert refused.status_code == 400
    assert "session" in refused.text


def test_a_browser_cannot_ask_who_is_there(host: str, visits: tuple[Visit, Visit]) -> None:
    answer = httpx2.get(f"http://{host}/holds/{visits[0].session}")
    assert "text/html" in answer.headers["content-type"]


def test_one_process_meets_nobody_and_a_process_that_died_is_passed_over(tmp_path: Path) -> None:
    assert meeting_place() is None
    with closing(socket.socket(socket.AF_UNIX)) as died:
        died.bind(str(tmp_path / "1.sock"))
    app = TestClient(Siblings(Starlette(), holds=lambda _: False, folder=tmp_path))
    assert app.get("/media/figures.csv").status_code == 404
    assert app.put("/_stcore/upload_file/nobody/1").status_code == 404


def in_a_loop(work: Coroutine[None, None, None]) -> None:
    """Run in a thread of its own: a browser of other tests may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def test_a_folder_that_others_can_open_is_refused(tmp_path: Path) -> None:
    async def meet(folder: Path) -> None:
        async with reachable(Starlette(), folder):
            assert [found.name for found in folder.iterdir()] == [f"{os.getpid()}.sock"]

    in_a_loop(meet(tmp_path / "own"))
    assert not (tmp_path / "own").exists()
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with pytest.raises(PermissionError, match="open to others"):
        in_a_loop(meet(open_to_all))
