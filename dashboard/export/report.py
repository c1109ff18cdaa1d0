"""What a page gives away, and the words that stand under each of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts.drawing import Chart
from dashboard.language import Language
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The content of a page, in the reader's language.

    Attributes
    ----------
    title
        What the page shows.
    lead
        Its sentence, computed, as plain text.
    parameters
        What was chosen: pairs of a label and a value, in words.
    charts
        In the order of the page.
    tables
        Pairs of a caption and a table, or what makes one, beyond those of the charts: a page
        offers its report on every rerun, and few readers take it.
    sources
        The prices behind the numbers.
    language
        Language of all the words.
    """

    title: str
    lead: str
    parameters: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    tables: tuple[tuple[str, pd.DataFrame | Callable[[], pd.DataFrame]], ...]
    sources: tuple[LoadedPrices, ...]
    language: Language

    def made_tables(self) -> tuple[tuple[str, pd.DataFrame], ...]:
        """Return the tables with their captions, each made."""
        return tuple((name, made() if callable(made) else made) for name, made in self.tables)


def said(parameters: tuple[tuple[str, str], ...], language: Language) -> str:
    """Return parameters as one line."""
    return " · ".join(language.labelled(*parameter) for parameter in parameters)


def footer(
    parameters: tuple[tuple[str, str], ...],
    sources: tuple[str, ...],
    link: str,
    made_on: date,
    language: Language,
) -> tuple[str, ...]:
    """Return the lines under a picture or a slide: parameters, sources, date and address.

    Parameters
    ----------
    sources
        A short line each.
    """
    made = language.text(
        "Made on {day}. Research and teaching; not investment advice.", day=language.date(made_on)
    )
    lines = (
        said(parameters, language),
        " ".join(sources),
        made,
        link,
    )
    return tuple(line for line in lines if line)


def file_name(title: str, made_on: date, ending: str) -> str:
    """Return the name of a file from a title: its letters and digits, and the date."""
    words = re.sub(r"[^\w.]+", "-", title).strip("-._")
    return f"{words[:60].rstrip('-._')}-{made_on.isoformat()}.{ending}"
