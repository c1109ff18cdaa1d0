from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser, Download, Locator, Page, expect
from pptx import Presentation

from dashboard.export.pdf import find_browser
from tests.browser.conftest import violations

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
CAR = "Cumulative abnormal return with its interval"


def open_explorer(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/explorer{query}")
    drawing = page.get_by_test_id("stPlotlyChart").locator(".main-svg").first
    expect(drawing).to_be_visible(timeout=90_000)
    expect(page.get_by_test_id("stMetricValue").first).to_be_visible()
    page.wait_for_timeout(800)


def open_take_away(page: Page) -> Locator:
    page.get_by_role("button", name="Take it away").click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_text("Address of this view")).to_be_visible()
    return body


def open_chart(page: Page, key: str) -> Locator:
    page.locator(f".st-key-chart-{key}").get_by_role("button", name="Picture, table").click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_role("button", name="PNG")).to_be_visible()
    return body


def downloaded(page: Page, button: Locator) -> Download:
    with page.expect_download(timeout=60_000) as download:
        button.click()
    return download.value


def saved(page: Page, button: Locator, folder: Path) -> Path:
    download = downloaded(page, button)
    if download.failure() == "canceled":
        # A busy Chromium calls one download in hundreds off; a person clicks again, once.
        download = downloaded(page, button)
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def metrics(page: Page) -> list[str]:
    return page.get_by_test_id("stMetricValue").all_inner_texts()


@pytest.mark.parametrize(("theme", "ground"), [("light", (255, 255, 255)), ("dark", (20, 24, 31))])
def test_a_chart_is_saved_as_a_picture_and_a_table_with_nothing_but_this_server(
    address: str, new_page: OpenPage, tmp_path: Path, theme: str, ground: tuple[int, int, int]
) -> None:
    page = new_page(theme=theme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_explorer(page, address)
    body = open_chart(page, "car")

    png = saved(page, body.get_by_role("button", name="PNG"), tmp_path)
    assert png.suffix == ".png"
    picture = Image.open(png).convert("RGB")
    assert picture.size == (3200, 1800)
    colours = picture.getcolors(maxcolors=picture.width * picture.height) or []
    assert len(colours) > 50
    painted = {colour: count for count, colour in colours}
    assert max(painted, key=lambda colour: painted[colour]) == ground
    assert painted[ground] < 0.95 * picture.width * picture.height

    svg = ElementTree.parse(saved(page, body.get_by_role("button", name="SVG"), tmp_path))
    text = " ".join("".join(svg.getroot().itertext()).split())
    for part in (CAR, "−12.44%", "NVDA · Nvidia", "SHA-256", "v=1&", "not investment advice"):
        assert part in text

    table = pd.read_csv(saved(page, body.get_by_role("button", name="CSV"), tmp_path))
    assert round(table["Abnormal return"].min(), 4) == -0.1319
    assert "NVDA · Nvidia" in table["Parameters"][0]
    assert "security=NVDA" in table["Address"][0]
    hosts = {urlparse(url).hostname for url in asked if url.startswith("http")}
    assert hosts == {"127.0.0.1"}


def test_the_report_opens_from_a_file_with_the_network_off_and_draws_its_charts(
    address: str, new_page: OpenPage, browser: Browser, tmp_path: Path
) -> None:
    page = new_page()
    open_explorer(page, address)
    report = saved(page, open_take_away(page).get_by_role("button", name="Report (HTML)"), tmp_path)
    context = browser.new_context(offline=True)
    try:
        alone = context.new_page()
        faults: list[str] = []
        asked: list[str] = []
        alone.on("pageerror", lambda error: faults.append(str(error)))
        alone.on("request", lambda request: asked.append(request.url))
        alone.goto(report.as_uri())
        expect(alone.locator(".chart .main-svg").first).to_be_visible()
        expect(alone.locator(".chart:has(.main-svg)")).to_have_count(3)
        expect(alone.locator(".bars .point")).to_have_count(21)
        assert alone.locator(".scatterlayer .js-line").count() >= 2
        expect(alone.get_by_role("heading", level=1)).to_contain_text("Nvidia")
        expect(alone.get_by_text("−16.97%").first).to_be_visible()
        assert not faults
        assert {urlparse(url).scheme for url in asked} <= {"file", "data", "blob"}
        assert violations(alone) == []
    finally:
        context.close()


def test_slides_and_pdf_are_made_on_a_click(
    address: str, new_page: OpenPage, tmp_path: Path
) -> None:
    page = new_page()
    open_explorer(page, address)
    body = open_take_away(page)
    deck = Presentation(
        io.BytesIO(saved(page, body.get_by_role("button", name="Slides"), tmp_path).read_bytes())
    )
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 3
    values = {s.name: list(s.values) for plot in charts[1].plots for s in plot.series}
    assert round(min(values["Abnormal return"]), 4) == -0.1319
    if find_browser() is None:
        expect(body.get_by_text("The server has no Chromium")).to_be_visible()
        return
    body.get_by_role("button", name="Print a PDF").click()
    button = body.get_by_role("button", name="Save the PDF")
    expect(button).to_be_visible(timeout=90_000)
    printed = saved(page, button, tmp_path).read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(printed) > 50_000


def test_the_address_spells_out_everything_and_reopens_the_same_numbers(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    open_explorer(page, address, "?security=AVGO&window=0,1")
    before = metrics(page)
    link = open_take_away(page).locator("code").first.inner_text()
    spelled = parse_qs(urlparse(link).query, keep_blank_values=True)
    assert urlparse(link).path == "/explorer"
    assert spelled["v"] == ["1"]
    assert spelled["lang"] == ["en"]
    assert spelled["security"] == ["AVGO"]
    assert spelled["window"] == ["0,1"]
    assert spelled["benchmark"] == ["auto"]
    assert spelled["estimation"] == ["-250,-21"]
    again = new_page(locale="ja-JP")
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_contain_text("Broadcom")
    expect(again.get_by_test_id("stMetricValue")).to_have_count(len(before))
    assert metrics(again) == before


def test_the_frames_code_shows_one_chart_alone(
    address: str, new_page: OpenPage, tmp_path: Path
) -> None:
    page = new_page()
    open_explorer(page, address)
    body = open_take_away(page)
    box = body.get_by_role("combobox", name="What to show there")
    box.click()
    box.fill("Cumulative")
    page.keyboard.press("Enter")
    code = body.locator("code").filter(has_text="<iframe")
    expect(code).to_contain_text("show=car")
    host = tmp_path / "host.html"
    host.write_text(f"<!doctype html><h1>Host</h1>{code.inner_text()}", "utf-8")
    guest = new_page()
    guest.goto(host.as_uri())
    inside = guest.frame_locator("iframe")
    expect(inside.get_by_role("heading", name=CAR)).to_be_visible(timeout=90_000)
    expect(inside.locator(".main-svg").first).to_be_visible(timeout=90_000)
    expect(inside.get_by_test_id("stPlotlyChart").filter(visible=True)).to_have_count(1)
    expect(inside.get_by_text("SHA-256").filter(visible=True)).to_have_count(1)
    expect(inside.get_by_role("heading", level=1)).to_be_hidden()
    expect(inside.get_by_test_id("stSidebar")).to_be_hidden()
    expect(inside.get_by_test_id("stHeader")).to_be_hidden()


def test_a_frame_that_asks_for_no_chart_of_the_page_shows_the_page_and_says_so(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{address}/explorer?embed=true&show=nonsense")
    expect(page.get_by_text("This page has no chart “nonsense”")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "?model=%3Cscript%3Ealert(1)%3C/script%3E",
        "?event=%00%ff",
        "?lang=%F0%9F%92%A9",
        "?benchmark=" + "x" * 5000,
    ],
)
def test_a_hostile_address_gets_a_notice_and_the_usual_view(
    address: str, new_page: OpenPage, query: str
) -> None:
    page = new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_explorer(page, address, query)
    expect(page.get_by_text("The address asks for")).to_be_visible()
    assert metrics(page)[0] == "−16.97%"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert not dialogs


def test_an_address_of_another_version_says_so(address: str, new_page: OpenPage) -> None:
    page = new_page()
    open_explorer(page, address, "?v=7")
    expect(page.get_by_text("The address is of version “7”")).to_be_visible()


def faults(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds, but for the place outside all landmarks where Streamlit opens it."""
    return [found for found in violations(page) if found[0] != "region"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_what_opens(address: str, new_page: OpenPage, theme: str) -> None:
    page = new_page(theme=theme)
    open_explorer(page, address)
    open_take_away(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    open_chart(page, "car")
    assert faults(page) == []
