from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn

from dashboard.charts.drawing import Chart
from dashboard.export.native import panels
from dashboard.export.report import Report
from dashboard.export.slides import slides
from dashboard.language import ENGLISH
from tests.dashboard.export.conftest import LINK, MADE_ON


def deck_of(report: Report) -> object:
    return Presentation(io.BytesIO(slides(report, LINK, MADE_ON)))


def charts_of(slide: object) -> list[object]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def series_of(chart: object) -> dict[str, list[float]]:
    return {series.name: list(series.values) for plot in chart.plots for series in plot.series}


def words(slide: object) -> str:
    return " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def one(figure: go.Figure) -> object:
    chart = Chart(
        figure.to_dict(), "Name", "Sentence.", pd.DataFrame({"a": ["x", "y"], "b": [0.1, 0.2]})
    )
    report = Report("Title", "Lead.", (), (chart,), (), (), ENGLISH)
    return deck_of(report).slides[1]


def test_the_slides_hold_native_charts_with_the_charts_own_values(
    report: Report, study: object
) -> None:
    deck = deck_of(report)
    car, ar, price = report.charts
    columns = list(car.table.columns)
    (drawn,) = charts_of(deck.slides[1])
    held = series_of(drawn)
    assert held[columns[6]] == car.table[columns[6]].tolist()
    bounds = [values for name, values in held.items() if "95" in name]
    assert bounds == [car.table[columns[8]].tolist(), car.table[columns[7]].tolist()]
    (drawn,) = charts_of(deck.slides[2])
    assert series_of(drawn)[columns[4]] == ar.table[columns[4]].tolist()
    (drawn,) = charts_of(deck.slides[3])
    assert next(iter(series_of(drawn).values())) == price.table.iloc[:, 1].tolist()
    days = [date(1899, 12, 30).toordinal() + int(float(c)) for c in drawn.plots[0].categories]
    assert [date.fromordinal(d).isoformat() for d in days] == price.table.iloc[:, 0].tolist()


def test_every_slide_says_parameters_source_hash_and_date(report: Report) -> None:
    deck = deck_of(report)
    assert deck.slides[0].shapes.title.text == report.title
    for slide, chart in zip(list(deck.slides)[1:4], report.charts, strict=True):
        assert slide.shapes.title.text == chart.name
        said = words(slide)
        assert chart.sentence in said
        assert "NVDA · Nvidia" in said
        assert report.sources[0].history.provenance.sha256[:12] in said
        assert report.language.date(MADE_ON) in said
        assert LINK in said
    last = words(list(deck.slides)[-1])
    assert report.sources[0].history.provenance.sha256 in last
    assert ("not investment advice" if report.language == ENGLISH else "投資助言") in last or (
        "Nothing here is investment advice" in last
    )


def test_charts_have_a_japanese_font_and_words_for_those_who_do_not_see_them(
    report: Report,
) -> None:
    slide = deck_of(report).slides[1]
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    described = frame._element.nvGraphicFramePr.cNvPr.get("descr")
    assert report.charts[0].sentence in described
    fonts = {e.get("typeface") for e in slide.shapes.title._element.iter(qn("a:ea"))}
    assert fonts == {"Yu Gothic"}
    assert {e.get("typeface") for e in frame.chart._chartSpace.iter(qn("a:ea"))} == {"Yu Gothic"}


def test_bars_and_a_line_share_their_axes() -> None:
    figure = go.Figure([go.Bar(x=[0, 1, 2], y=[1, -2, 3], name="bar")])
    figure.add_scatter(x=[0, 1, 2], y=[4.0, 5.0, None], mode="lines", name="line")
    (drawn,) = charts_of(one(figure))
    assert series_of(drawn) == {"bar": [1, -2, 3], "line": [4, 5, None]}
    kinds = [type(plot).__name__ for plot in drawn.plots]
    assert kinds == ["BarPlot", "LinePlot"]
    plots = [drawn._chartSpace.find(f".//{qn(tag)}") for tag in ("c:barChart", "c:lineChart")]
    axes = [[axis.get("val") for axis in plot.findall(qn("c:axId"))] for plot in plots]
    assert len(axes[0]) == 2
    assert axes[0] == axes[1]


def test_a_forest_of_intervals_becomes_lying_bars_with_error_bars() -> None:
    figure = go.Figure(
        go.Scatter(
            x=[-0.1, 0.2],
            y=["one", "two"],
            mode="markers",
            error_x={"type": "data", "array": [0.01, 0.02], "arrayminus": [0.03, 0.04]},
        )
    )
    (drawn,) = charts_of(one(figure))
    assert list(drawn.plots[0].categories) == ["one", "two"]
    assert next(iter(series_of(drawn).values())) == [-0.1, 0.2]
    bars = drawn._chartSpace.find(f".//{qn('c:errBars')}")
    values = [float(v.text) for v in bars.iter(qn("c:v"))]
    assert values == [0.01, 0.02, 0.03, 0.04]


def test_a_treemap_becomes_bars_of_its_leaves_and_a_heat_map_a_table() -> None:
    leaves = go.Figure(
        go.Treemap(labels=["all", "a", "b"], parents=["", "all", "all"], values=[3, 1, 2])
    )
    (drawn,) = charts_of(one(leaves))
    assert series_of(drawn) == {"": [2, 1]}
    assert list(drawn.plots[0].categories) == ["b", "a"]
    slide = one(go.Figure(go.Heatmap(z=[[1, 2], [3, 4]])))
    assert not charts_of(slide)
    (grid,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert [cell.text for cell in grid.rows[1].cells] == ["x", "+10.00%"]


def test_a_heat_map_on_axes_of_its_own_is_left_out_beside_a_drawn_curve() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2], y=[-0.2, 0.1], mode="markers", name="curve"))
    figure.add_heatmap(z=[[1, 0], [0, 1]], xaxis="x", yaxis="y2")
    (panel,) = panels(figure, ENGLISH)
    assert [series.values for series in panel.series] == [(-0.2, 0.1)]
    figure.update_traces(yaxis="y", selector={"type": "heatmap"})
    assert panels(figure, ENGLISH) == ()


def test_points_beside_names_in_the_place_of_numbers_become_bars_that_lie() -> None:
    figure = go.Figure(
        [
            go.Scatter(
                x=[-0.2, 0.1],
                y=[1, 4],
                mode="markers",
                name="as predicted",
                error_x={"type": "data", "array": [0.05, 0.3]},
            ),
            go.Scatter(
                x=[0.02],
                y=[2],
                mode="markers",
                name="undecided",
                error_x={"type": "data", "array": [0.07]},
            ),
        ]
    )
    figure.layout.yaxis = {
        "tickvals": [0, 1, 2, 3, 4],
        "ticktext": ["<b>First story</b>", "A − B", "A − C", "<b>Second story</b>", "A − B"],
    }
    figure.layout.xaxis = {"tickformat": "+.0%"}
    (panel,) = panels(figure, ENGLISH)
    assert panel.horizontal
    assert panel.categories() == ("A − B (First story)", "A − C", "A − B (Second story)")
    assert panel.reach() == pytest.approx((-0.25, 0.4))
    (frame,) = [shape for shape in one(figure).shapes if shape.has_chart]
    chart = frame.chart
    assert [str(name) for name in chart.plots[0].categories] == list(panel.categories())
    assert [list(series.values) for series in chart.plots[0].series] == [
        [-0.2, None, 0.1],
        [None, 0.02, None],
    ]
    errors = [
        {int(pt.get("idx")): float(pt.find(qn("c:v")).text) for pt in plus.iter(qn("c:pt"))}
        for plus in chart._chartSpace.iter(qn("c:plus"))
    ]
    assert errors == [{0: 0.05, 2: 0.3}, {1: 0.07}]
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (-0.3, 0.4)
    assert chart.plots[0].overlap == 100


def ranking(count: int) -> go.Figure:
    """Draw two groups of names, ranked, with an interval upon each bar."""
    names = [f"name {place}" for place in range(count)]
    values = [-0.01 * (count - place) for place in range(count)]
    figure = go.Figure()
    for group, start in (("buyers", 1), ("sellers", 0)):
        figure.add_bar(x=values[start::2], y=names[start::2], orientation="h", name=group)
    figure.add_scatter(
        x=values,
        y=names,
        mode="markers",
        name="95%",
        error_x={"type": "data", "array": [0.02] * count},
    )
    return figure.update_yaxes(tickvals=names, ticktext=[name.upper() for name in names])


def test_a_ranking_keeps_its_order_and_draws_of_its_intervals_no_bar() -> None:
    (drawn,) = charts_of(one(ranking(3)))
    assert list(drawn.plots[0].categories) == ["NAME 0", "NAME 1", "NAME 2"]
    assert series_of(drawn) == {
        "buyers": [None, pytest.approx(-0.02), None],
        "sellers": [pytest.approx(-0.03), None, pytest.approx(-0.01)],
        "95%": [pytest.approx(value) for value in (-0.03, -0.02, -0.01)],
    }
    assert drawn.plots[0].overlap == 100
    filled = [series.format.fill.type for series in drawn.plots[0].series]
    assert filled == [MSO_FILL.SOLID, MSO_FILL.SOLID, MSO_FILL.BACKGROUND]


def test_more_rows_than_can_be_read_stand_beside_each_other_on_one_scale() -> None:
    slide = one(ranking(40))
    left, right = charts_of(slide)
    assert [*left.plots[0].categories, *right.plots[0].categories] == [
        f"NAME {place}" for place in range(40)
    ]
    for chart in (left, right):
        axis = chart.value_axis
        assert (axis.minimum_scale, axis.maximum_scale) == (-0.5, 0.1)
    frames = [shape for shape in slide.shapes if shape.has_chart]
    assert frames[0].left + frames[0].width <= frames[1].left
    assert len(charts_of(one(ranking(24)))) == 1


def test_nothing_leaves_a_slide_or_lies_on_its_foot_however_much_there_is_to_say(
    report: Report,
) -> None:
    claim = "半導体への需要は、安いモデルが広く使われても減らないという主張。" * 3
    table = pd.DataFrame({"Id": range(40), "Claim": claim, "Article": "Insider Paper"})
    parameters = (*report.parameters, ("Scope", claim))
    deck = deck_of(replace(report, tables=(("Claims", table),), parameters=parameters))
    for slide in deck.slides:
        boxes = sorted((shape for shape in slide.shapes if shape.height), key=lambda s: s.top)
        assert all(box.top + box.height <= deck.slide_height for box in boxes)
        assert all(box.top + box.height <= boxes[-1].top for box in boxes[:-1])
    (grid,) = (s.table for slide in deck.slides for s in slide.shapes if s.has_table)
    shown = len(grid.rows) - 1
    assert 3 <= shown < 24
    said = report.language.text(
        "{shown} of {count} rows; the table's CSV file holds all.", shown=shown, count=40
    )
    assert any(said in words(slide) for slide in deck.slides)


def test_bars_that_begin_anywhere_become_a_table() -> None:
    figure = go.Figure(go.Bar(x=[4], y=["Tokyo"], base=["2025-01-27"], orientation="h"))
    assert panels(figure, ENGLISH) == ()


def test_sources_that_do_not_fit_one_slide_go_on_to_the_next() -> None:
    lines = [f"Source {number}: " + "word " * 40 for number in range(40)]
    report = Report("Title", "Lead.", tuple((line, "") for line in lines), (), (), (), ENGLISH)
    slides_of_methods = list(deck_of(report).slides)[1:]
    assert len(slides_of_methods) > 2
    written = [
        paragraph.text
        for slide in slides_of_methods
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]
    assert all(any(text.startswith(f"Source {n}:") for text in written) for n in range(40))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_small_multiples_stay_apart_on_the_slide(count: int) -> None:
    figure = go.Figure()
    for number in range(1, count + 1):
        axis = "" if number == 1 else str(number)
        figure.add_scatter(x=[0, 1], y=[number, number], xaxis=f"x{axis}", yaxis=f"y{axis}")
        figure.layout[f"xaxis{axis}"] = {"automargin": True}
        figure.layout[f"yaxis{axis}"] = {"automargin": True}
    slide = one(figure)
    frames = [shape for shape in slide.shapes if shape.has_chart]
    assert len(frames) == count
    places = {(frame.left, frame.top) for frame in frames}
    assert len(places) == count


def test_a_mark_on_a_hidden_axis_and_a_gap_are_no_values() -> None:
    figure = go.Figure(go.Scatter(x=[0, 1, 2], y=[1, np.nan, 3], mode="lines", name="a"))
    figure.add_scatter(x=[1], y=[0.5], yaxis="y2", mode="markers")
    figure.layout.yaxis2 = {"visible": False}
    (panel,) = panels(figure, ENGLISH)
    assert [series.values for series in panel.series] == [(1.0, None, 3.0)]
