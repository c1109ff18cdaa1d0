from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

ONE_PAGE = """
from dashboard.components.controls import Choices, DEFAULTS
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import {page}
import streamlit as st

asked = st.query_params
paths = ("explorer", "claims", "{page}")
keep_pages({{path: st.Page(lambda: None, title=path, url_path=path) for path in paths}})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
choices = Choices(**{{key: asked.get(key, default) for key, default in DEFAULTS.items()}})
{page}.show(choices, Language(asked.get("lang", "en")))
"""


def opened(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_string(ONE_PAGE.format(page=page), default_timeout=180)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def written(app: AppTest) -> str:
    return " ".join(block.value for block in (*app.markdown, *app.caption, *app.header))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_timing_names_the_crash_as_the_date_of_the_prices(language: str) -> None:
    app = opened("timing", lang=language)
    day = "27 Jan 2025" if language == "en" else "2025年1月27日"
    assert day in written(app)
    assert len(app.get("plotly_chart")) == 3
    table = app.table[0].value
    chosen = table[table.iloc[:, 0].str.contains("◆")]
    assert chosen.iloc[:, 0].tolist() == ["**◆ 27 Jan**" if language == "en" else "**◆ 1/27**"]
    assert "A1 7" in chosen.iloc[0, 4]


def test_searching_more_sessions_changes_the_chart_and_the_p_value() -> None:
    app = opened("timing")
    before = written(app)
    app.selectbox(key="search").set_value("-15,15").run()
    assert not app.exception
    assert len(json.loads(app.get("plotly_chart")[0].proto.spec)["data"][1]["x"]) == 31
    assert re.search(r"p = [\d.]+", written(app)) != re.search(r"p = [\d.]+", before)
    assert app.query_params["search"] == "-15,15"


def test_an_address_with_nonsense_falls_back_to_the_defaults() -> None:
    app = opened("timing", search="<script>", score="☃")
    assert app.selectbox(key="search").value == "-5,4"
    assert app.selectbox(key="score").value == "scaled"


def test_a_model_that_cannot_be_searched_is_refused_in_words() -> None:
    app = opened("timing", model="garch")
    assert "Choose one of these models" in app.error[0].value


@pytest.mark.parametrize("language", ["en", "ja"])
def test_causes_shows_the_race_the_cross_section_and_the_second_opinions(language: str) -> None:
    app = opened("causes", lang=language)
    assert len(app.get("plotly_chart")) == 4
    assert not app.error
    assert len(app.table[0].value) == 8


def test_what_donors_cannot_tell_leaves_the_rest_of_the_page() -> None:
    app = opened("causes", security="6857.T", benchmark="^GSPC")
    assert len(app.get("plotly_chart")) == 3
    assert any("trade in New York" in error.value for error in app.error)
