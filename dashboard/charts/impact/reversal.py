"""The later abnormal returns against those of the first day, name by name."""

from __future__ import annotations

import pandas as pd

from analysis.impact.reversal import slope_interval
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.labels import label_sides
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.impact.reversal import GroupReversal


def reversal_chart(group: GroupReversal, level: float, language: Language) -> Chart:
    """Draw one point a name and the fitted slope."""
    t, found = language.text, group.reversal
    window = group.study.request.spec.windows[1]
    names = group.study.long.tickers
    first, later = t("Abnormal return of the first day"), _later(group, language)
    drawing = base_figure(400)
    drawing.add_trace(
        scatter(
            x=group.first,
            y=group.later,
            mode="markers+text",
            text=list(names),
            textposition=label_sides(group.first, group.later, names),
            marker={"color": BLUE, "size": 9},
            name=t("a security"),
            hovertemplate="%{text}<br>%{x:.1%}, %{y:.1%}<extra></extra>",
        )
    )
    ends = [float(group.first.min()), float(group.first.max())]
    drawing.add_trace(
        scatter(
            x=ends,
            y=[found.intercept + found.slope * end for end in ends],
            mode="lines",
            line={"color": ORANGE, "width": 2, "dash": "dash"},
            name=t("Fitted slope"),
            hoverinfo="skip",
        )
    )
    reach = ends[1] - ends[0]
    drawing.update_layout(hovermode="closest", showlegend=False, margin={"t": 16})
    drawing.update_xaxes(
        **percent_axis(first), range=[ends[0] - 0.09 * reach, ends[1] + 0.2 * reach]
    )
    drawing.update_yaxes(**percent_axis(later))
    drawing.add_hline(y=0, line={"color": GREY, "width": 1})
    return Chart(
        spec=drawing.spec(),
        name=t("Did those that fell most come back most?"),
        sentence=_sentence(group, level, language),
        table=pd.DataFrame(
            {t("Ticker"): names, first: group.first, f"{later} {window}": group.later}
        ),
    )


def _later(group: GroupReversal, language: Language) -> str:
    window = group.study.request.spec.windows[1]
    return language.text(
        "Abnormal return, tau = {first} to {last}", first=window.first, last=window.last
    )


def _sentence(group: GroupReversal, level: float, language: Language) -> str:
    t, found = language.text, group.reversal
    low, high = slope_interval(found, level)
    said = t(
        "For each percentage point of the first day the later return differs by {slope} points "
        "({level} interval {low} to {high}, from {dates} dates without an event; p = {p}).",
        slope=_signed(found.slope, language),
        level=language.percent(level, 0, sign=False),
        low=_signed(low, language),
        high=_signed(high, language),
        dates=len(found.drawn),
        p=language.probability(found.p_value),
    )
    sure = found.p_value <= 1 - level
    if not sure:
        reading = t("Such a slope is ordinary: neither an over-reaction nor its absence is shown.")
    elif found.slope < 0:
        reading = t("Those that fell most came back most, as after an over-reaction.")
    else:
        reading = t("Those that fell most fell further, as after an under-reaction.")
    joint = " " if language.code == "en" else ""
    return f"{said}{joint}{reading}"


def _signed(value: float, language: Language) -> str:
    return f"{'+' if value > 0 else ''}{language.number(value, 2)}"
