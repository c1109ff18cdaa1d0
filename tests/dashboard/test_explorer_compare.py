"""Baskets and comparisons in the explorer: every control, in both languages."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.comparison import LABEL_HEIGHT, label_places
from dashboard.language import JAPANESE
from dashboard.studies.basket import run
from dashboard.studies.basket_record import basket_record
from dashboard.studies.basket_request import basket_request

APP = str(Path(__file__).parents[2] / "dashboard" / "frame" / "script.py")
LANGUAGES = ("en", "ja")


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=90)
    for name, value in ({"security": "NVDA"} | parameters).items():
        app.query_params[name] = value
    return app.run()


def metrics(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def drawn(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_basket_shows_the_numbers_of_its_record(language: str) -> None:
    app = opened(security="basket:GPU_INFRA", lang=language)
    assert not app.exception
    assert not app.error
    record = basket_record(run(basket_request()))
    assert metrics(app)[0] == JAPANESE.percent(record["caar"])
    p_values = [test["p_value"] for test in record["headline"]["tests"]]
    assert metrics(app)[1:3] == [f"p {JAPANESE.probability(p)}" for p in p_values]
    cars = [member["car"] for member in record["members"]]
    assert metrics(app)[3] == f"{JAPANESE.percent(min(cars), 0)} … {JAPANESE.percent(max(cars), 0)}"
    assert drawn(app) == 3
    app.session_state["naive-tests-folded"] = True
    app.run()
    sizes = app.table[1].value.to_string()
    for test in record["tests"]:
        if test["status"] == "ok" and (test["true_size"] or 0) >= 0.075:
            assert JAPANESE.percent(test["true_size"], 0, sign=False) in sizes


@pytest.mark.parametrize(
    "parameters", [{"security": "basket:NONE"}, {"compare": "AVGO,basket:NONE"}]
)
def test_a_basket_that_is_not_there_leaves_the_default(
    parameters: dict[str, str],
) -> None:
    app = opened(**parameters)
    assert not app.exception
    assert drawn(app) == 3
    assert any("basket:NONE" in notice.value.replace("\\", "") for notice in app.warning)


def test_tickers_with_commas_are_a_basket_of_ones_own() -> None:
    app = opened(security="nvda,Broadcom,TSM")
    assert not app.exception
    assert "NVDA, AVGO, TSM" in app.title[0].value
    record = basket_record(run(basket_request(members="NVDA,AVGO,TSM")))
    assert metrics(app)[0] == JAPANESE.percent(record["caar"])


def test_who_is_left_out_of_a_basket_stands_with_the_reason() -> None:
    app = opened(security="basket:SEMI_EQUIP")
    said = " ".join(text.value for text in app.markdown)
    assert "8035" in said
    assert "XTKS" in said


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"security": "NVDA,NVDAX"}, "NVDAX"),
        ({"security": "NVDA,9984.T"}, "9984"),
        ({"security": "basket:GPU_INFRA", "event": "2025-01-25"}, "Saturday"),
        ({"security": "basket:GPU_INFRA", "window": "0,5", "event": "2025-12-30"}, "data run"),
    ],
)
def test_a_basket_that_cannot_be_had_gets_a_sentence(parameters: dict[str, str], said: str) -> None:
    app = opened(**parameters)
    assert not app.exception
    assert said in app.error[0].value
    assert drawn(app) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("parameters", "columns"),
    [({"compare": "AVGO,9984.T,basket:HYPERSCALER"}, 4), ({"models": "market,ff3,carhart"}, 3)],
)
def test_names_and_models_stand_side_by_side_only_when_asked(
    language: str, parameters: dict[str, str], columns: int
) -> None:
    alone = opened(lang=language)
    app = opened(lang=language, **parameters)
    assert not app.exception
    assert (drawn(alone), drawn(app)) == (3, 5)
    assert app.table[0].value.shape == (10, columns)
    assert app.table[0].value.iloc[1, 0] == metrics(alone)[1]
    lines = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    assert len(lines) == columns + 1
    assert len({line["line"]["dash"] for line in lines[1:]}) == columns
    assert len({line["marker"]["symbol"] for line in lines[1:]}) == columns


def test_the_controls_set_the_address_and_the_address_the_controls() -> None:
    app = opened()
    app.multiselect(key="compare").set_value(["AVGO", "TSM"]).run()
    assert app.query_params["compare"] == "AVGO,TSM"
    assert drawn(app) == 5
    app.multiselect(key="models").set_value(["ff3"]).run()
    assert app.query_params["models"] == "ff3"
    assert drawn(app) == 7
    app.multiselect(key="compare").set_value([]).run()
    assert "compare" not in app.query_params
    again = opened(models="ff3")
    assert again.multiselect(key="models").value == ["ff3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_five_names_the_first_four_are_kept_and_the_fifth_is_said(language: str) -> None:
    app = opened(compare="AVGO,TSM,AMD,MU", lang=language)
    assert not app.exception
    assert any("MU" in warning.value for warning in app.warning)
    assert app.table[0].value.shape[1] == 4


def test_a_refusal_stands_in_its_column_and_the_study_itself_goes_on() -> None:
    app = opened(compare="NVDAX,AVGO")
    assert not app.exception
    table = app.table[0].value
    assert "near it" in table.iloc[-1, 1]
    assert set(table.iloc[:-1, 1]) == {"–"}
    assert drawn(app) == 5


def test_what_can_be_compared_stands_although_the_chosen_study_is_refused() -> None:
    app = opened(security="NVDAX", compare="AVGO,TSM")
    assert not app.exception
    assert "NVDAX" in app.error[0].value
    assert drawn(app) == 2


def test_a_near_match_is_taken_with_one_press() -> None:
    app = opened(security="NVDAX")
    next(button for button in app.button if "NVDA" in button.label).click().run()
    assert not app.error
    assert app.query_params["security"] == "NVDA"


def test_labels_at_the_ends_of_lines_keep_apart_and_inside_the_chart() -> None:
    places = label_places([100.0, 101.0, 102.0, 318.0], 320.0)
    assert sorted(places) == places
    assert min(b - a for a, b in pairwise(places)) >= LABEL_HEIGHT - 1e-9
    assert max(label_places([318.0, 319.0, 320.0, 320.0], 320.0)) <= 320.0
    assert label_places([10.0, 200.0], 320.0) == [10.0, 200.0]
