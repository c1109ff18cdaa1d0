"""The views of the page of many names as slides, each made when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, overload

import streamlit as st

from analysis.errors import StudyError
from dashboard.charts.drawing import Chart
from dashboard.charts.sector.distribution import distribution_chart
from dashboard.charts.sector.groups import groups_chart
from dashboard.charts.sector.heatmap import heatmap_chart
from dashboard.charts.sector.marks import MEASURES
from dashboard.charts.sector.ranked import SORTS, Order, drawn_of, ranked_chart
from dashboard.charts.sector.treemap import treemap_chart
from dashboard.components.presenter import Slide
from dashboard.components.sector_chart import many_sources
from dashboard.components.sector_controls import SIDES, VIEWS, WEEKS
from dashboard.language import Language
from dashboard.studies.sector import kept
from dashboard.studies.sector.kept import Asked
from data.errors import DataError
from data.load import LoadedPrices

ENDS: Final = 10
"""Names at each end that a room can read."""
Made = tuple[Chart, tuple[LoadedPrices, ...]]


class ViewSlides(Sequence[Slide]):
    """A slide a view, in the order of the page, with the choices that stand in the URL.

    Parameters
    ----------
    asked
        Reads the request; called when a slide is made, which says what is wrong with it.
    marked
        The security to mark.
    """

    def __init__(self, asked: Callable[[], Asked], marked: str, language: Language) -> None:
        self._read, self._language = asked, language
        self._order = Order(
            measure=_asked_for("measure", MEASURES),
            sort=_asked_for("sort", SORTS),
            marked=marked,
            ends=ENDS,
        )

    def __len__(self) -> int:
        return len(VIEWS)

    @overload
    def __getitem__(self, index: int) -> Slide: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Slide, ...]: ...

    def __getitem__(self, index: int | slice) -> Slide | tuple[Slide, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        makers: tuple[Callable[[Asked], Made], ...] = (
            self._ranking,
            self._days,
            self._dollars,
            self._members,
            self._groups,
        )
        try:
            chart, sources = makers[index](self._read())
        except (StudyError, DataError) as error:
            title = self._language.text(list(VIEWS.values())[index])
            return Slide(title, (self._language.error(error),), None, "")
        behind = " ".join(many_sources(sources, self._language))
        return Slide(chart.name, (chart.sentence,), chart, behind)

    def _ranking(self, asked: Asked) -> Made:
        study = kept.names(asked)
        return ranked_chart(study, self._order, self._language), study.sources

    def _days(self, asked: Asked) -> Made:
        study = kept.names(asked)
        grid = kept.days(asked, int(_asked_for("weeks", WEEKS, "2")))
        shown = [move.security for move in drawn_of(study.moves, self._order)]
        chart = heatmap_chart(grid, shown, self._order, study.session, self._language)
        return chart, study.sources

    def _dollars(self, asked: Asked) -> Made:
        side = _asked_for("side", SIDES)
        chart = treemap_chart(kept.money(asked), side, self._language)
        return chart, kept.names(asked).sources

    def _members(self, asked: Asked) -> Made:
        members = kept.members(asked)
        return distribution_chart(members, self._order.marked, self._language), members.sources

    def _groups(self, asked: Asked) -> Made:
        groups = kept.groups(asked)
        sources = tuple(loaded for move in groups.moves for loaded in move.study.sources)
        level = asked.request.spec.level
        return groups_chart(groups, level, self._language), sources


def _asked_for(key: str, options: Mapping[str, str], default: str = "") -> str:
    """Return a choice of the URL, or the default where it is none of the options."""
    value = st.query_params.get(key, "")
    return value if value in options else default or next(iter(options))
