from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
LONG = 120_000


def open_page(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    expect(page.get_by_test_id("stPlotlyChart").last).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)


def test_the_search_follows_the_address_back_and_into_another_browser(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_page(page, address, "timing")
    sentence = page.get_by_text("The session with the largest score is").first
    first = sentence.inner_text()
    page.get_by_role("combobox", name="Sessions searched").click()
    page.get_by_role("option", name="[−15, 15]").click()
    expect(page).to_have_url(re.compile("search=-15%2C15|search=-15,15"), timeout=LONG)
    expect(sentence).not_to_have_text(first, timeout=LONG)
    expect(sentence).to_contain_text("31 sessions")
    other = new_page()
    other.goto(page.url)
    expect(other.get_by_text("The session with the largest score is").first).to_have_text(
        sentence.inner_text(), timeout=LONG
    )
    page.go_back()
    expect(sentence).to_have_text(first, timeout=LONG)


def test_an_article_leads_to_its_claims_and_back(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_page(page, address, "timing")
    page.get_by_role("link", name="Claims of A3").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "What the articles claim", timeout=LONG
    )
    expect(page).to_have_url(re.compile("article=A3"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("When did the market move?")


def test_a_story_leads_to_its_claim(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_page(page, address, "causes")
    page.get_by_role("link", name="A3-17").click()
    expect(page.get_by_role("heading", name=re.compile("^A3-17"))).to_be_visible(timeout=LONG)


@pytest.mark.parametrize(("path", "slides"), [("timing", 3), ("causes", 4)])
def test_the_charts_are_presented_and_turned_with_the_keys(
    address: str, new_page: OpenPage, path: str, slides: int
) -> None:
    page = new_page()
    open_page(page, address, path)
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.get_by_text(f"1 / {slides}", exact=True)).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(f"2 / {slides}", exact=True)).to_be_visible(timeout=LONG)
    whole_page(page, f"{path}-presented")


@pytest.mark.parametrize("path", ["timing", "causes"])
@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_the_page_breaks_no_rule_of_accessibility(
    address: str, new_page: OpenPage, path: str, locale: str, theme: str
) -> None:
    page = new_page(locale, theme)
    open_page(page, address, path)
    assert violations(page) == []
    whole_page(page, f"{path}-{locale[:2]}-{theme}")
