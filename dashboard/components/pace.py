"""The answer first: the browser paints heading and numbers before it draws charts.

A browser that gets a whole page at once paints nothing until the last chart is drawn, and each
takes it as long as all the rest. The first chart and the second leave a while after what stands
before them; the time in which the server worked counts, so that a busy one does not wait.
docs/speed.md has the measures.
"""

from __future__ import annotations

import time
from typing import Final

import streamlit as st

PAUSE: Final = 0.06
"""Seconds in which a browser paints a heading or a chart."""

_DRAWN: Final = "pace.drawn"
_SENT: Final = "pace.sent"
_PACED: Final = 2


def begin_page() -> None:
    """Note that no chart of the page was sent yet."""
    st.session_state[_DRAWN] = 0
    answered()


def answered() -> None:
    """Note that heading and numbers are on their way."""
    st.session_state[_SENT] = time.monotonic()


def before_chart() -> None:
    """Let the browser paint what it has, before the first chart and before the second."""
    drawn = st.session_state.get(_DRAWN, _PACED)
    if drawn < _PACED:
        time.sleep(max(0.0, PAUSE - (time.monotonic() - st.session_state[_SENT])))
        answered()
    st.session_state[_DRAWN] = drawn + 1
