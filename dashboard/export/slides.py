"""A report as slides whose charts stay charts: native, editable, with their numbers inside."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Final

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dashboard.charts.drawing import Chart
from dashboard.export.fonts import set_font, set_theme_fonts
from dashboard.export.native import panels
from dashboard.export.native_slides import FAINT, INK, draw_panel
from dashboard.export.picture import wrapped
from dashboard.export.report import Report, footer
from dashboard.export.sources import distinct, short_sources, source_line
from dashboard.export.tables import cells, is_number
from dashboard.language import Language

MIME: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
EDGE: Final = Inches(0.55)
GAP: Final = Inches(0.12)
HIGH: Final = Inches(1.25)
LOW: Final = Inches(1.95)
"""Where a table begins: under the title, or under a sentence as well."""
LARGE: Final = 11
SMALL: Final = 9
"""Sizes of letters in tables, lists and at the foot, in points."""
LINE: Final = 1.35
"""Height of a line over the size of its letters."""
LETTER: Final = 0.55
"""Width of a half-width letter over its size."""
ACROSS: Final = 3
"""Charts beside each other, at most."""
MOST_ROWS: Final = 24
"""Rows of a chart; what is more stands beside it."""
ROWS: Final = 24
"""Rows of a table on a slide, at most."""

COLUMNS: Final = 9
HEAD: Final = RGBColor(0xEE, 0xF1, 0xF4)
WHITE: Final = RGBColor(0xFF, 0xFF, 0xFF)


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
    _write(heading, [title], size, INK, bold=True)
    heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return slide


def _add_title(deck: Any, report: Report, notes: tuple[str, ...]) -> None:
    slide = _new(deck, report.title, 40)
    slide.shapes.title.top, slide.shapes.title.height = Inches(0.9), Inches(1.2)
    size = 20 if len(report.lead) < 420 else 16
    _text(slide, [report.lead], Inches(2.25), Inches(2.7), size, INK)
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
    size = next((size for size in (16, 13) if _height(lines, size) <= room), 11)
    _text(slide, lines, Inches(1.15), room, size, FAINT)


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
    grid = _fitting(shown, texts, below - (HIGH if whole else LOW))
    if whole and grid.held < len(table):
        grid = _fitting(shown, texts, below - LOW)
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
        _fill_table(slide, shown, grid, LOW if lines else HIGH)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rows of a table that a slide can hold.

    Attributes
    ----------
    rows
        Texts, the headers first.
    widths, heights
        Of the columns and of the rows, in English metric units.
    size
        Of the letters, in points.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    size: int

    @property
    def held(self) -> int:
        """Rows under the headers."""
        return len(self.rows) - 1


def _fitting(table: pd.DataFrame, texts: Sequence[Sequence[str]], room: int) -> _Grid:
    """Return the rows that a height can hold: all in larger letters, or as many as can be."""
    rows = (tuple(map(str, table.columns)), *map(tuple, texts))
    # The margins of a cell are as wide as three letters.
    shares = [min(max(*map(_columns, column), 6), 60) + 3 for column in zip(*rows, strict=True)]
    widths = tuple(int((WIDTH - 2 * EDGE) * share / sum(shares)) for share in shares)
    for size in (LARGE, SMALL):
        heights = [
            max(_line_count(text, width, size) for text, width in zip(row, widths, strict=True))
            * Pt(size * LINE)
            + Inches(0.06)
            for row in rows
        ]
        held = sum(end <= room for end in accumulate(heights))
        if held == len(rows):
            break
    return _Grid(rows[: max(held, 1)], widths, tuple(heights[: max(held, 1)]), size)


def _fill_table(slide: Any, table: pd.DataFrame, grid: _Grid, top: int) -> None:
    placed = slide.shapes.add_table(
        len(grid.rows), len(grid.widths), EDGE, top, WIDTH - 2 * EDGE, Emu(sum(grid.heights))
    ).table
    for position, width in enumerate(grid.widths):
        placed.columns[position].width = Emu(width)
    for down, row in enumerate(grid.rows):
        placed.rows[down].height = Emu(grid.heights[down])
        for across, text in enumerate(row):
            box = placed.cell(down, across)
            box.margin_top = box.margin_bottom = Inches(0.02)
            box.fill.solid()
            box.fill.fore_color.rgb = WHITE if down else HEAD
            _write(box, [text], grid.size, INK, bold=down == 0)
            if is_number(table, table.columns[across]):
                box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


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
    size = next((size for size in (14, LARGE) if _height(lines, size) <= room), SMALL)
    for part in _parted(lines, size, room):
        slide = _new(deck, title)
        _text(slide, part, HIGH, room, size, INK)
        _footer(slide, notes[-2:])


def _parted(lines: list[str], size: int, room: int) -> list[list[str]]:
    """Part lines so that each part fits into a height."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if parts[-1] and _height([*parts[-1], line], size) > room:
            parts.append([])
        parts[-1].append(line)
    return parts


def _footer(slide: Any, notes: tuple[str, ...]) -> int:
    """Write what stands at the foot of a slide, and return where it begins."""
    top = _top_of_foot(notes)
    _text(slide, list(notes), top, HEIGHT - GAP - top, SMALL, FAINT)
    return top


def _top_of_foot(notes: Sequence[str]) -> int:
    return int(HEIGHT - GAP - _height(notes, SMALL))


def _height(lines: Sequence[str], size: int) -> int:
    """Return how high a box with lines over the whole width is."""
    count = sum(_line_count(line, WIDTH - 2 * EDGE, size) for line in lines)
    return int(count * Pt(size * LINE) + Inches(0.1))


def _line_count(text: str, width: int, size: int) -> int:
    """Return over how many lines a text runs in a box; a Japanese letter is as wide as two."""
    columns = int(Emu(width - Inches(0.2)).pt / (size * LETTER))
    return max(len(wrapped(text, max(columns, 1))), 1)


def _text(
    slide: Any, lines: list[str], top: int, height: int, size: float, colour: RGBColor
) -> None:
    _write(
        slide.shapes.add_textbox(EDGE, Emu(top), WIDTH - 2 * EDGE, Emu(height)), lines, size, colour
    )


def _write(
    holder: Any, lines: list[str], size: float, colour: RGBColor, *, bold: bool = False
) -> None:
    frame = holder.text_frame
    frame.word_wrap = True
    for position, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        set_font(run.font, size, colour, bold=bold)


def _columns(text: str) -> int:
    """Return how wide a text is in half-width columns, when wrapped to at most three lines."""
    width = sum(2 if letter > "\u2e80" else 1 for letter in text)
    return width if width <= 24 else max(24, width // 3)
