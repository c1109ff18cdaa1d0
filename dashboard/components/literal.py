"""Text of others on the page: shown as it stands, never as Markdown."""

from __future__ import annotations

import re

import streamlit as st

from analysis.errors import StudyError
from dashboard.language import Language
from data.errors import DataError

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>:$~&])")


def literal(text: str) -> str:
    """Return text whose Markdown marks have no effect."""
    return _MARKS.sub(r"\\\1", text)


def show_error(error: StudyError | DataError, language: Language) -> None:
    """Say what was asked, what there is and what to do."""
    st.error(literal(language.error(error)), icon=":material/error:")
