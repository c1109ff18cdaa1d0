"""Presenting: one slide fills the screen, and keys or a clicker turn to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from dashboard.charts.drawing import Chart
from dashboard.charts.plot import Ready
from dashboard.charts.presenting import for_the_screen, style_of_rows
from dashboard.components.literal import literal
from dashboard.language import Language
from dashboard.studies.places import nearest_place

PRESENT: Final = "present"
"""Parameter of the URL that says whether the page is presented."""

STYLE: Final = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"],
.st-key-presenter-keys { display: none !important; }
/* What the page drew before is out of sight, and out of hearing of screen readers. */
:is([data-testid="stElementContainer"], [data-testid="stExpander"], [data-testid="stTabs"],
  [data-testid="stPopover"]):not(.st-key-presenter *) { display: none !important; }
[data-testid="stMain"] { overflow: hidden !important; }
[data-testid="stMainBlockContainer"] {
  max-width: none !important; padding: 1rem 2rem 0.25rem !important; }
.st-key-presenter { position: fixed; inset: 0; padding: 1rem 2rem 0.4rem;
  gap: 0.7rem !important; flex-wrap: nowrap; width: auto !important; }
.st-key-presenter h1 { font-size: 36px !important; padding: 0 0 0.3rem !important;
  line-height: 1.2; }
.st-key-presenter [data-testid="stMarkdownContainer"] p { font-size: 28px; line-height: 1.3; }
.st-key-presenter > * { flex-shrink: 0; }
.st-key-presenter > [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) {
  flex: 1 1 0 !important; min-height: 12rem; }
.st-key-presenter :is(.xtick, .ytick, .legend, .textpoint, .bartext, .infolayer) text:not(
  .annotation-text) { fill: currentColor !important; }
.st-key-presenter .st-key-presenter-verdict [data-testid="stMarkdownContainer"] :is(p, p *) {
  font-size: 40px !important; line-height: 1.2; }
.st-key-presenter .katex { font-size: 30px; }
/* What is written alone may be longer than the screen; the foot stands at its bottom. */
.st-key-presenter:not(:has([data-testid="stPlotlyChart"])) { overflow-y: auto; }
.st-key-presenter > :is(.st-key-presenter-foot, :has(> .st-key-presenter-foot)) {
  margin-top: auto; }
.st-key-presenter-foot [data-testid="stMarkdownContainer"] p { font-size: 20px; }
.st-key-presenter-foot [data-testid="stCaptionContainer"] p { font-size: 16px; }
.st-key-presenter-foot kbd { color: inherit !important; opacity: 1 !important; }
.st-key-presenter-foot { flex-wrap: nowrap !important; }
@media (max-width: 640px) {
  .st-key-presenter { height: auto; overflow-y: auto; }
  .st-key-presenter .katex { font-size: 17px; }
  .st-key-presenter-foot { flex-wrap: wrap !important; }
  .st-key-presenter-foot > [data-testid="stElementContainer"]:has(
    [data-testid="stCaptionContainer"]) { order: 1; width: 100% !important; }
  .st-key-presenter > [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) {
    flex: none !important; height: 60vh !important; }
}
</style>"""


@dataclass(frozen=True, slots=True, eq=False)
class Slide:
    """What fills the screen.

    Attributes
    ----------
    title
        A few words, plain text.
    sentences
        What to say beside the chart, plain text.
    chart
        The chart; restyled for the screen when it is shown.
    sources
        One short line, plain text.
    verdict
        What stands largest, under the title, in Markdown.
    formulas
        LaTeX, one equation each, under the sentences.
    """

    title: str
    sentences: tuple[str, ...]
    chart: Chart | None
    sources: str
    verdict: str = ""
    formulas: tuple[str, ...] = ()


def is_presented() -> bool:
    """Say whether the address asks for presenting."""
    return st.query_params.get(PRESENT) == "1"


def offer_presenting(slides: Sequence[Slide], language: Language, *, key: str = "slide") -> bool:
    """Present a page where its address asks for it; else offer to.

    Parameters
    ----------
    slides
        Only the one on the screen is asked for, so that they may be made when they are shown.
    key
        Parameter of the URL that holds the number of the slide.

    Returns
    -------
    bool
        Whether the page is presented: nothing else should then be drawn.
    """
    if is_presented():
        if not slides:
            return False
        present(slides, language, key=key)
        return True
    st.button(
        language.text("Present"),
        key=f"{key}-present",
        on_click=_begin,
        icon=":material/slideshow:",
        type="tertiary",
        help=language.text("Fill the screen; the arrow keys turn the slides, Esc leaves."),
    )
    return False


def present(slides: Sequence[Slide], language: Language, *, key: str = "slide") -> None:
    """Show the slide that the address names, with buttons and keys to turn to another."""
    number = nearest_place(st.query_params.get(key, "1"), len(slides))
    slide = slides[number - 1]
    rows = style_of_rows(slide.chart) if slide.chart is not None else ""
    st.html(STYLE.replace("</style>", f"{rows}\n</style>"))
    with st.container(key="presenter"):
        st.title(literal(slide.title), anchor=False)
        if slide.verdict:
            with st.container(key="presenter-verdict"):
                st.markdown(slide.verdict)
        for sentence in slide.sentences:
            st.markdown(literal(sentence))
        for formula in slide.formulas:
            st.latex(formula)
        if slide.chart is not None:
            _show(for_the_screen(slide.chart), language, key)
        _show_foot(slide, number, len(slides), language, key)
    _show_keys(number, len(slides), key)
    if number < len(slides):
        # The next slide is made ready while this one is shown.
        slides[number]


def _show(chart: Chart, language: Language, key: str) -> None:
    st.plotly_chart(
        Ready(chart.spec),
        key=f"presented-{key}",
        height="stretch",
        alt=f"{chart.name}. {chart.sentence}",
        config={"displayModeBar": False, "locale": language.code},
    )


def _show_foot(slide: Slide, number: int, count: int, language: Language, key: str) -> None:
    t = language.text
    with st.container(
        key="presenter-foot", horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.button(
            t("Back"),
            key="presenter-back",
            on_click=partial(_turn, key, number - 1),
            disabled=number == 1,
            icon=":material/arrow_back:",
            type="tertiary",
            shortcut="Left",
        )
        st.markdown(f"{number} / {count}", width="content")
        st.button(
            t("Next"),
            key="presenter-next",
            on_click=partial(_turn, key, number + 1),
            disabled=number == count,
            icon=":material/arrow_forward:",
            type="tertiary",
            shortcut="Right",
        )
        st.caption(literal(slide.sources))
        st.button(
            t("Leave"),
            key="presenter-leave",
            on_click=_leave,
            icon=":material/close:",
            type="tertiary",
            shortcut="Esc",
        )


def _show_keys(number: int, count: int, key: str) -> None:
    """Let a clicker turn the slides: it sends PageUp and PageDown."""
    with st.container(key="presenter-keys"):
        for shortcut, there in (
            ("PageUp", number - 1),
            ("PageDown", number + 1),
            ("Home", 1),
            ("End", count),
        ):
            st.button(
                shortcut,
                key=f"presenter-{shortcut}",
                on_click=partial(_turn, key, min(max(there, 1), count)),
                shortcut=shortcut,
            )


def _begin() -> None:
    st.query_params[PRESENT] = "1"


def _leave() -> None:
    st.query_params.pop(PRESENT, None)


def _turn(key: str, number: int) -> None:
    st.query_params[key] = str(number)
