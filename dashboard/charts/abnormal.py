"""Abnormal returns as bars, and their running sum with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.significance.student_t import quantile
from analysis.study import EventStudyResult
from analysis.windows import EventWindow
from dashboard.charts.drawing import (
    BLUE,
    ORANGE,
    Chart,
    base_figure,
    event_time_axis,
    mark_event,
    percent_axis,
)
from dashboard.charts.path_traces import band, filled
from dashboard.charts.plot import bar, scatter
from dashboard.language import Language


def ar_chart(result: EventStudyResult, window: EventWindow, language: Language) -> Chart:
    """Draw one bar a session, with the range in which an ordinary session's return falls.

    Parameters
    ----------
    window
        The sessions to draw; must lie inside the study's windows.
    """
    ar = result.abnormal
    rows = ar.rows_of(window)
    tau, values = ar.tau[rows], ar.values[rows]
    half = _quantile(result) * ar.standard_errors[rows]
    days = [day.date() for day in ar.sessions[rows]]
    unusual = np.abs(values) > half
    drawing = base_figure(340)
    level = language.percent(result.spec.level, 0, sign=False)
    drawing.add_trace(
        band(tau, -half, half, language.text("Ordinary range ({level})", level=level))
    )
    drawing.add_trace(
        bar(
            zorder=1,
            x=tau,
            y=values,
            name=language.text("Abnormal return"),
            marker={
                "color": [ORANGE if odd else BLUE for odd in unusual],
                "pattern": {"shape": ["/" if odd else "" for odd in unusual]},
            },
            customdata=[
                [language.date(day), language.percent(value)]
                for day, value in zip(days, values, strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(**percent_axis(language.text("Abnormal return")))
    mark_event(drawing, 0, language.date(result.session))
    largest = int(np.argmax(np.abs(values)))
    return Chart(
        spec=drawing.spec(),
        name=language.text("Abnormal return by session"),
        sentence=language.text(
            "The largest abnormal return between tau = {first} and {last} is {value} on {day} "
            "(tau = {tau}). Sessions outside the ordinary range: {count} of {sessions}.",
            first=language.number(window.first, 0),
            last=language.number(window.last, 0),
            value=language.percent(float(values[largest])),
            day=language.date(days[largest]),
            tau=language.number(int(tau[largest]), 0),
            count=int(unusual.sum()),
            sessions=len(values),
        ),
        table=_table(result, window, language),
    )


def car_chart(result: EventStudyResult, window: EventWindow, language: Language) -> Chart:
    """Draw the running CAR of a window with the interval of its prediction error."""
    ar = result.abnormal
    rows = ar.rows_of(window)
    tau = ar.tau[rows]
    car, se = ar.path(window)
    half = _quantile(result) * se
    days = [language.date(day.date()) for day in ar.sessions[rows]]
    level = language.percent(result.spec.level, 0, sign=False)
    drawing = base_figure(360)
    drawing.add_trace(
        filled(tau, car - half, car + half, language.text("{level} interval", level=level))
    )
    drawing.add_trace(
        scatter(
            x=tau,
            y=car,
            mode="lines+markers",
            line={"color": BLUE, "width": 2.5},
            name=language.text("Cumulative abnormal return"),
            customdata=[
                [day, language.percent(value), language.percent(low), language.percent(high)]
                for day, value, low, high in zip(days, car, car - half, car + half, strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]} "
            "(%{customdata[2]} … %{customdata[3]})<extra></extra>",
        )
    )
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(**percent_axis(language.text("Cumulative abnormal return")))
    mark_event(drawing, 0, language.date(result.session))
    return Chart(
        spec=drawing.spec(),
        name=language.text("Cumulative abnormal return with its interval"),
        sentence=language.text(
            "From {first} to {last} the abnormal returns add up to {value} "
            "({level} interval {low} to {high}).",
            first=days[0],
            last=days[-1],
            value=language.percent(float(car[-1])),
            level=level,
            low=language.percent(float(car[-1] - half[-1])),
            high=language.percent(float(car[-1] + half[-1])),
        ),
        table=_table(result, window, language),
    )


def _quantile(result: EventStudyResult) -> float:
    return quantile(result.spec.level, result.abnormal.df, result.abnormal.error_df)


def _table(result: EventStudyResult, window: EventWindow, language: Language) -> pd.DataFrame:
    ar = result.abnormal
    rows = ar.rows_of(window)
    car, se = ar.path(window)
    half = _quantile(result) * se
    return pd.DataFrame(
        {
            "tau": ar.tau[rows],
            language.text("Date"): [day.date().isoformat() for day in ar.sessions[rows]],
            language.text("Return"): ar.returns[rows],
            language.text("Expected"): ar.expected[rows],
            language.text("Abnormal return"): ar.values[rows],
            language.text("Standard error"): ar.standard_errors[rows],
            language.text("Cumulative abnormal return"): car,
            language.text("Interval from"): car - half,
            language.text("Interval to"): car + half,
        }
    )
