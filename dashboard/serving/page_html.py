"""The HTML of a page, with the address of the server in it, and what paints numbers before charts.

Streamlit's client does not know whether ``/explorer`` is a page of the app or the folder that the
app is served under. It asks both for their health, and one of the two answers with 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

HEAD: Final = "<head>"
BASE: Final = (
    "<script>window.__streamlit = {...window.__streamlit, "
    "BACKEND_BASE_URL: new URL('.', location.origin + location.pathname).href}</script>"
)
"""The folder of the page's address, a proxy's prefix included, is the server's."""
PAINT_FIRST: Final = (
    f"<script>{Path(__file__).with_name('paint_first.js').read_text('utf-8')}</script>"
)
"""Has the browser paint what stands before a chart; docs/speed.md has the measures."""


def pages_of(index: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the HTML of pages by their path on the server.

    Parameters
    ----------
    index
        Streamlit's HTML, the same for every page.
    names
        Last parts of the pages' addresses; that of the first page is empty.

    Raises
    ------
    ValueError
        When the HTML has no head to put the scripts into.
    """
    before, head, after = index.read_text("utf-8").partition(HEAD)
    if not head:
        raise ValueError(f"{index} has no {HEAD}")
    html = f"{before}{head}{BASE}{PAINT_FIRST}{after}"
    return {f"/{name}": html for name in names}
