"""The reader's own number, worked out step by step."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from analysis.errors import N_
from dashboard.charts.drawing import Chart
from dashboard.charts.market_line import market_line_chart
from dashboard.charts.ranking import ranking_chart
from dashboard.components.chart import show_chart
from dashboard.components.explain import explain, show_formula
from dashboard.components.literal import literal
from dashboard.components.provenance import show_fallbacks
from dashboard.export.study_words import headline
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.choices import security_names
from dashboard.studies.explanations.basket import basket_explanations
from dashboard.studies.explanations.explanation import Explanation, said
from dashboard.studies.explanations.study import explanations
from dashboard.studies.single import Study

STEPS: Final = {
    "return": (N_("1. What the price did"), ("return",)),
    "line": (N_("2. What was ordinary"), ("beta", "alpha")),
    "abnormal": (N_("3. What the market explains, and what is left"), ("abnormal",)),
    "error": (N_("4. How far ordinary sessions stray"), ("standard_error", "interval")),
    "rare": (N_("5. How rare that is"), ("sq_p", "t_p")),
    "worth": (N_("6. What it was worth"), ("value", "abnormal_value")),
}
"""Title of each step, and the numbers that it works out."""


def show_walk(study: Study, language: Language) -> tuple[Chart, ...]:
    """Show how the abnormal return of a study is made, and return the charts shown."""
    t = language.text
    names = security_names().get(study.security.security, (study.security.name,) * 2)
    st.write(
        t(
            "An abnormal return is what is left of a return once the part that the market explains "
            "is taken away. Here it is worked out for the study of the controls: {headline}.",
            headline=literal(headline(study, language, names[language.code == "ja"])),
        )
    )
    show_fallbacks(study.sources, language)
    _step("return", study, language)
    line = market_line_chart(study, language)
    st.header(_title("line", language), anchor="ordinary")
    st.write(
        t(
            "The sessions before the event teach how the security moves with its benchmark. The "
            "model draws a line through them; the event plays no part in it."
        )
    )
    show_chart(line, "market-line", study.sources, language)
    _formulas(study, explanations(study, *STEPS["line"][1]), "line", language)
    _step("abnormal", study, language)
    _step("error", study, language)
    st.header(_title("rare", language), anchor="rank")
    ranked = ranking_chart(study, language)
    if ranked is not None:
        show_chart(ranked, "ranking", study.sources, language)
    _formulas(study, explanations(study, *STEPS["rare"][1]), "rare", language)
    _step("worth", study, language)
    return (line,) if ranked is None else (line, ranked)


def show_basket_walk(study: BasketStudy, language: Language) -> None:
    """Show how the numbers of a basket are made."""
    st.write(
        language.text(
            "The controls ask for a basket. Its number is the mean of its members' abnormal "
            "returns; choose one security to see how such a return is made."
        )
    )
    found = basket_explanations(study, study.headline)
    for place, each in enumerate(found):
        st.header(said(each.title, each.facts, language), anchor=f"basket-{place + 1}")
        _show(each, language)
        explain(
            language.text(
                "Rows, sources and code: {name}", name=said(each.title, each.facts, language)
            ),
            partial(_one, found, place),
            f"basket-{place}",
            language,
        )


def _one(found: tuple[Explanation, ...], place: int) -> tuple[Explanation, ...]:
    return found[place : place + 1]


def _title(key: str, language: Language) -> str:
    title, _ = STEPS[key]
    return language.text(title)


def _step(key: str, study: Study, language: Language) -> None:
    found = explanations(study, *STEPS[key][1])
    if not found:
        return
    st.header(_title(key, language), anchor=key)
    _formulas(study, found, key, language)


def _formulas(study: Study, found: tuple[Explanation, ...], key: str, language: Language) -> None:
    """Show formulas with their values, and a button for rows, sources and code."""
    for each in found:
        st.markdown(
            "**"
            + literal(
                language.text(
                    "{name}: {value}",
                    name=said(each.title, each.facts, language),
                    value=each.shown(language),
                )
            )
            + "**"
        )
        _show(each, language)
    if found:
        names = language.named(said(each.title, each.facts, language) for each in found)
        explain(
            language.text("Rows, sources and code: {name}", name=names),
            partial(explanations, study, *STEPS[key][1]),
            f"walk-{key}",
            language,
        )


def _show(found: Explanation, language: Language) -> None:
    st.write(said(found.meaning, found.facts, language))
    show_formula(found, language, folded=True)
