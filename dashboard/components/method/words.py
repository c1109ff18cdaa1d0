"""The glossary, searched in both languages."""

from __future__ import annotations

import streamlit as st

from dashboard.components.method import PAGE
from dashboard.components.url import follow_url
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.glossary import GLOSSARY, Entry


def show_glossary(language: Language) -> None:
    """Show the words that a search finds, all of them at first."""
    t = language.text
    changed = follow_url("term", "", PAGE, str.strip)
    st.text_input(
        t("Search the glossary"),
        key="term",
        on_change=changed,
        placeholder=t("a word in English or Japanese"),
    )
    found = matching(st.session_state["term"])
    st.caption(t("{shown} of {count} words", shown=len(found), count=len(GLOSSARY)))
    for entry in found:
        with st.container(border=True):
            st.markdown(f"**{t(entry.word)}**")
            st.write(t(entry.meaning))
            if entry.formula:
                st.latex(entry.formula)


def matching(text: str) -> tuple[Entry, ...]:
    """Return the entries whose word or meaning holds a text, in either language."""
    wanted = text.strip().casefold()
    return tuple(
        entry
        for entry in GLOSSARY
        if any(
            wanted in said.text(words).casefold()
            for said in (ENGLISH, JAPANESE)
            for words in (entry.word, entry.meaning)
        )
    )
