from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

import plotly
import pytest
from playwright.sync_api import Page, expect
from streamlit.file_util import get_static_dir
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.serving import page_html

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

CHART = b'{"data":['
SHORT, FINISHED = 64, 0x30
PAINT_FIRST = Path(page_html.__file__).with_name("paint_first.js")
SCRIPTS = Path(get_static_dir()) / "static" / "js"


def fetched(url: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    request = urllib.request.Request(url, headers=named)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), {key.lower(): value for key, value in answer.headers.items()}


def answered(url: str) -> bytes | int:
    """Give the body, or the status of a refusal."""
    try:
        return fetched(url)[0]
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_the_scripts_of_the_first_page_travel_compressed_and_arrive_unchanged(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    encodings: dict[str, str] = {}
    page.on(
        "response",
        lambda answer: encodings.__setitem__(
            answer.url, answer.headers.get("content-encoding", "")
        ),
    )
    page.goto(address)
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=120_000)
    scripts = {url: how for url, how in encodings.items() if url.endswith(".js")}
    assert len(scripts) > 20
    assert set(scripts.values()) == {"gzip"}
    for url in scripts:
        name = url.rsplit("/", 1)[-1]
        body, headers = fetched(url, accept_encoding="gzip")
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == (SCRIPTS / name).read_bytes()


def test_a_reader_without_gzip_gets_the_plain_script(address: str) -> None:
    script = max(SCRIPTS.glob("PlotlyChart.*.js"))
    body, headers = fetched(f"{address}/static/js/{script.name}", accept_encoding="identity")
    assert body == script.read_bytes()
    assert "content-encoding" not in headers


def test_the_page_names_scripts_early_that_exist_and_the_browser_uses_them(
    address: str, new_page: OpenPage
) -> None:
    _, headers = fetched(address)
    early = re.findall(r"<\.(/static/js/[^>]+)>; rel=modulepreload", headers["link"])
    assert any("/PlotlyChart." in path for path in early)
    for path in early:
        assert (SCRIPTS / path.rsplit("/", 1)[-1]).is_file()
    page = new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(urlparse(request.url).path))
    page.goto(address)
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=120_000)
    plotly_script = next(path for path in early if "/PlotlyChart." in path)
    assert seen.count(plotly_script) == 1


FRAMES = """
(() => {
  const chart = () => document.querySelector('.js-plotly-plot')?.data;
  const title = () => document.querySelector('[data-testid=stMain] h1')?.innerText;
  window.frames_seen = [];
  window.watch_from_now = () => { window.before = [title(), chart()]; look(); };
  function look() {
    frames_seen.push([title() !== before[0], chart() !== before[1]]);
    requestAnimationFrame(look);
  }
})();
"""


def test_a_new_securitys_chart_is_never_seen_before_its_numbers(
    address: str, new_page: OpenPage
) -> None:
    page = new_page()
    page.add_init_script(FRAMES)
    frames: list[bytes] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame))
    )
    page.goto(f"{address}/explorer")
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg")).to_have_count(9)
    page.wait_for_timeout(1500)
    # What tells a chart's message and an answer's end from others is in each, and in no other.
    assert sum(CHART in frame for frame in frames) == 3
    for frame in frames:
        marked = len(frame) < SHORT and frame[-2:-1] == bytes([FINISHED])
        kind = ForwardMsg.FromString(frame).WhichOneof("type")
        assert marked == (kind == "script_finished"), kind
    page.evaluate("watch_from_now()")
    security = page.get_by_role("combobox", name="Security", exact=True)
    security.click()
    security.fill("AVGO")
    security.press("Enter")
    page.wait_for_function("frames_seen.at(-1).every(Boolean)", timeout=30_000)
    assert not page.evaluate("frames_seen.some(([title, chart]) => !title && chart)")


DELIVERED = """async ([hidden, sent]) => {
  Object.defineProperty(document, 'hidden', {value: hidden});
  let frames = 0;
  const count = () => { frames += 1; requestAnimationFrame(count); };
  const socket = new WebSocket('ws://127.0.0.1');
  const seen = [];
  socket.addEventListener('message', message => seen.push(message.label));
  socket.addEventListener('close', message => seen.push(message.label));
  const bytes = {
    numbers: new TextEncoder().encode('numbers'),
    chart: new TextEncoder().encode('id {"data":[{"x":[1]}]}'),
    table: new TextEncoder().encode('table'),
    end: Uint8Array.of(0x12, 0, 0x30, 0),
  };
  requestAnimationFrame(count);
  const at_once = [];
  for (const label of sent) {
    const message = new Event(label === 'close' ? 'close' : 'message');
    message.label = label;
    message.data = bytes[label]?.buffer;
    socket.dispatchEvent(message);
    at_once.push([...seen]);
  }
  const patience = performance.now() + 5000;
  while (seen.length < sent.length && performance.now() < patience)
    await new Promise(go => setTimeout(go, 5));
  return [at_once, seen, frames];
}"""


def delivered(page: Page, *sent: str, hidden: bool = False) -> tuple[list[list[str]], int]:
    """Give what the client has when each message has come, and the frames until it has all."""
    page.goto("about:blank")
    page.evaluate("window.WebSocket = class extends EventTarget {}; 0")
    page.add_script_tag(path=PAINT_FIRST)
    at_once, seen, frames = page.evaluate(DELIVERED, [hidden, sent])
    assert seen == list(sent)
    return at_once, frames


def test_a_new_browser_gets_its_first_page_piece_by_piece(new_page: OpenPage) -> None:
    at_once, _ = delivered(new_page(), "numbers", "end", "table", "end")
    assert at_once == [["numbers"], *[["numbers", "end"]] * 2, ["numbers", "end", "table", "end"]]


def test_the_numbers_come_together_and_a_chart_and_what_follows_it_wait_for_a_frame(
    new_page: OpenPage,
) -> None:
    at_once, frames = delivered(new_page(), "end", "numbers", "table", "chart", "table", "end")
    assert at_once == [*[["end"]] * 3, *[["end", "numbers", "table"]] * 3]
    assert frames > 0


def test_an_answer_without_a_chart_comes_with_its_end(new_page: OpenPage) -> None:
    at_once, _ = delivered(new_page(), "end", "numbers", "table", "end")
    assert at_once == [*[["end"]] * 3, ["end", "numbers", "table", "end"]]


def test_the_numbers_of_a_long_answer_do_not_wait_for_its_chart(new_page: OpenPage) -> None:
    at_once, _ = delivered(new_page(), "end", "numbers")
    assert at_once == [["end"]] * 2


def test_what_waits_when_the_connection_closes_comes_before_the_close(new_page: OpenPage) -> None:
    at_once, _ = delivered(new_page(), "end", "numbers", "chart", "table", "close")
    assert at_once[-2:] == [["end", "numbers"], ["end", "numbers", "chart", "table", "close"]]


def test_a_page_that_nobody_sees_waits_for_nothing(new_page: OpenPage) -> None:
    at_once, _ = delivered(new_page(), "end", "numbers", "chart", "table", hidden=True)
    assert at_once[-1] == ["end", "numbers", "chart", "table"]


def test_the_script_of_exports_is_plotlys_own_and_nothing_beside_it_is_served(
    address: str,
) -> None:
    body, _ = fetched(f"{address}/drawing/plotly.min.js", accept_encoding="gzip")
    own = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert gzip.decompress(body) == own.read_bytes()
    page = (Path(get_static_dir()) / "index.html").read_bytes()
    for path in ("/drawing/..%2f__init__.py", "/static/..%2f..%2fconfig.py", "/drawing/%2e%2e/x"):
        assert answered(f"{address}{path}") in (400, 404, page)
