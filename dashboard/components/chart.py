"""A chart with its sentence, its table, its sources, and a way to take it along."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard.charts.drawing import Chart
from dashboard.charts.plot import Ready
from dashboard.components.embed import chart_class, show_source_line, stands_alone
from dashboard.components.folded import show_folded
from dashboard.components.kept_report import kept_parameters, kept_sources
from dashboard.components.permalink import permalink, remember_chart, today
from dashboard.components.picture import show_picture_buttons
from dashboard.components.provenance import show_provenance, show_source_caption
from dashboard.components.table import in_words, offer_csv, whole_numbers
from dashboard.export.report import file_name, footer
from dashboard.export.sources import short_sources
from dashboard.language import Language
from data.load import LoadedPrices


def show_chart(
    chart: Chart, key: str, sources: tuple[LoadedPrices, ...], language: Language
) -> float | str | None:
    """Draw a chart under its name; its sentence is also what a screen reader says.

    Parameters
    ----------
    key
        Of the chart; one on each page. An address with ``embed=true&show=KEY`` shows it alone.

    Returns
    -------
    float, str or None
        The x value of the point that the reader picked: a tau or a date.
    """
    remember_chart(key, chart.name)
    alone = stands_alone(key)
    with st.container(key=chart_class(key)):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.header(chart.name, anchor=key, width="content")
            if not alone:
                with st.container(width="content"):
                    take_along(chart, key, sources, language)
        st.write(chart.sentence)
        picked = st.plotly_chart(
            Ready(chart.spec),
            key=f"{key}-figure",
            on_select="rerun",
            selection_mode="points",
            alt=f"{chart.name}. {chart.sentence}",
            config={
                "displaylogo": False,
                "locale": language.code,
                # The picture of the bar would lack title, sources and date; the button has them.
                "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toImage"],
            },
        )
        if alone:
            show_source_line(sources or kept_sources(), language)
        else:
            show_folded(
                language.text("Table and sources"),
                f"{key}-behind",
                partial(_show_behind, chart, key, sources, language),
            )
            show_source_caption(sources, language)
    points = picked["selection"]["points"]
    return points[0]["x"] if points else None


def _show_behind(
    chart: Chart, key: str, sources: tuple[LoadedPrices, ...], language: Language
) -> None:
    st.dataframe(
        shown_table(chart, language),
        hide_index=True,
        key=f"{key}-table",
        alt=language.text("Numbers of the chart “{name}”", name=chart.name),
    )
    show_provenance(sources, language)


def shown_table(chart: Chart, language: Language) -> pd.DataFrame | Styler:
    """Return a chart's table with its numbers as the page writes them.

    They are sorted and copied as numbers. Fractions are shown in percent, without signs where a
    column has none below zero.
    """
    table, words = chart.table, whole_numbers(chart.table, language)
    for column in table.columns:
        if chart.fractions and table[column].dtype == float:
            words[column] = partial(language.percent, sign=bool((table[column] < 0).any()))
    return in_words(table, words)


@st.fragment
def take_along(
    chart: Chart,
    key: str,
    sources: tuple[LoadedPrices, ...],
    language: Language,
    noted: tuple[str, ...] = (),
) -> None:
    """Offer a chart as a picture and its table as a file, behind one small button.

    Parameters
    ----------
    noted
        Lines on sources that are not loaded prices.
    """
    t = language.text
    popover = st.popover(
        t("Picture, table"),
        type="tertiary",
        icon=":material/download:",
        key=f"{key}-take-along",
        on_change="rerun",
        help=t("Save “{name}”", name=chart.name),
    )
    if not popover.open:
        return
    with popover:
        behind = noted or short_sources(sources or kept_sources(), language)
        lines = footer(kept_parameters(), behind, permalink(), today(), language)
        dark = st.toggle(
            t("Dark picture"), value=st.context.theme.type == "dark", key=f"{key}-dark"
        )
        name = file_name(chart.name, today(), "").rstrip(".")
        show_picture_buttons(chart, key, lines, name, language, dark=dark)
        offer_csv(chart.table, chart.name, key, language, noted=behind)
