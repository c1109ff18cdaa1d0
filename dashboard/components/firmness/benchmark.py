"""How much of the benchmark's own fall is the shocked names."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.errors import N_, StudyError
from dashboard.charts.robustness.benchmark import VERSIONS, against_chart, parts_chart
from dashboard.components.chart import show_chart
from dashboard.components.explain import explain
from dashboard.components.firmness import Panel, choose
from dashboard.components.literal import literal
from dashboard.language import Language
from dashboard.studies.explanations.index_parts import index_explanations
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.contamination import BenchmarkStudy
from dashboard.studies.robustness.done import benchmark
from dashboard.studies.sources import PriceLoader
from data.errors import DataError

NAMES = {
    "infrastructure": N_("AI infrastructure: chips, equipment, power"),
    "hyperscalers": N_("AI infrastructure and hyperscalers"),
}


def show_benchmark(
    request: StudyRequest, load: PriceLoader, name: str, language: Language
) -> Panel:
    """Show the index's move by member, and the security against versions of the index."""
    t = language.text
    names = choose(
        "names",
        t("AI names"),
        NAMES,
        t("Members of the S&P 500 in the catalogue's baskets, frozen on a stated day."),
        language,
    )
    with st.spinner(t("Taking the index apart …")):
        study = benchmark(request, names, load)
    parts, against = parts_chart(study, language), against_chart(study, name, language)
    show_chart(parts, "parts", study.sources[1:2], language)
    st.caption(_conventions(study, language))
    show_chart(against, "against", (study.sources[0], study.sources[2]), language)
    explain(
        t("Explain the numbers of the index"),
        partial(index_explanations, study, request, names),
        "index",
        language,
    )
    for entry in study.against:
        if isinstance(entry.result, StudyError | DataError):
            said = literal(language.error(entry.result))
            st.caption(language.labelled(t(VERSIONS[entry.benchmark]), said))
    st.caption(
        t(
            "In the indices without some members the weights of 16 January 2025 are held for the "
            "whole span, as in the model of the market without the firm."
        )
    )
    return Panel(
        charts=(parts, against),
        sources=study.sources,
        parameters=((t("AI names"), t(NAMES[names])),),
        facts=(
            (
                t("Index moved by the AI names"),
                language.percent(study.parts.of(study.shocked)[1]),
            ),
        ),
    )


def _conventions(study: BenchmarkStudy, language: Language) -> str:
    left = ", ".join(study.parts.left_out) or language.text("none")
    returns, weights = study.tables
    return language.text(
        "Contribution = weight × return. Weights of the SPY fund of 16 January 2025, carried to "
        "the close before the window by the members' returns; changes of share counts and the "
        "dividends of members stay in the residual. Left out for want of a return: {left}. "
        "Embedded snapshot, SHA-256 {returns} and {weights}.",
        left=left,
        returns=returns.sha256[:12],
        weights=weights.sha256[:12],
    )
