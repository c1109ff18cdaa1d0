from __future__ import annotations

import numpy as np
import pytest

from dashboard.charts.sector.distribution import bin_width, distribution_chart, sector_counts
from dashboard.charts.sector.groups import groups_chart
from dashboard.charts.sector.heatmap import heatmap_chart
from dashboard.charts.sector.marks import CAMP_COLOURS, CAMP_HATCHES, HEADINGS, short_name
from dashboard.charts.sector.ranked import Order, drawn_of, ranked, ranked_chart
from dashboard.charts.sector.squares import Rectangle, squarify
from dashboard.charts.sector.treemap import treemap_chart
from dashboard.language import ENGLISH, JAPANESE, Language
from dashboard.studies.sector import kept
from dashboard.studies.sector.kept import Asked
from dashboard.studies.sector.request import sector_request
from dashboard.studies.sector.universe import CAMPS
from data.catalogue import groups, securities


@pytest.fixture(scope="module")
def asked() -> Asked:
    return kept.asked(sector_request())


def test_bars_stand_where_the_numbers_are_with_their_intervals(asked: Asked) -> None:
    study = kept.names(asked)
    chart = ranked_chart(study, Order(drawn="all"), ENGLISH)
    *bars, intervals = chart.figure.data
    drawn = {y: x for trace in bars for x, y in zip(trace.x, trace.y, strict=True)}
    assert drawn == {move.security: move.car for move in study.moves}
    nvidia = list(intervals.y).index("NVDA")
    move = study.move("NVDA")
    assert intervals.x[nvidia] + intervals.error_x["array"][nvidia] == pytest.approx(move.high)
    assert "Credo Technology (−27.2%)" in chart.sentence
    assert "69 of 114" in chart.sentence


def test_returns_are_drawn_with_the_range_that_the_market_explains(asked: Asked) -> None:
    study = kept.names(asked)
    chart = ranked_chart(study, Order(measure="raw", drawn="all"), ENGLISH)
    *bars, intervals = chart.figure.data
    drawn = {y: x for trace in bars for x, y in zip(trace.x, trace.y, strict=True)}
    move = study.move("NVDA")
    assert drawn["NVDA"] == move.raw_return
    assert intervals.x[list(intervals.y).index("NVDA")] == pytest.approx(move.raw_return - move.car)


def test_a_long_list_shows_its_ends_the_marked_name_and_how_many_lie_between(asked: Asked) -> None:
    study = kept.names(asked)
    shown = drawn_of(study.moves, Order(marked="NVDA"))
    assert len(shown) == 41
    assert [move.security for move in shown].count("NVDA") == 1
    chart = ranked_chart(study, Order(marked="NVDA"), ENGLISH)
    said = [note.text for note in chart.figure.layout.annotations]
    between = sum(int(text.split()[-1]) for text in said)
    assert between == len(study.moves) - 41
    assert "Nvidia: −13.2%, number 25 from below." in chart.sentence


@pytest.mark.parametrize("sort", ["value", "scar", "group"])
def test_each_order_is_kept(asked: Asked, sort: str) -> None:
    moves = ranked(kept.names(asked).moves, "car", sort)
    if sort == "group":
        places = list(CAMPS.values())
        camps = [next(i for i, inside in enumerate(places) if m.group in inside) for m in moves]
        assert camps == sorted(camps)
    else:
        keys = [move.car if sort == "value" else move.scar for move in moves]
        assert keys == sorted(keys)


def test_every_group_has_a_camp_and_every_camp_a_look_of_its_own() -> None:
    gathered = [group for inside in CAMPS.values() for group in inside]
    assert sorted(gathered) == sorted(entry.id for entry in groups())
    looks = list(zip(CAMP_COLOURS.values(), CAMP_HATCHES.values(), strict=True))
    assert len(set(looks)) == len(looks)
    assert {entry.group for entry in securities() if entry.kind == "stock"} <= set(HEADINGS)


def test_closed_cells_have_no_colour_and_a_cross() -> None:
    asked = kept.asked(sector_request(names="asia-listing"))
    grid = kept.days(asked, 2)
    order = Order(measure="raw")
    chart = heatmap_chart(grid, grid.securities, order, grid.days[0], ENGLISH)
    heat, _, shut = chart.figure.data
    row = grid.securities.index("000660.KS")
    assert np.isnan(heat.z[row][:4]).all()
    assert heat.zmin == -heat.zmax
    crosses = [y for y, text in zip(shut.y, shut.text, strict=True) if text == "×"]
    assert crosses.count("000660.KS") == 4
    words = chart.table["Why there is none"][row * len(grid.days)]
    assert words == "closed: Temporary public holiday"
    assert "are no zeros (cells: 13)" in chart.sentence


def test_areas_of_the_rectangles_are_the_values_and_they_do_not_overlap() -> None:
    values = [60.0, 25.0, 10.0, 3.0, 1.5, 0.5]
    room = Rectangle(0, 0, 1.25, 1)
    placed = squarify(values, room)
    for value, box in zip(values, placed, strict=True):
        assert box.area == pytest.approx(value / 100 * room.area)
        assert box.x >= -1e-9
        assert box.y >= -1e-9
        assert box.x + box.width <= room.width + 1e-9
        assert box.y + box.height <= room.height + 1e-9
    for i, one in enumerate(placed):
        for other in placed[i + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            up = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across < 1e-9 or up < 1e-9


def test_the_published_example_is_cut_as_published() -> None:
    # Bruls, Huizing and van Wijk (2000), figures 3 and 4: 6, 6, 4, 3, 2, 2, 1 in 6 x 4.
    placed = squarify([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    sides = [(round(box.width, 3), round(box.height, 3)) for box in placed]
    assert sides[:4] == [(3, 2), (3, 2), (1.714, 2.333), (1.286, 2.333)]
    assert sum(box.area for box in placed) == pytest.approx(24)


@pytest.mark.parametrize("side", ["lost", "gained"])
def test_tiles_are_the_dollars_of_their_side(asked: Asked, side: str) -> None:
    money = kept.money(asked)
    chart = treemap_chart(money, side, ENGLISH)
    (tiles,) = chart.figure.data
    drawn = {data[0] for data in tiles.customdata}
    assert drawn == {m.security for m in money.moves if (m.change < 0) == (side == "lost")}
    areas = {
        data[0]: width * height
        for data, width, height in zip(tiles.customdata, tiles.width, tiles.y, strict=True)
    }
    largest = max(areas, key=areas.__getitem__)
    assert largest == ("NVDA" if side == "lost" else "AAPL")
    assert len(chart.table) == len(money.moves)


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
def test_the_large_tiles_say_their_dollars_in_both_languages(
    asked: Asked, language: Language
) -> None:
    (tiles,) = treemap_chart(kept.money(asked), "lost", language).figure.data
    written = {data[0]: text for data, text in zip(tiles.customdata, tiles.text, strict=True)}
    for name in ("NVDA", "AVGO", "TSM", "GOOGL", "ORCL", "MSFT"):
        assert f"<b>{name}</b><br>−" in written[name]
        assert ("億" if language is JAPANESE else "B") in written[name]
    assert min(tiles.insidetextfont.size) >= 10


def test_bins_add_up_to_all_members_and_every_member_is_a_point(asked: Asked) -> None:
    members = kept.members(asked)
    chart = distribution_chart(members, "NVDA", ENGLISH)
    fell, rose, others, ai = chart.figure.data
    assert sum(fell.y) == members.fell
    assert sum(rose.y) == members.rose
    assert len(others.x) + len(ai.x) == 503
    assert "NVDA" in ai.text
    assert "351 rose and 152 fell" in chart.sentence
    counts = sector_counts(members, ENGLISH)
    assert (counts["Rose"].sum(), counts["Fell"].sum()) == (351, 152)


def test_bins_are_narrow_but_few() -> None:
    assert bin_width(-0.28, 0.07) == 0.01
    assert bin_width(-0.1, 0.1) == 0.005


def test_a_basket_is_a_diamond_only_where_both_tests_reject(asked: Asked) -> None:
    groups = kept.groups(asked)
    (points,) = groups_chart(groups, 0.95, ENGLISH).figure.data
    looks = dict(zip((m.basket for m in groups.moves), points.marker.symbol, strict=True))
    assert looks["GPU_INFRA"] == "diamond"
    assert looks["SEMI_EQUIP"] == "circle-open"
    assert looks["HYPERSCALER"] == "circle-open"


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
def test_labels_are_short_enough_for_a_phone(language: Language) -> None:
    for entry in securities():
        label = short_name(entry.ticker, language).replace("<b>", "").replace("</b>", "")
        assert len(label) <= (18 if language is JAPANESE else 25)
        assert entry.ticker in label
