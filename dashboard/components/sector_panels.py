"""The panels of the page of many names: controls in, a kept study, a chart out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest
from dashboard.charts.drawing import Chart
from dashboard.charts.sector.distribution import distribution_chart, sector_counts
from dashboard.charts.sector.groups import groups_chart, groups_table, p_value
from dashboard.charts.sector.heatmap import heatmap_chart
from dashboard.charts.sector.ranked import drawn_of, ranked_chart
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
    choose_drawn,
    choose_measure,
    choose_pair,
    choose_side,
    choose_sort,
    choose_weeks,
)
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.sector import kept
from dashboard.studies.sector.kept import Asked
from data.errors import DataError
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a panel put on the screen, for taking it away."""

    chart: Chart
    tables: tuple[tuple[str, pd.DataFrame], ...]
    sources: tuple[LoadedPrices, ...]


Panel = Callable[[Asked, Choices, Language], Shown]


def show_ranking(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Rank the names."""
    with st.container(horizontal=True):
        measure, sort = choose_measure(language), choose_sort(language)
        drawn = choose_drawn(language)
    study = kept.names(asked)
    chart = ranked_chart(study, measure, sort, drawn, language)
    names = [move.security for move in drawn_of(study.moves, measure, sort, "all")]
    show_named_chart(chart, "ranking", study.benchmarks, names, choices, language)
    show_many_sources(study.sources, language)
    show_left_out(study.left_out, language)
    return Shown(chart, (), study.sources)


def show_days(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Set the names by days."""
    with st.container(horizontal=True):
        measure, sort = choose_measure(language), choose_sort(language)
        drawn, weeks = choose_drawn(language), choose_weeks(language)
    study = kept.names(asked)
    grid = kept.days(asked, weeks)
    shown = [move.security for move in drawn_of(study.moves, measure, sort, drawn)]
    if measure == "raw":
        # Without a benchmark or a past there is no ranking, but there are returns.
        shown += [name for name in grid.securities if name not in {m.security for m in study.moves}]
    chart = heatmap_chart(grid, shown, measure, study.session, language)
    show_named_chart(chart, "days", study.benchmarks, shown, choices, language)
    show_many_sources(study.sources, language)
    show_left_out(study.left_out, language)
    return Shown(chart, (), study.sources)


def show_dollars(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Draw the market value that was lost or gained."""
    side = choose_side(language)
    study, money = kept.names(asked), kept.money(asked)
    chart = treemap_chart(money, side, language)
    names = [move.security for move in money.moves]
    show_named_chart(chart, "dollars", (), names, choices, language)
    st.caption(
        language.text(
            "Shares times the change of the snapshot's unadjusted close. Counts are the nearest "
            "filing or vendor count; proxies are left out, and so are prices in other currencies, "
            "which are not converted. The deeper the colour, the larger the move in percent."
        )
    )
    show_many_sources(study.sources, language)
    show_left_out((*money.left_out, *study.left_out), language)
    return Shown(chart, (), study.sources)


def show_members(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Draw all members of the index."""
    t = language.text
    members = kept.members(asked)
    chart = distribution_chart(members, language)
    names = [str(name) for name in members.table.sort_values("return").index]
    show_named_chart(chart, "members", members.sources, names, choices, language)
    fund = members.fund_return
    st.caption(
        t(
            "Members and sectors as of 27 January 2025, {file}. By the weights of the SPY fund on "
            "16 January 2025 the members returned {by_weight}; the fund on the equally weighted "
            "index (RSP) {fund}. {missing} members have no price on these sessions.",
            file=members.provenance.file,
            by_weight=language.percent(members.by_weight),
            fund="–" if fund is None else language.percent(fund),
            missing=len(members.missing),
        )
    )
    counts = sector_counts(members, language)
    st.subheader(t("Risers and fallers by sector"), anchor=False)
    st.table(counts, hide_index=True, border="horizontal")
    return Shown(chart, ((t("Risers and fallers by sector"), counts),), members.sources)


def show_groups(asked: Asked, choices: Choices, language: Language) -> Shown:
    """Set the baskets side by side with their tests, and two of them against each other."""
    t = language.text
    groups = kept.groups(asked)
    chart = groups_chart(groups, asked.request.spec.level, language)
    names = [f"{BASKET}{move.basket}" for move in groups.moves]
    benchmarks = {m.study.benchmark.history.security: m.study.benchmark for m in groups.moves}
    show_named_chart(chart, "groups", tuple(benchmarks.values()), names, choices, language)
    table = _percents(groups_table(groups, language), language)
    st.table(table, hide_index=True, border="horizontal")
    st.caption(
        t(
            "r̄ is the mean correlation of the members' residuals, effective N what it leaves of "
            "them. Tests that take members for independent are not shown: with a shared date they "
            "reject far too often. A floor is the smallest p-value that the sample quantile test "
            "can give."
        )
    )
    show_left_out(groups.left_out, language)
    st.header(t("One basket against another"), anchor="spread")
    long, short = choose_pair(language)
    try:
        study = kept.spread(asked, long, short)
    except (StudyError, DataError) as error:
        show_error(error, language)
    else:
        _show_spread(study, language)
    sources = {p.history.security: p for move in groups.moves for p in move.study.sources}
    show_many_sources(sources.values(), language)
    return Shown(chart, ((t("Groups and tests"), table),), tuple(sources.values()))


PANELS: Final[dict[str, Panel]] = {
    "ranking": show_ranking,
    "days": show_days,
    "dollars": show_dollars,
    "members": show_members,
    "groups": show_groups,
}


def _percents(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    said = {
        column: [
            "–" if pd.isna(value) else language.percent(float(value), 1) for value in table[column]
        ]
        for column in table.columns
        if table[column].dtype == float
    }
    return table.assign(**said)


def _show_spread(study: BasketStudy, language: Language) -> None:
    t = language.text
    spread = study.spread
    if spread is None:
        return
    headline = spread.result.headline
    low, high = headline.interval
    test, ranked = headline.test("t"), headline.test("sq_volatility_scaled")
    st.markdown(
        t(
            "**{long} less {short}: {value}** abnormal return ({level} interval {low} to {high}), "
            "{raw} before the market's part. p of the t test {p}, of the volatility-scaled sample "
            "quantile test {sq}.",
            long=_side_name(study, language, short=False),
            short=_side_name(study, language, short=True),
            value=language.percent(headline.car.value),
            level=language.percent(study.request.spec.level, 0, sign=False),
            low=language.percent(low),
            high=language.percent(high),
            raw=language.percent(spread.raw_return(headline)),
            p=p_value(test, language),
            sq=p_value(ranked, language),
        )
    )
    if isinstance(ranked, HypothesisTest):
        st.caption(t("Null hypothesis: {null}", null=t(ranked.null)))


def _side_name(study: BasketStudy, language: Language, *, short: bool) -> str:
    side = study.short if short and study.short is not None else study.long
    return side.identifier if side.catalogued is None else language.of(side.catalogued.name)
