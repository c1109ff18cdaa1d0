"""The frame of the app: page settings, the shared controls, the pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.components.controls import choose_language, choose_study
from dashboard.components.frame import finish_page, set_page_language, set_style
from dashboard.components.url import page_is
from dashboard.language import language_of
from dashboard.pages import explorer

ICON = Path(__file__).parent / "dashboard" / "static" / "icon.svg"

st.set_page_config(page_title="DeepSeek shock", page_icon=str(ICON), layout="wide")
browser = language_of(st.context.locale)
current = "explorer"
language = choose_language(browser.code, current)
set_page_language(language)
set_style()
choices = choose_study(language, current)
page = st.navigation(
    [
        st.Page(
            lambda: explorer.show(choices, language),
            title=language.text("Event explorer"),
            icon=":material/query_stats:",
            url_path="explorer",
            default=True,
        )
    ],
    position="hidden",
)
page_is(current)
page.run()
finish_page(language)
