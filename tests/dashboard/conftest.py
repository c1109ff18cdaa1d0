"""What holds for every chart that a test draws: Plotly itself accepts each of its properties."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from dashboard.charts.plot import Drawing, Spec

_unchecked = Drawing.spec


def _checked(drawing: Drawing) -> Spec:
    spec = _unchecked(drawing)
    go.Figure(spec)
    return spec


@pytest.fixture(autouse=True, scope="session")
def _every_chart_is_checked() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Drawing, "spec", _checked)
        yield
