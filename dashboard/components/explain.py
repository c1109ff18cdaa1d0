"""“Explain this number”: formula, values, input rows, sources and code, opened on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components.literal import literal
from dashboard.components.provenance import show_provenance
from dashboard.components.table import offer_csv
from dashboard.language import Language
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation, said
from data.catalogue.text import Text

ICON: Final = ":material/function:"

Explain = Callable[[], tuple[Explanation, ...]]
"""Makes explanations; called only when somebody asks for them."""


def explain(label: str, make: Explain, key: str, language: Language) -> None:
    """Offer a button that opens the explanation of a number, or of several that belong together.

    Parameters
    ----------
    label
        What the button says, in the page's language; no two buttons of a page say the same.
    make
        Makes the explanations when the button is pressed.
    """
    if st.button(label, key=f"explain-{key}", type="tertiary", icon=ICON):
        opened = st.dialog(language.text("How this number is made"), width="medium", icon=ICON)
        opened(_show_chosen)(make(), key, language)


def _show_chosen(found: tuple[Explanation, ...], key: str, language: Language) -> None:
    titles = [said(each.title, each.facts, language) for each in found]
    chosen = 0
    if len(found) > 1:
        chosen = st.selectbox(
            language.text("Number"),
            range(len(found)),
            format_func=lambda place: _named(titles[place], found[place], language),
            key=f"explain-{key}-which",
        )
    else:
        st.markdown(f"**{literal(_named(titles[0], found[0], language))}**")
    show_explanation(found[chosen], titles[chosen], f"explain-{key}-{chosen}", language)


def _named(title: str, found: Explanation, language: Language) -> str:
    return language.text("{name}: {value}", name=title, value=found.shown(language))


def show_explanation(found: Explanation, title: str, key: str, language: Language) -> None:
    """Show one explanation: what the number says, and in tabs how it is made."""
    t = language.text
    st.markdown(said(found.meaning, found.facts, language))
    formula, rows, code, sources = st.tabs(
        [t("Formula"), t("Input rows"), t("Code"), t("Sources")], key=f"{key}-tabs"
    )
    with formula:
        show_formula(found, language)
    with rows:
        show_rows(found, title, key, language)
    with code:
        st.code(found.code)
        st.caption(t("Prints this number in a notebook in the project's folder."))
    with sources:
        show_provenance(found.sources, language)


def show_formula(found: Explanation, language: Language, *, folded: bool = False) -> None:
    """Show the formula, the same with the values put in, and what each symbol is.

    Parameters
    ----------
    folded
        Whether the symbols are folded away at first.
    """
    for equation in (*found.formula.splitlines(), *found.worked.splitlines()):
        st.latex(equation)
    place = st.expander(language.text("What the symbols are")) if folded else st.container()
    place.markdown("\n".join(f"- {said(*step, language)}" for step in found.steps))
    for note in found.notes:
        st.caption(said(*note, language))


def show_rows(found: Explanation, title: str, key: str, language: Language) -> None:
    """Show the input rows with their dates, and offer them as a file."""
    rows = found.rows
    real = [name for name in rows.columns if pd.api.types.is_float_dtype(rows[name])]
    fractions = [name for name in real if _is_fraction(name)]
    whole = [name for name in real if name in columns.MONEY]
    st.dataframe(
        _worded(
            rows.assign(
                **{name: 100 * rows[name] for name in fractions},
                **{name: rows[name].round() for name in whole},
            ),
            language,
        ),
        hide_index=True,
        key=f"{key}-rows",
        alt=language.text("Input rows of “{name}”", name=title),
        column_config={
            language.text(name): st.column_config.NumberColumn(format=_digits(name))
            for name in (*real, *({columns.SHARES} & set(rows.columns)))
        },
    )
    offer_csv(lambda: _worded(rows, language), title, f"{key}-rows", language, found.sources)


def _is_fraction(column: str) -> bool:
    return column in columns.PERCENT or column not in columns.KNOWN


def _digits(column: str) -> str:
    if _is_fraction(column):
        return "%.4f%%"
    if column in columns.MONEY or column == columns.SHARES:
        return "localized"
    return "%.2f" if column == columns.CLOSE else "%.4f"


def _worded(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the rows with titles and roles in the language, and days without their hour."""
    made = {
        str(name): values.dt.date.astype(str)
        if pd.api.types.is_datetime64_any_dtype(values)
        else [_cell(value, language) for value in values]
        for name, values in rows.items()
    }
    return pd.DataFrame({language.text(name): values for name, values in made.items()})


def _cell(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return language.of(value)
    return language.text(value) if isinstance(value, str) else value
