"""Your own event: any ticker and date, from what was fetched or from an upload."""

from __future__ import annotations

import streamlit as st

from dashboard.components.controls import Choices
from dashboard.components.literal import literal
from dashboard.components.refresh import show_refresh
from dashboard.components.upload import show_upload, uploads
from dashboard.language import Language
from dashboard.pages import explorer


def show(choices: Choices, language: Language) -> None:
    """Offer an upload and a fetch, then the study that the controls ask for."""
    t = language.text
    st.title(t("Your own event"), anchor=False)
    st.write(
        t(
            "Type any ticker and any date in the controls. A ticker that is not embedded can be "
            "fetched from Yahoo Finance or uploaded here; then it can be studied like the others."
        )
    )
    with st.expander(t("Upload a file"), expanded=not uploads()):
        show_upload(language)
    with st.expander(t("Fetch from Yahoo Finance")):
        show_refresh((choices.security,), language)
    if uploads():
        st.write(t("Uploaded in this session: {names}.", names=literal(", ".join(uploads()))))
    explorer.show(choices, language, section=True)
