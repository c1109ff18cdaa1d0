"""Buttons that take apart the numbers of the study that the controls ask for."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from analysis.errors import StudyError
from dashboard import cache
from dashboard.components.controls import Choices
from dashboard.components.explain import explain
from dashboard.components.headline import EXPLAINED
from dashboard.components.upload import uploads
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.explanations.basket import basket_explanations
from dashboard.studies.explanations.study import explanations
from dashboard.studies.single import Dollars, Study
from dashboard.studies.subject import request_for
from data.errors import DataError


def explain_asked(choices: Choices, language: Language) -> None:
    """Offer to explain the study behind a page; nothing where it cannot be done.

    Why it cannot stands on the page already.
    """
    with suppress(StudyError, DataError):
        study = cache.studies(uploads())(request_for(choices.asked(), (choices.window,)))
        st.caption(language.text("The study behind this page:"))
        with st.container(horizontal=True):
            if isinstance(study, BasketStudy):
                explain_basket(study, language)
            else:
                _explain_single(study, language)


def explain_basket(study: BasketStudy, language: Language) -> None:
    """Offer to explain a basket's mean, its mean correlation and the test that knows of it."""
    explain(
        language.text("Explain the basket's numbers"),
        partial(basket_explanations, study, study.headline),
        "basket",
        language,
    )


def _explain_single(study: Study, language: Language) -> None:
    for key, (label, numbers) in EXPLAINED.items():
        if key != "value" or isinstance(study.dollars, Dollars):
            made = partial(explanations, study, *numbers)
            explain(language.text(label), made, f"asked-{key}", language)
