"""Names or models side by side: running sums on one chart, sessions in small multiples."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import (
    BLUE,
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
from dashboard.studies.abnormal_path import AbnormalPath
from dashboard.studies.choices import BASKET, is_basket
from dashboard.studies.comparison import Comparison, Kind

COLOURS: Final = (BLUE, ORANGE, "#1F9E7D", "#A873CF")
DASHES: Final = ("solid", "dash", "dot", "dashdot")
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up")

HEIGHT: Final = 420
TOP, BOTTOM, RIGHT = 40, 60, 92
"""Room around the lines in pixels; labels stand to the right of them."""
LABEL_HEIGHT: Final = 17
LETTER: Final = 8
ROW_HEIGHT: Final = 130

CAR_NAMES: Final[dict[Kind, str]] = {
    "names": N_("Cumulative abnormal returns, name beside name"),
    "models": N_("Cumulative abnormal returns, model beside model"),
}
AR_NAMES: Final[dict[Kind, str]] = {
    "names": N_("Abnormal returns by session, name by name"),
    "models": N_("Abnormal returns by session, model by model"),
}

Paths = Mapping[str, AbnormalPath]


def comparison_charts(comparison: Comparison, language: Language) -> dict[str, Chart]:
    """Return the charts of studies side by side by key; none where every study was refused."""
    if not comparison.done:
        return {}
    level = comparison.done[0].drawn.study.request.spec.level
    paths = {short(column.label): column.path for column in comparison.done}
    return {
        f"{comparison.kind}-car": compared_car_chart(comparison.kind, paths, level, language),
        f"{comparison.kind}-ar": compared_ar_chart(comparison.kind, paths, level, language),
    }


def short(label: str) -> str:
    """Return what a column is called where there is little room."""
    if is_basket(label) and not label.startswith(BASKET):
        first, *others = label.split(",")
        return f"{first} +{len(others)}"
    return label.removeprefix(BASKET)


def compared_car_chart(kind: Kind, paths: Paths, level: float, language: Language) -> Chart:
    """Draw running abnormal returns with one line a column, the first with its interval.

    Parameters
    ----------
    paths
        By label, the chosen one first; at most four.
    level
        Of the intervals.
    """
    t = language.text
    drawing = base_figure(HEIGHT)
    chosen = next(iter(paths.values()))
    said = language.percent(level, 0, sign=False)
    drawing.add_traces(
        [ribbon(chosen, t("{level} interval", level=said))]
        + [_line(i, label, path, language) for i, (label, path) in enumerate(paths.items())]
    )
    low, high = _range(paths, chosen)
    drawing.update_layout(
        showlegend=False,
        margin={"l": 8, "r": max(RIGHT, LETTER * max(map(len, paths)) + 8), "t": TOP, "b": BOTTOM},
        annotations=_labels(paths, low, high),
    )
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(
        **percent_axis(t("Cumulative abnormal return")) | {"range": [low, high]},
    )
    mark_event(drawing, 0, _event_day(paths, language))
    return Chart(
        spec=drawing.spec(),
        name=t(CAR_NAMES[kind]),
        sentence=t(
            "From tau = {first} to {last}, with {level} intervals: {said}.",
            first=language.number(int(chosen.tau[0]), 0),
            last=language.number(int(chosen.tau[-1]), 0),
            level=said,
            said=_said(paths, language),
        ),
        table=_table(
            paths,
            {
                label: {
                    t("{name}, cumulative", name=label): path.car,
                    t("{name}, interval from", name=label): path.low,
                    t("{name}, interval to", name=label): path.high,
                }
                for label, path in paths.items()
            },
        ),
    )


def compared_ar_chart(kind: Kind, paths: Paths, level: float, language: Language) -> Chart:
    """Draw abnormal returns by session in one row a column, all rows on one scale."""
    t = language.text
    rows = len(paths)
    drawing = base_figure(
        ROW_HEIGHT * rows + 60,
        rows=rows,
        shared_xaxes=True,
        shared_yaxes="all",
        subplot_titles=list(paths),
        vertical_spacing=0.26 / max(rows, 2),
    )
    for row, path in enumerate(paths.values(), start=1):
        drawing.add_traces([ordinary_band(path, ""), bars(path, "", language)], row=row)
    drawing.update_layout(showlegend=False, hovermode="x", margin={"l": 8, "r": 8, "t": 28, "b": 8})
    drawing.update_annotations(x=0, xanchor="left", font={"size": 14})
    drawing.update_xaxes(**event_time_axis(language) | {"title": None})
    drawing.update_xaxes(title=event_time_axis(language)["title"], row=rows)
    drawing.update_yaxes(**percent_axis("") | {"title": None, "nticks": 5})
    counts = language.listed(
        t(
            "{name} {count} of {sessions}",
            name=label,
            count=int((np.abs(path.ar) > path.ordinary).sum()),
            sessions=len(path),
        )
        for label, path in paths.items()
    )
    return Chart(
        spec=drawing.spec(),
        name=t(AR_NAMES[kind]),
        sentence=t(
            "Sessions that leave their own ordinary range ({level}): {counts}.",
            level=language.percent(level, 0, sign=False),
            counts=counts,
        ),
        table=_table(
            paths,
            {
                label: {t("{name}, abnormal return", name=label): path.ar}
                for label, path in paths.items()
            },
        ),
    )


def _line(place: int, label: str, path: AbnormalPath, language: Language) -> Trace:
    return scatter(
        x=path.tau,
        y=path.car,
        mode="lines+markers",
        line={"color": COLOURS[place], "dash": DASHES[place], "width": 3 if place == 0 else 2},
        marker={"symbol": SYMBOLS[place], "size": 7},
        name=label,
        customdata=[
            [language.date(day), language.percent(value)]
            for day, value in zip(path.days, path.car.tolist(), strict=True)
        ],
        hovertemplate=f"{label} %{{customdata[1]}} · %{{customdata[0]}}<extra></extra>",
    )


def _range(paths: Paths, chosen: AbnormalPath) -> tuple[float, float]:
    values = np.concatenate([*(path.car for path in paths.values()), chosen.low, chosen.high, [0]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.06 * (high - low or 1.0)
    return low - room, high + room


def _labels(paths: Paths, low: float, high: float) -> list[dict[str, object]]:
    """Return a label at the end of each line, apart from each other where lines meet."""
    pixels = HEIGHT - TOP - BOTTOM
    ends = [(high - float(path.car[-1])) / (high - low) * pixels for path in paths.values()]
    places = label_places(ends, pixels)
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": float(path.car[-1]),
            "yshift": ends[i] - places[i],
            "text": label,
            "showarrow": False,
            "xanchor": "left",
            "xshift": 6,
            "font": {"color": COLOURS[i], "size": 14},
        }
        for i, (label, path) in enumerate(paths.items())
    ]


def label_places(places: list[float], limit: float) -> list[float]:
    """Move labels (pixels from the top) down until they keep apart, and up from the limit."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, this in pairwise(order):
        moved[this] = max(moved[this], moved[before] + LABEL_HEIGHT)
    if order:
        moved[order[-1]] = min(moved[order[-1]], limit)
    for after, this in pairwise(reversed(order)):
        moved[this] = min(moved[this], moved[after] - LABEL_HEIGHT)
    return moved


def _event_day(paths: Paths, language: Language) -> str:
    days = {path.days[int(np.flatnonzero(path.tau == 0)[0])] for path in paths.values()}
    return language.date(days.pop()) if len(days) == 1 else "tau = 0"


def _said(paths: Paths, language: Language) -> str:
    parts = [
        language.text(
            "{name} {value} ({low} to {high})",
            name=label,
            value=language.percent(float(path.car[-1])),
            low=language.percent(float(path.low[-1])),
            high=language.percent(float(path.high[-1])),
        )
        for label, path in paths.items()
    ]
    return language.listed(parts)


def _table(paths: Paths, columns: Mapping[str, Mapping[str, np.ndarray]]) -> pd.DataFrame:
    """Return one row a tau; a path that is shorter than the others has empty cells."""
    parts = [
        pd.Series(values, index=paths[label].tau, name=title)
        for label, titled in columns.items()
        for title, values in titled.items()
    ]
    return pd.concat(parts, axis=1).sort_index().rename_axis("tau").reset_index()
