from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.pages.index import HOME, MENU
from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PATHS = ["" if entry.path == HOME else entry.path for entries in MENU.values() for entry in entries]


def test_no_page_writes_to_the_browsers_console_or_asks_for_what_is_not_there(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"{page.url} {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"{page.url} {error}"))
    page.on(
        "response",
        lambda answer: (
            heard.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    for path in PATHS:
        page.goto(f"{address}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=90_000)
        settled(page)
    assert heard == []
