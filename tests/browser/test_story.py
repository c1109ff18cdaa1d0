from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
STEPS = 9

LOCATED = """() => {
  const writing = (selector) => [...document.querySelectorAll(selector)].map((element) => {
    const box = element.getBoundingClientRect();
    return {text: element.textContent, size: parseFloat(getComputedStyle(element).fontSize),
            left: box.left, right: box.right, top: box.top, bottom: box.bottom};
  }).filter((box) => box.right > box.left && box.text.trim());
  return {
    chart: writing('.st-key-presenter .main-svg text'),
    said: writing('.st-key-presenter > [data-testid=stElementContainer] p'),
    foot: writing('.st-key-presenter-foot button, .st-key-presenter-foot p:not(button p)'),
    title: writing('.st-key-presenter h1'),
  };
}"""


def first_chart(page: Page) -> None:
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg").first).to_be_visible()


def open_story(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/{query}")
    first_chart(page)


def counter(page: Page, number: int) -> None:
    expect(page.get_by_text(f"{number} / {STEPS}", exact=True)).to_be_visible()


def overlaps(boxes: list[dict[str, float]]) -> list[tuple[object, object]]:
    """Pairs of writings that share more than a hair's breadth."""
    return [
        (one["text"], other["text"])
        for position, one in enumerate(boxes)
        for other in boxes[position + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 2
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 5
    ]


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_the_app_opens_on_the_story_and_axe_finds_nothing(
    address: str, new_page: OpenPage, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    open_story(page, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("R1")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.wait_for_timeout(1500)
    assert violations(page) == []
    whole_page(page, f"story-{locale[:2]}-{theme}")


def test_buttons_turn_the_steps_the_address_follows_and_back_returns(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    heading = page.get_by_role("heading", level=1)
    open_story(page, address)
    page.get_by_role("button", name="Next").click()
    expect(heading).to_contain_text("Stargate")
    expect(page).to_have_url(re.compile("[?&]step=2"))
    page.get_by_role("radio", name="7 Who was hit").click()
    expect(heading).to_contain_text("Who was hit")
    expect(page).to_have_url(re.compile("[?&]step=7"))
    link = page.url
    page.go_back()
    expect(heading).to_contain_text("Stargate")

    again = new_page(locale="ja-JP")
    again.goto(link)
    first_chart(again)
    expect(again.get_by_role("heading", level=1)).to_contain_text("下げたのは半導体")


def test_a_step_opens_its_study_in_the_explorer_and_its_claim(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_story(page, address, "?step=2")
    page.get_by_role("link", name="Open this study in the explorer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oracle, 21 Jan 2025")
    expect(page).to_have_url(re.compile("explorer.*security=ORCL"))
    page.go_back()
    page.get_by_role("link", name="Verdict and evidence of A3-02").click()
    expect(page.get_by_role("heading", name="A3-02")).to_be_visible(timeout=90_000)


def test_an_old_address_of_the_explorer_still_opens_it_and_back_leaves_it(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto("about:blank")
    page.goto(f"{address}/?security=AVGO&window=0,1")
    expect(page).to_have_url(f"{address}/explorer?security=AVGO&window=0,1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_keys_and_a_clicker_turn_the_slides_and_esc_leaves(
    address: str, new_page: OpenPage
) -> None:
    page = new_page(width=1280, height=720)
    open_story(page, address)
    page.get_by_role("button", name="Present").click()
    counter(page, 1)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    for key, number in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("PageUp", 2),
        ("End", 9),
        ("ArrowLeft", 8),
        ("Home", 1),
        ("PageDown", 2),
    ):
        page.keyboard.press(key)
        counter(page, number)
        expect(page).to_have_url(re.compile(f"[?&]step={number}(&|$)"))
    page.get_by_role("button", name="Next").click()
    counter(page, 3)
    link = page.url
    page.go_back()
    counter(page, 2)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stargate")

    again = new_page()
    again.goto(link)
    counter(again, 3)


@pytest.mark.parametrize(
    ("width", "height", "locale", "theme"),
    [
        (1920, 1080, "en-GB", "light"),
        (1280, 720, "ja-JP", "dark"),
        (1024, 768, "ja-JP", "light"),
    ],
)
def test_slides_fill_the_screen_in_large_writing_that_never_overlaps(
    address: str, new_page: OpenPage, width: int, height: int, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme, width=width, height=height)
    page.goto(f"{address}/?present=1")
    for number in range(1, STEPS + 1):
        counter(page, number)
        first_chart(page)
        page.wait_for_timeout(900)
        found = page.evaluate(LOCATED)
        assert found["chart"]
        assert min(box["size"] for box in found["chart"]) >= 20, number
        assert min(box["size"] for box in (*found["title"], *found["said"])) >= 28, number
        boxes = [box for part in found.values() for box in part]
        assert overlaps(boxes) == [], number
        for box in boxes:
            assert box["left"] >= 0, (number, box)
            assert box["right"] <= width + 1, (number, box)
            assert box["bottom"] <= height + 1, (number, box)
        chart = page.get_by_test_id("stPlotlyChart").bounding_box()
        assert chart is not None
        assert chart["height"] >= 0.4 * height, number
        assert chart["width"] >= 0.9 * width, number
        if number in (1, 5, 7):
            whole_page(page, f"story-slide-{number}-{width}-{locale[:2]}-{theme}")
        page.keyboard.press("PageDown")
    assert violations(page) == []


def test_the_explorers_charts_are_slides_as_well(address: str, new_page: OpenPage) -> None:
    page = new_page(width=1280, height=720)
    page.goto(f"{address}/explorer?security=AVGO")
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_text("1 / 3", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stMetric").first).to_be_hidden()
    expect(page.get_by_role("button", name="Take it away")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 / 3", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("security=AVGO.*slide=2|slide=2.*security=AVGO"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(3)


def test_the_story_fits_a_phone(address: str, new_page: OpenPage) -> None:
    page = new_page(width=390, height=844)
    open_story(page, address, "?step=5")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole_page(page, "story-phone")
