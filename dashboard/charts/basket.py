"""A basket's charts: its portfolio's path and sessions, and its members in order."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.windows import EventWindow
from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    event_time_axis,
    mark_event,
    percent_axis,
)
from dashboard.charts.path_traces import bars, ordinary_band, ribbon
from dashboard.charts.plot import Trace, scatter
from dashboard.language import Language
from dashboard.studies.abnormal_path import AbnormalPath, path_of
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_window import MemberWindow

ROW: Final = 22
"""Height of a member's row in pixels."""


def basket_charts(study: BasketStudy, span: EventWindow, language: Language) -> dict[str, Chart]:
    """Return the charts of a basket by key: ``car``, ``ar``, ``members``."""
    path = path_of(study, span)
    return {
        "car": caar_chart(study, path, language),
        "ar": aar_chart(study, path, language),
        "members": members_chart(study, language),
    }


def caar_chart(study: BasketStudy, path: AbnormalPath, language: Language) -> Chart:
    """Draw the running CAAR with the interval of the equal-weight portfolio."""
    t = language.text
    level = language.percent(study.request.spec.level, 0, sign=False)
    drawing = base_figure(360)
    by_value = _by_value(study, path)
    traces = [
        ribbon(path, t("{level} interval", level=level)),
        _line(path, path.car, t("Equal weights"), BLUE, "solid", language),
    ]
    if by_value is not None:
        traces.append(_line(path, by_value, t("By market value"), ORANGE, "dot", language))
    drawing.add_traces(traces)
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(**percent_axis(t("Cumulative average abnormal return")))
    mark_event(drawing, 0, language.date(study.event.session))
    return Chart(
        spec=drawing.spec(),
        name=t("Cumulative average abnormal return with its interval"),
        sentence=t(
            "From {first} to {last} the average abnormal returns of {count} members add up to "
            "{value} ({level} interval of the equal-weight portfolio {low} to {high}).",
            first=language.date(path.days[0]),
            last=language.date(path.days[-1]),
            count=len(study.long.members),
            value=language.percent(float(path.car[-1])),
            level=level,
            low=language.percent(float(path.low[-1])),
            high=language.percent(float(path.high[-1])),
        ),
        table=_table(path, by_value, language),
    )


def aar_chart(study: BasketStudy, path: AbnormalPath, language: Language) -> Chart:
    """Draw the average abnormal return of every session with the portfolio's ordinary range."""
    t = language.text
    level = language.percent(study.request.spec.level, 0, sign=False)
    drawing = base_figure(340)
    drawing.add_traces(
        [
            ordinary_band(path, t("Ordinary range ({level})", level=level)),
            bars(path, t("Average abnormal return"), language),
        ]
    )
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(**percent_axis(t("Average abnormal return")))
    mark_event(drawing, 0, language.date(study.event.session))
    unusual = np.abs(path.ar) > path.ordinary
    largest = int(np.argmax(np.abs(path.ar)))
    return Chart(
        spec=drawing.spec(),
        name=t("Average abnormal return by session"),
        sentence=t(
            "The largest average abnormal return is {value} on {day} (tau = {tau}). Sessions "
            "outside the portfolio's ordinary range: {count} of {sessions}.",
            value=language.percent(float(path.ar[largest])),
            day=language.date(path.days[largest]),
            tau=language.number(int(path.tau[largest]), 0),
            count=int(unusual.sum()),
            sessions=len(path),
        ),
        table=_table(path, None, language),
    )


def members_chart(study: BasketStudy, language: Language) -> Chart:
    """Draw the members' abnormal returns in order, each with its own interval."""
    t, window = language.text, study.headline
    ranked = sorted(window.members, key=lambda member: member.result.car.value)
    level = language.percent(study.request.spec.level, 0, sign=False)
    values = [member.result.car.value for member in ranked]
    drawing = base_figure(ROW * len(ranked) + 90)
    drawing.add_trace(
        scatter(
            x=values,
            y=[member.security for member in ranked],
            mode="markers",
            marker={
                "color": [BLUE if _holds_zero(member) else ORANGE for member in ranked],
                "symbol": ["circle" if _holds_zero(member) else "diamond" for member in ranked],
                "size": 9,
            },
            error_x={
                "type": "data",
                "array": [m.result.interval[1] - m.result.car.value for m in ranked],
                "arrayminus": [m.result.car.value - m.result.interval[0] for m in ranked],
                "color": GREY,
                "thickness": 1.2,
                "width": 3,
            },
            customdata=[[language.percent(value)] for value in values],
            hovertemplate="%{y}: %{customdata[0]}<extra></extra>",
        )
    )
    drawing.add_shape(
        type="line",
        x0=window.caar,
        x1=window.caar,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": BLUE, "width": 1.5, "dash": "dash"},
    )
    drawing.update_layout(
        hovermode="closest", showlegend=False, margin={"l": 8, "r": 8, "t": 12, "b": 8}
    )
    drawing.update_xaxes(**percent_axis(t("Cumulative abnormal return")))
    drawing.update_yaxes(automargin=True, autorange="reversed", dtick=1)
    beyond = sum(not _holds_zero(member) for member in ranked)
    return Chart(
        spec=drawing.spec(),
        name=t("Members in order"),
        sentence=t(
            "From {lowest} {low} to {highest} {high}; the {level} interval of {count} of {members} "
            "members leaves out zero. The dashed line is their average.",
            lowest=ranked[0].security,
            low=language.percent(values[0]),
            highest=ranked[-1].security,
            high=language.percent(values[-1]),
            level=level,
            count=beyond,
            members=len(ranked),
        ),
        table=_members(study, ranked, language),
    )


def _holds_zero(member: MemberWindow) -> bool:
    low, high = member.result.interval
    return low <= 0 <= high


def _line(
    path: AbnormalPath, values: np.ndarray, name: str, colour: str, dash: str, language: Language
) -> Trace:
    return scatter(
        x=path.tau,
        y=values,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        name=name,
        customdata=[
            [language.date(day), language.percent(value)]
            for day, value in zip(path.days, values.tolist(), strict=True)
        ],
        hovertemplate=f"{name} %{{customdata[1]}} · %{{customdata[0]}}<extra></extra>",
    )


def _by_value(study: BasketStudy, path: AbnormalPath) -> np.ndarray | None:
    """Return the path by market value, where the drawn sessions are one of the windows."""
    for window in study.windows:
        if window.by_value is not None and np.array_equal(window.by_value.tau, path.tau):
            return window.by_value.caar
    return None


def _table(path: AbnormalPath, by_value: np.ndarray | None, language: Language) -> pd.DataFrame:
    t = language.text
    columns = {
        "tau": path.tau,
        t("Date"): [day.isoformat() for day in path.days],
        t("Average abnormal return"): path.ar,
        t("Cumulative average abnormal return"): path.car,
        t("Interval from"): path.low,
        t("Interval to"): path.high,
    }
    if by_value is not None:
        columns[t("By market value")] = by_value
    return pd.DataFrame(columns)


def _members(study: BasketStudy, ranked: list[MemberWindow], language: Language) -> pd.DataFrame:
    t = language.text
    weights = {weight.security: weight.value for weight in study.headline.weights}
    total = sum(value for value in weights.values() if value is not None)
    return pd.DataFrame(
        {
            t("Ticker"): [member.security for member in ranked],
            t("Return"): [member.result.car.raw_return for member in ranked],
            t("Abnormal return"): [member.result.car.value for member in ranked],
            t("Interval from"): [member.result.interval[0] for member in ranked],
            t("Interval to"): [member.result.interval[1] for member in ranked],
            t("Share of the basket's market value"): [
                (weights[member.security] or float("nan")) / total if total else float("nan")
                for member in ranked
            ],
            t("Rows"): [member.n_estimation for member in ranked],
        }
    )
