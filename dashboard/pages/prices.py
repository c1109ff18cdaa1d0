"""The prices: what is embedded, how to refresh it, and when each market could react."""

from __future__ import annotations

import streamlit as st

from dashboard.components.clock import show_clock
from dashboard.components.controls import Choices
from dashboard.components.coverage import show_coverage, show_share_counts
from dashboard.components.refresh import show_refresh
from dashboard.language import Language
from dashboard.studies.choices import members_of
from dashboard.studies.timeline import known_event


def show(choices: Choices, language: Language) -> None:
    """Show the sources of all numbers, the refresh, and the clock of the chosen event."""
    st.title(language.text("Prices and markets"), anchor=False)
    st.header(language.text("Today's prices"), anchor="refresh")
    show_refresh((*members_of(choices.security), "^IXIC"), language)
    event = known_event(choices.event)
    if event is None:
        st.header(language.text("When could each market react?"), anchor="clock")
        st.write(language.text("Choose a catalogued event to see its clock."))
    else:
        show_clock(event, language)
    show_coverage(language)
    show_share_counts(language)
