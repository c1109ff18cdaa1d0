from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from dashboard.charts.drawing import Chart
from dashboard.charts.impact.activity import volatility_chart, volume_chart
from dashboard.charts.impact.kept import drawn
from dashboard.charts.impact.parts import group_parts_chart, money_table, parts_chart
from dashboard.charts.impact.recovery import paths_chart, recovery_table, share_chart, when
from dashboard.charts.impact.reversal import reversal_chart
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.impact.activity import security_volatility, security_volume
from dashboard.studies.impact.parts import group_parts, security_parts
from dashboard.studies.impact.recovery import group_recovery, security_recovery
from dashboard.studies.impact.request import ImpactRequest, impact_request, kept
from dashboard.studies.impact.reversal import group_reversal

LANGUAGES = (ENGLISH, JAPANESE)


@cache
def asked(subject: str = "NVDA", after: int = 20, window: str = "0,0") -> ImpactRequest:
    return impact_request(subject=subject, event="crash-2025-01-27", after=after, window=window)


@cache
def charts(language: Language) -> dict[str, Chart]:
    name, index = kept(security_recovery, asked())
    group = kept(group_recovery, asked(), names=True)
    return {
        "parts": parts_chart(kept(security_parts, asked()), 0.95, language),
        "names": group_parts_chart(kept(group_parts, asked(), names=True), 0.95, language),
        "paths": paths_chart(name, index, group, 120, language),
        "share": share_chart(group, language),
        "reversal": reversal_chart(kept(group_reversal, asked(), names=True), 0.95, language),
        "volume": volume_chart(kept(security_volume, asked()), language),
        "volatility": volatility_chart(kept(security_volatility, asked()), language),
    }


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_chart_has_a_name_a_sentence_and_a_table_in_the_readers_language(
    language: Language,
) -> None:
    for chart in charts(language).values():
        assert chart.name
        assert len(chart.table) > 1
        assert "{" not in chart.sentence
        assert chart.sentence.endswith("." if language.code == "en" else "。")
    if language.code == "ja":
        for key, chart in charts(language).items():
            assert chart.name != charts(ENGLISH)[key].name
            assert chart.sentence != charts(ENGLISH)[key].sentence


def test_the_bars_are_the_parts_and_the_table_gives_both_orders() -> None:
    chart, move = charts(ENGLISH)["parts"], kept(security_parts, asked()).move
    assert list(chart.figure.data[0].x) == pytest.approx(move.parts.tolist())
    table = chart.table.set_index("Part")
    assert table["Market first"].to_numpy() == pytest.approx(move.by_order["market", "sector"])
    assert table["Sector first"].to_numpy() == pytest.approx(move.by_order["sector", "market"])
    assert table[["Market first", "Sector first"]].mean(axis=1).to_numpy() == pytest.approx(
        table["Mean of the orders"].to_numpy()
    )
    assert "−8.7% is its own (95% interval −14.1% to −3.4%)" in chart.sentence


def test_over_several_sessions_compounding_has_a_bar_of_its_own() -> None:
    chart = parts_chart(kept(security_parts, asked(window="0,5")), 0.95, ENGLISH)
    assert len(chart.figure.data[0].x) == 4
    assert sum(chart.figure.data[0].x) == pytest.approx(
        kept(security_parts, asked(window="0,5")).move.whole
    )


def test_stacked_bars_end_at_the_diamond_where_no_part_is_negative_to_another() -> None:
    chart = charts(ENGLISH)["names"]
    *bars, whole = chart.figure.data
    assert np.sum([bar.x for bar in bars], axis=0) == pytest.approx(np.array(whole.x), abs=1e-12)
    assert len({bar.marker.pattern.shape for bar in bars}) == 3


def test_the_money_table_ends_with_its_sum() -> None:
    group = kept(group_parts, asked(), names=True)
    table = money_table(group, 0.95, ENGLISH)
    column = table["Change, close to close"]
    assert column.iloc[-1] == pytest.approx(column.iloc[:-1].sum(), abs=len(table))
    assert table["Ticker"].iloc[-1] == "Sum"
    assert set(table["As of"].iloc[:-1].str.len()) == {10}
    assert group.total is not None
    low, high = group.total.intervals(0.95)[-1] / 1e6
    assert table["Its own, from"].iloc[-1] == round(low)
    assert table["Its own, to"].iloc[-1] == round(high)


def test_the_table_of_the_parts_gives_each_interval_in_money_too() -> None:
    table, parts = charts(ENGLISH)["parts"].table, kept(security_parts, asked())
    ends = parts.move.intervals(0.95) * parts.weight.value / 1e6
    assert table["Millions of USD, Interval from"].tolist() == [round(x) for x in ends[:, 0]]
    assert table["Millions of USD, Interval to"].tolist() == [round(x) for x in ends[:, 1]]


def test_the_sentence_on_recovery_names_the_days() -> None:
    said = charts(ENGLISH)["paths"].sentence
    assert "NVDA fell 17.0% on 27 Jan 2025" in said
    assert "9 Jun 2025 (92 sessions)" in said
    assert "13 were wholly back by 31 Dec 2025" in charts(ENGLISH)["share"].sentence


def test_a_price_that_is_not_back_is_said_to_be_so_with_the_day() -> None:
    members = kept(group_recovery, asked(), names=True).members
    marvell = next(name for name in members if name.security == "MRVL")
    assert when(marvell.recovery.regained, ENGLISH) == "not by 31 Dec 2025"
    table = recovery_table(kept(group_recovery, asked(), names=True), ENGLISH)
    assert table.set_index("Ticker").loc["MRVL", "Wholly back"] == "not by 2025-12-31"
    assert table.set_index("Ticker").loc["NVDA", "Wholly back"] == "2025-06-09 (92)"


def test_a_price_that_did_not_fall_has_its_own_sentence() -> None:
    name, index = kept(security_recovery, asked("AAPL"))
    assert "nothing to regain" in paths_chart(name, index, None, 20, ENGLISH).sentence


def test_a_logarithmic_scale_is_marked_with_plain_levels() -> None:
    name, index = kept(security_recovery, asked())
    axis = paths_chart(name, index, None, 20, ENGLISH, True).figure.layout.yaxis
    assert axis.type == "log"
    assert "100" in axis.ticktext


def test_steps_rise_to_the_share_of_the_names_that_were_back() -> None:
    half, whole = charts(ENGLISH)["share"].figure.data
    assert half.line.shape == whole.line.shape == "hv"
    assert whole.y[-1] == pytest.approx(13 / 14)
    assert half.y[-1] == 1
    assert half.line.dash != whole.line.dash


def test_the_slopes_sentence_is_as_unsure_as_its_p_value() -> None:
    assert "neither an over-reaction nor its absence" in charts(ENGLISH)["reversal"].sentence


@pytest.mark.parametrize(("after", "bands"), [(20, 1), (60, 2)])
def test_the_wider_interval_is_drawn_only_where_prices_were_more_restless(
    after: int, bands: int
) -> None:
    found = kept(security_volatility, asked(after=after))
    assert (found.change.ratio > 1) == (bands == 2)
    figure = volatility_chart(found, ENGLISH).figure
    assert sum(trace.fill == "toself" for trace in figure.data) == bands


def test_a_chart_is_drawn_once_unless_it_holds_an_upload() -> None:
    parts = kept(security_parts, asked())
    assert drawn(parts_chart, parts, 0.95, ENGLISH, keep=True) is drawn(
        parts_chart, parts, 0.95, ENGLISH, keep=True
    )
    assert drawn(parts_chart, parts, 0.95, ENGLISH, keep=False) is not drawn(
        parts_chart, parts, 0.95, ENGLISH, keep=False
    )
