from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.ledger_slides import ClaimSlides
from dashboard.components.ledger_words import say
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.ledger import ledger
from dashboard.studies.ledger.records import Message
from data.catalogue import articles, claims, contradictions, source

ROOT = Path(__file__).parents[2]
ONE_PAGE = """
from dashboard.components.frame import keep_pages
from dashboard.language import Language
from dashboard.pages import claims
import streamlit as st

paths = ("explorer", "claims")
keep_pages({path: st.Page(lambda: None, title=path, url_path=path) for path in paths})
st.navigation(list(st.session_state["frame.pages"].values()), position="hidden")
claims.show(None, Language(st.query_params.get("lang", "en")))
"""


@pytest.mark.parametrize(
    ("window", "said"),
    [("0,99999999999", "sessions from its event"), ("-800,-770", "[-200, 200]"), ("{x}", "{x}")],
)
def test_a_window_out_of_reach_gets_a_sentence_beside_the_frozen_test(
    window: str, said: str
) -> None:
    app = AppTest.from_string(ONE_PAGE, default_timeout=120)
    app.query_params["claim"] = "A0-08"
    app.run()
    app.text_input(key="x.window").set_value(window).run()
    assert not app.exception
    assert said in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("article", [entry.id for entry in articles()])
def test_every_claim_of_an_article_opens_with_its_words_and_without_an_exception(
    article: str, language: Literal["en", "ja"]
) -> None:
    app = AppTest.from_string(ONE_PAGE, default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    for claim in claims():
        if claim.article == article:
            app.selectbox(key="claim").set_value(claim.id).run()
            assert not app.exception, claim.id
            words = claim.claim.in_language(language)
            assert any(words in text.value for text in app.markdown), claim.id
            assert any(heading.value.startswith(claim.id) for heading in app.header), claim.id


def presented(**parameters: str) -> AppTest:
    app = AppTest.from_string(ONE_PAGE, default_timeout=120)
    app.query_params["present"] = "1"
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def counted(app: AppTest) -> int:
    """Return how many slides there are."""
    (words,) = [m.value for m in app.markdown if re.fullmatch(r"\d+ / \d+", m.value)]
    return int(words.split(" / ")[1])


BEFORE = 1 + len(contradictions())


def test_the_first_slide_counts_the_verdicts_of_every_article() -> None:
    app = presented()
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    words = next(m.value for m in app.markdown if "106 claims" in m.value)
    for trace, number in zip(figure["data"], re.findall(r"\d+", words)[1:], strict=True):
        assert sum(map(int, filter(None, trace["text"]))) == int(number)
    assert not app.selectbox


def test_without_a_filter_the_claims_that_prices_decide_are_presented() -> None:
    decided = [e.claim.id for e in ledger().entries if e.verdict in ("supported", "contradicted")]
    app = presented(slide=str(BEFORE + 1))
    assert counted(app) == BEFORE + len(decided) < BEFORE + len(claims()) / 2
    assert app.title[0].value.startswith(f"{decided[0]} · ")
    overview = "\n".join(m.value for m in presented().markdown)
    said = re.search(r"Shown are the (\d+) claims .* the other (\d+)\.", overview)
    assert said is not None
    assert [int(number) for number in said.groups()] == [len(decided), len(claims()) - len(decided)]


def test_with_a_filter_the_overview_speaks_of_no_others() -> None:
    for filters in ({"verdict": "supported"}, {"claim": "A3-13"}):
        assert not any("Shown are" in m.value for m in presented(**filters).markdown)


@pytest.mark.parametrize("number", range(2, BEFORE + 1))
def test_a_contradiction_is_a_slide_with_its_sides_and_the_record(number: int) -> None:
    shown = contradictions()[number - 2]
    app = presented(slide=str(number))
    assert shown.topic.en in app.title[0].value
    words = "\n".join(m.value.replace("\\", "") for m in app.markdown)
    assert all(side.position.en in words for side in shown.sides)
    assert all(fact.text.en in words for fact in shown.record)


def test_the_open_claim_is_the_last_slide_with_its_verdict_and_its_chart() -> None:
    app = presented(claim="a3-13", slide="99", verdict="contradicted")
    assert counted(app) == BEFORE + 1
    assert app.title[0].value.startswith("A3-13 · ")
    assert any("green-badge" in m.value and "supported" in m.value for m in app.markdown)
    assert any("−16.97%" in m.value for m in app.markdown)
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("filters", "kept"),
    [({"kind": "cost figure"}, "kind"), ({"article": "A2", "verdict": "nonsense"}, "article")],
)
def test_the_filters_of_the_address_choose_the_claims_that_are_presented(
    filters: dict[str, str], kept: str
) -> None:
    wanted = [claim for claim in claims() if getattr(claim, kept) == filters[kept]]
    app = presented(**filters, slide=str(BEFORE + 1))
    assert counted(app) == BEFORE + len(wanted)
    assert app.title[0].value.split(" · ")[0] in {claim.id for claim in wanted}


def test_a_claim_that_does_not_exist_is_a_slide_that_says_so() -> None:
    app = presented(claim="Z9-99", slide="99")
    assert any("Z9-99" in m.value.replace("\\", "") for m in app.markdown)


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
def test_every_claim_has_a_slide(language: Language) -> None:
    slides = ClaimSlides(ledger(), [claim.id for claim in claims()], ("", ""), language)
    for claim, slide in zip(claims(), slides[BEFORE:], strict=True):
        assert slide.title.startswith(claim.id)
        assert slide.verdict
        assert slide.sentences
        assert (slide.chart is None) or bool(ledger().entry(claim.id).tests)
        for fact in claim.facts:
            for key in fact.sources:
                assert source(key).title_in(language.code) in slide.sources


def test_a_finding_says_its_dates_in_words() -> None:
    found = Message("Regained on {recovered_on}.", {"recovered_on": date(2025, 2, 14)})
    assert say(found, ENGLISH) == "Regained on 14 Feb 2025."
