from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache
from dashboard.components.controls import ESTIMATIONS
from dashboard.studies.request import study_request
from data.providers.snapshot import snapshot_prices
from data.providers.upload_use import NO_CURRENCY

APP = str(Path(__file__).parents[2] / "dashboard" / "frame" / "script.py")


def opened(**parameters: str) -> AppTest:
    """Open the explorer by an address that asks for a study."""
    return opened_at(**{"security": "NVDA"} | parameters)


def opened_at(**parameters: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def unfold(app: AppTest, *charts: str) -> None:
    """Open what is folded away under charts: the table and the sources."""
    for key in charts:
        app.session_state[f"{key}-behind-folded"] = True
    app.run()


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_the_app_opens_on_the_first_step_of_the_story() -> None:
    app = opened_at()
    assert not app.exception
    assert "R1 appears" in app.title[0].value
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    "parameters", [{"security": "AVGO"}, {"window": "0,1"}, {"v": "1", "model": "market"}]
)
def test_an_address_without_a_page_that_asks_for_a_study_opens_the_explorer(
    parameters: dict[str, str],
) -> None:
    app = opened_at(**parameters)
    assert not app.exception
    assert "27 Jan 2025" in app.title[0].value
    assert len(app.get("plotly_chart")) == 3


def test_an_address_that_names_a_step_opens_the_story_whatever_else_it_says() -> None:
    app = opened_at(step="2", security="AVGO")
    assert "Stargate" in app.title[0].value


def test_the_explorer_opens_on_the_17_percent_fall() -> None:
    app = opened()
    assert not app.exception
    assert metrics(app)["Return"] == "−16.97%"
    assert metrics(app)["Value"] == "−\u2060$592.6B"
    assert [len(json.loads(chart.proto.spec)["data"]) for chart in app.get("plotly_chart")] == [
        2,
        2,
        2,
    ]


def test_the_url_decides_what_is_studied() -> None:
    app = opened(security="AVGO", benchmark="^IXIC", window="0,1", returns="log")
    assert not app.exception
    assert "Broadcom" in app.title[0].value
    assert app.selectbox(key="window").value == "0,1"


def test_a_changed_control_changes_the_numbers_and_the_url() -> None:
    app = opened()
    before = metrics(app)["Abnormal return"]
    app.selectbox(key="benchmark").set_value("RSP").run()
    assert metrics(app)["Abnormal return"] != before
    assert app.query_params["benchmark"] == "RSP"


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"security": "NVDAX"}, "NVDAX"),
        ({"event": "2025-01-25"}, "Saturday"),
        ({"event": "2031-03-03"}, "2031-03-03"),
        ({"estimation": "-20,5", "window": "0,5"}, "share sessions"),
        ({"security": "ARM", "event": "2022-06-01"}, "2023-09-14"),
        ({"event": "0001-01-01T00:00:00Z"}, "neither a catalogued event nor a date"),
        ({"lang": "tlh"}, ""),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_never_with_an_exception(
    parameters: dict[str, str], said: str
) -> None:
    app = opened(**parameters)
    assert not app.exception
    if said:
        assert said in app.error[0].value
        assert not app.get("plotly_chart")


@pytest.mark.parametrize(
    "parameters",
    [
        {"model": "<script>alert(1)</script>"},
        {"model": "{x}"},
        {"window": "; drop table"},
        {"span": "5,-5"},
        {"estimation": "a,b"},
        {"returns": "{0}"},
        {"source": "{"},
        {"event": "nonsense"},
        {"security": "<b>x</b>"},
        {"benchmark": "\x00"},
        {"compare": "AMD,<i>"},
        {"models": "market,zzz"},
    ],
)
def test_an_address_that_cannot_be_meant_gets_a_notice_and_the_default(
    parameters: dict[str, str],
) -> None:
    app = opened(**parameters)
    assert not app.exception
    (key,) = parameters
    assert f"asks for {key} = " in app.warning[0].value
    assert metrics(app)["Return"] == "−16.97%"
    app.run()
    assert f"asks for {key} = " in app.warning[0].value


def test_an_address_of_another_version_gets_a_notice_and_its_parameters() -> None:
    app = opened(v="99", security="AVGO")
    assert "version “99”" in app.warning[0].value
    assert "Broadcom" in app.title[0].value
    assert not opened(v="1", security="AVGO").warning


@pytest.mark.parametrize(
    ("parameters", "drawn"),
    [
        ({"event": "2025-12-30"}, 12),
        ({"span": "-25,5"}, 26),
        ({"security": "000660.KS", "benchmark": "^GSPC"}, 15),
        ({"span": "300,310"}, 1),
    ],
)
def test_the_numbers_stand_where_the_charts_cannot_draw_every_session_asked_for(
    parameters: dict[str, str], drawn: int
) -> None:
    app = opened(**parameters)
    assert not app.error
    assert "%" in metrics(app)["Abnormal return"]
    assert "The charts do not show all the sessions" in app.warning[0].value
    unfold(app, "car")
    assert len(app.dataframe[0].value) == drawn


@pytest.mark.parametrize("security", ["NVDA", "9984.T", "SAP.DE", "SU.PA", "ASML.AS"])
def test_every_estimation_window_that_is_offered_has_its_rows(security: str) -> None:
    for estimation in ESTIMATIONS:
        request = study_request(security=security, event="crash-2025-01-27", estimation=estimation)
        assert cache.study(request).result.fit.n_estimation >= 100


def test_an_uploads_price_is_no_percentage_and_has_no_currency_of_its_own() -> None:
    app = opened()
    penny = replace(snapshot_prices("NVDA"), security="PENNY", currency=NO_CURRENCY)
    app.session_state["upload.histories"] = {"PENNY": penny}
    app.query_params["security"] = "PENNY"
    app.run()
    assert not app.exception
    assert any("PENNY closed at 118.42 on" in text.value for text in app.markdown)
    unfold(app, "car", "ar", "price")
    percentages = [json.loads(table.proto.columns) for table in app.dataframe]
    assert ["Close" in columns for columns in percentages] == [False, False, False]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_further_tests_stand_in_the_table_with_their_ceiling(language: str) -> None:
    app = opened(lang=language)
    app.toggle(key="more-tests").set_value(True).run()
    assert not app.exception
    table = app.table[0].value
    assert len(table) == 8
    assert "1.72" in table.to_string()
    app.button_group(key="lang").set_value("ja" if language == "en" else "en").run()
    assert len(app.table[0].value) == 8


def test_the_page_speaks_japanese() -> None:
    app = opened(lang="ja")
    assert not app.exception
    assert "エヌビディア" in app.title[0].value
    assert metrics(app)["リターン"] == "−16.97%"


def test_the_claims_of_this_move_stand_on_the_page_with_a_way_back() -> None:
    app = opened()
    assert "A3-13" in [heading.value for heading in app.subheader]
    assert any("#car" in text.value for text in app.markdown)


def test_provenance_stands_under_every_chart() -> None:
    captions = [caption.value for caption in opened().caption]
    assert sum("SHA-256" in caption and caption.startswith("NVDA") for caption in captions) == 3


def test_the_page_says_once_that_it_is_no_advice() -> None:
    captions = [caption.value for caption in opened().caption]
    assert sum("investment advice" in caption for caption in captions) == 1


def test_the_claims_that_are_folded_away_are_shown_once_they_are_unfolded() -> None:
    app = opened()
    folded = next(entry.label for entry in app.expander if entry.label.startswith("More claims"))
    shown = sum("Fact check" in text.value for text in (*app.markdown, *app.caption))
    app.session_state["more-claims-folded"] = True
    app.run()
    assert not app.exception
    now = sum("Fact check" in text.value for text in (*app.markdown, *app.caption))
    assert now - shown == int(folded.split()[-1])
