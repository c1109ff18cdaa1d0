from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from dashboard.export.html import html
from dashboard.export.report import Report
from tests.dashboard.export.conftest import LINK, MADE_ON

LOADING = {"src", "srcset", "poster", "data", "action", "background"}


class Document(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: dict[str, str] = {}
        self.open: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.script = dict(attrs).get("id") or "code"

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.script = ""

    def handle_data(self, data: str) -> None:
        if self.script:
            self.scripts[self.script] = self.scripts.get(self.script, "") + data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read(report: Report, *, printed: bool = False) -> tuple[str, Document]:
    text = html(report, LINK, MADE_ON, printed=printed).decode("utf-8")
    document = Document()
    document.feed(text)
    document.close()
    return text, document


def numbers(drawn: object) -> np.ndarray:
    if isinstance(drawn, dict):
        return np.frombuffer(base64.b64decode(drawn["bdata"]), dtype=drawn["dtype"])
    return np.array(drawn, dtype=float)


def test_each_chart_stands_in_the_file_with_its_numbers(report: Report) -> None:
    _, document = read(report)
    for position, chart in enumerate(report.charts, start=1):
        figure = json.loads(document.scripts[f"figure-{position}"])
        assert len(figure["data"]) == len(chart.figure.data)
        for drawn, trace in zip(figure["data"], chart.figure.data, strict=True):
            if all(isinstance(value, float) for value in trace.y):
                assert np.array_equal(numbers(drawn["y"]), np.array(trace.y), equal_nan=True)
        assert chart.sentence in document.text
        assert figure["layout"]["paper_bgcolor"] == "#FFFFFF"
        assert figure["layout"]["template"]["layout"]["font"]["color"] == "#1B2430"


def test_it_says_parameters_sources_hash_date_and_address(report: Report) -> None:
    _, document = read(report)
    for loaded in report.sources:
        origin = loaded.history.provenance
        assert origin.sha256 in document.text
        assert report.language.date(origin.as_of) in document.text
    assert "NVDA · Nvidia" in document.text
    assert report.language.date(MADE_ON) in document.text
    assert ("a", {"href": LINK}) in document.tags
    (root,) = (attributes for tag, attributes in document.tags if tag == "html")
    assert root["lang"] == report.language.code


def test_it_asks_no_other_file_for_anything(report: Report) -> None:
    text, document = read(report)
    for tag, attributes in document.tags:
        assert not LOADING & attributes.keys(), (tag, attributes)
        if tag == "link":
            assert (attributes["href"] or "").startswith("data:")
    policy = next(a["content"] for t, a in document.tags if t == "meta" and "content" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    assert not any("url(" in part or "@import" in part for part in style)


def test_text_of_others_stays_text(english: Report) -> None:
    text, document = read(english)
    assert "Nvidia <27 Jan 2025>" in document.text
    assert "</script><b>Bold</b>" in document.text
    assert "<b>Bold</b>" not in text


def test_tables_are_rounded_for_people_and_folded_on_screen_only(english: Report) -> None:
    _, document = read(english)
    assert "−13.19%" in document.text
    assert "0.0087" in document.text
    folded = [attributes for tag, attributes in document.tags if tag == "details"]
    assert folded
    assert all("open" not in attributes for attributes in folded)
    _, printed = read(english, printed=True)
    assert "details" not in {tag for tag, _ in printed.tags}
    heads = [tag for tag, _ in printed.tags if tag == "table"]
    # The charts of returns share one table, printed once; the price has its own, the tests theirs.
    assert len(heads) == 3


@pytest.mark.parametrize("name", ["h1", "main", "footer", "section", "caption"])
def test_it_has_the_landmarks_that_screen_readers_use(english: Report, name: str) -> None:
    _, document = read(english)
    assert name in {tag for tag, _ in document.tags}
