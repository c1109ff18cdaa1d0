from __future__ import annotations

import re

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Chart
from dashboard.charts.presenting import style_of_rows


def style_of(figure: go.Figure) -> str:
    return style_of_rows(Chart(figure.to_dict(), "Name", "Sentence.", pd.DataFrame()))


def test_names_of_rows_shrink_with_their_number_and_with_the_height_of_their_panel() -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[1]))
    figure.update_layout(
        yaxis={"domain": [0.6, 1]},
        yaxis2={"domain": [0, 0.5], "tickvals": [0, 1], "ticktext": ["a", "b"], "range": [9, -1]},
    )
    style = style_of(figure)
    assert ".ytick " not in style
    assert ".y2tick text" in style
    (share,) = set(re.findall(r"380px\) \* ([\d.]+)\)", style))
    assert float(share) == 0.045  # 0.9 of a half of the height, over ten rows
    figure.update_layout(yaxis2={"range": None, "domain": None})
    assert "0.45000" in style_of(figure)


def test_a_note_on_a_row_shrinks_with_the_names_and_one_on_the_paper_does_not() -> None:
    figure = go.Figure(go.Bar(x=[1, 2], y=["a", "b"], orientation="h"))
    figure.update_yaxes(tickvals=["a", "b"], ticktext=["A", "B"])
    figure.add_annotation(text="title", yref="paper", x=0, y=1)
    figure.add_annotation(text="names between", x=1, y="b", showarrow=False)
    style = style_of(figure)
    assert '.annotation[data-index="1"] text' in style
    assert 'data-index="0"' not in style


def test_a_chart_without_named_rows_keeps_its_writing() -> None:
    assert style_of(go.Figure(go.Bar(x=[1, 2], y=["a", "b"], orientation="h"))) == ""
