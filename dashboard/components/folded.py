"""What is folded away: a browser gets it when it is unfolded."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


@st.fragment
def show_folded(label: str, key: str, fill: Callable[[], None]) -> None:
    """Fold a part of the page away under a label.

    Parameters
    ----------
    key
        One on each page.
    fill
        Shows the part; called once it is unfolded.
    """
    folded = st.expander(label, key=f"{key}-folded", on_change="rerun")
    if folded.open:
        with folded:
            fill()
