from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled, violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
SIDES = {
    "names": "?compare=AVGO,9984.T,basket:HYPERSCALER",
    "models": "?models=market,ff3,carhart,mean-adjusted",
    "basket": "?security=basket:GPU_INFRA",
}
CHARTS = {"names": 5, "models": 5, "basket": 3}


def open_explorer(page: Page, address: str, query: str, charts: int) -> None:
    page.goto(f"{address}/explorer{query}")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(charts, timeout=90_000)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
    page.wait_for_timeout(800)


def numbers(page: Page) -> list[str]:
    """Return what stands in the metrics and in the first table."""
    cells = page.get_by_test_id("stTable").first.locator("td, th").all_inner_texts()
    return page.get_by_test_id("stMetricValue").all_inner_texts() + cells


def choose(page: Page, label: str, typed: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(typed)
    page.wait_for_timeout(500)  # the list narrows after the typing
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)


def test_a_basket_is_chosen_by_its_name_and_back_and_forward_follow(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address, "", 3)
    choose(page, "Security", "Builders of AI")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Builders of AI computing")
    expect(page).to_have_url(re.compile(r"security=basket(%3A|:)GPU_INFRA"))
    expect(page.get_by_text("−14.01%").first).to_be_visible()
    settled(page)
    shown = numbers(page)
    link = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nvidia")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Builders of AI computing")
    page.get_by_text("Tests that assume independent firms").click()
    expect(page.get_by_text("Rejects a true null")).to_be_visible()
    whole_page(page, "explorer-basket")

    again = new_page()
    open_explorer(again, address, link.removeprefix(f"{address}/explorer"), 3)
    assert numbers(again) == shown


def test_four_names_are_chosen_by_keyboard_and_the_address_reopens_them(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address, "", 3)
    page.get_by_text("Side by side", exact=True).click()
    page.wait_for_timeout(600)
    for name in ("AVGO", "TSM", "AMD"):
        choose(page, "Compare with", name)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"compare=AVGO(%2C|,)TSM(%2C|,)AMD"))
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(5)
    expect(page.get_by_test_id("stTable").first.locator("th")).to_contain_text(
        ["NVDA", "AVGO", "TSM", "AMD"]
    )
    shown = numbers(page)
    again = new_page()
    open_explorer(again, address, page.url.removeprefix(f"{address}/explorer"), 5)
    assert numbers(again) == shown
    page.go_back()
    expect(page).not_to_have_url(re.compile("AMD"))
    expect(page.get_by_test_id("stTable").first).not_to_contain_text("AMD")


def test_four_models_stand_side_by_side_and_a_fifth_is_named(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address, "?models=market,ff3,ff5,carhart,capm", 5)
    expect(page.get_by_text("At most 4 stand side by side")).to_contain_text("capm")
    expect(page.get_by_test_id("stTable").first).to_contain_text("Carhart four factors")
    labels = page.locator("[data-testid=stPlotlyChart]").first.locator(".annotation-text")
    expect(labels.filter(has_text=re.compile("^(market|ff3|ff5|carhart)$"))).to_have_count(4)


@pytest.mark.parametrize(
    ("kind", "locale", "theme"),
    zip(SIDES, ("en-GB", "ja-JP", "ja-JP"), ("light", "dark", "light"), strict=True),
)
def test_axe_finds_no_violation_beside_each_other(
    address: str, new_page: OpenPage, kind: str, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_explorer(page, address, SIDES[kind], CHARTS[kind])
    assert violations(page) == []
    whole_page(page, f"explorer-{kind}-{locale[:2]}-{theme}")


@pytest.mark.parametrize("kind", SIDES)
def test_what_stands_side_by_side_fits_a_phone(address: str, new_page: OpenPage, kind: str) -> None:
    page = new_page(width=390, height=844)
    open_explorer(page, address, SIDES[kind], CHARTS[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole_page(page, f"explorer-{kind}-phone")


def test_every_control_of_the_sidebar_can_be_reached_on_a_phone(
    address: str, new_page: OpenPage
) -> None:
    page = new_page(width=390, height=844)
    open_explorer(page, address, SIDES["names"], 5)
    page.get_by_test_id("stExpandSidebarButton").click()
    for label in ("Security", "Compare with", "Compare models", "Sessions drawn"):
        box = page.get_by_role("combobox", name=label)
        box.scroll_into_view_if_needed()
        expect(box).to_be_in_viewport()


def test_every_control_can_be_reached_by_keyboard(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_explorer(page, address, SIDES["names"], 5)
    reached: set[str] = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || "
                "document.activeElement.innerText || ''"
            )
        )
    said = " | ".join(reached)
    for label in ("Security", "Compare with", "Compare models", "Event window", "Sessions drawn"):
        assert label in said


def test_a_near_match_is_one_press_away(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/own?security=NVDAX")
    page.get_by_role("button", name="Take NVDA").click()
    expect(page.get_by_role("heading", name="Nvidia, 27 Jan 2025")).to_be_visible()
    expect(page).not_to_have_url(re.compile("NVDAX"))


def test_a_weekend_is_moved_on_ones_own_page_and_said(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/own?event=2025-01-25")
    expect(page.get_by_text("2025-01-25 is no session (Saturday)")).to_be_visible()
    expect(page.get_by_text("events from").first).to_be_visible()
    expect(page.get_by_role("heading", name="Nvidia, 27 Jan 2025")).to_be_visible()
