from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_a_refresh_without_a_network_says_so_and_the_snapshot_still_serves(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/prices")
    page.get_by_role("button", name="Refresh from Yahoo Finance").click()
    expect(page.get_by_text("cannot be reached").first).to_be_visible(timeout=90_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    whole_page(page, "prices-offline")

    page.goto(f"{address}/explorer?source=yahoo")
    expect(page.get_by_text("instead of Yahoo Finance").first).to_be_visible()
    expect(page.get_by_text("−16.97%").first).to_be_visible()


def test_the_clock_shows_who_was_closed_when_r1_came_out(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/prices?event=r1-release")
    row = page.get_by_role("row").filter(has_text="New York")
    expect(row).to_contain_text("Martin Luther King")
    expect(row).to_contain_text("21 Jan 2025")
    expect(page.get_by_role("row").filter(has_text="Frankfurt")).to_contain_text("20 Jan 2025")


def test_turning_the_page_keeps_the_choices(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/explorer?security=AVGO&window=0,1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    page.get_by_role("link", name="Prices and markets").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prices and markets")
    page.get_by_role("link", name="Event explorer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    expect(page).to_have_url(re.compile("security=AVGO"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prices and markets")
    expect(page.get_by_role("combobox", name="Security")).to_have_value("AVGO · Broadcom")


def test_the_claims_page_and_another_language_leave_the_choices_as_they_are(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/explorer?security=AVGO&model=mean-adjusted&event=stargate")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Broadcom, 21 Jan 2025")
    page.get_by_role("link", name="Claims", exact=True).click()
    expect(heading).to_contain_text("What the articles claim", timeout=90_000)
    page.reload()
    expect(page.get_by_role("tab").first).to_be_visible(timeout=90_000)
    page.get_by_role("link", name="Event explorer").click()
    expect(page.get_by_role("combobox", name="Security")).to_have_value("AVGO · Broadcom")
    page.get_by_text("日本語").click()
    expect(page.get_by_role("combobox", name="銘柄")).to_have_value("AVGO · ブロードコム")
    expect(page.get_by_role("combobox", name="正常リターン")).to_have_value("平均調整リターン")
    page.get_by_text("English", exact=True).click()
    expect(heading).to_contain_text("Broadcom, 21 Jan 2025")
    page.wait_for_timeout(1000)  # the address follows the page
    assert parse_qs(urlparse(page.url).query) == {
        "security": ["AVGO"],
        "model": ["mean-adjusted"],
        "event": ["stargate"],
    }


@pytest.mark.parametrize("path", ["prices", "own"])
@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_axe_finds_no_violation_of_the_pages_own_making(
    address: str, new_page: OpenPage, path: str, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(1500)
    assert violations(page) == []
    whole_page(page, f"{path}-{locale[:2]}-{theme}")
