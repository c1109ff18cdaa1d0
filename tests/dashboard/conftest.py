"""What holds for every chart that a test draws: Plotly accepts it, and it is written as it is."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import plotly.graph_objects as go
import pytest

from dashboard.charts.plot import Drawing, Spec

_unchecked = Drawing.spec


def _checked(drawing: Drawing) -> Spec:
    spec = _unchecked(drawing)
    go.Figure(spec)
    # Else Plotly would walk through the whole chart to make each value fit.
    orjson.dumps(spec, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    return spec


@pytest.fixture(autouse=True, scope="session")
def _every_chart_is_checked() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Drawing, "spec", _checked)
        yield
