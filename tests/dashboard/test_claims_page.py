from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from streamlit.testing.v1 import AppTest

from data.catalogue import articles, claims

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
