"""An upload: what was understood of it, what is wrong with it, and its use in this session."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import N_
from dashboard.components.literal import literal, show_error
from dashboard.components.table import show_long_table
from dashboard.components.url import say_anew
from dashboard.language import Language
from dashboard.studies.clock import MARKETS
from dashboard.studies.sources import chained
from data.errors import DataError
from data.prices import PriceHistory
from data.providers.upload import (
    UploadChoices,
    UploadedTable,
    UploadLimits,
    price_histories,
    read_upload,
    returns_frame,
)

_HELD = "upload.histories"
LIMITS = UploadLimits()
BY_SYMBOL = ""
"""Stands for the exchange of each symbol where one for all could be chosen."""
OVERRIDES: dict[str, tuple[str, tuple[str, ...]]] = {
    "layout": (N_("Layout"), ("long", "single", "wide")),
    "dates": (N_("Order of dates"), ("day-first", "month-first", "excel-serial")),
    "measure": (N_("Figures are"), ("prices", "returns")),
    "unit": (N_("Returns are"), ("fraction", "percent")),
    "decimal": (N_("Decimal mark"), (".", ",")),
    "delimiter": (N_("Delimiter"), (",", ";", "\t")),
    "encoding": (N_("Encoding"), ("utf-8", "utf-16", "cp1252", "cp932")),
}
WORDS = {
    "long": N_("long: a column names the security"),
    "single": N_("one security"),
    "wide": N_("wide: a column a security"),
    "day-first": N_("day first"),
    "month-first": N_("month first"),
    "excel-serial": N_("Excel serial numbers"),
    "prices": N_("prices"),
    "returns": N_("returns"),
    "fraction": N_("fractions"),
    "percent": N_("percent"),
    "price": N_("prices"),
    ",": N_("comma"),
    ";": N_("semicolon"),
    ".": N_("point"),
    "\t": N_("tab"),
}


def uploads() -> dict[str, PriceHistory]:
    """Return the price histories that this session has taken from uploads."""
    held: dict[str, PriceHistory] = st.session_state.get(_HELD, {})
    return held


def show_upload(language: Language) -> None:
    """Take a file, show what was understood, and take its figures on the reader's word."""
    t = language.text
    file = st.file_uploader(
        t("CSV or Parquet with prices or returns"),
        type=["csv", "txt", "tsv", "parquet"],
        max_upload_size=LIMITS.content_bytes // 2**20,
        help=t(
            "Long or wide, dates in any unambiguous form. The file stays in this session and is "
            "never written to disk."
        ),
        key="upload.file",
    )
    if file is None:
        return
    choices = _choices(language)
    try:
        table = read_upload(file.getvalue(), file.name, choices=choices)
    except DataError as error:
        show_error(error, language)
        if "choice" in error.facts:
            st.info(language.text("Open “Read it differently” above and choose."))
        return
    _show_understanding(table, language)
    if not table.usable:
        _show_faults(table, language)
        return
    _offer_use(table, file, language)


def _choices(language: Language) -> UploadChoices:
    chosen: dict[str, Any] = {}
    with st.expander(language.text("Read it differently"), icon=":material/tune:"):
        columns = st.columns(3)
        for position, (name, (label, options)) in enumerate(OVERRIDES.items()):
            say_anew(f"upload.{name}")
            chosen[name] = columns[position % 3].selectbox(
                language.text(label),
                options,
                index=None,
                format_func=lambda option: language.text(WORDS.get(option or "", option or "")),
                placeholder=language.text("as understood"),
                key=f"upload.{name}",
            )
        chosen["security"] = (
            columns[len(OVERRIDES) % 3].text_input(
                language.text("Symbol of a file with one security"), key="upload.security"
            )
            or None
        )
    return UploadChoices(**chosen)


def _show_understanding(table: UploadedTable, language: Language) -> None:
    t, seen = language.text, table.understanding
    st.subheader(t("What was understood"), anchor="understood")
    st.write(
        t(
            "{file}: {layout}; {measure}. Rows: {rows}; securities: {count}; {first} to "
            "{last}. Dates in “{date_column}”: {date_form}.",
            file=literal(seen.filename),
            layout=WORDS[seen.layout],
            measure=WORDS[seen.measure if seen.measure == "prices" else seen.unit],
            rows=f"{seen.rows:,}",
            count=len(seen.securities),
            first=language.date(seen.first) if seen.first else "–",
            last=language.date(seen.last) if seen.last else "–",
            date_column=literal(seen.date_column),
            date_form=seen.date_form,
        )
    )
    notes = [literal(t(note.template, **note.facts)) for note in (*seen.statements, *seen.ignored)]
    if notes:
        st.markdown("\n".join(f"- {note}" for note in notes))
    st.dataframe(
        table.data.head(8),
        hide_index=True,
        alt=t("First rows as understood"),
        column_config={"date": st.column_config.DateColumn(format="YYYY-MM-DD")},
    )


def _show_faults(table: UploadedTable, language: Language) -> None:
    t = language.text
    st.error(
        t(
            "{count} faults stand in the way. Mend them in the file and upload it again.",
            count=table.fault_count,
        ),
        icon=":material/error:",
    )
    show_long_table(
        pd.DataFrame(
            [
                {
                    t("Row"): fault.row,
                    t("Column"): fault.column,
                    t("Security"): fault.security or "",
                    t("Date"): fault.date.isoformat() if fault.date else "",
                    t("Cell"): fault.value,
                    t("Problem"): t(fault.problem),
                }
                for fault in table.faults
            ]
        ),
        t("Faults of the file"),
        "faults",
        language,
        noted=(),
    )


def _offer_use(table: UploadedTable, file: UploadedFile, language: Language) -> None:
    t = language.text
    say_anew("upload.exchange")
    exchange = st.selectbox(
        t("Sessions of"),
        (BY_SYMBOL, *MARKETS),
        format_func=lambda code: (
            t("the exchange that each symbol names") if code == BY_SYMBOL else t(MARKETS[code][0])
        ),
        key="upload.exchange",
    )
    if not st.button(t("Use these figures"), icon=":material/check:"):
        if file.name in st.session_state.get("upload.used", ()):
            st.success(t("In use: choose its securities in the controls."))
        return
    names = table.understanding.securities
    exchanges = {} if exchange == BY_SYMBOL else dict.fromkeys(names, exchange)
    now = datetime.now(UTC)
    try:
        if table.understanding.measure == "returns":
            histories = chained(returns_frame(table, fetched_at=now), exchanges)
        else:
            histories = price_histories(table, fetched_at=now, exchanges=exchanges).histories
    except DataError as error:
        show_error(error, language)
        return
    st.session_state[_HELD] = uploads() | histories
    st.session_state["upload.used"] = {*st.session_state.get("upload.used", ()), file.name}
    st.rerun()
