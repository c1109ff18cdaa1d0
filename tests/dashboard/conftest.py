"""What holds for every chart that a test draws: Plotly itself accepts each of its properties."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from dashboard.charts.plot import Drawing

_unchecked = Drawing.figure


def _checked(drawing: Drawing) -> go.Figure:
    figure = _unchecked(drawing)
    go.Figure(figure.to_dict())
    return figure


@pytest.fixture(autouse=True, scope="session")
def _every_chart_is_checked() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Drawing, "figure", _checked)
        yield
