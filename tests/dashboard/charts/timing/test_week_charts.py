from __future__ import annotations

import numpy as np

from analysis.windows import EventWindow
from dashboard import cache
from dashboard.charts.timing.week import DATED, week_chart, weeks_chart
from dashboard.export.native import panels
from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.request import study_request
from dashboard.studies.timing.week import WEEK, Week


def week_of(security: str, span: EventWindow = WEEK) -> Week:
    return cache.week(study_request(security=security, event="2025-01-27"), span)


def test_the_range_lies_behind_the_whole_bars_and_each_bar_has_its_day() -> None:
    figure = week_chart(week_of("NVDA"), (), "scaled", "Nvidia", ENGLISH).figure
    band, bars = figure.data
    assert (min(band.x), max(band.x)) == (min(bars.x) - 0.5, max(bars.x) + 0.5)
    written = dict(zip(figure.layout.xaxis.tickvals, figure.layout.xaxis.ticktext, strict=True))
    assert [written[place] for place in bars.x] == [
        f"{day.day}<br>{day:%b}" for day in week_of("NVDA").sessions
    ]


def test_a_slide_names_the_days_and_has_no_column_beside_the_bars() -> None:
    figure = week_chart(week_of("NVDA"), (), "scaled", "Nvidia", JAPANESE).figure
    (panel,) = panels(figure, JAPANESE)
    days = [f"{day.month}/{day.day}" for day in week_of("NVDA").sessions]
    assert [list(series.places) for series in panel.series] == [days] * 3


def test_of_many_sessions_some_are_dated_and_the_event_is_one_of_them() -> None:
    week = week_of("NVDA", EventWindow(-15, 15))
    axis = week_chart(week, (), "scaled", "Nvidia", ENGLISH).figure.layout.xaxis
    assert 5 < len(axis.tickvals) <= DATED
    assert week.tau.tolist().index(0) in axis.tickvals


def test_scores_beyond_two_are_written_and_a_session_not_held_is_marked() -> None:
    weeks = [("Nvidia", week_of("NVDA")), ("SAP", week_of("SAP.DE"))]
    cells, *written = weeks_chart(weeks, "scaled", ENGLISH).figure.data
    values = np.array(cells.z, dtype=float)
    signs = [text for trace in written for text in trace.text]
    assert signs.count("×") == int(np.isnan(values).sum()) > 0
    assert len(signs) - signs.count("×") == int((abs(values) >= 2).sum()) > 0


def test_a_score_near_zero_shows_the_background_and_a_written_one_covers_it() -> None:
    weeks = [("Nvidia", week_of("NVDA"))]
    cells = weeks_chart(weeks, "scaled", ENGLISH).figure.data[0]
    places = [place for place, _ in cells.colorscale]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0.0, 1.0)
    middle = next(colour for place, colour in cells.colorscale if place == 0.5)
    assert float(middle.rstrip(")").split(",")[-1]) <= 0.1
    rare = 0.5 - 2 / (cells.zmax - cells.zmin)
    assert [colour[0] for place, colour in cells.colorscale if place <= rare][:2] == ["#", "#"]
