"""A chart with its sentence, its table and its sources."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.drawing import Chart
from dashboard.components.provenance import show_provenance
from dashboard.language import Language
from data.load import LoadedPrices


def show_chart(
    chart: Chart, key: str, sources: tuple[LoadedPrices, ...], language: Language
) -> float | str | None:
    """Draw a chart under its name; its sentence is also what a screen reader says.

    Returns
    -------
    float, str or None
        The x value of the point that the reader picked: a tau or a date.
    """
    st.header(chart.name, anchor=key)
    st.write(chart.sentence)
    picked = st.plotly_chart(
        chart.figure,
        key=f"{key}-figure",
        on_select="rerun",
        selection_mode="points",
        alt=f"{chart.name}. {chart.sentence}",
        config={
            "displaylogo": False,
            "locale": language.code,
            "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
            "toImageButtonOptions": {"format": "png", "scale": 2, "filename": key},
        },
    )
    with st.expander(language.text("Table and sources")):
        st.dataframe(
            chart.table,
            hide_index=True,
            key=f"{key}-table",
            alt=language.text("Numbers of the chart “{name}”", name=chart.name),
            column_config={
                column: st.column_config.NumberColumn(format="percent")
                for column in chart.table.columns
                if chart.fractions and chart.table[column].dtype == float
            },
        )
        st.download_button(
            language.text("Download the table (CSV)"),
            chart.table.to_csv(index=False).encode("utf-8-sig"),
            file_name=f"{key}.csv",
            mime="text/csv",
            key=f"{key}-csv",
        )
    show_provenance(sources, language)
    points = picked["selection"]["points"]
    return points[0]["x"] if points else None
