"""A report on paper: its HTML, printed by a browser that is installed beside the app."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from analysis.errors import N_
from dashboard.export.html import html
from dashboard.export.report import Report
from data.errors import DataError

MIME: Final = "application/pdf"
BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""Names on the PATH."""

PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
"""Where macOS and Windows keep browsers, which they do not put on the PATH."""

SECONDS: Final = 60.0


def pdf(report: Report, link: str, made_on: date, *, seconds: float = SECONDS) -> bytes:
    """Return a report as a PDF of A4 pages, its charts drawn.

    Parameters
    ----------
    seconds
        After which printing is given up.

    Raises
    ------
    DataError
        When no browser is installed, or it prints nothing in time.
    """
    browser = find_browser()
    if browser is None:
        raise no_browser()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_bytes(html(report, link, made_on, printed=True))
        said = _print(browser, source, target, Path(folder, "profile"), seconds)
        if not target.exists() or not (content := target.read_bytes()).startswith(b"%PDF"):
            raise DataError(
                N_("A PDF of this page was asked for."),
                N_("The browser {browser} printed nothing in {seconds} seconds{said}."),
                N_("Open the HTML report and print it from your own browser."),
                browser=Path(browser).name,
                seconds=f"{seconds:.0f}",
                said=f": {said}" if said else "",
            )
        return content


def find_browser() -> str | None:
    """Return the path of a browser that can print, if one is installed."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        path = Path(_filled(place))
        if path.is_file():
            return str(path)
    return None


def no_browser() -> DataError:
    """Return the error that says why there is no PDF here, and what to do."""
    return DataError(
        N_("A PDF of this page was asked for."),
        N_("The server has no Chromium, Chrome or Edge to print it."),
        N_("Open the HTML report and print it from your own browser."),
    )


def _filled(place: str) -> str:
    if not place.startswith("{"):
        return place
    variable, rest = place[1:].split("}", 1)
    return os.environ.get(variable, "") + rest


def _print(browser: str, source: Path, target: Path, profile: Path, seconds: float) -> str:
    """Print a file in a browser of its own; return the end of what it said when it failed."""
    command = [
        browser,
        "--headless=new",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--no-first-run",
        "--no-default-browser-check",
        f"--user-data-dir={profile}",
        "--window-size=900,1200",
        "--virtual-time-budget=10000",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        *(["--no-sandbox"] if _is_root() else []),
        source.as_uri(),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A group of its own: a browser is several processes, and all end with it.
        start_new_session=sys.platform != "win32",
    )
    try:
        said = process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        _end(process)
        return ""
    last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
    return last[0][:200] if process.returncode and last else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
