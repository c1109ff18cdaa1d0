"""What stands around every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from dashboard.language import Language

_PAGES: Final = "frame.pages"
STYLE: Final = """<style>
[data-testid="stTable"] { overflow-x: auto; }
[data-testid="stTable"] table { min-width: min(46rem, 100%); }
[data-testid="stTable"] table:has(thead th:nth-child(5)) { min-width: 46rem; }
/* Streamlit sets the cells of a column in from its heading, or out. */
[data-testid="stTable"] td:first-child { padding-left: 8px; }
[data-testid="stTable"] th[scope="row"] + td { padding-left: 16px; }
[data-testid="stSelectbox"] input { text-overflow: ellipsis; }
[data-testid="stMetricValue"] { font-size: 1.7rem; }
/* Without it the letters of another font make a card higher than its neighbours. */
[data-testid="stMetric"] [data-testid="stMarkdownContainer"] p { line-height: 1.4; }
[data-testid="stMetricValue"] > div, [data-testid="stMetricValue"] p,
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] :is(div, p) {
  white-space: normal; overflow: visible; }
/* Four cards beside each other: the number fits its card, however narrow. */
[data-testid="stColumn"] [data-testid="stMetric"] { container-type: inline-size; }
[data-testid="stColumn"] [data-testid="stMetricValue"] {
  font-size: clamp(1.1rem, 13.5cqi, 1.7rem); }
[data-testid="stWidgetLabelRequired"] { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 3.5rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 2.3rem; }
[data-testid="stMainBlockContainer"] h2 { font-size: 1.6rem; }
[data-testid="stCaptionContainer"] { opacity: 0.85; }
/* Streamlit's own colours of these two lack contrast on the dark theme. */
[data-testid="stMultiSelectTagsContainer"] [data-tag] {
  background: transparent; border: 1px solid; color: inherit; }
[data-testid="stMultiSelectTagsContainer"] [data-tag] * { color: inherit; }
button[kind="tertiary"] { text-align: left; }
button[kind="tertiary"]:is(:hover, :active, :focus) { color: inherit; }
/* Phrases in the headings of very many columns would make a table wider than the page. */
:lang(ja) :is(h1, h2, h3), :lang(ja) [data-testid="stTable"] td p,
:lang(ja) [data-testid="stTable"] table:not(:has(thead th:nth-child(9))) th p {
  word-break: auto-phrase; }
.katex-display { overflow: visible !important; padding: 0.2rem 0; }
.katex-display > .katex { white-space: normal; }
/* Streamlit's grey of a chart's words is too light on white. */
.js-plotly-plot :is(.xtick, .ytick) text, .js-plotly-plot text:is(.xtitle, .ytitle, .legendtext) {
  fill: currentColor !important; }
/* What a mouse brings up stands always where there is none, and then upon the words. */
@media (hover: none) {
  .js-plotly-plot .modebar, [data-testid="stElementToolbar"] { display: none !important; } }
@media (max-width: 640px) { .katex-display { font-size: 0.75em; } }
.st-key-menu { gap: 0.1rem; }
.st-key-menu [data-testid="stCaptionContainer"] { padding-top: 0.5rem; }
.st-key-menu [data-testid="stPageLink-NavLink"] { padding-block: 0.15rem; }
</style>"""


def keep_pages(pages: Mapping[str, StreamlitPage]) -> None:
    """Remember the pages by path, so that parts of pages can link to them."""
    st.session_state[_PAGES] = dict(pages)


def link_to(path: str, label: str, parameters: dict[str, str]) -> None:
    """Link to a page with its state, without leaving the session."""
    st.page_link(st.session_state[_PAGES][path], label=label, query_params=parameters)


def show_menu(
    place: DeltaGenerator,
    groups: Mapping[str, Sequence[str]],
    parameters: Mapping[str, dict[str, str]],
) -> None:
    """Link to every page, its parameters in the link, so that turning the page is one step."""
    with place.container(key="menu"):
        for title, paths in groups.items():
            st.caption(title)
            for path in paths:
                st.page_link(st.session_state[_PAGES][path], query_params=parameters[path])
    place.divider()


def set_page_language(language: Language) -> None:
    """Tell the browser the language of the page, for screen readers and hyphenation."""
    st.html(
        f"<script>document.documentElement.lang = '{language.code}'</script>",
        unsafe_allow_javascript=True,
    )


def go_to(path: str) -> None:
    """Send the browser to a page with the address's parameters, leaving no step in its history."""
    st.html(
        f"<script>location.replace('{path}' + location.search)</script>",
        unsafe_allow_javascript=True,
    )


def set_style() -> None:
    """Let wide tables scroll on a phone, give captions contrast, and hide an English mark."""
    st.html(STYLE)


def finish_page(language: Language) -> None:
    """Say once, plainly, what the page is not."""
    with st.container(key="page-foot"):
        st.divider()
        st.caption(language.text("Research and teaching. Nothing here is investment advice."))
