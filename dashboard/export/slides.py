"""A report as slides whose charts stay charts: native, editable, with their numbers inside."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches

from dashboard.charts.drawing import Chart
from dashboard.export.fonts import set_theme_fonts
from dashboard.export.native import panels
from dashboard.export.native_slides import FAINT, INK, draw_panel
from dashboard.export.report import Report, footer
from dashboard.export.slide_table import fill_table, fitting
from dashboard.export.slide_text import (
    EDGE,
    HEIGHT,
    LARGE,
    SMALL,
    WIDTH,
    add_text,
    height_of,
    write,
)
from dashboard.export.sources import distinct, short_sources, source_line
from dashboard.export.tables import cells
from dashboard.language import Language

MIME: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
GAP: Final = Inches(0.12)
HIGH: Final = Inches(1.25)
LOW: Final = Inches(1.95)
"""Where a table begins: under the title, or under a sentence as well."""
ACROSS: Final = 3
"""Charts beside each other, at most."""
MOST_ROWS: Final = 24
"""Rows of a chart; what is more stands beside it."""
ROWS: Final = 24
"""Rows of a table on a slide, at most."""
COLUMNS: Final = 9
"""Columns of a table on a slide, at most."""


def slides(report: Report, link: str, made_on: date) -> bytes:
    """Return a report as a PowerPoint file: a title, a slide a chart, tables, and sources.

    Parameters
    ----------
    link
        Address that reopens the page.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    set_theme_fonts(deck)
    deck.core_properties.title = report.title
    deck.core_properties.language = report.language.code
    behind = short_sources(report.sources, report.language)
    notes = footer(report.parameters, behind, link, made_on, report.language)
    _add_title(deck, report, notes)
    for chart in report.charts:
        _add_chart(deck, chart, notes, report.language)
    for name, table in report.made_tables():
        _add_table_slide(deck, name, "", table, notes, report.language, fractions=False)
    _add_methods(deck, report, notes, link)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _new(deck: Any, title: str, size: float = 28) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading = slide.shapes.title
    heading.left, heading.top = EDGE, Inches(0.3)
    heading.width, heading.height = WIDTH - 2 * EDGE, Inches(0.85)
    write(heading, [title], size, INK, bold=True)
    heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return slide


def _add_title(deck: Any, report: Report, notes: tuple[str, ...]) -> None:
    slide = _new(deck, report.title, 40)
    slide.shapes.title.top, slide.shapes.title.height = Inches(0.9), Inches(1.2)
    size = 20 if len(report.lead) < 420 else 16
    add_text(slide, [report.lead], Inches(2.25), Inches(2.7), size, INK)
    _footer(slide, notes)


def _add_chart(deck: Any, chart: Chart, notes: tuple[str, ...], language: Language) -> None:
    drawn = panels(chart.figure, language)
    if not drawn:
        _add_table_slide(
            deck,
            chart.name,
            chart.sentence,
            chart.table,
            notes,
            language,
            fractions=chart.fractions,
        )
        return
    if len(drawn) == 1:
        drawn = drawn[0].columns(MOST_ROWS, ACROSS)
    slide = _new(deck, chart.name)
    _say(slide, [chart.sentence])
    below = _footer(slide, notes)
    said = f"{chart.name}. {chart.sentence}"
    for panel, frame in zip(drawn, _frames(len(drawn), below), strict=True):
        draw_panel(slide, panel, frame, said)


def _say(slide: Any, lines: list[str]) -> None:
    """Write what a slide shows under its heading, in letters that leave room for the drawing."""
    room = Inches(0.75)
    size = next((size for size in (16, 13) if height_of(lines, size) <= room), 11)
    add_text(slide, lines, Inches(1.15), room, size, FAINT)


def _frames(count: int, below: int) -> list[tuple[int, int, int, int]]:
    """Divide the place of the charts above what stands below."""
    across = min(count, ACROSS)
    down = -(-count // across)
    width, height = (WIDTH - 2 * EDGE) // across, (below - Inches(1.9)) // down
    return [
        (
            Emu(EDGE + (place % across) * width),
            Emu(Inches(1.9) + (place // across) * height),
            Emu(width),
            Emu(height),
        )
        for place in range(count)
    ]


def _add_table_slide(
    deck: Any,
    name: str,
    sentence: str,
    table: pd.DataFrame,
    notes: tuple[str, ...],
    language: Language,
    *,
    fractions: bool,
) -> None:
    slide = _new(deck, name)
    below = _footer(slide, notes)
    shown = table.iloc[:ROWS, :COLUMNS]
    texts = cells(shown, language, fractions=fractions)
    whole = shown.shape == table.shape and not sentence
    grid = fitting(shown, texts, below - (HIGH if whole else LOW))
    if whole and grid.held < len(table):
        grid = fitting(shown, texts, below - LOW)
    lines = [sentence] if sentence else []
    if grid.held < len(table) or shown.shape[1] < table.shape[1]:
        lines.append(
            language.text(
                "{shown} of {count} rows; the table's CSV file holds all.",
                shown=grid.held,
                count=len(table),
            )
        )
    if lines:
        _say(slide, lines)
    if grid.held:
        fill_table(slide, shown, grid, LOW if lines else HIGH)


def _add_methods(deck: Any, report: Report, notes: tuple[str, ...], link: str) -> None:
    t = report.language.text
    title = t("Method, sources and what this is not")
    lines = [
        *(report.language.labelled(*parameter) for parameter in report.parameters),
        *(source_line(loaded, report.language) for loaded in distinct(report.sources)),
        t("A test says how unusual a move was. It cannot say what caused it."),
        t("Research and teaching. Nothing here is investment advice."),
        link,
    ]
    room = _top_of_foot(notes[-2:]) - HIGH
    size = next((size for size in (14, LARGE) if height_of(lines, size) <= room), SMALL)
    for part in _parted(lines, size, room):
        slide = _new(deck, title)
        add_text(slide, part, HIGH, room, size, INK)
        _footer(slide, notes[-2:])


def _parted(lines: list[str], size: int, room: int) -> list[list[str]]:
    """Part lines so that each part fits into a height."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if parts[-1] and height_of([*parts[-1], line], size) > room:
            parts.append([])
        parts[-1].append(line)
    return parts


def _footer(slide: Any, notes: tuple[str, ...]) -> int:
    """Write what stands at the foot of a slide, and return where it begins."""
    top = _top_of_foot(notes)
    add_text(slide, list(notes), top, HEIGHT - GAP - top, SMALL, FAINT)
    return top


def _top_of_foot(notes: Sequence[str]) -> int:
    return int(HEIGHT - GAP - height_of(notes, SMALL))
