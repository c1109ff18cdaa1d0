"""A button that takes apart a row of the table of money: a name, or the sum."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard.components.explain import explain
from dashboard.components.url import say_anew
from dashboard.language import Language
from dashboard.studies.explanations.part_money import name_explanations
from dashboard.studies.explanations.part_sums import SUM, total_explanations
from dashboard.studies.impact.parts import GroupParts
from dashboard.studies.impact.request import ImpactRequest

NAME: Final = "money.explained"


def explain_money(group: GroupParts, request: ImpactRequest, language: Language) -> None:
    """Offer to explain what a name of the table lost and in which parts, or what all did."""
    rows = {parts.security: parts for parts in group.valued if parts.change is not None}
    offered = (SUM, *rows)
    if st.session_state.get(NAME) not in offered:
        st.session_state[NAME] = SUM
    say_anew(NAME)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            language.text("Row to explain"),
            offered,
            format_func=lambda name: language.text(SUM) if name == SUM else name,
            key=NAME,
            width=240,
        )
        made = (
            partial(total_explanations, group, request)
            if name == SUM
            else partial(name_explanations, rows[name], request)
        )
        explain(language.text("Explain the sums of money"), made, "money", language)
