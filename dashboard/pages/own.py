"""Your own event: any ticker and date, from what was fetched or from an upload."""

from __future__ import annotations

import streamlit as st

from dashboard.components.controls import Choices
from dashboard.components.guard import show_reach
from dashboard.components.literal import literal
from dashboard.components.refresh import show_refresh
from dashboard.components.upload import show_upload, uploads
from dashboard.language import Language
from dashboard.pages import explorer
from dashboard.studies.choices import members_of


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
        show_refresh(members_of(choices.security), language)
    if uploads():
        st.write(t("Uploaded in this session: {names}.", names=literal(", ".join(uploads()))))
    show_reach(explorer.asked_for(choices), choices.window, language)
    explorer.show(choices, language, section=True, non_session="next")
