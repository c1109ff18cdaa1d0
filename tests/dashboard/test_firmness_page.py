from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

ONE_PAGE = """
from dataclasses import replace
from dashboard.components.controls import DEFAULTS, Choices
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import firmness
import streamlit as st

paths = ("explorer", "firmness")
keep_pages({path: st.Page(lambda: None, title=path, url_path=path) for path in paths})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
asked = {key: st.query_params.get(key, DEFAULTS[key]) for key in DEFAULTS}
firmness.show(Choices(**asked), Language(st.query_params.get("lang", "en")))
"""


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_string(ONE_PAGE, default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def figures(app: AppTest) -> list[dict[str, object]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def facts(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_shows_six_charts_and_sums_up_in_both_languages(language: str) -> None:
    app = opened(lang=language)
    assert not app.exception
    assert not app.error
    assert len(figures(app)) == 6
    assert facts(app) == ["99%", "0.0121", "9 / 6,777", "−1.89%", "10 / 22"]
    title = "結果はどれほど確かか" if language == "ja" else "How firm is it?"
    assert app.title[0].value == title


def test_each_control_changes_its_panel_and_stands_in_the_url() -> None:
    app = opened()
    app.selectbox(key="windows").set_value("chosen").run()
    assert app.query_params["windows"] == "chosen"
    assert any("225 specifications" in text.value for text in app.markdown)
    app.selectbox(key="scaled").set_value("yes").run()
    assert any("standard deviations is number 3" in text.value for text in app.markdown)
    app.selectbox(key="measure").set_value("abnormal").run()
    assert any("is number 5 from the bottom" in text.value for text in app.markdown)
    app.selectbox(key="names").set_value("hyperscalers").run()
    assert any("21 AI names" in text.value for text in app.markdown)
    app.selectbox(key="basket").set_value("AI_POWER").run()
    assert any("the 8 members correlate" in text.value for text in app.markdown)
    assert not app.exception


def test_a_link_reopens_the_same_view() -> None:
    app = opened(
        windows="chosen",
        measure="abnormal",
        scaled="yes",
        basket="ai_power",
        spec="ff5__-250,-21_0,0_simple",
    )
    assert not app.exception
    assert app.selectbox(key="spec").value == "ff5__-250,-21_0,0_simple"
    assert any("Model: FF 5 factors" in text.value for text in app.markdown)
    assert any("is number 5 from the bottom" in text.value for text in app.markdown)
    assert any("the 8 members correlate" in text.value for text in app.markdown)


def test_a_specification_of_the_box_is_opened_with_a_link_or_the_reason_for_none() -> None:
    app = opened()
    box = app.selectbox(key="spec")
    assert len(box.options) == 2026
    box.set_value("market_RSP_-140,-21_0,1_log").run()
    said = [text.value for text in app.markdown]
    assert any("Benchmark: Equal-weight" in text and "Returns: Log" in text for text in said)
    assert app.query_params["spec"] == "market_RSP_-140,-21_0,1_log"
    links = [link.proto for link in app.get("page_link")]
    assert any("Open this specification" in link.label for link in links)
    app.selectbox(key="spec").set_value("market_sector_-140,-21_0,1_log").run()
    assert any("The explorer has no such benchmark" in text.value for text in app.caption)


@pytest.mark.parametrize(
    ("parameters", "said", "charts"),
    [
        ({"security": "NVDAX"}, "NVDAX", 1),
        ({"security": "basket:AI_POWER"}, "Choose one security", 1),
        ({"security": "NVDA,AMD"}, "Choose one security", 1),
        ({"security": "9984.T"}, "New York", 4),
        ({"event": "2025-01-25"}, "Saturday", 0),
        ({"model": "{x}"}, "none of that name", 0),
        ({"model": "huber", "measure": "abnormal"}, "would take minutes", 5),
        ({"window": "; drop table"}, "whole numbers", 0),
        ({"basket": "<script>"}, "SCRIPT", 5),
        ({"windows": "{x}", "tier": "?", "scaled": "0", "names": "{", "spec": "{0}"}, "", 6),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_the_other_panels_stand(
    parameters: dict[str, str], said: str, charts: int
) -> None:
    app = opened(**parameters)
    assert not app.exception
    assert len(figures(app)) == charts
    if said:
        assert any(said in error.value for error in app.error)
    else:
        assert not app.error


def test_the_sources_and_the_null_stand_beside_the_numbers() -> None:
    app = opened()
    captions = [caption.value for caption in app.caption]
    assert any(caption.startswith("Null hypothesis") for caption in captions)
    assert sum("SHA-256" in caption for caption in captions) >= 5
    table = app.table[0].value
    assert len(table) == 3
    assert "0.0121" in table.to_string()
