"""The frame of every page: settings, menu, shared controls; the script that Streamlit reruns."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.components.controls import (
    DEFAULTS,
    choose_language,
    choose_study,
    keep_study,
    spoken,
)
from dashboard.components.embed import begin_alone, end_alone
from dashboard.components.frame import (
    finish_page,
    go_to,
    keep_pages,
    set_page_language,
    set_style,
    show_menu,
)
from dashboard.components.notices import show_notices
from dashboard.components.url import current_page, remember_page
from dashboard.language import language_of
from dashboard.once import begin_waiting
from dashboard.pages.index import HOME, MENU

ICON = Path(__file__).parents[1] / "static" / "icon.svg"

begin_waiting()
st.set_page_config(page_title="DeepSeek shock", page_icon=str(ICON), layout="wide")
browser = language_of(st.context.locale)
current = current_page()
entries = {entry.path: entry for group in MENU.values() for entry in group}
# An address without a page that asks for a study means the explorer, which once stood there.
asked = set(st.query_params)
bare = "explorer" if not current and asked & DEFAULTS.keys() and "step" not in asked else HOME
if bare != HOME:
    go_to(bare)
entry = entries.get(current or bare, entries[HOME])
remember_page(entry.path)
menu = st.sidebar.container()
language = choose_language(browser.code, current)
set_page_language(language)
set_style()
choices = choose_study(language, current) if entry.studied else keep_study(current)


def page_of(path: str, *, first: bool = False) -> StreamlitPage:
    """Make a page; the first one stands at the address without a path."""
    shown = entries[path]
    return st.Page(
        partial(shown.show, choices, language),
        title=language.text(shown.title),
        icon=shown.icon,
        url_path="home" if first else path,
        default=first,
    )


pages = {path: page_of(path) for path in entries}
first = page_of(bare, first=True)
keep_pages(pages if current == HOME else pages | {bare: first})
page = st.navigation([first, *pages.values()], position="hidden")
groups = {language.text(title): [e.path for e in group] for title, group in MENU.items()}
spoken_so = spoken(language, browser)
links = {path: choices.parameters() | spoken_so for path in entries} | {HOME: spoken_so}
show_menu(menu, groups, links)
if bare != HOME:
    go_to(bare)
hiding, notices = begin_alone(), st.empty()
page.run()
show_notices(notices, language)
end_alone(hiding, language)
finish_page(language)
