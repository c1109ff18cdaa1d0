"""The panel of the parts: one security's bars, many names stacked, and their money."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.errors import StudyError
from dashboard.charts.drawing import Chart
from dashboard.charts.impact.kept import drawn
from dashboard.charts.impact.parts import group_parts_chart, money_table, parts_chart
from dashboard.components.chart import show_chart
from dashboard.components.explain import explain
from dashboard.components.explain_money import explain_money
from dashboard.components.impact.shown import Shown
from dashboard.components.literal import literal, show_error
from dashboard.components.table import show_long_table, whole_numbers
from dashboard.language import Language
from dashboard.studies.basket_members import LeftOut, Reason
from dashboard.studies.explanations.parts import part_explanations
from dashboard.studies.impact.parts import GroupParts, Parts, group_parts, security_parts
from dashboard.studies.impact.request import ImpactRequest, kept
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory


def show_parts(
    request: ImpactRequest, uploads: dict[str, PriceHistory], language: Language
) -> Shown:
    """Show the parts of the security's move, then those of the names."""
    t, level = language.text, request.study.spec.level
    charts: list[Chart] = []
    sources: tuple[LoadedPrices, ...] = ()
    st.write(
        t(
            "A regression on the market without the security and on its sector says what would "
            "have been normal, given what both did. The sector part is no excuse: the peers met "
            "the same news."
        )
    )
    try:
        parts = kept(security_parts, request, uploads)
        chart = drawn(parts_chart, parts, level, language, keep=not uploads)
        show_chart(chart, "parts", (parts.loaded, parts.market), language)
        explain(
            t("Explain the parts of the move"),
            partial(part_explanations, parts, request),
            "parts",
            language,
        )
        _show_how(parts, language)
        charts.append(chart)
        sources = (parts.loaded, parts.market)
    except (StudyError, DataError) as error:
        show_error(error, language)
    try:
        with st.spinner(t("Taking the moves of the names apart …")):
            group = kept(group_parts, request, uploads, names=True)
    except (StudyError, DataError) as error:
        show_error(error, language)
        return Shown(tuple(charts), (), sources)
    chart = drawn(group_parts_chart, group, level, language, keep=not uploads)
    show_chart(chart, "names", (), language)
    charts.append(chart)
    show_left_out(group.left_out, language)
    table = _show_money(group, request, language)
    members = (group.members[0].market, *(parts.loaded for parts in group.members))
    return Shown(tuple(charts), table, (*sources, *members))


def show_left_out(left_out: tuple[LeftOut, ...], language: Language) -> None:
    """Say which names are not in the numbers, and why."""
    for left in left_out:
        st.caption(
            language.text(
                "{security} is left out: {why}",
                security=literal(left.security),
                why=literal(left.words(language)),
            )
        )


def _show_how(parts: Parts, language: Language) -> None:
    t = language.text
    orders = parts.move.by_order
    st.caption(
        t(
            "The order matters: taken market first, the sector's part is {first}; taken sector "
            "first, it is {second}. The bars show the mean of the orders (Shapley values). The "
            "own part is the same in every order, and the parts add up to the whole.",
            first=language.percent(float(orders["market", "sector"][1]), 1),
            second=language.percent(float(orders["sector", "market"][1]), 1),
        )
    )
    st.caption(
        t(
            "Intervals: t distribution with {df} degrees of freedom, given what market and sector "
            "did. Those of market and sector hold errors of estimation alone; that of the own part "
            "holds the noise of an ordinary session too.",
            df=parts.move.df,
        )
    )
    joint = " " if language.code == "en" else ""
    st.caption(joint.join(t(text, **facts) for text, facts in parts.made_from))


def _show_money(
    group: GroupParts, request: ImpactRequest, language: Language
) -> tuple[tuple[str, pd.DataFrame], ...]:
    t, level = language.text, request.study.spec.level
    st.header(t("What it cost, name by name"), anchor="money")
    if group.total is None:
        st.write(t("No name has a sound count of shares with closes of both days."))
        _show_unvalued(group, language)
        return ()
    low, high = group.total.intervals(level)[-1]
    market, sector, own = (language.money(float(x), group.currency) for x in group.total.parts)
    st.write(
        t(
            "The {count} names with a sound count of shares changed by {change} in value. With the "
            "market went {market}, with their sectors {sector}, and {own} is their own ({level} "
            "interval {low} to {high}; the names' common noise is in it).",
            count=len(group.valued),
            change=language.money(group.change, group.currency),
            market=market,
            sector=sector,
            own=own,
            level=language.percent(level, 0, sign=False),
            low=language.money(float(low), group.currency),
            high=language.money(float(high), group.currency),
        )
    )
    table = money_table(group, level, language)
    title = t("Value and its parts, millions of {currency}", currency=group.currency)
    st.caption(
        t(
            "{title}. The parts are shares of the value before; they add up to the total return, "
            "which a dividend sets apart from the change of the close.",
            title=title,
        )
    )
    show_long_table(
        table,
        title,
        "money",
        language,
        height="content",
        words=whole_numbers(table, language),
    )
    explain_money(group, request, language)
    _show_unvalued(group, language)
    return ((title, table),)


def _show_unvalued(group: GroupParts, language: Language) -> None:
    alike: dict[str, list[str]] = {}
    for parts in group.unvalued:
        why = parts.weight.why_not
        said = (
            language.text(why.template, **why.facts)
            if isinstance(why, Reason)
            else ""
            if why is None
            else language.error(why)
        )
        alike.setdefault(said, []).append(parts.security)
    for said, names in alike.items():
        st.caption(
            language.text(
                "Not in the sum: {names} — {why}",
                names=literal(language.named(names)),
                why=literal(said),
            )
        )
