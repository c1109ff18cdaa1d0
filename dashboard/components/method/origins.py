"""Where the figures come from, what is doubtful about them, and the papers behind the method."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.frame import link_to
from dashboard.components.literal import literal
from dashboard.components.table import show_long_table, show_table
from dashboard.language import Language
from dashboard.studies.explanations.references import REFERENCES
from data.providers.snapshot_files import manifest
from data.snapshot_notes import DOUBTS
from data.snapshot_tables import SNAPSHOT


def show_origins(language: Language) -> tuple[str, pd.DataFrame]:
    """Show the embedded tables with their hashes, and the doubts; return caption and table."""
    t = language.text
    title = t("Embedded tables")
    st.header(title, anchor="data")
    table = pd.DataFrame(
        [
            {
                t("File"): entry.file,
                t("Rows"): f"{entry.rows:,}",
                t("First day"): language.unbroken(language.date(entry.first)),
                t("Last day"): language.unbroken(language.date(entry.last)),
                t("Where from"): t(entry.origin),
                "SHA-256": entry.sha256[:16],
            }
            for entry in manifest(SNAPSHOT).values()
        ]
    )
    show_table(
        table,
        title,
        "embedded",
        language,
        numbers=lambda: _unrounded(table, language),
        noted=(),
    )
    link_to("prices", t("What is embedded, security by security"), {})
    st.header(t("Known doubts"), anchor="doubts")
    st.write(
        t(
            "{count} securities have a remark, which stands under every chart of theirs as well.",
            count=len(DOUBTS),
        )
    )
    joint = " " if language.code == "en" else ""
    with st.expander(t("All remarks")):
        show_long_table(
            pd.DataFrame(
                {
                    t("Ticker"): list(DOUBTS),
                    t("Remark"): [joint.join(map(t, doubts)) for doubts in DOUBTS.values()],
                }
            ),
            t("Known doubts"),
            "doubts",
            language,
            noted=(),
        )
    return title, table


def _unrounded(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    files, whole = manifest(SNAPSHOT).values(), table.copy()
    whole[language.text("Rows")] = [entry.rows for entry in files]
    whole[language.text("First day")] = [entry.first.isoformat() for entry in files]
    whole[language.text("Last day")] = [entry.last.isoformat() for entry in files]
    whole["SHA-256"] = [entry.sha256 for entry in files]
    return whole


def show_references(language: Language) -> None:
    """List the papers."""
    st.header(language.text("References"), anchor="references")
    st.markdown(
        "\n".join(
            f"- {literal(paper.authors)} ({paper.year}). {literal(paper.title)}. "
            f"*{literal(paper.place)}*."
            for paper in REFERENCES
        )
    )
