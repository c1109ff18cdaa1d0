"""What an address asked for in vain, said at the top of the page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.literal import literal
from dashboard.components.permalink import VERSION
from dashboard.components.url import refused_values
from dashboard.language import Language

LONGEST = 60
"""Letters of a value that are repeated."""

NOTICES = "notices"
"""Key of the container."""


def show_notices(place: DeltaGenerator, language: Language) -> None:
    """Say which parameters of the address were not understood; the page stands on defaults."""
    t = language.text
    said = [
        t(
            "The address asks for {parameter} = “{value}”, which is none of the choices; the usual "
            "value stands in its place.",
            parameter=key,
            value=_short(value),
        )
        for key, value in refused_values().items()
    ]
    version = st.query_params.get("v", VERSION)
    if version != VERSION:
        said.append(
            t(
                "The address is of version “{version}”, and this page reads version {known}: some "
                "of its parameters may mean something else here.",
                version=_short(version),
                known=VERSION,
            )
        )
    if said:
        with place.container(key=NOTICES):
            for notice in said:
                st.warning(literal(notice), icon=":material/link_off:")


def _short(text: str) -> str:
    visible = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return visible if len(visible) <= LONGEST else f"{visible[:LONGEST]}…"
