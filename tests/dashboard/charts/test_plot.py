from __future__ import annotations

import json
from copy import deepcopy

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from plotly.subplots import make_subplots
from plotly.tools import return_figure_from_figure_or_data

from dashboard.charts.drawing import Chart
from dashboard.charts.plot import TEMPLATE, Drawing, Ready, bar, scatter


def spec(figure: go.Figure) -> dict[str, object]:
    figure.layout.template = TEMPLATE
    return dict(json.loads(figure.to_json()))


def test_a_drawing_is_what_plotly_makes_of_the_same_calls() -> None:
    drawing = Drawing()
    plotly = go.Figure()
    drawing.add_trace(scatter(x=[1, 2], y=[3, 4], mode="lines", text=None))
    plotly.add_trace(go.Scatter(x=[1, 2], y=[3, 4], mode="lines", text=None))
    for figure in (drawing, plotly):
        figure.update_layout(height=300, margin={"l": 8, "t": 52})
        figure.update_layout(margin={"t": 12})
        figure.update_xaxes(title={"text": "tau"}, automargin=True)
        figure.update_yaxes(tickformat="+.0%")
        figure.add_shape(type="rect", x0=0, x1=1, y0=0, y1=1)
        figure.add_hline(y=1, line={"color": "#808890", "width": 1})
        figure.add_annotation(x=0, y=1, text="here", showarrow=False)
        figure.update_annotations(font={"size": 13})

    assert spec(go.Figure(drawing.spec())) == spec(plotly)


def test_plots_under_one_another_are_those_of_plotly() -> None:
    asked = {"shared_xaxes": True, "subplot_titles": ["first", "second"]}
    drawing = Drawing(rows=2, **asked)
    plotly = make_subplots(rows=2, **asked)
    drawing.add_trace(bar(x=[1], y=[2]), row=2)
    plotly.add_trace(go.Bar(x=[1], y=[2]), row=2, col=1)
    drawing.add_annotation(x=1, y=2, text="here", row=2)
    plotly.add_annotation(x=1, y=2, text="here", row=2, col=1)
    for figure in (drawing, plotly):
        figure.update_xaxes(automargin=True)
    drawing.update_yaxes(visible=False, row=2)
    plotly.update_yaxes(visible=False, row=2, col=1)

    assert spec(go.Figure(drawing.spec())) == spec(plotly)


def test_one_drawing_changes_nothing_in_the_next() -> None:
    Drawing(rows=2).update_xaxes(automargin=True)

    assert "automargin" not in Drawing(rows=2).layout["xaxis"]


def test_a_word_that_plotly_does_not_know_is_found_here() -> None:
    drawing = Drawing()
    drawing.add_trace(scatter(x=[1], y=[1], colour="red"))

    with pytest.raises(ValueError, match="colour"):
        drawing.spec()


def test_streamlit_gets_the_specification_itself_with_arrays_written_out() -> None:
    drawing = Drawing()
    days = pd.DatetimeIndex(["2025-01-24", "2025-01-27", "2025-01-28 14:30"])
    drawing.add_trace(scatter(x=days, y=np.array([0.1, np.nan, 0.3])))
    said = drawing.spec()
    assert said["data"][0]["x"] == [
        "2025-01-24T00:00:00",
        "2025-01-27T00:00:00",
        "2025-01-28T14:30:00",
    ]
    sent = return_figure_from_figure_or_data(Ready(said), validate_figure=True)
    assert sent is said
    written = json.loads(pio.to_json(sent, validate=False))
    assert written["data"][0]["y"] == [0.1, None, 0.3]
    assert written["layout"]["template"] == TEMPLATE


def test_changing_plotlys_object_of_a_chart_leaves_the_chart_as_it_is() -> None:
    drawing = Drawing()
    drawing.add_trace(scatter(x=[1, 2], y=[3, 4]))
    chart = Chart(drawing.spec(), "Name", "Sentence.", pd.DataFrame())
    before = deepcopy(chart.spec)
    changed = chart.figure
    changed.update_layout(title={"text": "changed"})
    changed.data[0].update(name="changed")
    assert chart.spec == before
    assert "changed" in changed.to_json()
