from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import violations, whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
SLOW = 90_000
"""Milliseconds that a busy machine may take for the first answer of a new server."""


def opened_by_keyboard(page: Page, button: str) -> Locator:
    """Open an explanation as somebody without a mouse does."""
    found = page.get_by_role("button", name=button, exact=True)
    expect(found).to_be_visible(timeout=SLOW)
    found.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def turn_to_next(page: Page, dialog: Locator, tab: str) -> None:
    """Turn the tabs by the arrow key."""
    page.keyboard.press("ArrowRight")
    found = dialog.get_by_role("tab", name=tab, exact=True)
    expect(found).to_have_attribute("aria-selected", "true")


def test_formula_rows_code_and_sources_of_a_number_open_by_keyboard(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/explorer?security=NVDA")
    dialog = opened_by_keyboard(page, "Explain the abnormal return")
    expect(dialog.locator(".katex-display .katex-html")).to_have_count(2)
    expect(dialog.locator(".katex-display").nth(1)).to_contain_text("−13.1895%")
    expect(dialog.locator(".katex-error")).to_have_count(0)
    dialog.get_by_role("tab").first.focus()
    turn_to_next(page, dialog, "Input rows")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    turn_to_next(page, dialog, "Code")
    expect(dialog.get_by_test_id("stCode")).to_contain_text("study_request")
    turn_to_next(page, dialog, "Sources")
    expect(dialog.get_by_text("SHA-256").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("button", ["SQ検定のp値の説明", "金額の説明"])
def test_an_explanation_in_japanese_has_no_violation_and_fits_a_phone(
    address: str, new_page: OpenPage, button: str
) -> None:
    page = new_page(locale="ja-JP", theme="dark", width=390)
    page.goto(f"{address}/explorer?security=NVDA")
    dialog = opened_by_keyboard(page, button)
    expect(dialog.locator(".katex-html").first).to_be_visible()
    page.wait_for_timeout(800)
    assert violations(page) == []
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_the_page_on_method_has_no_violation(
    address: str, new_page: OpenPage, locale: str, theme: str
) -> None:
    page = new_page(locale=locale, theme=theme)
    parts = ("number", "pitfalls", "catalogue", "glossary", "data", "check")
    for part in parts:
        page.goto(f"{address}/method?part={part}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
        expect(page.get_by_test_id("stSpinner")).to_have_count(0)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        if part == "number":
            expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2, timeout=SLOW)
            expect(page.locator(".katex-error")).to_have_count(0)
        page.wait_for_timeout(1000)
        assert violations(page) == [], part
    page.goto(f"{address}/method")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2, timeout=SLOW)
    whole_page(page, f"method-{locale[:2]}-{theme}")


def test_the_part_of_the_page_and_the_search_stand_in_the_address(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/method")
    page.get_by_role("radio", name="Glossary").click(timeout=SLOW)
    box = page.get_by_role("textbox", name="Search the glossary")
    box.fill("placebo")
    box.press("Enter")
    expect(page.get_by_text("Placebo dates", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("part=glossary"))
    expect(page).to_have_url(re.compile("term=placebo"))


def test_the_self_check_shows_that_every_known_answer_came_out(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/method?part=check")
    page.get_by_role("button", name="Run the self-check").click()
    expect(page.get_by_text("48 of 48 answers are the known ones.")).to_be_visible(timeout=SLOW)
