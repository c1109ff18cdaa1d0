"""The panel of the way back: paths, the share of names, and the question of over-reaction."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.errors import StudyError
from dashboard.charts.drawing import Chart
from dashboard.charts.impact.kept import drawn
from dashboard.charts.impact.recovery import (
    paths_chart,
    recovery_numbers,
    recovery_table,
    share_chart,
)
from dashboard.charts.impact.reversal import reversal_chart
from dashboard.components.chart import show_chart
from dashboard.components.impact.parts import show_left_out
from dashboard.components.impact.shown import Shown
from dashboard.components.literal import show_error
from dashboard.components.table import show_long_table
from dashboard.language import Language
from dashboard.studies.impact.recovery import GroupRecovery, group_recovery, security_recovery
from dashboard.studies.impact.request import PRICES, ImpactRequest, kept
from dashboard.studies.impact.reversal import GroupReversal, group_reversal
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory


def show_recovery(
    request: ImpactRequest,
    horizon: int,
    uploads: dict[str, PriceHistory],
    language: Language,
    *,
    log: bool,
) -> Shown:
    """Show when the security and the names were back, and whether they over-reacted.

    Parameters
    ----------
    horizon
        Sessions after the event that the paths are drawn for.
    log
        Whether equal distances are equal percentages.
    """
    t = language.text
    st.write(
        t(
            "Followed are {prices}, from the close before the event session to the end of the "
            "prices. “Back” is the first close at or above that of the day before; a price that is "
            "not back by the last day is said to be so, not guessed.",
            prices=PRICES[request.price],
        )
    )
    charts: list[Chart] = []
    sources: tuple[LoadedPrices, ...] = ()
    group: GroupRecovery | None = None
    with st.spinner(t("Following the prices …")):
        try:
            group = kept(group_recovery, request, uploads, names=True)
        except (StudyError, DataError) as error:
            show_error(error, language)
        try:
            name, benchmark = kept(security_recovery, request, uploads)
        except (StudyError, DataError) as error:
            show_error(error, language)
        else:
            facts = (name, benchmark, group, horizon, language, log)
            chart = drawn(paths_chart, *facts, keep=not uploads)
            sources = (name.loaded, *((name.market,) if name.market else ()))
            charts.append(chart)
            show_chart(chart, "paths", sources, language)
            _show_path_note(language)
    if group is None:
        return Shown(tuple(charts), (), sources)
    chart = drawn(share_chart, group, language, keep=not uploads)
    show_chart(chart, "share", (), language)
    table, title = (
        recovery_table(group, language),
        t("When each name was back (in brackets: sessions from the event)"),
    )
    st.markdown(f"**{title}**")
    show_long_table(
        table,
        title,
        "recovery",
        language,
        numbers=partial(recovery_numbers, group, language),
        height="content",
    )
    show_left_out(group.left_out, language)
    charts += [chart, *_show_reversal(request, uploads, language)]
    behind = tuple(member.loaded for member in group.members)
    return Shown(tuple(charts), ((title, table),), (*sources, *behind))


def _show_path_note(language: Language) -> None:
    st.caption(
        language.text(
            "Beta times the index is where the price would be, had it only moved with the market "
            "from the day before; the drift is left out. It falls when the market falls, so a "
            "price can be level with it and still be far below the day before. What came later is "
            "not this event's alone."
        )
    )


def _show_reversal(
    request: ImpactRequest, uploads: dict[str, PriceHistory], language: Language
) -> list[Chart]:
    t = language.text
    try:
        with st.spinner(t("Fitting the slope at dates without an event …")):
            found = kept(group_reversal, request, uploads, names=True)
    except (StudyError, DataError) as error:
        st.header(t("Did those that fell most come back most?"), anchor="reversal")
        show_error(error, language)
        return []
    level = request.study.spec.level
    chart = drawn(reversal_chart, found, level, language, keep=not uploads)
    show_chart(chart, "reversal", (), language)
    _show_reversal_note(found, language)
    show_left_out(found.study.long.left_out, language)
    return [chart]


def _show_reversal_note(found: GroupReversal, language: Language) -> None:
    t = language.text
    st.caption(
        t(
            "One date is one draw. The later returns of the {count} names share whatever happened "
            "in those sessions, so their number does not make the slope surer. Its textbook error "
            "({textbook}) is therefore compared with that of {dates} dates from {first} to {last} "
            "without an event, whose windows overlap: the interval and p rank the slope over that "
            "error, which makes the error {error}. The plain slope ranks at p = {plain}.",
            count=found.reversal.names,
            textbook=language.number(found.reversal.ols_error, 2),
            error=language.number(found.reversal.placebo_error, 2),
            dates=len(found.reversal.drawn),
            first=language.date(found.span[0]),
            last=language.date(found.span[1]),
            plain=language.probability(found.reversal.p_slope),
        )
    )
