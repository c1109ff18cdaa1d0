"""The panels of the page of many names: controls in, a kept study, a chart out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from analysis.errors import StudyError
from dashboard.charts.drawing import Chart
from dashboard.charts.sector.distribution import (
    counted_sectors,
    distribution_chart,
    sector_counts,
)
from dashboard.charts.sector.groups import groups_chart, tests_numbers
from dashboard.charts.sector.heatmap import heatmap_chart
from dashboard.charts.sector.ranked import drawn_of, ranked, ranked_chart
from dashboard.charts.sector.treemap import treemap_chart
from dashboard.components.controls import Choices
from dashboard.components.literal import show_error
from dashboard.components.sector_chart import (
    BASKET,
    show_left_out,
    show_many_sources,
    show_named_chart,
)
from dashboard.components.sector_controls import (
    choose_order,
    choose_pair,
    choose_side,
    choose_weeks,
)
from dashboard.components.sector_tests import show_nulls, show_spread, tests_table
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.events import DatedEvent
from dashboard.studies.sector import kept
from dashboard.studies.sector.kept import Asked
from data.errors import DataError
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a panel put on the screen, for taking it away.

    Attributes
    ----------
    chart
        The chart of the panel.
    tables
        Captions and tables beside that of the chart.
    sources
        The prices behind the numbers.
    event
        The event, for the claims.
    """

    chart: Chart
    tables: tuple[tuple[str, pd.DataFrame], ...]
    sources: tuple[LoadedPrices, ...]
    event: DatedEvent


Panel = Callable[[Asked, Choices, Language], Shown]


def show_ranking(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Rank the names."""
    with st.container(horizontal=True):
        order = choose_order(choices.security, language)
    study = kept.names(asked)
    chart = ranked_chart(study, order, language)
    names = [move.security for move in ranked(study.moves, order.measure, order.sort)]
    show_named_chart(chart, "ranking", names, choices, language)
    show_many_sources(study.sources, language)
    show_left_out(study.left_out, language)
    return Shown(chart, (), study.sources, study.event)


def show_days(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Set the names by days."""
    with st.container(horizontal=True):
        order, weeks = choose_order(choices.security, language), choose_weeks(language)
    study = kept.names(asked)
    grid = kept.days(asked, weeks)
    shown = [move.security for move in drawn_of(study.moves, order)]
    if order.measure == "raw":
        # Without a benchmark or a past there is no ranking, but there are returns.
        studied = {move.security for move in study.moves}
        shown += [name for name in grid.securities if name not in studied]
    chart = heatmap_chart(grid, shown, order, study.session, language)
    show_named_chart(chart, "days", shown, choices, language)
    show_many_sources(study.sources, language)
    show_left_out(study.left_out, language)
    return Shown(chart, (), study.sources, study.event)


def show_dollars(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Draw the market value that was lost or gained."""
    side = choose_side(language)
    study, money = kept.names(asked), kept.money(asked)
    chart = treemap_chart(money, side, language)
    names = [move.security for move in money.moves]
    show_named_chart(chart, "dollars", names, choices, language)
    st.caption(
        language.text(
            "Shares times the change of the snapshot's unadjusted close. Counts are the nearest "
            "filing or vendor count; proxies are left out, and so are prices in other currencies, "
            "which are not converted. The deeper the colour, the larger the move in percent."
        )
    )
    show_many_sources(study.sources, language)
    show_left_out((*money.left_out, *study.left_out), language)
    return Shown(chart, (), study.sources, study.event)


def show_members(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Draw all members of the index."""
    t = language.text
    members = kept.members(asked)
    chart = distribution_chart(members, choices.security, language)
    names = [str(name) for name in members.table.sort_values("return").index]
    show_named_chart(chart, "members", names, choices, language)
    fund = members.fund_return
    st.caption(
        t(
            "Members and sectors as of 27 January 2025, {file}, SHA-256 {hash}. By the weights of "
            "the SPY fund on 16 January 2025 the members returned {by_weight}; the fund on the "
            "equally weighted index (RSP) {fund}. Members without a price on these "
            "sessions: {missing}.",
            file=members.provenance.file,
            hash=members.provenance.sha256[:12],
            by_weight=language.percent(members.by_weight),
            fund="–" if fund is None else language.percent(fund),
            missing=len(members.missing),
        )
    )
    counts = sector_counts(members, language)
    st.subheader(t("Risers and fallers by sector"), anchor=False)
    show_table(
        counts,
        t("Risers and fallers by sector"),
        "sectors",
        language,
        numbers=lambda: counted_sectors(members, language),
        sources=members.sources,
    )
    show_many_sources(members.sources, language)
    return Shown(
        chart, ((t("Risers and fallers by sector"), counts),), members.sources, members.event
    )


def show_groups(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Set the baskets side by side with their tests, and two of them against each other."""
    t = language.text
    groups = kept.groups(asked)
    chart = groups_chart(groups, asked.request.spec.level, language)
    names = [f"{BASKET}{move.basket}" for move in groups.moves]
    show_named_chart(chart, "groups", names, choices, language)
    st.subheader(t("Tests of each basket"), anchor=False)
    table = tests_table(groups, language)
    sources = {p.history.security: p for move in groups.moves for p in move.study.sources}
    show_table(
        table,
        t("Tests of each basket"),
        "groups-tests",
        language,
        numbers=lambda: tests_numbers(groups, language),
        sources=tuple(sources.values()),
    )
    show_nulls(groups, language)
    show_left_out(groups.left_out, language)
    st.header(t("One basket against another"), anchor="spread")
    long, short = choose_pair(language)
    try:
        show_spread(kept.spread(asked, long, short), language)
    except (StudyError, DataError) as error:
        show_error(error, language)
    show_many_sources(sources.values(), language)
    return Shown(
        chart,
        ((t("Tests of each basket"), table),),
        tuple(sources.values()),
        groups.moves[0].study.event,
    )


PANELS: Final[dict[str, Panel]] = {
    "ranking": show_ranking,
    "days": show_days,
    "dollars": show_dollars,
    "members": show_members,
    "groups": show_groups,
}
