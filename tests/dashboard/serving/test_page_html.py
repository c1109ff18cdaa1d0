from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from dashboard.serving.page_html import BASE, PAINT_FIRST, pages_of

INDEX = Path(get_static_dir()) / "index.html"


def test_the_address_stands_before_every_script_of_the_page() -> None:
    pages = pages_of(INDEX, ("", "explorer"))
    assert list(pages) == ["/", "/explorer"]
    html = pages["/explorer"]
    assert html.index(BASE) < html.index("<script type=")
    assert html.replace(BASE + PAINT_FIRST, "") == INDEX.read_text("utf-8")


def test_html_without_a_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>nothing</p>")
    with pytest.raises(ValueError, match="has no <head>"):
        pages_of(tmp_path / "index.html", ("explorer",))
