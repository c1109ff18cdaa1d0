from __future__ import annotations

import pytest

from analysis.windows import EventWindow
from dashboard.charts.abnormal import ar_chart, car_chart
from dashboard.language import ENGLISH
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run


@pytest.fixture(scope="module", params=["market", "garch"])
def study(request: pytest.FixtureRequest) -> Study:
    return run(study_request(security="NVDA", event="2025-01-27", model=request.param))


def test_the_ribbon_ends_at_the_interval_of_the_headline(study: Study) -> None:
    table = car_chart(study.result, EventWindow(0, 0), ENGLISH).table

    drawn = table.iloc[-1][["Interval from", "Interval to"]].tolist()
    assert drawn == pytest.approx(study.headline.interval, rel=1e-12)


def test_a_session_is_hatched_where_its_interval_leaves_out_zero(study: Study) -> None:
    figure = ar_chart(study.result, EventWindow(0, 0), ENGLISH).figure

    low, high = study.headline.interval
    assert list(figure.data[1].marker.pattern.shape) == ["" if low <= 0 <= high else "/"]
    half = max(figure.data[0].y)
    assert half == pytest.approx((high - low) / 2, rel=1e-12)


def test_the_ordinary_range_reaches_the_outer_edges_of_the_bars() -> None:
    result = run(study_request(security="NVDA", event="2025-01-27", windows=("-3,3",))).result
    band, bars = ar_chart(result, EventWindow(-3, 3), ENGLISH).figure.data

    assert (min(band.x), max(band.x)) == (min(bars.x) - 0.5, max(bars.x) + 0.5)
    half = len(band.y) // 2
    assert band.y[0] == band.y[1] == -band.y[-1]
    assert band.y[half - 1] == band.y[half - 2]
