"""How firm a result is, as sentences and tables for people at a terminal."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.errors import StudyError
from dashboard.charts.robustness.benchmark import against_chart, parts_chart
from dashboard.charts.robustness.curve import curve_chart
from dashboard.charts.robustness.dates import medians_chart, place_chart
from dashboard.charts.robustness.tests import sizes_chart, tests_table
from dashboard.charts.robustness.words import specification_words
from dashboard.language import ENGLISH as EN
from dashboard.studies.robustness.contamination import BenchmarkStudy
from dashboard.studies.robustness.placebo import PlaceAmongDays
from dashboard.studies.robustness.record import Answers
from dashboard.studies.robustness.specifications import Firmness
from dashboard.studies.robustness.tests import TestsOfBasket
from data.errors import DataError

TESTS_SHOWN = 5
"""Columns of the table of tests; the assumptions are left to the page."""


def print_firmness(answers: Answers, console: Console) -> None:
    """Print the four parts in the words of the page, or why one cannot be had."""
    for part in (answers.curve, answers.place, answers.benchmark, answers.tests):
        if isinstance(part, StudyError | DataError):
            console.print(EN.error(part))
        elif isinstance(part, Firmness):
            _print_curve(part, console)
        elif isinstance(part, PlaceAmongDays):
            console.print(place_chart(part, part.study.security.name, EN).sentence)
            for day in part.worse:
                shown = EN.number(day.value, 1) if part.others.scaled else EN.percent(day.value)
                known = "; ".join(event.title.en for event in day.events)
                console.print(f"  {EN.date(day.session)}  {shown}  {known}".rstrip())
        elif isinstance(part, BenchmarkStudy):
            console.print(parts_chart(part, EN).sentence)
            console.print(against_chart(part, part.security.name, EN).sentence)
        elif isinstance(part, TestsOfBasket):
            console.print(sizes_chart(part, part.study.long.identifier, EN).sentence)
            console.print(_table(tests_table(part, EN).iloc[:, :TESTS_SHOWN]))
    console.print("[dim]Not investment advice.[/dim]")


def _print_curve(firm: Firmness, console: Console) -> None:
    console.print(curve_chart(firm, EN).sentence)
    place = firm.chosen_place
    if place is not None:
        console.print(
            f"Chosen: number {place + 1}, {EN.percent(firm.curve.car[place])}, "
            f"{specification_words(firm.chosen, EN)}"
        )
    medians = medians_chart(firm, EN)
    if medians is not None:
        console.print(medians.sentence)
    for error, those in firm.reasons.items():
        console.print(f"[dim]{len(those)} without an estimate: {EN.error(error)}[/dim]")


def _table(frame: pd.DataFrame) -> Table:
    table = Table()
    for column in frame.columns:
        table.add_column(str(column))
    for row in frame.itertuples(index=False):
        table.add_row(*map(str, row))
    return table
