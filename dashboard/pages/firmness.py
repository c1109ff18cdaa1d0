"""How firm a result is: other specifications, other dates, other benchmarks, other tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.errors import StudyError
from dashboard import cache
from dashboard.components.controls import Choices
from dashboard.components.explain_study import explain_asked
from dashboard.components.firmness import PAGE, Panel
from dashboard.components.firmness.benchmark import show_benchmark
from dashboard.components.firmness.curve import show_curve
from dashboard.components.firmness.place import show_place
from dashboard.components.firmness.tests import show_tests
from dashboard.components.literal import literal, show_error
from dashboard.components.parameters import said_parameters
from dashboard.components.report_row import offer_report
from dashboard.components.upload import uploads
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.specifications import require_one_security
from dashboard.studies.single import run
from dashboard.studies.sources import PriceLoader, loader
from dashboard.studies.subject import security_request
from data.errors import DataError


def show(choices: Choices, language: Language) -> None:
    """Show the four panels; one that cannot be had says why, and the others stand."""
    t = language.text
    st.title(t("How firm is it?"), anchor=False)
    st.write(
        t(
            "A number comes from choices: a model, a benchmark, two windows. Here are the other "
            "choices, the other dates, the benchmark itself, and the tests that hold here."
        )
    )
    names = security_names().get(choices.security, (choices.security,) * 2)
    name = literal(names[language.code == "ja"])
    top = st.container()
    parts = [lambda: show_tests(choices, language)]
    try:
        require_one_security(choices.security)
        parts = [*_of_one_security(choices, name, language), *parts]
    except (StudyError, DataError) as error:
        show_error(error, language)
    panels = _shown(parts, language)
    _sum_up(panels, top)
    with top:
        explain_asked(choices, language)
        row = st.container(horizontal=True)
    _take_away(panels, row, choices, name, language)


def _sum_up(panels: list[Panel], top: DeltaGenerator) -> None:
    row = top.container(horizontal=True, gap="medium")
    for panel in panels:
        for label, value in panel.facts:
            row.metric(label, value, border=True, width="content")


def _of_one_security(
    choices: Choices, name: str, language: Language
) -> tuple[Callable[[], Panel], ...]:
    request = security_request(choices.asked(), (choices.window,))
    load = loader(request.source, uploads())
    return (
        lambda: show_curve(choices, request, load, language),
        lambda: _place(request, load, name, language),
        lambda: show_benchmark(request, load, name, language),
    )


def _shown(parts: Sequence[Callable[[], Panel]], language: Language) -> list[Panel]:
    found = []
    for part in parts:
        st.divider()
        try:
            found.append(part())
        except (StudyError, DataError) as error:
            show_error(error, language)
    return found


def _place(request: StudyRequest, load: PriceLoader, name: str, language: Language) -> Panel:
    study = run(request, load) if uploads() else cache.study(request)
    return show_place(study, name, language)


def _take_away(
    panels: list[Panel], row: DeltaGenerator, choices: Choices, name: str, language: Language
) -> None:
    charts = tuple(chart for panel in panels for chart in panel.charts)
    if not charts:
        return
    report = Report(
        title=language.text("How firm is it? {name}", name=name),
        lead=next((panel.lead for panel in panels if panel.lead), charts[0].sentence),
        parameters=(
            *said_parameters(choices, language),
            *(pair for panel in panels for pair in panel.parameters),
        ),
        charts=charts,
        tables=tuple(table for panel in panels for table in panel.tables),
        sources=tuple(loaded for panel in panels for loaded in panel.sources),
        language=language,
    )
    offer_report(report, PAGE, row)
