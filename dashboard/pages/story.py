"""The story of the shock, a step at a time, and as slides."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard.charts.story import chart_of, was_read
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.literal import literal
from dashboard.components.presenter import is_presented, offer_presenting
from dashboard.components.story import StorySlides, price_line, show_where_next, story_report
from dashboard.components.take_away import show_take_away
from dashboard.components.url import current_page, follow_url, open_value
from dashboard.language import Language
from dashboard.studies.story import STEPS, step, step_number
from dashboard.studies.story_words import say

KEY: Final = "step"
FEW: Final = 3
"""Up to so many securities have a line each under the chart."""


def show(choices: Choices, language: Language) -> None:
    """Show the step that the address names: two sentences, a chart, and where to go on."""
    del choices
    slides = StorySlides(language)
    if is_presented():
        offer_presenting(slides, language, key=KEY)
        return
    heading = st.container()
    number = _choose_step(language)
    with st.spinner(language.text("Studying …"), show_time=False):
        told, chart = step(number), chart_of(number, language)
    heading.title(literal(say(told.title, language)), anchor=False)
    for sentence in told.sentences:
        st.markdown(literal(say(sentence, language)))
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_turning(number, language)
        offer_presenting(slides, language, key=KEY)
    few = len(told.securities) <= FEW
    show_chart(chart, f"story-{told.id}", told.prices() if few else (), language)
    if not few:
        st.caption(literal(price_line(told, language)))
    show_where_next(told, language)
    if was_read():
        # It computes the other steps: last, so that nobody waits for them while reading this
        # one, and not on the visit by which the server readies itself.
        show_take_away(story_report(language), "story")


def _choose_step(language: Language) -> int:
    changed = follow_url(KEY, "1", current_page(), lambda text: str(step_number(text)))
    labels = {str(number): label for number, (label, _) in enumerate(STEPS, 1)}
    st.segmented_control(
        language.text("Step"),
        tuple(labels),
        format_func=lambda number: f"{number} {language.text(labels[number])}",
        key=KEY,
        on_change=changed,
        required=True,
        label_visibility="collapsed",
    )
    return step_number(st.session_state[KEY])


def _show_turning(number: int, language: Language) -> None:
    t = language.text
    for label, there, icon in (
        (t("Back"), number - 1, ":material/arrow_back:"),
        (t("Next"), number + 1, ":material/arrow_forward:"),
    ):
        st.button(
            label,
            key=f"story-{icon}",
            on_click=partial(open_value, KEY, str(there), current_page()),
            disabled=not 1 <= there <= len(STEPS),
            icon=icon,
        )
