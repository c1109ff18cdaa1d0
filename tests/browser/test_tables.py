from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PAGES = {
    "/explorer?security=NVDA&compare=AVGO&models=mean-adjusted": 3,
    "/explorer?security=basket:GPU_INFRA": 1,
    "/impact?panel=activity": 1,
    "/impact?panel=recovery": 1,
    "/sector?view=members": 1,
    "/sector?view=groups": 1,
    "/prices": 3,
    "/method?part=pitfalls": 1,
    "/method?part=catalogue": 3,
    "/method?part=data": 1,
    "/claims": 1,
}
"""Pages with the number of their tables that stand open."""


def saved(page: Page, place: int = 0) -> pd.DataFrame:
    """Save the file of a table of the page, and read it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").nth(place).click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")


@pytest.mark.parametrize("path", PAGES)
def test_every_table_has_a_file_of_its_own_that_says_how_it_was_made(
    address: str, new_page: OpenPage, path: str
) -> None:
    page = new_page()
    page.goto(address + path)
    buttons = page.get_by_role("button", name="Table (CSV)")
    expect(buttons.nth(PAGES[path] - 1)).to_be_visible(timeout=90_000)
    settled(page)
    expect(page.get_by_role("button", name="Table (CSV)").locator("visible=true")).to_have_count(
        PAGES[path]
    )
    for place in range(PAGES[path]):
        table = saved(page, place)
        assert len(table)
        assert set(table["Address"].map(lambda link: urlparse(link).path)) == {urlparse(path).path}
        assert table["Made on"].notna().all()


def test_a_file_says_the_choices_of_the_view_on_screen_and_not_of_the_one_before(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/impact?panel=activity&security=NVDA")
    button = page.get_by_role("button", name="Table (CSV)")
    expect(button).to_be_visible(timeout=90_000)
    assert "Security: NVDA" in saved(page)["Parameters"][0]
    # The page says its parameters only after its tables.
    page.get_by_role("combobox", name="Security").click()
    page.keyboard.type("AVGO")
    page.get_by_role("option", name="AVGO").first.click()
    settled(page)
    table = saved(page)
    assert "Security: AVGO" in table["Parameters"][0]
    assert "security=AVGO" in table["Address"][0]
    assert table["Sources"].str.contains("AVGO").all()
    assert (table["p-value"].between(0, 1)).all()
