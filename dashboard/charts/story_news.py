"""What became public between two days, one row an event, and when nobody could trade on it."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import wrap

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.plot import Drawing, scatter
from dashboard.language import Language
from dashboard.studies.story_moves import News
from data.catalogue import Event

ROW = 62
"""Height of an event, in pixels."""


def news_chart(drawn: News, language: Language) -> Chart:
    """Draw each event at its day, its title beside it; days without trade are shaded."""
    t, events = language.text, drawn.events
    drawing = base_figure(ROW * len(events) + 60)
    days = [local_day(entry) for entry in events]
    span = [drawn.first + timedelta(days=n) for n in range((drawn.last - drawn.first).days + 1)]
    for day in span:
        if day.weekday() >= 5:
            _shade(drawing, day)
    market = [entry.kind == "market" for entry in events]
    late = [day - drawn.first > (drawn.last - drawn.first) / 2 for day in days]
    drawing.add_trace(
        scatter(
            x=[day.isoformat() for day in days],
            y=list(range(len(events))),
            mode="markers+text",
            marker={
                "size": 12,
                "symbol": ["diamond" if moved else "circle" for moved in market],
                "color": [ORANGE if moved else BLUE for moved in market],
            },
            text=[_label(entry, side, language) for entry, side in zip(events, late, strict=True)],
            textposition=["middle left" if side else "middle right" for side in late],
            cliponaxis=False,
            hovertext=[language.of(entry.what_happened) for entry in events],
            hoverinfo="text",
        )
    )
    drawing.update_xaxes(
        tickvals=[day.isoformat() for day in span],
        ticktext=[language.short_date(day) for day in span],
        range=[_edge(drawn.first, -12), _edge(drawn.last, 12)],
        showgrid=False,
        automargin=True,
    )
    drawing.update_yaxes(range=[len(events) - 0.4, -0.6], visible=False)
    drawing.update_layout(showlegend=False, hovermode="closest", margin={"t": 12})
    weekend = [day for day in span if day.weekday() >= 5]
    return Chart(
        spec=drawing.spec(),
        name=t("What became public, and when"),
        sentence=t(
            "{count} events from {first} to {last}; no market traded on the shaded days, {shut}.",
            count=len(events),
            first=language.date(days[0]),
            last=language.date(days[-1]),
            shut=language.named(language.short_date(day) for day in weekend),
        ),
        table=pd.DataFrame(
            {
                t("Date"): [day.isoformat() for day in days],
                t("Event"): [language.of(entry.title) for entry in events],
                t("What happened"): [language.of(entry.what_happened) for entry in events],
                t("Place"): [language.of(entry.place) for entry in events],
            }
        ),
        fractions=False,
    )


def local_day(entry: Event) -> date:
    """Return the day on which an event became public, where it did."""
    return entry.day or entry.public_at.date()


def _edge(day: date, hours: int) -> str:
    return (pd.Timestamp(day) + pd.Timedelta(hours=hours)).isoformat()


def _shade(drawing: Drawing, day: date) -> None:
    drawing.add_shape(
        type="rect",
        x0=_edge(day, -12),
        x1=_edge(day, 12),
        y0=0,
        y1=1,
        yref="paper",
        fillcolor=GREY,
        opacity=0.18,
        line={"width": 0},
        layer="below",
    )


def _label(entry: Event, left: bool, language: Language) -> str:
    lines = wrap(language.of(entry.title), 15 if language.code == "ja" else 30)
    return "<br>".join(f"{line}  " if left else f"  {line}" for line in lines)
