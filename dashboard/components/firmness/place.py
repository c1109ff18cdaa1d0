"""The day among all other days of the security's history."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.errors import N_
from dashboard.charts.robustness.dates import place_chart, statistic_words
from dashboard.components.chart import show_chart
from dashboard.components.explain import explain
from dashboard.components.firmness import Panel, choose
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.explanations.day import day_explanations
from dashboard.studies.robustness.done import place
from dashboard.studies.robustness.placebo import PlaceAmongDays
from dashboard.studies.single import Study

MEASURES = {"return": N_("the return itself"), "abnormal": N_("the abnormal return")}
SCALES = {"no": N_("as it is"), "yes": N_("over the volatility expected the day before")}


def show_place(study: Study, name: str, language: Language) -> Panel:
    """Show where the day stands, and which days went farther."""
    t = language.text
    columns = st.columns(2)
    with columns[0]:
        measure = choose(
            "measure",
            t("Compare"),
            MEASURES,
            t("The return needs no model; the abnormal return is estimated anew at each date."),
            language,
        )
    with columns[1]:
        scale = choose(
            "scaled",
            t("Scaling"),
            SCALES,
            t("A fall of 5% is another thing in a calm month than in a stormy one."),
            language,
        )
    with st.spinner(t("Measuring every date of the history …")):
        found = place(study, measure, scale == "yes")
    chart = place_chart(found, name, language)
    show_chart(chart, "day", found.sources, language)
    explain(t("Explain the place of this day"), partial(day_explanations, found), "day", language)
    table = worse_table(found, language)
    if len(table):
        st.markdown("**" + t("Days that went at least as far") + "**")
        show_table(
            table,
            t("Days that went at least as far"),
            "worse",
            language,
            numbers=lambda: worse_numbers(found, language),
            sources=found.sources,
        )
        if len(found.others.worse) > len(table):
            st.caption(
                t(
                    "The {shown} farthest of {count}.",
                    shown=len(table),
                    count=language.number(len(found.others.worse), 0),
                )
            )
    st.caption(_compared(found, language))
    return Panel(
        charts=(chart,),
        tables=((t("Days that went at least as far"), table),) if len(table) else (),
        sources=found.sources,
        facts=(
            (
                t("Place among all days"),
                f"{language.number(found.others.rank, 0)} / "
                f"{language.number(len(found.others) + 1, 0)}",
            ),
        ),
        parameters=((t("Compare"), t(MEASURES[measure])), (t("Scaling"), t(SCALES[scale]))),
    )


def _compared(found: PlaceAmongDays, language: Language) -> str:
    others = found.others
    p = language.probability(others.p_two_sided)
    if len(others.window) == 1:
        return language.text(
            "Every other date is compared, days with news of their own among them. Two-sided "
            "p = {p}.",
            p=p,
        )
    return language.text(
        "Every other date whose window does not meet this one's is compared, days with news of "
        "their own among them; neighbouring windows overlap, so that about {effective} are "
        "independent. Two-sided p = {p}.",
        effective=language.number(others.effective_n, 0),
        p=p,
    )


def worse_numbers(found: PlaceAmongDays, language: Language) -> pd.DataFrame:
    """Return the days of ``worse_table`` with their dates in ISO form and values unrounded."""
    table = worse_table(found, language)
    table[language.text("Rank")] = range(1, len(table) + 1)
    table[language.text("Date")] = [day.session.isoformat() for day in found.worse]
    table[statistic_words(found, language)] = [day.value for day in found.worse]
    return table


def worse_table(found: PlaceAmongDays, language: Language) -> pd.DataFrame:
    """Return the days that went at least as far, with what the catalogue knows of them."""
    t = language.text
    scaled = found.others.scaled
    return pd.DataFrame(
        [
            {
                t("Rank"): str(rank),
                t("Date"): language.unbroken(language.date(day.session)),
                statistic_words(found, language): language.number(day.value, 1)
                if scaled
                else language.percent(day.value),
                t("What the catalogue knows"): language.listed(
                    language.of(event.title) for event in day.events
                )
                or "–",
            }
            for rank, day in enumerate(found.worse, start=1)
        ]
    )
