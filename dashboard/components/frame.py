"""What stands around every page."""

from __future__ import annotations

import streamlit as st

from dashboard.language import Language


def set_page_language(language: Language) -> None:
    """Tell the browser the language of the page, for screen readers and hyphenation."""
    st.html(
        f"<script>document.documentElement.lang = '{language.code}'</script>",
        unsafe_allow_javascript=True,
    )


def finish_page(language: Language) -> None:
    """Say once, plainly, what the page is not."""
    st.divider()
    st.caption(language.text("Research and teaching. Nothing here is investment advice."))
