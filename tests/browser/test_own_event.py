from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from data.providers.snapshot import snapshot_prices
from tests.browser.conftest import whole_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
POSITIVE = b"".join(b"2024-%02d-15,142.6\n" % month for month in range(1, 13))


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def prices_as_csv() -> bytes:
    """Broadcom's closes under another name, as a spreadsheet of a Japanese office writes them."""
    closes = snapshot_prices("AVGO").total_return_price.loc["2023-06":"2025-03"]
    table = pd.DataFrame({"日付": closes.index.strftime("%Y年%m月%d日"), "MYCO": closes.to_numpy()})
    return table.to_csv(index=False).encode("cp932")


def test_an_upload_is_understood_shown_used_and_studied(address: str, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{address}/own?security=MYCO")
    expect(page.get_by_role("heading", name="This study cannot be done")).to_be_visible()
    upload(page, "mine.csv", prices_as_csv())
    expect(page.get_by_text("may be Shift-JIS")).to_be_visible()
    page.get_by_text("Read it differently").first.click()
    page.wait_for_timeout(1000)  # the expander opens with an animation
    page.get_by_role("combobox", name="Encoding").click()
    page.get_by_role("option", name="cp932").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    whole_page(page, "own-upload")
    page.get_by_text("日本語").click()
    expect(page.get_by_role("heading", name="読み取った内容")).to_be_visible()
    expect(page.get_by_role("combobox", name="取引日の基準")).to_have_value(
        "各シンボルが示す取引所"
    )
    page.get_by_text("English", exact=True).click()
    page.get_by_role("button", name="Use these figures").click()
    expect(page.get_by_text("Uploaded in this session")).to_be_visible()
    expect(page.get_by_role("heading", name="MYCO, 27 Jan 2025")).to_be_visible()
    expect(page.get_by_text("−17.40%").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("formula.csv", b"date,NVDA\n2025-01-24,=1+1\n2025-01-27,118.42\n"),
        ("not.csv", b"PK\x03\x04 this is a spreadsheet"),
        ("empty.csv", b""),
        ("negative.csv", b"date,NVDA\n" + POSITIVE + b"2025-01-27,-5\n"),
    ],
)
def test_a_bad_upload_gets_its_reason_and_no_exception(
    address: str, new_page: OpenPage, name: str, content: bytes
) -> None:
    page = new_page()
    page.goto(f"{address}/own")
    expect(page.get_by_role("heading", name="Nvidia, 27 Jan 2025")).to_be_visible()
    upload(page, name, content)
    expect(page.get_by_test_id("stAlertContentError")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("button", name="Use these figures")).to_have_count(0)


def test_a_link_with_markdown_in_it_loads_nothing_and_draws_nothing(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/explorer?security=![x](http://127.0.0.2:9/spy.png)")
    notice = page.get_by_test_id("stAlertContentWarning").first
    expect(notice).to_contain_text("spy.png")
    page.wait_for_timeout(500)
    assert [url for url in asked if "127.0.0.2" in url.split("?")[0]] == []
    expect(page.locator("[data-testid^=stAlertContent] img")).to_have_count(0)
