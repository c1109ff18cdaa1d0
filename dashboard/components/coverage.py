"""What the embedded snapshot holds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.table import show_long_table
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.coverage import share_counts
from data.providers.snapshot import snapshot_provenance, snapshot_universe
from data.snapshot_notes import DOUBTS


def show_coverage(language: Language) -> None:
    """Show every security of the daily table with its span and its known doubts."""
    t = language.text
    universe, origin = snapshot_universe(), snapshot_provenance("daily")
    st.header(t("What is embedded"), anchor="coverage")
    st.write(
        t(
            "{count} shares, funds and indices with daily prices from {first} to {last}. {origin}",
            count=len(universe),
            first=language.date(origin.first),
            last=language.date(origin.last),
            origin=origin.origin,
        )
    )
    names = security_names()
    joint = " " if language.code == "en" else ""
    show_long_table(
        pd.DataFrame(
            {
                t("Ticker"): universe.index,
                t("Name"): [names[ticker][language.code == "ja"] for ticker in universe.index],
                t("Exchange"): universe["exchange"].to_numpy(),
                t("Currency"): universe["currency"].to_numpy(),
                t("First day"): universe["first"].astype(str).to_numpy(),
                t("Last day"): universe["last"].astype(str).to_numpy(),
                t("Rows"): universe["rows"].to_numpy(),
                t("Note"): [
                    joint.join(t(doubt) for doubt in DOUBTS.get(ticker, ()))
                    for ticker in universe.index
                ],
            }
        ),
        t("Embedded securities with their spans"),
        "coverage",
        language,
        noted=(f"{origin.file}, SHA-256 {origin.sha256}.",),
    )
    st.caption(f"SHA-256 {origin.sha256}")


def show_share_counts(language: Language) -> None:
    """Show the share counts with their grade; a proxy is named as one."""
    t = language.text
    origin = snapshot_provenance("shares")
    st.header(t("Share counts"), anchor="shares")
    st.write(
        t(
            "Used for values in money. Grade A: a filing nearest to the event; B: a vendor's count "
            "of June 2025 or a fiscal-year average; C: a count of 2026; D: market value over "
            "price, a proxy that is not for January 2025."
        )
    )
    show_long_table(
        pd.DataFrame(
            [
                {
                    t("Ticker"): count.security,
                    t("Shares"): count.shares,
                    t("As of"): count.as_of.isoformat(),
                    t("Grade"): count.grade,
                    t("Proxy"): t("yes") if count.is_proxy else "",
                    t("What was counted"): language.sentences(count.counted),
                }
                for count in share_counts()
            ]
        ),
        t("Share counts with grade and date"),
        "shares",
        language,
        noted=(f"{origin.file}, SHA-256 {origin.sha256}.",),
        column_config={t("Shares"): st.column_config.NumberColumn(format="localized")},
    )
    st.caption(f"{t(origin.origin)} SHA-256 {origin.sha256}")
