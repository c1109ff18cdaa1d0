"""What a person waits for, in a real browser: ``python -m benchmarks.browser``.

Times are taken inside the page, from the input event to the frame in which the new heading and
the new drawing are painted. Chromium runs without a graphics card and shares the machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Sequence
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.load import warmed
from benchmarks.serving import Server, machine, served
from dashboard.language import ENGLISH
from dashboard.pages.index import HOME, MENU

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECURITIES: Final = ("AVGO", "NVDA", "AMD", "TSM", "VST", "MSFT", "AAPL", "GEV")
WINDOWS: Final = ("[0, 1]", "[−1, 1]", "[0, 5]", "[0, 0]")
SETTLED: Final = 700
"""Milliseconds without a change on the page after which it is taken to be complete."""

WATCH: Final = """
(() => {
  const DRAWN = '.main-svg .trace, .main-svg .bars, .main-svg .scatterlayer path';
  const now = () => performance.now();
  const w = window.watch = {start: 0, heading: 0, drawing: 0, last: 0, first: 0};
  const title = () => document.querySelector('[data-testid=stMain] h1')?.innerText ?? '';
  const painted = done => requestAnimationFrame(() => setTimeout(() => done(now()), 0));
  w.begin = () => Object.assign(w, {start: now(), heading: 0, drawing: 0, last: now(),
                                    title: title()});
  w.expect = () => Object.assign(w, {armed: true, heading: 0, drawing: 0, title: title()});
  const input = event => {
    if (w.armed && (event.type === 'click' || event.key === 'Enter')) {
      w.armed = false;
      w.begin();
    }
  };
  addEventListener('keydown', input, true);
  addEventListener('click', input, true);
  const place = t => t instanceof Element ? t : t.parentElement;
  new MutationObserver(changes => {
    w.last = now();
    if (!w.first && document.querySelector(DRAWN))
      painted(at => { w.first ||= performance.timeOrigin + at; });
    if (w.start && !w.heading && title() && title() !== w.title)
      painted(at => { w.heading ||= at; });
    if (w.start && changes.some(c => place(c.target)?.closest('.js-plotly-plot .main-svg')))
      if (!w.drawing) painted(at => { w.drawing ||= at; });
  }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
})();
"""


def opened(browser: Browser, address: str) -> Page:
    """Open an address in a browser without a cache."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    return page


def seconds_to_first_chart(browser: Browser, server: Server, since: float | None) -> float:
    """Return the seconds until a chart is painted, from a moment or from the request."""
    started = time.time() if since is None else since
    page = opened(browser, server.address)
    page.wait_for_function("watch.first > 0")
    painted = float(page.evaluate("watch.first")) / 1e3
    page.context.close()
    return painted - started


def settle(page: Page) -> None:
    """Wait until nothing on the page changes any more."""
    page.wait_for_function(f"performance.now() - watch.last > {SETTLED}")


def change(page: Page, box: str, option: str) -> dict[str, float]:
    """Choose an option and return milliseconds to the new heading and to the new drawing."""
    control = page.get_by_role("combobox", name=box, exact=True)
    control.click()
    control.fill(option)
    page.wait_for_timeout(150)
    page.evaluate("watch.expect()")
    page.keyboard.press("Enter")
    settle(page)
    return taken(page)


def turn(page: Page, title: str) -> dict[str, float]:
    """Follow a link of the menu and return milliseconds to the new page's parts."""
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True)
    page.evaluate("watch.expect()")
    link.click()
    settle(page)
    return taken(page)


def taken(page: Page) -> dict[str, float]:
    """Return milliseconds from the input to heading, drawing and last change of the page."""
    seen: dict[str, Any] = page.evaluate("({...watch})")
    return {
        part: seen[part] - seen["start"] for part in ("heading", "drawing", "last") if seen[part]
    }


def figures(values: Sequence[float]) -> str:
    """Return count, median and 95th percentile in milliseconds."""
    ordered = sorted(values)
    if not ordered:
        return "none"
    p95 = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    return (
        f"{len(ordered):3} times, p50 {statistics.median(ordered):5.0f} ms, p95 {p95:5.0f} ms, "
        f"best {ordered[0]:5.0f} ms, max {ordered[-1]:5.0f} ms"
    )


def first_charts(browser: Browser, times: int) -> None:
    """Print how long a new browser waits at a server that has just started."""
    waits = []
    for _ in range(times):
        with served() as server:
            waits.append(seconds_to_first_chart(browser, server, server.healthy_at))
            started_in = server.started_in
    said = ", ".join(f"{wait:.2f}" for wait in waits)
    print(f"first chart after the server is healthy ({machine()})")
    print(f"  {said} s; best {min(waits):.2f}, median {statistics.median(waits):.2f} s")
    print(f"  the server is healthy {started_in:.1f} s after its start")


def changes(browser: Browser, server: Server, count: int) -> None:
    """Print how long a change of a control takes to be seen."""
    page = opened(browser, f"{server.address}/explorer")
    page.wait_for_function("watch.first > 0")
    settle(page)
    seen = []
    for number in range(count):
        options, box = (WINDOWS, "Event window") if number % 3 == 2 else (SECURITIES, "Security")
        seen.append(
            change(
                page, box, options[(number if box == "Security" else number // 3) % len(options)]
            )
        )
    print(f"a change on the explorer ({machine()})")
    for part in ("heading", "drawing", "last"):
        print(f"  {part:8} {figures([times[part] for times in seen if part in times])}")
    both = [max(t["heading"], t["drawing"]) for t in seen if {"heading", "drawing"} <= t.keys()]
    print(f"  both     {figures(both)}")
    page.context.close()


def pages(browser: Browser, server: Server, rounds: int) -> None:
    """Print how long every page of the menu takes to be seen."""
    entries = [entry for group in MENU.values() for entry in group]
    page = opened(browser, server.address)
    page.wait_for_function("watch.first > 0")
    settle(page)
    print(f"from page to page ({machine()})")
    every = []
    for entry in (*entries[1:], entries[0]):
        seen = []
        for _ in range(rounds):
            seen.append(turn(page, ENGLISH.text(entry.title)))
            turn(page, ENGLISH.text(entries[0 if entry.path != HOME else 1].title))
        parts = {
            part: [times[part] for times in seen if part in times]
            for part in ("heading", "drawing", "last")
        }
        every += parts["heading"]
        said = "; ".join(
            f"{part} best {min(times):4.0f}, median {statistics.median(times):4.0f}"
            for part, times in parts.items()
            if times
        )
        print(f"  {entry.path:12} {said} ms")
    print(f"  headings     {figures(every)}")
    page.context.close()


def main(arguments: Sequence[str] | None = ()) -> None:
    """Measure the first chart, changes, and turning pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--changes", type=int, default=45)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args(arguments)
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        first_charts(browser, chosen.starts)
        with served() as server:
            warmed(server)
            warm = [seconds_to_first_chart(browser, server, None) for _ in range(3)]
            print(f"first chart of a new browser later: {', '.join(f'{w:.2f}' for w in warm)} s")
            changes(browser, server, chosen.changes)
            pages(browser, server, chosen.rounds)
        browser.close()


if __name__ == "__main__":
    main(None)
