"""The claims and the reader's own number on the big screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from data.catalogue import contradictions
from tests.browser.conftest import settled, violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CLAIM = 2 + len(contradictions())
"""Slide of the first claim."""

WRITTEN = """() => [...document.querySelectorAll(
    '.st-key-presenter h1, .st-key-presenter > [data-testid=stElementContainer] p, ' +
    '.st-key-presenter-verdict p *, .st-key-presenter .katex, .st-key-presenter .main-svg text')]
  .map((element) => {
    const box = element.getBoundingClientRect();
    return {text: element.textContent, size: parseFloat(getComputedStyle(element).fontSize),
            right: box.right, bottom: box.bottom, width: box.width};
  }).filter((box) => box.width > 0 && box.text.trim())"""


def shown(page: Page, number: int, count: int | str) -> None:
    expect(page.get_by_text(re.compile(rf"^{number} / {count}$"))).to_be_visible(timeout=90_000)


def test_the_claims_are_turned_by_keys_and_a_clicker_and_esc_leaves(
    address: str, new_page: OpenPage
) -> None:
    page = new_page(width=1280, height=720)
    page.goto(f"{address}/claims?claim=A3-13")
    page.get_by_role("button", name="Present").click(timeout=90_000)
    shown(page, 1, CLAIM)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("PageUp", 2), ("End", CLAIM)):
        page.keyboard.press(key)
        shown(page, number, CLAIM)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A3-13")
    expect(page.locator(".st-key-presenter-verdict")).to_contain_text("supported")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="A3-13")).to_contain_text("supported")


def test_the_number_is_turned_by_keys_with_the_readers_choices_and_esc_leaves(
    address: str, new_page: OpenPage
) -> None:
    page = new_page(width=1280, height=720)
    page.goto(f"{address}/method?security=AVGO")
    page.get_by_role("button", name="Present").click(timeout=90_000)
    shown(page, 1, r"\d+")
    expect(page.get_by_text("Return of AVGO")).to_be_visible()
    page.keyboard.press("ArrowRight")
    shown(page, 2, r"\d+")
    expect(page.locator(".main-svg").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Method and data")
    expect(page).to_have_url(re.compile("security=AVGO"))


@pytest.mark.parametrize(
    ("width", "height", "locale", "theme"),
    [(1920, 1080, "en-GB", "light"), (1280, 720, "ja-JP", "dark")],
)
def test_slides_are_large_fit_the_screen_and_axe_finds_nothing(
    address: str, new_page: OpenPage, width: int, height: int, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme, width=width, height=height)
    for name, path in (
        ("counts", "claims?present=1"),
        ("costs", "claims?present=1&slide=3"),
        ("claim", f"claims?present=1&claim=A0-07&slide={CLAIM}"),
        ("untested", f"claims?present=1&verdict=not+testable&slide={CLAIM}"),
        ("return", "method?present=1"),
        ("line", "method?present=1&slide=2"),
        ("error", "method?present=1&slide=6"),
        ("basket", "method?present=1&security=basket:GPU_INFRA&slide=2"),
    ):
        page.goto(f"{address}/{path}")
        shown(page, int(path.partition("slide=")[2] or 1), r"\d+")
        settled(page)
        found = page.evaluate(WRITTEN)
        assert found, name
        for box in found:
            assert box["size"] >= 20, (name, box)
            assert box["right"] <= width + 1, (name, box)
            assert box["bottom"] <= height - 20, (name, box)
        assert violations(page) == [], name
        whole_page(page, f"presented-{name}-{locale[:2]}-{theme}")


ROWS = """() => [...document.querySelectorAll('.st-key-presenter :is(.ytick, .y2tick) text')]
  .map((element) => {
    const box = element.getBoundingClientRect();
    return {size: parseFloat(getComputedStyle(element).fontSize),
            middle: (box.top + box.bottom) / 2};
  })"""


@pytest.mark.parametrize("path", ["causes", "sector"])
def test_the_names_of_many_rows_stay_apart_on_a_low_screen(
    address: str, new_page: OpenPage, path: str
) -> None:
    page = new_page("ja-JP", width=1280, height=720)
    page.goto(f"{address}/{path}?present=1")
    expect(page.locator(".st-key-presenter .main-svg").first).to_be_visible(timeout=90_000)
    settled(page)
    rows = page.evaluate(ROWS)
    middles = sorted(row["middle"] for row in rows)
    assert len(rows) > 15
    least = min(later - former for former, later in pairwise(middles))
    assert least >= max(row["size"] for row in rows)
    assert min(row["size"] for row in rows) > 9
