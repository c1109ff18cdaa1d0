from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
VIEWS = ("ranking", "days", "dollars", "members", "groups")


def open_sector(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/sector{query}")
    expect(chart(page).locator(".main-svg").first).to_be_visible(timeout=90_000)
    page.wait_for_timeout(800)


def chart(page: Page) -> Locator:
    return page.get_by_test_id("stPlotlyChart").first


def choose(page: Page, group: str, option: str) -> None:
    page.get_by_role("radiogroup", name=group).get_by_text(option, exact=True).click()


def test_each_control_changes_the_chart_and_the_address_and_back_undoes_it(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_sector(page, address)
    expect(page.get_by_text("69 of 114 names")).to_be_visible()

    choose(page, "Measure", "Return")
    expect(page).to_have_url(re.compile(r"[?&]measure=raw"))
    expect(page.get_by_text(re.compile(r"\d+ of 114 names fell"))).to_be_visible()
    choose(page, "Sorted by", "group, then return")
    expect(page).to_have_url(re.compile(r"[?&]sort=group"))
    choose(page, "Drawn", "every name")
    expect(page).to_have_url(re.compile(r"[?&]drawn=all"))
    expect(chart(page).locator(".ytick text")).to_have_count(114)

    box = page.get_by_role("combobox", name="Names")
    box.click()
    page.get_by_role("option", name="Power for data centres").click()
    expect(page).to_have_url(re.compile(r"[?&]names=AI_POWER"))
    expect(chart(page).locator(".ytick text")).to_have_count(8)
    link = page.url

    choose(page, "View", "Dollars")
    expect(page.get_by_role("heading", name="Market value lost, in dollars")).to_be_visible()
    choose(page, "Market value", "Gained")
    expect(page.get_by_role("heading", name="Market value gained, in dollars")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]side=gained"))

    choose(page, "View", "By day")
    expect(page.get_by_role("heading", name="Names by days")).to_be_visible()
    choose(page, "Weeks", "four weeks")
    expect(page).to_have_url(re.compile(r"[?&]weeks=4"))
    expect(chart(page).locator(".xtick text")).to_have_count(20)
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"[?&]weeks="))
    expect(chart(page).locator(".xtick text")).to_have_count(10)

    again = new_page()
    open_sector(again, address, link.removeprefix(f"{address}/sector"))
    expect(chart(again).locator(".ytick text")).to_have_count(8)


def test_a_bar_leads_to_the_explorer_on_that_name_and_back_returns(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_sector(page, address, "?names=AI_POWER")
    chart(page).locator(".barlayer .point").first.click(force=True)
    link = page.get_by_role("link", name=re.compile(r"^Open .+ in the event explorer$"))
    expect(link).to_be_visible()
    words = link.inner_text()
    name = re.search(r"Open (.+) \((\w+)\)", words)
    assert name is not None
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name[1])
    expect(page).to_have_url(re.compile(rf"[?&]security={name[2]}(&|$)"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who fell")
    expect(page).to_have_url(re.compile(r"/sector\?(.*&)?names=AI_POWER"))


@pytest.mark.parametrize(
    ("view", "mark"),
    [
        ("days", ".scatterlayer .point"),
        ("dollars", ".barlayer .point"),
        ("members", ".scatterlayer .point"),
        ("groups", ".scatterlayer .point"),
    ],
)
def test_a_mark_of_every_view_leads_to_the_explorer(
    address: str, new_page: OpenPage, view: str, mark: str
) -> None:
    page = new_page()
    open_sector(page, address, f"?view={view}&names=AI_POWER")
    chart(page).locator(mark).first.click(force=True)
    link = page.get_by_role("link", name=re.compile(r"^Open .+ in the event explorer$"))
    expect(link).to_be_visible()
    link.click()
    expect(page).to_have_url(re.compile(r"[?&]security="))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_keyboard_opens_the_list_and_a_name_of_it(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_sector(page, address, "?names=AI_POWER")
    summary = page.locator("summary", has_text="Open a name in the event explorer")
    summary.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="VST", exact=True)
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vistra")


@pytest.mark.parametrize(
    ("locale", "theme", "width"),
    [
        ("ja-JP", "dark", 1280),
        ("en-GB", "light", 390),
    ],
)
def test_each_view_fits_its_screen(
    address: str, new_page: OpenPage, locale: str, theme: str, width: int
) -> None:
    page = new_page(locale=locale, theme=theme, width=width)
    for view in VIEWS:
        open_sector(page, address, f"?view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.get_by_test_id("stException")).to_have_count(0)
        whole_page(page, f"sector-{view}-{locale[:2]}-{theme}-{width}")


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_axe_finds_no_violation(address: str, new_page: OpenPage, locale: str, theme: str) -> None:
    page = new_page(locale=locale, theme=theme)
    for view in VIEWS:
        open_sector(page, address, f"?view={view}")
        assert violations(page) == [], view


def test_it_is_taken_away_and_presented_from_its_head_with_its_choices_and_esc_returns(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_sector(page, address, "?names=AI_POWER")
    present = page.get_by_role("button", name="Present")
    views = page.get_by_role("radiogroup", name="View").bounding_box()
    assert views is not None
    for button in (present, page.get_by_role("button", name="Take it away")):
        box = button.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= views["y"]

    choose(page, "Measure", "Return")
    expect(page).to_have_url(re.compile(r"[?&]measure=raw"))
    present.click()
    expect(page.get_by_text("1 / 5", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_text(re.compile(r"\d+ of 8 names fell"))).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("2 / 5", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who fell")
    expect(page).to_have_url(re.compile(r"names=AI_POWER"))
    expect(chart(page).locator(".ytick text")).to_have_count(8)
