from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis.normal_returns.models import MODELS
from analysis.significance.battery import BATTERY
from dashboard.pages.method import PARTS
from dashboard.studies.explanations.references import REFERENCES
from dashboard.studies.glossary import GLOSSARY
from dashboard.studies.request import study_request
from dashboard.studies.single import run

PAGE = """
from dashboard.components.controls import choose_study
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import method
import streamlit as st

paths = ("method", "prices", "firmness")
keep_pages({path: st.Page(lambda: None, title=path, url_path=path) for path in paths})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
language = Language(st.query_params.get("lang", "en"))
method.show(choose_study(language, "method"), language)
"""
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_page_opens_in_both_languages(part: str, language: str) -> None:
    app = opened(part=part, lang=language)
    assert not app.exception
    assert not app.error
    assert bool(JAPANESE.search(app.title[0].value)) == (language == "ja")
    assert app.button_group(key="part").value == part


def test_the_readers_own_number_is_worked_out_with_two_charts() -> None:
    app = opened(security="AVGO", benchmark="^IXIC")
    assert not app.exception
    assert "Broadcom" in words(app)
    formulas = [element.value for element in app.latex]
    assert any(r"\frac{P_1}{P_0} - 1" in formula for formula in formulas)
    request = study_request(security="AVGO", event="crash-2025-01-27", benchmark="^IXIC")
    value = 100 * run(request).headline.car.value
    assert any(rf"= {value:.4f}\%" in formula for formula in formulas)
    assert len(app.get("plotly_chart")) == 2
    ordinary, _, event = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    assert ordinary["name"] == "an ordinary session"
    assert event["marker"]["symbol"] == "diamond"
    assert "market value" in words(app)


@pytest.mark.parametrize("model", MODELS)
def test_the_page_works_the_number_out_under_every_model(model: str) -> None:
    app = opened(model=model, window="0,1")
    assert not app.exception
    assert not app.error
    assert len(app.get("plotly_chart")) == 2


def test_a_basket_is_explained_by_its_mean_its_correlation_and_its_test() -> None:
    app = opened(security="basket:GPU_INFRA")
    assert not app.exception
    formulas = " ".join(element.value for element in app.latex)
    assert r"\mathit{CAAR}" in formulas
    assert r"\bar{r}" in formulas


def test_a_study_that_cannot_be_done_is_answered_with_a_sentence() -> None:
    app = opened(event="2025-01-25")
    assert not app.exception
    assert "Saturday" in app.error[0].value


def test_the_naive_tests_stand_beside_their_true_size() -> None:
    app = opened(part="pitfalls")
    table = app.table[0].value
    naive, robust = table.iloc[0], table.iloc[-1]
    assert naive["Test"] == "Cross-sectional t"
    assert int(naive["Rejects a true null"].rstrip("%")) > 25
    assert robust["Rejects a true null"] == "about 5%"
    assert "503 members" in words(app)


def test_models_and_tests_describe_themselves() -> None:
    app = opened(part="catalogue")
    models, one, many = (table.value for table in app.table)
    assert len(models) == len(MODELS)
    assert len(one) >= 6
    assert len(many) == len(BATTERY)
    assert (many["Assumes"].str.len() > 10).all()


@pytest.mark.parametrize(
    ("language", "term", "word"),
    [("en", "bootstrap", "Bootstrap"), ("en", "帰無", "Null hypothesis"), ("ja", "beta", "ベータ")],
)
def test_the_glossary_is_searched_in_both_languages(language: str, term: str, word: str) -> None:
    app = opened(part="glossary", lang=language, term=term)
    assert word in words(app)
    assert app.text_input(key="term").value == term
    assert len(app.latex) < 10


def test_the_glossary_is_in_order_and_every_word_has_its_meaning() -> None:
    assert len(GLOSSARY) >= 30
    names = [entry.word.casefold() for entry in GLOSSARY]
    assert names == sorted(names)
    assert all(entry.meaning.endswith(".") for entry in GLOSSARY)


def test_the_papers_that_the_models_come_from_are_among_the_references() -> None:
    known = {(paper.authors.split(",")[0], paper.year) for paper in REFERENCES}
    for model in MODELS.values():
        cited = re.match(r"(\w+).*?\((\d{4})", model.source)
        assert cited is not None, model.source
        assert (cited[1], int(cited[2])) in known, model.source


def test_the_self_check_runs_on_a_button_and_says_that_all_is_well() -> None:
    app = opened(part="check", security="AVGO")
    assert not app.dataframe
    app.button(key="self-check").click().run()
    assert not app.exception
    assert "48 of 48" in app.success[0].value
    shown = app.dataframe[0].value
    assert shown["Result"].eq("✓ same").all()
    assert shown["What"].str.startswith("AVGO").any()


def presented(slide: int, **parameters: str) -> AppTest:
    app = opened(present="1", slide=str(slide), **parameters)
    assert not app.exception
    return app


def test_the_number_is_presented_step_by_step_with_its_two_charts() -> None:
    app = presented(1, security="AVGO")
    (count,) = [m.value for m in app.markdown if re.fullmatch(r"1 / \d+", m.value)]
    value = run(study_request(security="AVGO", event="crash-2025-01-27")).headline.car.value
    titles, charts, worked = [], 0, ""
    for slide in range(1, int(count.split(" / ")[1]) + 1):
        app = presented(slide, security="AVGO")
        titles.append(app.title[0].value)
        charts += len(app.get("plotly_chart"))
        worked += " ".join(formula.value for formula in app.latex)
        assert bool(app.get("plotly_chart")) != bool(app.latex)
        assert not app.button_group
    assert [int(title[0]) for title in titles] == sorted(int(title[0]) for title in titles)
    assert {title[0] for title in titles} == set("123456")
    assert charts == 2
    assert rf"= {100 * value:.4f}\%" in worked


def test_a_basket_and_a_study_that_cannot_be_done_are_presented_too() -> None:
    basket = presented(1, security="basket:GPU_INFRA")
    assert any(r"\mathit{CAAR}" in formula.value for formula in basket.latex)
    refused = presented(1, event="2025-01-25")
    assert "Saturday" in words(refused)


def test_present_stands_beside_the_number_and_not_beside_the_glossary() -> None:
    assert "slide-present" in {button.key for button in opened().button}
    assert "slide-present" in {b.key for b in opened(security="basket:GPU_INFRA").button}
    assert "slide-present" not in {button.key for button in opened(part="glossary").button}
