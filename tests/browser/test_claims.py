from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def open_ledger(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/claims{query}")
    expect(page.get_by_text("106", exact=False).first).to_be_visible(timeout=90_000)
    expect(page.get_by_role("tab").first).to_be_visible(timeout=90_000)


def test_a_claim_opens_its_evidence_and_leads_to_its_chart_and_back(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_ledger(page, address, "?claim=A3-13")
    expect(page.get_by_role("heading", name="A3-13")).to_contain_text("supported")
    expect(page.get_by_text("−16.97%").first).to_be_visible()
    expect(page.get_by_text("589 billion").first).to_be_visible()
    page.get_by_role("link", name="NVDA · 2025-01-27").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nvidia, 27 Jan 2025")
    page.locator("#claim-a3-13").scroll_into_view_if_needed()
    page.get_by_role("link", name="Verdict and evidence").nth(1).click()
    expect(page).to_have_url(re.compile("claims.*claim=A3-13"))
    expect(page.get_by_role("heading", name="A3-13")).to_contain_text("supported")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_filters_and_the_search_narrow_the_list_in_both_languages(
    address: str, new_page: OpenPage
) -> None:
    for locale, query, shown in (
        ("en-GB", "?verdict=contradicted", "1 of 106 claims"),
        ("ja-JP", "?q=エヌビディア", "106"),
    ):
        page = new_page(locale=locale)
        open_ledger(page, address, query)
        expect(page.get_by_text(shown).first).to_be_visible()
        expect(page.get_by_text("106 of 106")).to_have_count(0)


def test_a_reader_who_disagrees_sees_the_verdict_react_beside_the_frozen_one(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_ledger(page, address, "?claim=A0-08")
    page.get_by_text("Choose otherwise").click()
    page.wait_for_timeout(1000)
    page.get_by_label("Event window").fill("0,5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("exploratory").nth(1)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    whole_page(page, "claims-exploratory")


def test_a_point_on_a_chart_opens_the_news_and_claims_of_its_session(
    address: str, new_page: OpenPage
) -> None:
    page = new_page(height=1400)
    page.goto(f"{address}/explorer")
    bars = page.locator("[data-testid=stPlotlyChart] .bars .point path")
    expect(bars.first).to_be_visible()
    bars.nth(10).scroll_into_view_if_needed()
    bars.nth(10).click(force=True)
    expect(page.get_by_role("link", name="A3-13").nth(2)).to_be_visible()


def test_an_unknown_claim_gets_a_sentence_and_the_list_stays(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_ledger(page, address, "?claim=Z9-99&article=nonsense")
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("Z9-99")
    expect(page.get_by_text("106 of 106 claims")).to_be_visible()


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_axe_finds_no_violation_of_the_pages_own_making(
    address: str, new_page: OpenPage, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_ledger(page, address, "?claim=A3-19")
    page.wait_for_timeout(1500)
    assert violations(page) == []
    whole_page(page, f"claims-{locale[:2]}-{theme}")


def test_contradictions_set_the_articles_side_by_side(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_ledger(page, address)
    page.get_by_role("tab", name="Contradictions").click()
    expect(page.get_by_text("On the record").first).to_be_visible()
    page.get_by_role("button", name="A3-06").first.click()
    expect(page.get_by_role("heading", name="A3-06")).to_be_visible()
    expect(page.get_by_text("Fact check: wrong").first).to_be_visible()
