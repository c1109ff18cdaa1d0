from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def open_impact(page: Page, address: str, query: str = "", charts: int = 2) -> None:
    page.goto(f"{address}/impact{query}")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(charts, timeout=120_000)
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg").first).to_be_visible()
    page.wait_for_timeout(1000)


def choose(page: Page, name: str, option: str) -> None:
    page.get_by_role("combobox", name=name).click()
    page.get_by_role("option", name=option).first.click()


def test_a_reader_sees_the_loss_its_own_part_the_day_it_was_back_and_the_volume(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_impact(page, address)
    numbers = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert numbers == ["−\u2060$592.6B", "−8.7%", "9 Jun 2025", "× 2.4"]
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_panel_and_its_controls_stand_in_the_address_and_back_undoes_them(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_impact(page, address)
    page.get_by_role("radio", name="For how long").click()
    expect(page).to_have_url(re.compile("panel=recovery"))
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(3)
    expect(page.get_by_text("13 were wholly back by 31 Dec 2025")).to_be_visible()
    choose(page, "Names to set beside it", "Power for data centres")
    expect(page).to_have_url(re.compile("group=basket%3AAI_POWER|group=basket:AI_POWER"))
    expect(page.get_by_text("Of 8 names that fell")).to_be_visible()
    link = page.url

    page.go_back()
    expect(page.get_by_text("13 were wholly back by 31 Dec 2025")).to_be_visible()

    again = new_page()
    open_impact(again, address, link.split("/impact")[1], charts=3)
    expect(again.get_by_text("Of 8 names that fell")).to_be_visible()


def test_a_logarithmic_scale_and_a_later_end_redraw_the_paths(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_impact(page, address, "?panel=recovery", charts=3)
    choose(page, "Scale", "logarithmic")
    choose(page, "Sessions after the event", "250 sessions")
    expect(page).to_have_url(re.compile("scale=log"))
    expect(page).to_have_url(re.compile("horizon=250"))
    drawn = page.get_by_test_id("stPlotlyChart").first
    expect(drawn.get_by_text(re.compile("^(Sep|Oct|Nov|Dec) 2025$")).first).to_be_visible()
    expect(drawn.get_by_text("200", exact=True).first).to_be_visible()


def test_restlessness_reacts_to_its_controls(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_impact(page, address, "?panel=activity")
    expect(page.get_by_text("0.79 times the variance")).to_be_visible()
    choose(page, "Sessions after the event", "60 sessions")
    expect(page.get_by_text("1.33 times the variance")).to_be_visible()
    choose(page, "Normal volume follows", "its own mean and the market's volume")
    expect(page.get_by_text("2.0 times a normal session")).to_be_visible()


def test_a_claim_about_the_move_is_one_press_away(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_impact(page, address)
    page.get_by_role("link", name="A3-13").click()
    expect(page).to_have_url(re.compile("claims.*claim=A3-13"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How much was lost")


@pytest.mark.parametrize(
    ("locale", "theme", "panel", "charts"),
    [
        ("en-GB", "light", "parts", 2),
        ("ja-JP", "dark", "recovery", 3),
        ("en-GB", "dark", "activity", 2),
    ],
)
def test_axe_finds_no_violation_of_the_pages_own_making(
    address: str, new_page: OpenPage, locale: str, theme: str, panel: str, charts: int
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_impact(page, address, f"?panel={panel}", charts)
    assert violations(page) == []
    whole_page(page, f"impact-{panel}-{locale[:2]}-{theme}")


@pytest.mark.parametrize(("panel", "charts"), [("parts", 2), ("recovery", 3)])
def test_the_page_fits_a_phone(address: str, new_page: OpenPage, panel: str, charts: int) -> None:
    page = new_page(width=390, height=844)
    open_impact(page, address, f"?panel={panel}", charts)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole_page(page, f"impact-{panel}-phone")
