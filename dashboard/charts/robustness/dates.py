"""The event among other dates: the curve's median, and the day's own move."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest
from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    percent_axis,
    vertical_line,
)
from dashboard.charts.plot import Drawing, bar, scatter
from dashboard.language import Language
from dashboard.studies.robustness.placebo import PlaceAmongDays
from dashboard.studies.robustness.specifications import Firmness

BINS = 80


@lru_cache(maxsize=16)
def medians_chart(firm: Firmness, language: Language) -> Chart | None:
    """Draw the curve's median at other dates and at the event; None without other dates."""
    test = firm.joint[0]
    if not isinstance(test, HypothesisTest):
        return None
    moved = firm.moved
    drawing = _histogram(moved.median, test.statistic, language)
    _mark(
        drawing,
        test.statistic,
        language.text("this event: {value}", value=language.percent(test.statistic, 1)),
    )
    drawing.update_xaxes(**percent_axis(language.text("Median estimate of the curve")))
    days = [day.date() for day in moved.sessions]
    return Chart(
        spec=drawing.spec(),
        name=language.text("The whole curve on other dates"),
        sentence=language.text(
            "Of {dates} dates without a listed event, from {first} to {last}, {as_far} have a "
            "median at least as far from zero: joint p = {p} (smallest possible {floor}).",
            dates=language.number(len(moved.sessions), 0),
            first=language.date(days[0]),
            last=language.date(days[-1]),
            as_far=language.number(test.facts["as_far"], 0),
            p=language.probability(test.p_value),
            floor=language.probability(test.floor or 0.0),
        ),
        table=pd.DataFrame(
            {
                language.text("Date"): [day.isoformat() for day in days],
                language.text("Median estimate"): moved.median,
                language.text("Share of intervals beyond zero"): moved.share_beyond,
                language.text("Median estimate over its standard error"): [
                    language.number(value) for value in moved.median_scar
                ],
            }
        ),
    )


@lru_cache(maxsize=32)
def place_chart(found: PlaceAmongDays, name: str, language: Language) -> Chart:
    """Draw the day's statistic among those of all other dates, the farther ones marked."""
    others = found.others
    drawing = _histogram(others.values, others.observed, language)
    worse = others.worse
    drawing.add_trace(
        scatter(
            x=others.values[worse],
            y=np.full(len(worse), 0.6),
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 14, "color": ORANGE, "line": {"width": 2}},
            name=language.text("went at least as far"),
            customdata=[
                [
                    language.date(others.sessions[i].date()),
                    _value(others.values[i], found, language),
                ]
                for i in worse.tolist()
            ],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )
    _mark(
        drawing,
        others.observed,
        language.text("this day: {value}", value=_value(others.observed, found, language)),
    )
    title = statistic_words(found, language)
    if others.scaled:
        drawing.update_xaxes(title={"text": title}, zeroline=True, zerolinecolor=GREY)
    else:
        drawing.update_xaxes(**percent_axis(title))
    return Chart(
        spec=drawing.spec(),
        name=language.text("This day among all other days"),
        sentence=_sentence(found, name, language),
        table=_table(found, language),
        fractions=not others.scaled,
    )


def statistic_words(found: PlaceAmongDays, language: Language) -> str:
    """Say what was compared."""
    words = {
        ("return", False): N_("Return"),
        ("return", True): N_("Return over the volatility expected"),
        ("abnormal", False): N_("Cumulative abnormal return"),
        ("abnormal", True): N_("Cumulative abnormal return over the volatility expected"),
    }
    return language.text(words[found.measure, found.others.scaled])


def _sentence(found: PlaceAmongDays, name: str, language: Language) -> str:
    others = found.others
    facts = {
        "name": name,
        "value": _value(others.observed, found, language),
        "rank": language.number(others.rank, 0),
        "count": language.number(len(others) + 1, 0),
        "first": language.date(others.sessions[0].date()),
        "last": language.date(others.sessions[-1].date()),
        "worse": language.number(len(others.worse), 0),
        "share": language.percent(others.percentile, 2, sign=False),
    }
    if others.falls:
        return language.text(
            "{name}: {value} is number {rank} from the bottom among {count} dates from {first} to "
            "{last}; {worse} were as low or lower, {share} were higher.",
            **facts,
        )
    return language.text(
        "{name}: {value} is number {rank} from the top among {count} dates from {first} to "
        "{last}; {worse} were as high or higher, {share} were lower.",
        **facts,
    )


def _histogram(values: np.ndarray, observed: float, language: Language) -> Drawing:
    """Draw counts on a logarithmic axis, so that single days in the tail can be seen."""
    low, high = min(values.min(), observed), max(values.max(), observed)
    counts, edges = np.histogram(values, bins=BINS, range=(low, high))
    drawing = base_figure(320)
    drawing.add_trace(
        bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=np.where(counts > 0, counts, np.nan),
            width=np.diff(edges),
            marker={"color": BLUE},
            name=language.text("other dates"),
            hovertemplate="%{x}: %{y}<extra></extra>",
        )
    )
    drawing.update_layout(hovermode="closest", bargap=0)
    drawing.update_yaxes(
        title={"text": language.text("Dates (log scale)")},
        type="log",
        range=[-0.3, float(np.log10(counts.max())) + 0.15],
        tickvals=[1, 10, 100, 1000, 10000],
        tickformat=",d",
        automargin=True,
    )
    return drawing


def _mark(drawing: Drawing, at: float, label: str) -> None:
    x_low, x_high = drawing.traces[0]["x"][[0, -1]]
    left = (at - x_low) / (x_high - x_low) < 0.5
    vertical_line(drawing, at, color=ORANGE, width=2, dash="dash")
    drawing.add_annotation(
        x=at,
        y=1,
        xref="x",
        yref="paper",
        yanchor="bottom",
        text=label,
        showarrow=False,
        xanchor="left" if left else "right",
        xshift=-6 if left else 6,
        font={"color": ORANGE},
    )


def _value(value: float, found: PlaceAmongDays, language: Language) -> str:
    if found.others.scaled:
        return language.text("{value} standard deviations", value=language.number(value, 1))
    return language.percent(float(value))


def _table(found: PlaceAmongDays, language: Language) -> pd.DataFrame:
    """Return all dates as far as the day or farther, then the day itself."""
    others = found.others
    rows = [(others.sessions[i].date(), float(others.values[i])) for i in others.worse.tolist()]
    rows.append((others.session, others.observed))
    return pd.DataFrame(
        {
            language.text("Rank"): range(1, len(rows) + 1),
            language.text("Date"): [day.isoformat() for day, _ in rows],
            statistic_words(found, language): [value for _, value in rows],
        }
    )
