"""A study from the command line as files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from analysis.windows import EventWindow, parse_window
from dashboard.charts.study import study_charts
from dashboard.export.html import html
from dashboard.export.pdf import pdf
from dashboard.export.report import Report
from dashboard.export.slides import slides
from dashboard.export.study_words import RETURNS, conventions, headline, sentence
from dashboard.language import Language
from dashboard.studies.choices import model_title, security_names
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.single import Study
from data.errors import N_, DataError

MAKERS: Final = {"html": html, "pptx": slides, "pdf": pdf}
APP: Final = "http://localhost:8501/explorer"
"""Where the app answers when it is started as the README says."""


def write_files(
    study: Study, drawn: str, files: Mapping[str, Path], made_on: date, language: Language
) -> None:
    """Write a study as the files asked for, by kind: html, pptx or pdf.

    Parameters
    ----------
    drawn
        First and last session of the charts; inside the study's windows.

    Raises
    ------
    DataError
        When a file cannot be written, or a PDF cannot be printed.
    """
    report = study_report(study, EventWindow(*parse_window(drawn)), language)
    link = _link(study, drawn, language)
    for kind, file in files.items():
        content = MAKERS[kind](report, link, made_on)
        try:
            file.write_bytes(content)
        except OSError as error:
            raise DataError(
                N_("The file {file} was to be written."),
                N_("That is not possible: {reason}."),
                N_("Name a file in a folder that exists and may be written to."),
                file=str(file),
                reason=error.strerror,
            ) from error


def _link(study: Study, drawn: str, language: Language) -> str:
    request, spec = study.request, study.request.spec
    window = spec.windows[0]
    values = {
        "v": "1",
        "lang": language.code,
        "security": request.security,
        "event": request.event,
        "window": f"{window.first},{window.last}",
        "benchmark": request.benchmark or OWN_MARKET,
        "model": spec.model,
        "estimation": f"{spec.estimation.first},{spec.estimation.last}",
        "returns": spec.returns,
        "source": request.source,
        "span": drawn,
    }
    return f"{APP}?{urlencode(values)}"


def study_report(study: Study, drawn: EventWindow, language: Language) -> Report:
    """Return a study with its charts and tests as a report."""
    t, spec = language.text, study.request.spec
    security, benchmark = study.security.security, study.benchmark.security
    name = security_names().get(security, (study.security.name,) * 2)[language.code == "ja"]
    joint = " " if language.code == "en" else ""
    return Report(
        title=headline(study, language, name),
        lead=joint.join((sentence(study, language, name), conventions(study, language))).replace(
            "**", ""
        ),
        parameters=(
            (t("Security"), f"{security} · {name}"),
            (t("Event"), f"{study.request.event} ({language.date(study.event.session)})"),
            (t("Event window"), ", ".join(str(window) for window in spec.windows)),
            (t("Benchmark"), benchmark),
            (t("Normal-return model"), t(model_title(spec.model))),
            (t("Estimation window"), str(spec.estimation)),
            (t("Returns"), t(RETURNS[spec.returns])),
        ),
        charts=tuple(study_charts(study, drawn, language).values()),
        tables=((t("How sure is that?"), study.result.tests_frame()),),
        sources=study.sources,
        language=language,
    )
