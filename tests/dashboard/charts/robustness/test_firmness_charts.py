from __future__ import annotations

import numpy as np
import pytest

from dashboard.charts.drawing import Chart
from dashboard.charts.robustness.benchmark import against_chart, parts_chart
from dashboard.charts.robustness.curve import curve_chart
from dashboard.charts.robustness.dates import medians_chart, place_chart
from dashboard.charts.robustness.tests import sizes_chart
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies import basket, single
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import study_request
from dashboard.studies.robustness import contamination, placebo, specifications, tests
from dashboard.studies.robustness.specifications import CurveRequest, Firmness

REQUEST = study_request(security="NVDA", event="crash-2025-01-27")


@pytest.fixture(scope="module")
def firm() -> Firmness:
    return specifications.run(CurveRequest(REQUEST))


@pytest.fixture(scope="module")
def charts(firm: Firmness) -> dict[Language, list[Chart]]:
    place = placebo.run(single.run(REQUEST), "return", scaled=False)
    parts = contamination.run(REQUEST)
    judged = tests.run(basket.run(basket_request(basket="GPU_INFRA")))
    found = {}
    for language in (ENGLISH, JAPANESE):
        medians = medians_chart(firm, language)
        assert medians is not None
        found[language] = [
            curve_chart(firm, language),
            medians,
            place_chart(place, "Nvidia", language),
            parts_chart(parts, language),
            against_chart(parts, "Nvidia", language),
            sizes_chart(judged, "GPU_INFRA", language),
        ]
    return found


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_every_chart_has_a_name_a_sentence_with_numbers_and_a_table(
    charts: dict[Language, list[Chart]], language: Language
) -> None:
    for chart in charts[language]:
        assert chart.name
        assert any(sign.isdigit() for sign in chart.sentence)
        assert len(chart.table) > 0
        assert not chart.table.isna().any().any()
        for trace in chart.figure.data:
            assert trace.type in ("scatter", "bar", "heatmap")
            assert trace.type != "scatter" or trace.mode is not None


def test_the_two_languages_have_the_same_numbers_and_other_words(
    charts: dict[Language, list[Chart]],
) -> None:
    for english, japanese in zip(charts[ENGLISH], charts[JAPANESE], strict=True):
        assert english.name != japanese.name
        assert english.sentence != japanese.sentence
        assert len(english.table) == len(japanese.table)


def test_the_curve_marks_every_specification_once_in_each_choice(firm: Firmness) -> None:
    chart = curve_chart(firm, ENGLISH)
    n = len(firm.curve)
    points = [t for t in chart.figure.data if t.type == "scatter" and t.mode == "markers"]
    assert sum(len(trace.x) for trace in points[:2]) == n
    (choices,) = (t for t in chart.figure.data if t.type == "heatmap")
    shares = np.asarray(choices.z, dtype=float)
    together = round(choices.dx)
    sizes = np.minimum(together, n - together * np.arange(shares.shape[1]))
    assert sizes.sum() == n
    np.testing.assert_allclose(shares.sum(axis=0), 5, rtol=1e-6)
    names = chart.figure.layout.yaxis2.ticktext
    taken = dict(zip(names, shares @ sizes, strict=True))
    least_squares = [s.model == "market" for s in firm.curve.specifications]
    assert taken["Market model"] == pytest.approx(sum(least_squares), rel=1e-6)
    first = choices.x0 - choices.dx / 2
    assert (first, first + together * shares.shape[1]) == (0.5, pytest.approx(n + 0.5, abs=6))
    chosen = points[2]
    place = firm.chosen_place
    assert place is not None
    assert (chosen.x[0], chosen.y[0]) == (place + 1, firm.curve.car[place])
    lows = np.asarray(chart.figure.data[0].y[n:][::-1])
    np.testing.assert_array_equal(lows, firm.curve.low)
    assert list(chart.table.columns)[-2] == "Interval to"


def test_an_opened_specification_is_marked_and_leaves_the_other_drawings_as_they_were(
    firm: Firmness,
) -> None:
    plain = curve_chart(firm, ENGLISH).figure
    opened = curve_chart(firm, ENGLISH, opened=11).figure
    assert opened.data[:-1] == plain.data
    assert (opened.data[-1].x, opened.data[-1].y) == ((12,), (firm.curve.car[11],))
    assert len(opened.layout.shapes) == len(plain.layout.shapes) + 1
    assert curve_chart(firm, ENGLISH).figure == plain


def test_the_bars_of_the_index_add_up_to_it(charts: dict[Language, list[Chart]]) -> None:
    bars = charts[ENGLISH][3].figure.data[0]
    values = dict(zip(bars.y, bars.x, strict=True))
    index = values.pop("S&P 500")
    assert sum(values.values()) == pytest.approx(index, rel=1e-12)


def test_colour_is_never_the_only_sign(charts: dict[Language, list[Chart]]) -> None:
    marks = [t.marker for t in charts[ENGLISH][5].figure.data]
    assert len({mark.symbol for mark in marks}) == len(marks)
    parts = charts[ENGLISH][3].figure.data[0].marker
    pairs = set(zip(parts.color, parts.pattern.shape, strict=True))
    assert len({shape for _, shape in pairs}) > 1
