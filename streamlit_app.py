"""The frame of the app: page settings, the shared controls, the pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from analysis.errors import N_
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
from dashboard.pages import claims, explorer, own, prices

ICON = Path(__file__).parent / "dashboard" / "static" / "icon.svg"

PAGES = (
    ("explorer", N_("Event explorer"), ":material/query_stats:", explorer.show),
    ("claims", N_("Claims"), ":material/fact_check:", claims.show),
    ("own", N_("Your own event"), ":material/upload_file:", own.show),
    ("prices", N_("Prices and markets"), ":material/database:", prices.show),
)
# Pages that the shared controls are for; the first page has no path of its own.
STUDIED = ("", "explorer", "own", "prices")

st.set_page_config(page_title="DeepSeek shock", page_icon=str(ICON), layout="wide")
browser = language_of(st.context.locale)
current = current_page()
menu = st.sidebar.container()
language = choose_language(browser.code, current)
set_page_language(language)
set_style()
choices = choose_study(language, current) if current in STUDIED else keep_study(current)
pages = {
    path: st.Page(
        partial(show, choices, language),
        title=language.text(title),
        icon=icon,
        url_path=path,
        default=path == "explorer",
    )
    for path, title, icon, show in PAGES
}
keep_pages(pages)
page = st.navigation(list(pages.values()), position="hidden")
show_menu(menu, choices.parameters() | spoken(language, browser))
page.run()
finish_page(language)
