from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled, violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CHARTS = 6


def open_firmness(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/firmness{query}")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(CHARTS, timeout=60_000)
    expect(page.get_by_text("Bradley").first).to_be_visible()
    page.wait_for_timeout(1200)


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_the_page_stands_in_both_languages_and_themes_without_a_violation(
    address: str, new_page: OpenPage, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_firmness(page, address)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("9 / 6,777").first).to_be_visible()
    whole_page(page, f"firmness-{locale[:2]}-{theme}")
    assert violations(page) == []


def test_the_page_fits_a_phone(address: str, new_page: OpenPage) -> None:
    page = new_page(width=390, height=844)
    open_firmness(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole_page(page, "firmness-phone")


def test_a_point_of_the_curve_leads_to_the_explorer_and_back(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_firmness(page, address, "?windows=chosen")
    curve = page.get_by_test_id("stPlotlyChart").first
    points = curve.locator(".scatterlayer .trace .points path")
    points.nth(3).click(force=True)
    expect(page).to_have_url(re.compile(r"[?&]spec="))
    number = page.get_by_text(re.compile(r"^Number \d+ of 225")).first
    expect(number).to_be_visible()
    expect(curve).to_contain_text("opened: −")
    box = page.get_by_role("combobox", name="Look at one specification")
    box.click()
    box.fill("FF 5 factors")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Model: FF 5 factors").first).to_be_visible()
    link = page.get_by_role("link", name="Open this specification in the explorer")
    link.click()
    expect(page).to_have_url(re.compile(r"model=ff5"))
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(3, timeout=60_000)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/firmness\?"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("How firm is it?")


def test_a_control_changes_its_panel_and_back_undoes_it(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_firmness(page, address)
    settled(page)
    box = page.get_by_role("combobox", name="Scaling")
    box.scroll_into_view_if_needed()
    # The charts above are drawn when they come into sight, and an open list closes as they do.
    page.wait_for_timeout(3_000)
    box.click()
    page.get_by_role("option", name="over the volatility expected the day before").click()
    expect(page.get_by_text("is number 3 from the bottom").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]scaled=yes"))
    page.go_back()
    expect(page.get_by_text("is number 9 from the bottom").first).to_be_visible()


def test_leaving_while_it_measures_shows_the_other_page(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/firmness?security=META&tier=all")
    page.get_by_role("link", name="Claims", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("claim", timeout=60_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
