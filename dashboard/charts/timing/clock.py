"""One day around the world: each market's hours, coloured by its moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

import pandas as pd

from dashboard.charts.drawing import GREY, Chart, base_figure
from dashboard.charts.plot import Drawing, bar
from dashboard.charts.timing.shades import ink, shade
from dashboard.language import Language
from dashboard.studies.timing.trading_day import MarketDay, Stretch

FULL_MOVE = 0.10
GAP_WIDTH = timedelta(minutes=65)
ROOM = timedelta(minutes=80)
NARROW = timedelta(minutes=95)
"""Parts of the day too narrow for writing along them."""
TINY = timedelta(minutes=45)
"""Parts into which upright writing fits only without a margin."""


def clock_chart(
    days: tuple[MarketDay, ...],
    span: tuple[datetime, datetime],
    names: Mapping[str, str],
    language: Language,
) -> Chart:
    """Draw a row a security: hatched the jump at the opening, then its trading, hour by hour."""
    return _drawn(days, span, tuple(names.items()), language)


@lru_cache(maxsize=32)
def _drawn(
    days: tuple[MarketDay, ...],
    span: tuple[datetime, datetime],
    named: tuple[tuple[str, str], ...],
    language: Language,
) -> Chart:
    names = dict(named)
    t = language.text
    rows = list(dict.fromkeys(day.security for day in days))
    drawing = base_figure(90 + 42 * len(rows))
    for day in days:
        y = rows.index(day.security)
        if day.hours is None:
            _closed(drawing, day, y, span, language)
        elif day.stretches:
            for stretch in day.stretches:
                _stretch(drawing, stretch, day, y, language)
        elif day.change is not None:
            whole = Stretch("open", day.hours.opens, day.hours.closes, day.change)
            _stretch(drawing, whole, day, y, language, whole_day=True)
    label = [f"{t(_city(days, row))} · {_plain(names.get(row, row))}" for row in rows]
    drawing.update_layout(
        barmode="overlay",
        showlegend=False,
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
    )
    drawing.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=label,
        range=[len(rows) - 0.4, -0.6],
        automargin=True,
        showgrid=False,
        zeroline=False,
    )
    drawing.update_xaxes(
        type="date",
        range=[span[0] - ROOM, span[1] + timedelta(minutes=20)],
        tickformat="%H:%M\n%-d %b" if language.code == "en" else "%H:%M\n%-m/%-d",
        tickangle=0,
        title={"text": t("Hour (UTC)")},
        gridcolor=GREY,
        griddash="dot",
    )
    return Chart(
        spec=drawing.spec(),
        name=t("Around the world, hour by hour"),
        sentence=_sentence(days, names, language),
        table=_table(days, names, language),
    )


def _plain(name: str) -> str:
    """Leave out the city that a name gives in brackets."""
    return re.sub(r"\s*[(（][^)）]*[)）]$", "", name)


def _city(days: tuple[MarketDay, ...], security: str) -> str:
    return next(day.city for day in days if day.security == security)


def _bar(
    drawing: Drawing,
    begins: datetime,
    ends: datetime,
    y: int,
    marker: dict[str, object],
    said: tuple[str, str, str],
) -> None:
    text, hover, colour = said
    drawing.add_trace(
        bar(
            base=[begins],
            x=[(ends - begins).total_seconds() * 1000],
            y=[y],
            orientation="h",
            width=0.82,
            marker=marker,
            text=[text],
            textposition="inside",
            insidetextanchor="middle",
            textangle=-90 if ends - begins < NARROW else 0,
            textfont={"color": colour, "size": 12},
            constraintext="none" if ends - begins < TINY else "inside",
            hovertext=[hover],
            hoverinfo="text",
        )
    )


def _stretch(
    drawing: Drawing,
    stretch: Stretch,
    day: MarketDay,
    y: int,
    language: Language,
    *,
    whole_day: bool = False,
) -> None:
    t = language.text
    gap = stretch.kind == "gap"
    begins = stretch.begins - GAP_WIDTH if gap else stretch.begins
    value = language.percent(stretch.change, 1)
    colour = ink(stretch.change, FULL_MOVE)
    narrow = gap or stretch.ends - stretch.begins < NARROW
    text = value.rstrip("%") if narrow else value
    if whole_day:
        text = t("whole day {value}", value=value)
    when = (
        t("opening at {time} UTC", time=f"{stretch.begins:%H:%M}")
        if gap
        else f"{stretch.begins:%H:%M}–{stretch.ends:%H:%M} UTC"
    )
    _bar(
        drawing,
        begins,
        stretch.ends,
        y,
        {
            "color": shade(stretch.change, FULL_MOVE),
            "line": {"width": 1, "color": GREY},
            "pattern": {
                "shape": "/" if gap else "",
                "fillmode": "overlay",
                "fgcolor": "rgba(255,255,255,0.55)",
                "size": 6,
            },
        },
        (text, f"{day.security} · {language.date(day.day)}<br>{when}<br>{value}", colour),
    )


def _closed(
    drawing: Drawing,
    day: MarketDay,
    y: int,
    span: tuple[datetime, datetime],
    language: Language,
) -> None:
    """Grey the hours in which the market would have traded on an ordinary day."""
    begins = datetime.combine(day.day, datetime.min.time(), span[0].tzinfo)
    ends = min(begins + timedelta(hours=6, minutes=30), span[1])
    if ends <= begins:
        return
    said = language.text("closed: {reason}", reason=day.closed)
    drawing.add_shape(
        type="rect",
        x0=begins,
        x1=ends,
        y0=y - 0.41,
        y1=y + 0.41,
        fillcolor="rgba(128,136,144,0.15)",
        line={"width": 1, "dash": "dot", "color": GREY},
    )
    drawing.add_annotation(
        x=begins + (ends - begins) / 2,
        y=y,
        text=language.text("closed"),
        hovertext=said,
        showarrow=False,
        font={"size": 11},
    )


def _sentence(days: tuple[MarketDay, ...], names: Mapping[str, str], language: Language) -> str:
    t = language.text
    moved = [day for day in days if day.change is not None]
    if not moved:
        return t("The snapshot has no prices of these markets on that day.")
    first = min(moved, key=lambda day: day.change if day.change is not None else 0.0)
    gaps = [
        (stretch.change, day) for day in moved for stretch in day.stretches if stretch.kind == "gap"
    ]
    said = t(
        "The deepest fall of the day was that of {name} in {city}: {change} on {day}.",
        name=_plain(names.get(first.security, first.security)),
        city=first.city,
        change=language.percent(first.change or 0.0),
        day=language.date(first.day),
    )
    if gaps:
        change, day = min(gaps, key=lambda pair: pair[0])
        joint = " " if language.code == "en" else ""
        said += joint + t(
            "The largest jump at an opening was that of {name}: {change} before the first trade of "
            "{day}.",
            name=_plain(names.get(day.security, day.security)),
            change=language.percent(change),
            day=language.date(day.day),
        )
    return said


def _table(
    days: tuple[MarketDay, ...], names: Mapping[str, str], language: Language
) -> pd.DataFrame:
    rows = [
        {
            language.text("Market"): language.text(day.city),
            language.text("Security"): f"{day.security} · {names.get(day.security, day.security)}",
            language.text("Date"): day.day.isoformat(),
            language.text("From (UTC)"): begins,
            language.text("To (UTC)"): ends,
            language.text("Part"): part,
            language.text("Change"): change,
        }
        for day in days
        for begins, ends, part, change in _parts(day, language)
    ]
    return pd.DataFrame(rows)


def _parts(day: MarketDay, language: Language) -> list[tuple[str, str, str, float | None]]:
    t = language.text
    if day.hours is None:
        return [("", "", t("closed: {reason}", reason=day.closed), None)]
    kinds = {"gap": t("opening against the close before"), "open": t("trading")}
    parts: list[tuple[str, str, str, float | None]] = [
        (f"{part.begins:%H:%M}", f"{part.ends:%H:%M}", kinds[part.kind], part.change)
        for part in day.stretches
    ]
    whole = t("close against the close before") if day.change is not None else t("no prices")
    return [*parts, ("", f"{day.hours.closes:%H:%M}", whole, day.change)]
