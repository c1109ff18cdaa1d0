"""Names by days as a heatmap; a closed market is no zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from dashboard.charts.drawing import DIVERGING, GREY, Chart, base_figure
from dashboard.charts.labels import stacked_date
from dashboard.charts.plot import Trace, heatmap, scatter
from dashboard.charts.sector.marks import MEASURES, name_of, short_name
from dashboard.charts.sector.ranked import Order
from dashboard.language import Language
from dashboard.studies.sector.days import DayGrid

ROW: Final = 19
CAP: Final = 97
"""Percentile of the cells' size at which the colours end, so that one fall does not pale all."""


def heatmap_chart(
    grid: DayGrid, securities: Sequence[str], order: Order, event: date, language: Language
) -> Chart:
    """Draw a cell a name and day.

    Parameters
    ----------
    securities
        Names to draw, from the top.
    order
        What is measured, and the name to mark.
    event
        The event's session, marked on the axis.
    """
    measure = order.measure
    rows = [grid.securities.index(name) for name in securities]
    values = (grid.abnormal if measure == "car" else grid.returns)[rows]
    days = [stacked_date(day, language) for day in grid.days]
    present = np.abs(values[np.isfinite(values)])
    limit = max(round(float(np.percentile(present, CAP)), 2), 0.01) if present.size else 0.01
    drawing = base_figure(130 + ROW * len(rows))
    drawing.add_trace(
        heatmap(
            z=values,
            x=days,
            y=list(securities),
            colorscale=DIVERGING,
            zmid=0,
            zmin=-limit,
            zmax=limit,
            xgap=1,
            ygap=1,
            hoverinfo="skip",
            colorbar={
                "title": {"text": language.text(MEASURES[measure])},
                "tickvals": [-limit, 0, limit],
                "ticktext": _ends(limit, present, language),
                "tickangle": 0,
                "orientation": "h",
                "thickness": 10,
                "yref": "container",
                "y": 1.0,
                "yanchor": "top",
            },
        )
    )
    for trace in _cells(grid, rows, values, days, language):
        drawing.add_trace(trace)
    drawing.update_layout(hovermode="closest", margin={"t": 104}, showlegend=False)
    drawing.update_xaxes(
        side="top",
        type="category",
        range=[-0.5, len(days) - 0.5],
        tickvals=days,
        ticktext=[
            f"<b>{label}</b>" if day == event else label
            for label, day in zip(days, grid.days, strict=True)
        ],
        tickangle=0,
        tickfont={"size": 10},
        automargin=True,
        showgrid=False,
    )
    drawing.update_yaxes(
        range=[len(rows) - 0.5, -0.5],
        type="category",
        tickvals=list(securities),
        ticktext=[short_name(name, language, order.marked) for name in securities],
        tickfont={"size": 11},
        automargin=True,
        showgrid=False,
    )
    return Chart(
        spec=drawing.spec(),
        name=language.text("Names by days"),
        sentence=_sentence(grid, rows, values, measure, language),
        table=grid_table(grid, rows, values, language),
    )


def _ends(limit: float, present: np.ndarray, language: Language) -> list[str]:
    """Say what the ends of the scale stand for, and for all beyond them where there is any."""
    beyond = bool((present > limit).any())
    low, high = (language.percent(end, 0) for end in (-limit, limit))
    return [f"≤ {low}" if beyond else low, "0%", f"≥ {high}" if beyond else high]


def _cells(
    grid: DayGrid, rows: list[int], values: np.ndarray, days: list[str], language: Language
) -> tuple[Trace, Trace]:
    """Return what is picked and read out: open cells unseen, the others with a sign."""
    t = language.text
    open_cells, shut = [], []
    for i, row in enumerate(rows):
        name = grid.securities[row]
        for column, day in enumerate(grid.days):
            where = f"<b>{name}</b> {name_of(name, language)}<br>{language.date(day)}<br>"
            value = values[i, column]
            if np.isfinite(value):
                words = where + language.percent(float(value))
                open_cells.append((days[column], name, words, ""))
            elif (row, column) in grid.closed:
                reason = t(grid.closed[row, column])
                words = where + t("closed: {reason}", reason=reason)
                shut.append((days[column], name, words, "×"))
            else:
                shut.append((days[column], name, where + t(grid.missing[row, column]), "?"))
    return (
        _unseen(open_cells, "markers"),
        _unseen(shut, "text"),
    )


def _unseen(cells: list[tuple[str, str, str, str]], mode: str) -> Trace:
    return scatter(
        x=[cell[0] for cell in cells],
        y=[cell[1] for cell in cells],
        mode=mode,
        marker={"symbol": "square", "size": 17, "opacity": 0, "color": GREY},
        text=[cell[3] for cell in cells],
        textfont={"color": GREY, "size": 12},
        customdata=[[cell[1], cell[2]] for cell in cells],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _sentence(
    grid: DayGrid, rows: list[int], values: np.ndarray, measure: str, language: Language
) -> str:
    closed = sum((row, column) in grid.closed for row in rows for column in range(len(grid.days)))
    if not np.isfinite(values).any():
        return language.text("No name has a number on these days.")
    place = np.unravel_index(int(np.nanargmin(values)), values.shape)
    best = np.unravel_index(int(np.nanargmax(values)), values.shape)
    said = language.text(
        "{what}, {first} to {last}. Lowest: {low} on {low_day} ({low_value}); highest: {high} on "
        "{high_day} ({high_value}).",
        what=language.text(MEASURES[measure]),
        first=language.date(grid.days[0]),
        last=language.date(grid.days[-1]),
        low=name_of(grid.securities[rows[place[0]]], language),
        low_day=language.date(grid.days[place[1]]),
        low_value=language.percent(float(values[place]), 1),
        high=name_of(grid.securities[rows[best[0]]], language),
        high_day=language.date(grid.days[best[1]]),
        high_value=language.percent(float(values[best]), 1),
    )
    if closed:
        joint = " " if language.code == "en" else ""
        said += joint + language.text(
            "Closed markets are marked × and are no zeros (cells: {count}).", count=closed
        )
    return said


def grid_table(
    grid: DayGrid, rows: list[int], values: np.ndarray, language: Language
) -> pd.DataFrame:
    """Return a row a name and day, with the reason where there is no number."""
    t = language.text
    records = []
    for i, row in enumerate(rows):
        for column, day in enumerate(grid.days):
            closed = grid.closed.get((row, column), "")
            missing = "" if np.isfinite(values[i, column]) else grid.missing.get((row, column), "")
            records.append(
                {
                    t("Ticker"): grid.securities[row],
                    t("Date"): day.isoformat(),
                    t("Return"): grid.returns[row, column],
                    t("Abnormal return"): grid.abnormal[row, column],
                    t("Why there is none"): (
                        t("closed: {reason}", reason=t(closed)) if closed else t(missing)
                    ),
                }
            )
    return pd.DataFrame(records)
