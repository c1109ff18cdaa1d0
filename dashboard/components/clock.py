"""The announcement's instant on the clocks of eight markets."""

from __future__ import annotations

from datetime import UTC

import pandas as pd
import streamlit as st

from dashboard.components.table import show_table
from dashboard.language import NO_BREAK_SPACE, Language
from dashboard.studies.clock import MarketReaction, reactions
from data.catalogue import Event, source


def show_clock(event: Event, language: Language) -> None:
    """Show for each market the local time, whether it traded, and its first session."""
    t, public = language.text, event.public_at.astimezone(UTC)
    st.header(t("When could each market react?"), anchor="clock")
    st.write(
        t(
            "{title}: public at {instant} UTC. A market's first session is the first that ends "
            "after that; a closed market has no return, not a return of zero.",
            title=language.of(event.title),
            instant=f"{language.date(public.date())} {public:%H:%M}",
        )
    )
    if event.precision == "day":
        st.caption(language.of(event.session_rule.text))
    markets = reactions(event.public_at)
    show_table(
        pd.DataFrame([_row(market, language) for market in markets]),
        t("When could each market react?"),
        "clock",
        language,
        numbers=lambda: clock_table(markets, language),
        noted=tuple(f"{cited.title} ({cited.where})." for cited in map(source, event.sources)),
    )


def clock_table(markets: tuple[MarketReaction, ...], language: Language) -> pd.DataFrame:
    """Return the markets with their instants and sessions in ISO form, a row a market."""
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Market"): t(market.city),
                t("Exchange"): market.exchange,
                t("Local time"): market.local_time.isoformat(),
                t("That day"): t(market.closed) if market.closed else t("a session"),
                t("First session that could react"): market.session.isoformat(),
                t("Closed weekdays up to a week later"): " ".join(
                    closure.date.isoformat() for closure in market.closures
                ),
            }
            for market in markets
        ]
    )


def _row(market: MarketReaction, language: Language) -> dict[str, str]:
    t, local = language.text, market.local_time
    return {
        t("Market"): t(market.city),
        t("Local time"): f"{language.short_date(local.date())} {local:%H:%M}".replace(
            " ", NO_BREAK_SPACE
        ),
        t("That day"): t("closed: {reason}", reason=market.closed)
        if market.closed
        else t("a session"),
        t("First session that could react"): language.date(market.session),
        t("Closed weekdays up to a week later"): language.listed(
            language.labelled(language.date(closure.date), t(closure.reason))
            for closure in market.closures
        ),
    }
