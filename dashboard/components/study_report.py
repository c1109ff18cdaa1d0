"""A study as a report to take away."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboard.charts.drawing import Chart
from dashboard.components.controls import Choices
from dashboard.components.evidence import test_row
from dashboard.components.parameters import said_parameters
from dashboard.export.report import Report
from dashboard.export.study_words import conventions, headline, sentence
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.single import Study
from data.catalogue import Claim, article


def study_report(
    study: Study, charts: tuple[Chart, ...], choices: Choices, language: Language
) -> Report:
    """Return a study's sentence, conventions, charts, tests and claims as a report."""
    t = language.text
    names = security_names().get(study.security.security, (study.security.name,) * 2)
    name = names[language.code == "ja"]
    joint = " " if language.code == "en" else ""
    tables = [(t("How sure is that?"), partial(tests_table, study, language))]
    if study.claims:
        made = partial(_claims, study.claims, language)
        tables.append((t("What the articles say of this move"), made))
    return Report(
        title=headline(study, language, name),
        lead=sentence(study, language, name).replace("**", "")
        + joint
        + conventions(study, language),
        parameters=said_parameters(choices, language),
        charts=charts,
        tables=tuple(tables),
        sources=study.sources,
        language=language,
    )


def tests_table(study: Study, language: Language) -> pd.DataFrame:
    """Return every test of the headline window as it stands on the page."""
    return pd.DataFrame([test_row(test, language) for test in study.headline.tests])


def _claims(claims: tuple[Claim, ...], language: Language) -> pd.DataFrame:
    t = language.text
    return pd.DataFrame(
        {
            t("Id"): [claim.id for claim in claims],
            t("Claim"): [language.of(claim.claim) for claim in claims],
            t("Speaker"): [language.of(claim.speaker) for claim in claims],
            t("Article"): [language.of(article(claim.article).publisher) for claim in claims],
        }
    )
