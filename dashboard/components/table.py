"""Tables, and their files: the numbers, and in the last columns how they were made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard.components.kept_report import parameters_later, sources_later
from dashboard.components.permalink import permalink, today
from dashboard.export.report import file_name, said
from dashboard.export.sources import short_sources
from dashboard.export.tables import csv
from dashboard.language import Language
from data.load import LoadedPrices

Numbers = Callable[[], pd.DataFrame]
"""Makes the content of a file when it is asked for: unrounded, where the page shows words."""


Words = dict[Any, Callable[[Any], str]]
"""How the numbers of a column are written, by its title."""


def in_words(table: pd.DataFrame, words: Words) -> pd.DataFrame | Styler:
    """Return a table whose numbers are shown in words, and sorted and copied as numbers."""
    return table.style.format(dict(words), na_rep="") if words else table


def whole_numbers(table: pd.DataFrame, language: Language) -> Words:
    """Return how the columns of whole numbers are written."""
    write = partial(language.number, digits=0)
    return {column: write for column in table.columns if table[column].dtype.kind == "i"}


def show_table(
    table: pd.DataFrame,
    name: str,
    key: str,
    language: Language,
    *,
    numbers: Numbers | None = None,
    sources: tuple[LoadedPrices, ...] = (),
    noted: tuple[str, ...] | None = None,
    hide_index: bool = True,
) -> None:
    """Show a short table whole, and offer its file; parameters as for ``offer_csv``.

    Parameters
    ----------
    name
        What the table is; a screen reader says it.
    numbers
        Makes what the file holds; the table itself where it is not given.
    """
    st.table(table, hide_index=hide_index, border="horizontal", alt=name)
    offer_csv(numbers or table, name, key, language, sources, noted)


def show_long_table(
    table: pd.DataFrame,
    name: str,
    key: str,
    language: Language,
    *,
    numbers: Numbers | None = None,
    sources: tuple[LoadedPrices, ...] = (),
    noted: tuple[str, ...] | None = None,
    height: int | Literal["auto", "content"] = "auto",
    column_config: dict[str, Any] | None = None,
    words: Words | None = None,
) -> None:
    """Show a table that scrolls, sorts and is searched, and offer its file; as ``show_table``."""
    st.dataframe(
        in_words(table, words or {}),
        hide_index=True,
        height=height,
        key=f"{key}-table",
        alt=name,
        column_config=column_config,
    )
    offer_csv(numbers or table, name, key, language, sources, noted)


def offer_csv(
    table: pd.DataFrame | Numbers,
    name: str,
    key: str,
    language: Language,
    sources: tuple[LoadedPrices, ...] = (),
    noted: tuple[str, ...] | None = None,
) -> None:
    """Offer a table as CSV (UTF-8 with a byte order mark), made when it is asked for.

    Parameters
    ----------
    table
        The numbers, or what makes them then.
    name
        What the table is; it becomes the file's name.
    key
        Of the button; one on each page.
    sources
        The prices behind it; those of the whole page where none are given.
    noted
        Lines on sources that are not loaded prices; empty where there are no sources.
    """
    t, made_on, link = language.text, today(), permalink()
    parameters, of_page = parameters_later(), sources_later()

    def written() -> bytes:
        behind = short_sources(sources or of_page(), language) if noted is None else noted
        notes = (
            (t("Parameters"), said(parameters(), language)),
            (t("Sources"), " ".join(behind)),
            (t("Made on"), made_on.isoformat()),
            (t("Address"), link),
        )
        return csv(table() if callable(table) else table, notes)

    st.download_button(
        t("Table (CSV)"),
        written,
        file_name=file_name(name, made_on, "csv"),
        mime="text/csv",
        key=f"{key}-csv",
        on_click="ignore",
        icon=":material/table:",
        type="tertiary",
        help=t("Save “{name}”", name=name),
    )
