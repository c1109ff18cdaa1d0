from __future__ import annotations

import json

import plotly.io as pio
import pytest

from dashboard.export.picture import HEIGHT, WIDTH, picture, wrapped
from dashboard.export.report import Report, file_name, footer
from dashboard.export.sources import short_sources
from tests.dashboard.export.conftest import LINK, MADE_ON


def lines(report: Report) -> tuple[str, ...]:
    behind = short_sources(report.sources, report.language)
    return footer(report.parameters, behind, LINK, MADE_ON, report.language)


def test_a_picture_says_what_it_is_and_where_it_comes_from(report: Report) -> None:
    for chart in report.charts:
        drawn = json.loads(pio.to_json(picture(chart, lines(report))))["layout"]
        assert chart.name in drawn["title"]["text"]
        assert chart.sentence[:30] in drawn["title"]["text"]
        foot = drawn["annotations"][-1]["text"]
        assert "NVDA · Nvidia" in foot
        assert report.sources[0].history.provenance.sha256[:12] in foot
        assert report.language.date(MADE_ON) in foot
        assert "security=NVDA" in foot.replace("<br>", "")
        assert (drawn["width"], drawn["height"]) == (WIDTH, HEIGHT) == (1600, 900)


@pytest.mark.parametrize(("dark", "ground"), [(False, "#FFFFFF"), (True, "#14181F")])
def test_its_colours_are_its_own_and_not_the_default_templates(
    english: Report, dark: bool, ground: str
) -> None:
    before = pio.templates.default
    pio.templates.default = "ggplot2"
    try:
        drawn = picture(english.charts[0], lines(english), dark=dark)
    finally:
        pio.templates.default = before
    assert drawn.layout.paper_bgcolor == ground
    assert drawn.layout.template.layout.plot_bgcolor != "rgb(237,237,237)"


def test_the_chart_on_the_page_is_left_as_it_was(english: Report) -> None:
    before = english.charts[0].figure.to_json()
    picture(english.charts[0], lines(english), dark=True)
    assert english.charts[0].figure.to_json() == before


def test_lines_break_in_both_scripts_and_lose_nothing() -> None:
    japanese = "累積異常リターンは" * 30
    assert "".join(wrapped(japanese, 40)) == japanese
    assert max(len(line) for line in wrapped(japanese, 40)) <= 21
    assert all(len(line) <= 50 for line in wrapped(LINK * 5, 50))
    assert (
        " ".join(wrapped("a short line of words " * 9, 30)).split()
        == ("a short line of words " * 9).split()
    )


def test_a_files_name_is_its_title_without_signs_and_the_date() -> None:
    assert file_name("NVDA / −17 %: why?", MADE_ON, "png") == "NVDA-17-why-2026-11-22.png"
    assert file_name("累積リターン", MADE_ON, "csv") == "累積リターン-2026-11-22.csv"
