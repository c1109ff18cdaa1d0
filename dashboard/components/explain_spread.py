"""Buttons that take apart the numbers of spreads: long one basket, short another."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.components.explain import explain
from dashboard.components.url import say_anew
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.causes.race import Race, SpreadOutcome
from dashboard.studies.explanations.spread import race_explanations, spread_explanations
from data.catalogue import baskets

SPREAD = "race.explained"


def explain_spread(study: BasketStudy, language: Language) -> None:
    """Offer to explain the spread of a study of two baskets."""
    label = language.text("Explain the numbers of this spread")
    explain(label, partial(spread_explanations, study), "spread", language)


def explain_race(race: Race, language: Language) -> None:
    """Offer to explain the numbers of any spread of the race that could be measured."""
    measured = [
        (found.long, found.short)
        for found in race.spreads.values()
        if isinstance(found, SpreadOutcome)
    ]
    if not measured:
        return
    names = {entry.id: language.of(entry.name) for entry in baskets()}
    if st.session_state.get(SPREAD) not in measured:
        st.session_state[SPREAD] = measured[0]
    say_anew(SPREAD)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        long, short = st.selectbox(
            language.text("Spread to explain"),
            measured,
            format_func=lambda pair: f"{names[pair[0]]} − {names[pair[1]]}",
            key=SPREAD,
            width=480,
        )
        explain(
            language.text("Explain this spread of the race"),
            partial(race_explanations, race, long, short),
            "race",
            language,
        )
