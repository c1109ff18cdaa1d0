"""The series behind a claim's test: a path over sessions, or a point a security."""

from __future__ import annotations

import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    RIBBON,
    Chart,
    base_figure,
    event_time_axis,
    mark_event,
    percent_axis,
)
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.ledger.series import Path, Scatter

SIDES = {"long": N_("tested side"), "short": N_("other side")}
KINDS = {
    "car": N_("Cumulative abnormal return"),
    "price": N_("Price"),
    "level": N_("Value of the holding, 1 before the event"),
}


def path_chart(path: Path, title: str, language: Language) -> Chart:
    """Draw a test's series over sessions, with its 95 % band and the level to compare with."""
    t = language.text
    drawing = base_figure(320)
    tau = list(path.tau)
    dates = [language.date(day) for day in path.dates]
    if path.band is not None:
        low, high = path.band
        drawing.add_trace(
            scatter(
                x=tau + tau[::-1],
                y=[*high, *reversed(low)],
                fill="toself",
                fillcolor=RIBBON,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                name=t("95% range without an effect"),
            )
        )
    for position, (side, values) in enumerate(path.series.items()):
        drawing.add_trace(
            scatter(
                x=tau,
                y=list(values),
                mode="lines+markers",
                line={
                    "color": (BLUE, ORANGE)[position % 2],
                    "dash": ("solid", "dot")[position % 2],
                },
                name=t(SIDES.get(side, side)),
                customdata=[
                    [day, _shown(path, value, language)]
                    for day, value in zip(dates, values, strict=True)
                ],
                hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
            )
        )
    drawing.add_hline(y=path.reference, line={"color": GREY, "width": 1, "dash": "dot"})
    drawing.update_xaxes(**event_time_axis(language))
    if path.kind == "car":
        drawing.update_yaxes(**percent_axis(t(KINDS[path.kind])))
    else:
        drawing.update_yaxes(title={"text": t(KINDS[path.kind])}, automargin=True)
    if 0 in path.tau:
        mark_event(drawing, 0, dates[tau.index(0)])
    final = next(iter(path.series.values()))[-1]
    return Chart(
        spec=drawing.spec(),
        name=title,
        sentence=t(
            "{what} from {first} to {last}; at the end {value}.",
            what=t(KINDS[path.kind]),
            first=dates[0],
            last=dates[-1],
            value=_shown(path, final, language),
        ),
        table=pd.DataFrame(
            {
                "tau": tau,
                t("Date"): [day.isoformat() for day in path.dates],
                **{t(SIDES.get(side, side)): list(values) for side, values in path.series.items()},
            }
        ),
        fractions=path.kind == "car",
    )


def scatter_chart(points: Scatter, title: str, language: Language) -> Chart:
    """Draw one point a security and the fitted slope."""
    t = language.text
    drawing = base_figure(360)
    drawing.add_trace(
        scatter(
            x=list(points.x),
            y=list(points.y),
            mode="markers+text",
            text=list(points.tickers),
            textposition="top center",
            marker={"color": BLUE, "size": 8},
            name=t("a security"),
            hovertemplate="%{text}<br>%{x:.2%}, %{y:.2%}<extra></extra>",
        )
    )
    drawing.update_layout(hovermode="closest", showlegend=False)
    drawing.update_xaxes(**percent_axis(t("First window, abnormal")))
    drawing.update_yaxes(**percent_axis(t("Second window, abnormal")))
    return Chart(
        spec=drawing.spec(),
        name=title,
        sentence=t(
            "{count} securities; slope {slope}.",
            count=len(points.tickers),
            slope=language.number(points.slope, 3),
        ),
        table=pd.DataFrame(
            {
                t("Ticker"): points.tickers,
                t("First window, abnormal"): points.x,
                t("Second window, abnormal"): points.y,
            }
        ),
    )


def _shown(path: Path, value: float, language: Language) -> str:
    return language.percent(value) if path.kind == "car" else language.number(value, 2)
