from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.impact.controls import CONTROLS, DEFAULTS
from dashboard.pages.index import MENU

ONE_PAGE = """
from dashboard.components.controls import choose_study
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import impact
import streamlit as st

paths = ("explorer", "claims", "impact")
keep_pages({path: st.Page(lambda: None, title=path, url_path=path) for path in paths})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
language = Language(st.query_params.get("lang", "en"))
impact.show(choose_study(language, "impact"), language)
"""


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_string(ONE_PAGE, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def drawn(app: AppTest) -> int:
    return len([json.loads(chart.proto.spec) for chart in app.get("plotly_chart")])


def metrics(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def test_the_page_stands_in_the_menu() -> None:
    assert "impact" in {entry.path for group in MENU.values() for entry in group}


def test_the_page_answers_in_four_numbers() -> None:
    app = opened()
    assert not app.exception
    assert metrics(app) == ["−\u2060$592.6B", "−8.7%", "9 Jun 2025", "× 2.4"]
    assert drawn(app) == 2


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("panel", "charts"), [("parts", 2), ("recovery", 3), ("activity", 2)])
def test_every_panel_stands_in_both_languages(panel: str, charts: int, language: str) -> None:
    app = opened(panel=panel, lang=language)
    assert not app.exception
    assert not app.error
    assert drawn(app) == charts
    shown = {box.key for box in app.selectbox}
    assert set(CONTROLS[panel]) <= shown
    assert not (set(DEFAULTS) - set(CONTROLS[panel])) & shown
    if language == "ja":
        assert app.title[0].value == "どれだけ失われ、いつまで続いたか"


def test_a_control_changes_the_numbers_and_the_url_and_is_kept_in_another_panel() -> None:
    app = opened(panel="recovery")
    app.selectbox(key="group").set_value("basket:AI_POWER").run()
    assert app.query_params["group"] == "basket:AI_POWER"
    assert "VST" in app.dataframe[-1].value.to_string()
    app.button_group(key="panel").set_value("parts").run()
    assert "panel" not in app.query_params
    assert app.selectbox(key="group").value == "basket:AI_POWER"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (
            {"panel": "recovery", "later": "1,20", "scale": "log", "price": "total"},
            {"later": "1,20", "scale": "log", "price": "total"},
        ),
        ({"panel": "activity", "after": "60", "volume": "market"}, {"after": "60"}),
        ({"panel": "recovery", "scale": "crooked"}, {"scale": "linear"}),
        ({"panel": "activity", "after": "{0}"}, {"after": "20"}),
        ({"panel": "nonsense"}, {"group": "basket:GPU_INFRA"}),
    ],
)
def test_the_url_sets_the_controls_and_nonsense_gives_the_default(
    parameters: dict[str, str], expected: dict[str, str]
) -> None:
    app = opened(**parameters)
    assert not app.exception
    assert {key: app.selectbox(key=key).value for key in expected} == expected


def test_a_basket_as_the_security_is_the_group() -> None:
    app = opened(security="basket:AI_POWER")
    assert not app.exception
    assert "group" not in {box.key for box in app.selectbox}
    assert any("VST" in text.value for text in app.markdown)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"security": "NVDAX", "panel": "parts"}, "NVDAX"),
        ({"event": "2025-01-25", "panel": "recovery"}, "Saturday"),
        ({"event": "2025-01-25", "panel": "activity"}, "Saturday"),
        ({"group": "NVDA,NVDAX"}, "NVDAX"),
        ({"group": ",,"}, "names no security"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_never_with_an_exception(
    parameters: dict[str, str], said: str
) -> None:
    app = opened(**parameters)
    assert not app.exception
    assert any(said in error.value for error in app.error)


def test_nonsense_for_a_control_that_is_not_shown_does_no_harm() -> None:
    app = opened(panel="parts", after="x", scale="{0}")
    assert not app.exception
    assert not app.error
    app.button_group(key="panel").set_value("activity").run()
    assert not app.exception
    assert app.selectbox(key="after").value == "20"


@pytest.mark.parametrize(
    ("security", "panel", "charts"),
    [("^GSPC", "recovery", 3), ("XOM", "activity", 1), ("RSP", "parts", 1), ("9984.T", "parts", 2)],
)
def test_what_cannot_be_had_leaves_the_rest_standing(
    security: str, panel: str, charts: int
) -> None:
    app = opened(security=security, panel=panel)
    assert not app.exception
    assert drawn(app) == charts
    assert len(app.metric) == 4


def test_the_page_says_that_one_date_is_one_draw_and_that_the_order_matters() -> None:
    said = " ".join(caption.value for caption in opened(panel="recovery").caption)
    assert "One date is one draw" in said
    assert "The order matters" in " ".join(caption.value for caption in opened().caption)
