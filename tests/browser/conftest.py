from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=30_000)
SCREENSHOTS = ROOT / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app as the README does and give its address."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={
                **{name: value for name, value in os.environ.items() if name != "MAKEFLAGS"},
                # A proxy that nobody answers: the refresh meets a dead network on any machine.
                "https_proxy": "http://127.0.0.1:9",
                "HTTPS_PROXY": "http://127.0.0.1:9",
                "DEEPSEEK_SHOCK_DATA": str(tmp_path_factory.mktemp("store")),
            },
        )
    try:
        for _ in range(600):
            if answers(f"http://127.0.0.1:{port}/_stcore/health"):
                break
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            pytest.fail(f"the server did not answer:\n{log.read_text()}")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # None leaves it to Playwright's own build, where make installed that.
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[object]:
    """Give a function that opens a page in a browser of its own.

    Afterwards no page may have asked another machine for anything, or show an exception.
    """
    contexts = []
    asked: list[str] = []

    def open_page(
        locale: str = "en-GB", theme: str = "light", width: int = 1280, height: int = 900
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            color_scheme=theme,  # type: ignore[arg-type]  # one of Playwright's literals
            viewport={"width": width, "height": height},
        )
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_page
    shown = sum(
        page.get_by_test_id("stException").count() for context in contexts for page in context.pages
    )
    for context in contexts:
        context.close()
    assert shown == 0
    own = ("data:", "blob:", "file:", "about:")
    assert {urlparse(url).hostname for url in asked if not url.startswith(own)} <= {"127.0.0.1"}


def whole_page(page: Page, name: str) -> None:
    """Keep a picture of all that the page holds, not only of what the window shows.

    Only where ``make screenshots`` asks for it: drawing a long page anew takes seconds.
    """
    if "KEEP_SCREENSHOTS" not in os.environ:
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": int(height) + 40})
    page.wait_for_timeout(1200)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    page.set_viewport_size(size)


NOT_OURS = {("presentation-role-conflict", "stFileUploaderDropzone")}
"""Rule and element of what Streamlit's own widgets break; nothing on a page can mend it."""


def settled(page: Page) -> None:
    """Wait until nothing runs any more: what is being redrawn fades, and boxes close."""
    if page.url.startswith("file:"):
        return  # a report that was saved runs nothing
    app = page.get_by_test_id("stApp")
    for _ in range(2):
        page.wait_for_timeout(400)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=120_000)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(600)


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe-core finds on the page at rest: the rule and the element's beginning."""
    settled(page)
    return [
        (violation["id"], node["html"][:200])
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
        if not any(violation["id"] == rule and part in node["html"] for rule, part in NOT_OURS)
    ]
