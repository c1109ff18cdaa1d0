"""The self-check: known answers worked out anew, on a button."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.table import show_long_table
from dashboard.language import Language
from dashboard.studies.explanations.explanation import said
from dashboard.studies.self_check import Check, checks_table, self_check
from dashboard.studies.single import Study

_FOUND = "method.checks"


@st.fragment
def show_self_check(study: Study | None, language: Language) -> None:
    """Offer to work known answers out anew, and show what came out."""
    t = language.text
    st.write(
        t(
            "Here the product answers questions whose answers are known from elsewhere: a worked "
            "example, the closes of the press, statsmodels on the study of the controls, ranks "
            "counted by hand, and the contents of its files."
        )
    )
    if st.button(t("Run the self-check"), icon=":material/verified:", key="self-check"):
        bar = st.progress(0.0, t("Working known answers out …"))
        checks = self_check(study, lambda done, total: _advance(bar, done, total, language))
        bar.empty()
        st.session_state[_FOUND] = checks
    found: tuple[Check, ...] = st.session_state.get(_FOUND, ())
    if found:
        _show(found, language)
    st.caption(t("The same in a terminal: `python -m dashboard self-check`."))


def _advance(
    bar: st.delta_generator.DeltaGenerator, done: int, total: int, language: Language
) -> None:
    said = language.text("Working known answers out: {done} of {total}", done=done, total=total)
    bar.progress(done / total, said)


def _show(checks: tuple[Check, ...], language: Language) -> None:
    t = language.text
    passed = sum(check.passed for check in checks)
    words = t("{passed} of {count} answers are the known ones.", passed=passed, count=len(checks))
    if passed == len(checks):
        st.success(words, icon=":material/check_circle:")
    else:
        st.error(words, icon=":material/error:")
    written = checks_table(checks)
    show_long_table(
        pd.DataFrame(
            {
                t("Result"): [
                    "✓ " + t("same") if c.passed else "✗ " + t("differs") for c in checks
                ],
                t("What"): [said(*check.what, language) for check in checks],
                t("Expected"): written["expected"],
                t("Got"): [
                    language.error(check.error) if check.error else got
                    for check, got in zip(checks, written["got"], strict=True)
                ],
                t("Difference"): written["difference"],
                t("Expected by"): [t(check.source) for check in checks],
            }
        ),
        t("Known answers, expected and got"),
        "checks",
        language,
        numbers=lambda: checks_numbers(checks, language),
        noted=(),
        height=460,
    )


def checks_numbers(checks: tuple[Check, ...], language: Language) -> pd.DataFrame:
    """Return the checks with expected and got as they were compared, a row a check."""
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Result"): t("same") if check.passed else t("differs"),
                t("What"): said(*check.what, language),
                t("Expected"): check.expected,
                t("Got"): language.error(check.error) if check.error else check.got,
                t("Difference"): check.difference,
                t("Expected by"): t(check.source),
            }
            for check in checks
        ]
    )
