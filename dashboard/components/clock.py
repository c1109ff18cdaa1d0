"""The announcement's instant on the clocks of eight markets."""

from __future__ import annotations

from datetime import UTC

import pandas as pd
import streamlit as st

from dashboard.language import Language
from dashboard.studies.clock import MarketReaction, reactions
from data.catalogue import Event


def show_clock(event: Event, language: Language) -> None:
    """Show for each market the local time, whether it traded, and its first session."""
    t = language.text
    st.header(t("When could each market react?"), anchor="clock")
    st.write(
        t(
            "{title}: public at {instant} UTC. A market's first session is the first that ends "
            "after that; a closed market has no return, not a return of zero.",
            title=language.of(event.title),
            instant=f"{event.public_at.astimezone(UTC):%Y-%m-%d %H:%M}",
        )
    )
    if event.precision == "day":
        st.caption(language.of(event.session_rule.text))
    st.table(
        pd.DataFrame([_row(market, language) for market in reactions(event.public_at)]),
        hide_index=True,
        border="horizontal",
    )


def _row(market: MarketReaction, language: Language) -> dict[str, str]:
    t = language.text
    joint = "; " if language.code == "en" else "、"
    return {
        t("Market"): t(market.city),
        t("Local time"): f"{market.local_time:%Y-%m-%d %H:%M}",
        t("That day"): t("closed: {reason}", reason=market.closed)
        if market.closed
        else t("a session"),
        t("First session that could react"): language.date(market.session),
        t("Closed weekdays up to a week later"): joint.join(
            f"{language.date(closure.date)} ({t(closure.reason)})" for closure in market.closures
        ),
    }
