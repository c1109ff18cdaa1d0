"""A table's file: its numbers, and in its last columns how they were made."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components.parameters import kept_parameters, kept_sources
from dashboard.components.permalink import permalink, today
from dashboard.export.report import file_name, said
from dashboard.export.sources import short_sources
from dashboard.export.tables import csv
from dashboard.language import Language
from data.load import LoadedPrices


def offer_csv(
    table: pd.DataFrame,
    name: str,
    key: str,
    language: Language,
    sources: tuple[LoadedPrices, ...] = (),
    noted: tuple[str, ...] = (),
) -> None:
    """Offer a table as CSV (UTF-8 with a byte order mark), made when it is asked for.

    Parameters
    ----------
    name
        What the table is; it becomes the file's name.
    key
        Of the button; one on each page.
    sources
        The prices behind it; those of the whole page where none are given.
    noted
        Lines on sources that are not loaded prices.
    """
    t = language.text
    behind = noted or short_sources(sources or kept_sources(), language)
    notes = (
        (t("Parameters"), said(kept_parameters())),
        (t("Sources"), " ".join(behind)),
        (t("Made on"), today().isoformat()),
        (t("Address"), permalink()),
    )
    st.download_button(
        t("Table (CSV)"),
        partial(csv, table, notes),
        file_name=file_name(name, today(), "csv"),
        mime="text/csv",
        key=f"{key}-csv",
        on_click="ignore",
        icon=":material/table:",
        type="tertiary",
    )
