from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

PAGE = """
from dashboard.components.controls import Choices, DEFAULTS
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import sector
import streamlit as st

asked = st.query_params
paths = ("explorer", "claims", "sector")
keep_pages({path: st.Page(lambda: None, title=path, url_path=path) for path in paths})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
choices = Choices(**{key: asked.get(key, default) for key, default in DEFAULTS.items()})
sector.show(choices, Language(asked.get("lang", "en")))
"""
VIEWS = ("ranking", "days", "dollars", "members", "groups")


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def figure(app: AppTest) -> dict:
    (chart,) = app.get("plotly_chart")
    return json.loads(chart.proto.spec)


def written(app: AppTest) -> str:
    blocks = (*app.markdown, *app.caption, *app.header, *app.info)
    return " ".join(block.value for block in blocks)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_from_its_address_in_both_languages(view: str, language: str) -> None:
    app = opened(view=view, lang=language)
    assert not app.error
    assert figure(app)["data"]
    assert app.button_group(key="view").value == view
    caution = "not what caused it" if language == "en" else "原因までは分かりません"
    assert caution in written(app)


def test_it_opens_on_the_ranking_with_the_chosen_name_marked() -> None:
    app = opened()
    text = written(app)
    assert "69 of 114 names" in text
    assert "Nvidia: −13.2%, number 25 from below." in text
    labels = figure(app)["layout"]["yaxis"]["ticktext"]
    assert any(label.startswith("▶") and "NVDA" in label for label in labels)


def test_the_members_view_says_how_many_rose_and_fell() -> None:
    assert "of 503 members 351 rose and 152 fell" in written(opened(view="members"))


@pytest.mark.parametrize(
    ("key", "value", "view"),
    [
        ("measure", "raw", "ranking"),
        ("sort", "group", "ranking"),
        ("drawn", "all", "ranking"),
        ("weeks", "4", "days"),
        ("side", "gained", "dollars"),
    ],
)
def test_a_choice_changes_the_chart_and_the_address(key: str, value: str, view: str) -> None:
    app = opened(view=view)
    before = app.get("plotly_chart")[0].proto.spec
    app.button_group(key=key).set_value(value).run()
    assert not app.exception
    assert app.get("plotly_chart")[0].proto.spec != before
    assert app.query_params[key] == value
    again = opened(view=view, **{key: value})
    assert again.get("plotly_chart")[0].proto.spec == app.get("plotly_chart")[0].proto.spec


def test_other_names_change_the_chart_and_the_claims() -> None:
    app = opened()
    before = written(app)
    app.selectbox(key="names").set_value("AI_POWER").run()
    assert not app.exception
    assert app.query_params["names"] == "AI_POWER"
    assert len(figure(app)["layout"]["yaxis"]["ticktext"]) == 8
    assert written(app) != before


def test_the_spread_follows_its_two_sides_and_refuses_one_basket_against_itself() -> None:
    app = opened(view="groups", long="AI_SOFTWARE", short="AI_POWER")
    assert "Software that uses AI models less Power for data centres" in written(app)
    app.selectbox(key="short").set_value("AI_SOFTWARE").run()
    assert not app.exception
    assert "would cancel" in app.error[0].value
    assert app.get("plotly_chart")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"event": "2025-01-25"}, "Saturday"),
        ({"event": "2031-03-03"}, "2031-03-03"),
        ({"model": "{x}"}, "none of that name"),
        ({"names": "<script>alert(1)</script>"}, "no basket or group"),
        ({"window": "5,0"}, "ends before it begins"),
        ({"view": "members", "event": "2022-06-01"}, "embedded prices reach"),
        ({"view": "☃", "measure": "{0}", "sort": "x", "drawn": "x"}, ""),
        ({"view": "groups", "long": "nothing", "short": "{"}, ""),
    ],
)
def test_nonsense_gets_a_sentence_and_never_an_exception(
    parameters: dict[str, str], said: str
) -> None:
    app = opened(**parameters)
    if said:
        assert said in app.error[0].value
        assert not app.get("plotly_chart")
    else:
        assert not app.error
        assert app.get("plotly_chart")


def test_names_without_a_number_are_listed_with_their_reason() -> None:
    text = written(opened())
    assert "NBIS" in text
    assert "Only 44 of its 230 sessions" in text


def test_every_name_can_be_reached_by_the_keyboard_when_the_list_is_opened() -> None:
    app = opened(names="AI_POWER")
    app.session_state["ranking-links-folded"] = True
    app.run()
    assert not app.exception
    links = [link.proto.label for link in app.get("page_link")]
    assert {"VST", "CEG", "PWR"} <= set(links)


def test_presenting_shows_one_view_a_slide_and_nothing_else() -> None:
    app = opened(present="1", slide="3")
    assert figure(app)["data"]
    assert "Market value lost" in app.title[0].value
    assert not app.selectbox
    asked_wrongly = opened(present="1", names="nobody")
    assert "no basket or group" in written(asked_wrongly)


def test_what_is_folded_away_is_shown_once_it_is_unfolded() -> None:
    app = opened()
    before, captions = written(app), len(app.caption)
    assert any(folded.label.startswith("More claims: ") for folded in app.expander)
    app.session_state["sector-more-folded"] = True
    app.session_state["sector-sources-folded"] = True
    app.run()
    assert not app.exception
    assert written(app).count("Fact check:") > before.count("Fact check:")
    assert len(app.caption) > captions + 100
