"""Tables for people: rounded cells, and CSV files that carry where they come from."""

from __future__ import annotations

import math
from collections.abc import Hashable
from datetime import date

import pandas as pd

from dashboard.charts.drawing import Chart
from dashboard.language import Language


def cells(table: pd.DataFrame, language: Language, *, fractions: bool) -> list[list[str]]:
    """Return a table's rows as people read them.

    Parameters
    ----------
    fractions
        Whether real numbers are fractions, to be read in percent.
    """
    return [
        [cell(value, language, fractions=fractions) for value in row]
        for row in table.itertuples(index=False, name=None)
    ]


def cell(value: object, language: Language, *, fractions: bool = False) -> str:
    """Return one value in words: four significant digits, or percent; a dash for nothing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return language.percent(value) if fractions else _real(value, language)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


def is_number(table: pd.DataFrame, column: Hashable) -> bool:
    """Whether a column holds numbers, to be set flush right."""
    return pd.api.types.is_numeric_dtype(table[column])


def chart_cells(chart: Chart, language: Language) -> list[list[str]]:
    """Return the rows of a chart's table as people read them."""
    return cells(chart.table, language, fractions=chart.fractions)


def csv(table: pd.DataFrame, notes: tuple[tuple[str, str], ...]) -> bytes:
    """Return a table as UTF-8 CSV with a byte order mark, its notes in columns at the end.

    Every row repeats the notes (parameters, source, date, link): a header in comment lines would
    break readers of CSV, and a row that is copied elsewhere still says how it was made.
    """
    taken = {str(column) for column in table.columns}
    columns = {name if name not in taken else f"{name} ": text for name, text in notes}
    return table.assign(**columns).to_csv(index=False).encode("utf-8-sig")


def _real(value: float, language: Language) -> str:
    if not math.isfinite(value):
        return str(value).replace("-", "−")
    size = abs(value)
    digits = 2 if size >= 100 or size == 0 else min(6, max(0, 3 - math.floor(math.log10(size))))
    return language.number(value, digits)
