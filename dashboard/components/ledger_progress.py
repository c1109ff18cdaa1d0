"""The ledger with a bar while it is computed for the first time."""

from __future__ import annotations

import threading

import streamlit as st

from dashboard.language import Language
from dashboard.studies.ledger import Ledger, ledger

_ONE_AT_A_TIME = threading.Lock()


def the_ledger(language: Language) -> Ledger:
    """Return the ledger, computed once a process; whoever comes first sees a bar."""
    place = st.empty()

    def step(name: str, done: int, total: int) -> None:
        place.progress(
            done / total,
            language.text("Testing the claims: {done} of {total}", done=done, total=total),
        )
        del name

    with _ONE_AT_A_TIME:
        computed = ledger(step)
    place.empty()
    return computed
