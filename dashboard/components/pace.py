"""The answer first: the browser paints heading and numbers before it draws charts.

A browser that gets a whole page at once paints nothing until the last chart is drawn, and each
takes it as long as all the rest. A pause before the first chart and one before the second let it
paint what it has; docs/speed.md has the measures.
"""

from __future__ import annotations

import time
from typing import Final

import streamlit as st

PAUSE: Final = 0.06
"""Seconds in which a browser paints a heading or a chart."""

_DRAWN: Final = "pace.drawn"
_PACED: Final = 2


def begin_page() -> None:
    """Note that no chart of the page was sent yet."""
    st.session_state[_DRAWN] = 0


def before_chart() -> None:
    """Let the browser paint what it has, before the first chart and before the second."""
    drawn = st.session_state.get(_DRAWN, _PACED)
    if drawn < _PACED:
        time.sleep(PAUSE)
    st.session_state[_DRAWN] = drawn + 1
