"""The specification curve: estimates from the lowest to the highest, and the choices below."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.robustness.curve_result import SpecificationCurve
from dashboard.charts.drawing import (
    BLUE,
    CLEAR,
    GREY,
    ORANGE,
    RIBBON,
    Chart,
    base_figure,
    percent_axis,
    vertical_line,
)
from dashboard.charts.plot import Drawing, heatmap, scatter
from dashboard.charts.robustness.words import CHOICES, option_words, specification_words
from dashboard.language import Language
from dashboard.studies.robustness.specifications import Firmness

ROW = 17
UPPER = 320
# Of more points, neighbours share a mark among the choices.
MANY = 400
# So many points of each kind are drawn at most; all of them can be pointed at.
DRAWN = 250
FAINT = "rgba(61, 139, 212, 0.3)"


def curve_chart(firm: Firmness, language: Language, opened: int | None = None) -> Chart:
    """Draw every estimate with its interval, sorted, and mark its choices below.

    Parameters
    ----------
    opened
        Place, from 0, of the specification that the reader looks at; it is marked.
    """
    drawn = _whole(firm, language)
    drawing = deepcopy(drawn.marks)
    drawing.traces = [*drawn.curve.traces, *drawing.traces]
    if opened is not None and opened != firm.chosen_place:
        _mark_opened(drawing, firm.curve, opened, language)
    return Chart(
        spec=drawing.spec(),
        name=language.text("Specification curve"),
        sentence=_sentence(firm, language),
        table=drawn.table,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What is the same whichever specification is opened; it takes most of the time."""

    curve: Drawing
    marks: Drawing
    table: pd.DataFrame


@lru_cache(maxsize=16)
def _whole(firm: Firmness, language: Language) -> _Drawn:
    curve = firm.curve
    n = len(curve)
    rows = _rows(curve, language)
    lower = ROW * (len(rows) + 2)
    split = lower / (UPPER + lower)
    points = Drawing()
    _draw_estimates(points, curve, language)
    _draw_choices(points, rows, n, language)
    drawing = base_figure(UPPER + lower)
    _mark_median(drawing, curve, language)
    _mark_chosen(drawing, firm, language)
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(
        range=[0.5 - 0.01 * n, n + 0.5 + 0.01 * n],
        title={"text": language.text("Place, from lowest to highest")},
        anchor="y2",
        showgrid=False,
        zeroline=False,
    )
    drawing.update_layout(
        yaxis={
            **percent_axis(language.text("Cumulative abnormal return")),
            "domain": [split + 0.02, 1],
        },
        yaxis2={
            "domain": [0, split - 0.02],
            "anchor": "x",
            "tickvals": [-i for i in range(len(rows))],
            "ticktext": [f"<b>{name}</b>" if marks is None else name for name, marks in rows],
            "range": [-len(rows) + 0.3, 0.8],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "tickfont": {"size": 11},
            "fixedrange": True,
        },
    )
    return _Drawn(points, drawing, _table(curve, language))


def _sentence(firm: Firmness, language: Language) -> str:
    curve = firm.curve
    low, high = curve.range
    return language.text(
        "{count} specifications give estimates from {low} to {high}, median {median}; {same} have "
        "the median's sign, and {beyond} have a {level} interval beyond zero on that side.",
        count=language.number(len(curve), 0),
        low=language.percent(low, 1),
        high=language.percent(high, 1),
        median=language.percent(curve.median, 1),
        same=language.percent(curve.share_same_sign, 0, sign=False),
        beyond=language.percent(curve.share_beyond, 0, sign=False),
        level=language.percent(curve.level, 0, sign=False),
    )


def _draw_estimates(drawing: Drawing, curve: SpecificationCurve, language: Language) -> None:
    n = len(curve)
    rank = np.arange(1, n + 1)
    level = language.percent(curve.level, 0, sign=False)
    drawing.add_trace(
        scatter(
            x=np.concatenate((rank, rank[::-1])),
            y=np.concatenate((curve.high, curve.low[::-1])),
            fill="toself",
            fillcolor=RIBBON,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            name=language.text("{level} interval", level=level),
        )
    )
    size = 3 if n > MANY else 6
    for beyond, name, style in (
        (True, language.text("interval beyond zero"), {"color": BLUE, "symbol": "circle"}),
        (False, language.text("interval holds zero"), {"color": GREY, "symbol": "x-thin-open"}),
    ):
        which = np.flatnonzero(curve.beyond == beyond)
        drawing.add_trace(
            scatter(
                x=rank[which],
                y=curve.car[which],
                mode="markers",
                marker={**style, "size": size if beyond else size + 1, "maxdisplayed": DRAWN},
                # The opened one is marked by a trace of its own, as this one may not be drawn.
                unselected={"marker": {"opacity": 1}},
                name=name,
                customdata=[
                    [
                        specification_words(curve.specifications[i], language),
                        round(float(curve.low[i]), 5),
                        round(float(curve.high[i]), 5),
                    ]
                    for i in which.tolist()
                ],
                hovertemplate="%{customdata[0]}<br>%{y:+.2%} "
                "(%{customdata[1]:+.2%} … %{customdata[2]:+.2%})<extra></extra>",
            )
        )


def _rows(curve: SpecificationCurve, language: Language) -> list[tuple[str, np.ndarray | None]]:
    """Return the rows of the matrix: a title, or an option with the ranks that take it."""
    rows: list[tuple[str, np.ndarray | None]] = []
    for choice, title in CHOICES:
        taken: dict[object, list[int]] = {}
        for rank, specification in enumerate(curve.specifications, start=1):
            taken.setdefault(getattr(specification, choice), []).append(rank)
        rows.append((language.text(title), None))
        # The options that lower the estimate most stand first.
        ordered = sorted(taken.items(), key=lambda item: float(np.median(item[1])))
        rows.extend((option_words(choice, o, language), np.array(ranks)) for o, ranks in ordered)
    return rows


def _draw_choices(
    drawing: Drawing, rows: list[tuple[str, np.ndarray | None]], n: int, language: Language
) -> None:
    """Shade each place by how many of the specifications there take the option.

    One picture: thousands of marks would be thousands of elements of the page.
    """
    together = -(-n // MANY)
    first = np.arange(0, n, together)
    shares = np.zeros((len(rows), len(first)))
    for i, (_, marks) in enumerate(rows):
        if marks is not None:
            shares[i] = np.add.reduceat(np.bincount(marks - 1, minlength=n), first)
    shares /= np.diff(first, append=n)
    drawing.add_trace(
        heatmap(
            x0=(together + 1) / 2,
            dx=together,
            y0=0,
            dy=-1,
            z=shares.astype(np.float32),
            zmin=0,
            zmax=1,
            colorscale=[[0, CLEAR], [0.01, FAINT], [1, BLUE]],
            showscale=False,
            xgap=0 if n > MANY / 4 else 1,
            ygap=4,
            hovertemplate=language.text(
                "{option}: {share} of the specifications here", option="%{y}", share="%{z:.0%}"
            )
            + "<extra></extra>",
            xaxis="x",
            yaxis="y2",
        )
    )


def _mark_median(drawing: Drawing, curve: SpecificationCurve, language: Language) -> None:
    drawing.add_shape(
        type="line",
        x0=0,
        x1=1,
        y0=curve.median,
        y1=curve.median,
        xref="paper",
        yref="y",
        line={"color": GREY, "width": 1.5, "dash": "dash"},
    )
    drawing.add_annotation(
        x=0,
        y=curve.median,
        xref="paper",
        yref="y",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        text=language.text("median {value}", value=language.percent(curve.median, 1)),
    )


def _mark_chosen(drawing: Drawing, firm: Firmness, language: Language) -> None:
    place = firm.chosen_place
    if place is None:
        return
    value = float(firm.curve.car[place])
    drawing.add_trace(
        scatter(
            x=[place + 1],
            y=[value],
            mode="markers",
            marker={"symbol": "diamond", "size": 13, "color": ORANGE},
            name=language.text("your choice: {value}", value=language.percent(value)),
            hovertemplate=specification_words(firm.chosen, language) + "<extra></extra>",
        )
    )
    vertical_line(drawing, place + 1, color=ORANGE, width=1, dash="dot")


def _mark_opened(
    drawing: Drawing, curve: SpecificationCurve, place: int, language: Language
) -> None:
    value = float(curve.car[place])
    drawing.add_trace(
        scatter(
            x=[place + 1],
            y=[value],
            mode="markers",
            marker={"symbol": "circle-open", "size": 14, "color": ORANGE, "line": {"width": 3}},
            name=language.text("opened: {value}", value=language.percent(value)),
            hovertemplate=specification_words(curve.specifications[place], language)
            + "<extra></extra>",
        )
    )
    vertical_line(drawing, place + 1, color=ORANGE, width=1, dash="solid")


def _table(curve: SpecificationCurve, language: Language) -> pd.DataFrame:
    choices = {
        language.text(title): [
            option_words(choice, getattr(specification, choice), language)
            for specification in curve.specifications
        ]
        for choice, title in CHOICES
    }
    return pd.DataFrame(
        {
            language.text("Rank"): np.arange(1, len(curve) + 1),
            **choices,
            language.text("Cumulative abnormal return"): curve.car,
            language.text("Standard error"): curve.standard_error,
            language.text("Interval from"): curve.low,
            language.text("Interval to"): curve.high,
            language.text("Estimation sessions"): curve.n_estimation,
        }
    )
