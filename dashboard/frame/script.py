"""The frame of every page: settings, menu, shared controls; the script that Streamlit reruns."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.components.controls import choose_language, choose_study, keep_study, spoken
from dashboard.components.frame import (
    finish_page,
    keep_pages,
    set_page_language,
    set_style,
    show_menu,
)
from dashboard.components.url import current_page
from dashboard.language import language_of
from dashboard.pages.index import HOME, MENU

ICON = Path(__file__).parents[1] / "static" / "icon.svg"

st.set_page_config(page_title="DeepSeek shock", page_icon=str(ICON), layout="wide")
browser = language_of(st.context.locale)
current = current_page()
menu = st.sidebar.container()
language = choose_language(browser.code, current)
set_page_language(language)
set_style()
entries = {entry.path: entry for group in MENU.values() for entry in group}
entry = entries.get(current or HOME, entries[HOME])
choices = choose_study(language, current) if entry.studied else keep_study(current)
pages = {
    path: st.Page(
        partial(entry.show, choices, language),
        title=language.text(entry.title),
        icon=entry.icon,
        url_path=path,
        default=path == HOME,
    )
    for path, entry in entries.items()
}
keep_pages(pages)
page = st.navigation(list(pages.values()), position="hidden")
groups = {language.text(title): [e.path for e in group] for title, group in MENU.items()}
show_menu(menu, groups, choices.parameters() | spoken(language, browser))
page.run()
finish_page(language)
