from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def open_explorer(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/explorer{query}")
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg").first).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(3)
    page.wait_for_timeout(800)


def test_a_newcomer_sees_the_fall_the_charts_and_no_exception_and_nothing_leaves_the_machine(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_explorer(page, address)
    expect(page.get_by_text("−16.97%").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        assert chart.locator(".trace, .bars, .scatterlayer path").count() > 0
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    whole_page(page, "explorer-en-light")


@pytest.mark.parametrize(
    ("locale", "theme"), [("en-GB", "dark"), ("ja-JP", "light"), ("ja-JP", "dark")]
)
def test_the_page_follows_the_browsers_language_and_theme(
    address: str, new_page: OpenPage, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_explorer(page, address)
    language = locale[:2]
    assert page.evaluate("document.documentElement.lang") == language
    shown = "エヌビディア" if language == "ja" else "Nvidia"
    expect(page.get_by_role("heading", level=1)).to_contain_text(shown)
    whole_page(page, f"explorer-{language}-{theme}")


def test_a_control_changes_the_study_the_url_reopens_it_and_back_undoes_it(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address)
    before = page.get_by_test_id("stMetricValue").all_inner_texts()
    box = page.get_by_role("combobox", name="Security")
    box.click()
    box.fill("Broadcom")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    expect(page).to_have_url(re.compile(r"[?&]security=AVGO(&|$)"))
    expect(page.get_by_text("−17.40%").first).to_be_visible()
    after = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert after != before
    link = page.url

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nvidia")

    again = new_page()
    open_explorer(again, address, link.removeprefix(f"{address}/explorer"))
    assert again.get_by_test_id("stMetricValue").all_inner_texts() == after


def test_a_bad_address_gets_a_sentence_and_the_controls_stay(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/explorer?security=NVDAX")
    expect(page.get_by_test_id("stAlert")).to_contain_text("NVDA")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Security")).to_be_visible()
    whole_page(page, "explorer-error")


def test_a_chart_leads_to_its_claims_and_a_claim_back_to_the_chart(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address)
    page.get_by_role("link", name="A3-13").first.click()
    page.wait_for_timeout(600)
    expect(page.locator("#claim-a3-13")).to_be_in_viewport()
    page.get_by_role("link", name="See the chart of this move").first.click()
    page.wait_for_timeout(600)
    expect(page.locator("#car")).to_be_in_viewport()


def test_the_page_fits_a_phone(address: str, new_page: OpenPage) -> None:
    page = new_page(width=390, height=844)
    open_explorer(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole_page(page, "explorer-phone")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_of_the_pages_own_making(
    address: str, new_page: OpenPage, theme: str
) -> None:
    page = new_page(theme=theme)
    open_explorer(page, address)
    assert violations(page) == []
