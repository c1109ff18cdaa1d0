"""A basket's study as a report to take away."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboard.charts.drawing import Chart
from dashboard.components.basket import basket_conventions, basket_sentence, basket_title
from dashboard.components.basket_tests import tests_with_sizes
from dashboard.components.controls import Choices
from dashboard.components.parameters import said_parameters
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy


def basket_report(
    study: BasketStudy, charts: tuple[Chart, ...], choices: Choices, language: Language
) -> Report:
    """Return a basket's sentence, conventions, charts, members and tests as a report."""
    t = language.text
    joint = " " if language.code == "en" else ""
    tables = [(t("How sure is that?"), partial(tests_with_sizes, study, language))]
    if study.long.left_out:
        tables.append((t("Left out"), partial(_left_out, study, language)))
    return Report(
        title=basket_title(study, language),
        lead=basket_sentence(study, language).replace("**", "")
        + joint
        + basket_conventions(study, language),
        parameters=said_parameters(choices, language),
        charts=charts,
        tables=tuple(tables),
        sources=study.sources,
        language=language,
    )


def _left_out(study: BasketStudy, language: Language) -> pd.DataFrame:
    t = language.text
    return pd.DataFrame(
        {
            t("Ticker"): [entry.security for entry in study.long.left_out],
            t("Reason"): [entry.words(language) for entry in study.long.left_out],
        }
    )
