"""A report as slides whose charts stay charts: native, editable, with their numbers inside."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, Final

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches

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
MOST_LINES: Final = 16
"""Lines of the slide on methods in larger letters."""
SMALL_LINES: Final = 24
"""Lines of such a slide in smaller ones; what is more goes to a further slide."""
ROWS: Final = 14
"""Rows of a table that a slide can hold."""

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
    slide = _new(deck, chart.name)
    _say(slide, [chart.sentence])
    said = f"{chart.name}. {chart.sentence}"
    for panel, frame in zip(drawn, _frames(len(drawn)), strict=True):
        draw_panel(slide, panel, frame, said)
    _footer(slide, notes)


def _say(slide: Any, lines: list[str]) -> None:
    """Write what a slide shows under its heading, in letters that leave room for the drawing."""
    fitting = (
        size
        for size, columns, most in ((16, 110, 2), (13, 135, 3))
        if sum(len(wrapped(line, columns)) for line in lines) <= most
    )
    _text(slide, lines, Inches(1.15), Inches(0.75), next(fitting, 11), FAINT)


def _frames(count: int) -> list[tuple[int, int, int, int]]:
    """Divide the place of the charts among them, at most three in a row."""
    across = min(count, 3)
    down = -(-count // across)
    width, height = (WIDTH - 2 * EDGE) // across, Inches(4.35) // down
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
    shown = table.iloc[:ROWS, :COLUMNS]
    lines = [sentence] if sentence else []
    if shown.shape != table.shape:
        lines.append(
            language.text(
                "{shown} of {count} rows; the table's CSV file holds all.",
                shown=len(shown),
                count=len(table),
            )
        )
    top = Inches(1.25)
    if lines:
        _say(slide, lines)
        top = Inches(1.95)
    if not shown.empty:
        _fill_table(slide, shown, cells(shown, language, fractions=fractions), top)
    _footer(slide, notes)


def _fill_table(slide: Any, table: pd.DataFrame, rows: list[list[str]], top: int) -> None:
    height = Inches(0.28) * (len(rows) + 1)
    placed = slide.shapes.add_table(
        len(rows) + 1, len(table.columns), EDGE, top, WIDTH - 2 * EDGE, height
    )
    grid = placed.table
    heads = [str(column) for column in table.columns]
    widths = [
        max(_columns(text) for text in (head, *(row[i] for row in rows)))
        for i, head in enumerate(heads)
    ]
    # The margins of a cell are as wide as three letters.
    shares = [min(max(width, 6), 60) + 3 for width in widths]
    small = 9 if sum(widths) > 150 or len(rows) > 10 else 11
    for position, share in enumerate(shares):
        grid.columns[position].width = Emu(int((WIDTH - 2 * EDGE) * share / sum(shares)))
    for down, row in enumerate([heads, *rows]):
        for across, text in enumerate(row):
            box = grid.cell(down, across)
            box.margin_top = box.margin_bottom = Inches(0.02)
            box.fill.solid()
            box.fill.fore_color.rgb = WHITE if down else HEAD
            _write(box, [text], small, INK, bold=down == 0)
            if is_number(table, table.columns[across]):
                box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_methods(deck: Any, report: Report, notes: tuple[str, ...], link: str) -> None:
    t = report.language.text
    slide = _new(deck, t("Method, sources and what this is not"))
    lines = [
        *(report.language.labelled(*parameter) for parameter in report.parameters),
        *(source_line(loaded, report.language) for loaded in distinct(report.sources)),
        t("A test says how unusual a move was. It cannot say what caused it."),
        t("Research and teaching. Nothing here is investment advice."),
        link,
    ]
    if sum(len(wrapped(line, 130)) for line in lines) <= MOST_LINES:
        _text(slide, lines, Inches(1.3), Inches(5.0), 14, INK)
        _footer(slide, notes[-2:])
        return
    for number, part in enumerate(_parted(lines, 165, SMALL_LINES)):
        slide = slide if number == 0 else _new(deck, slide.shapes.title.text_frame.text)
        _text(slide, part, Inches(1.3), Inches(5.0), 11, INK)
        _footer(slide, notes[-2:])


def _parted(lines: list[str], columns: int, most: int) -> list[list[str]]:
    """Part lines so that each part has at most so many when they are wrapped."""
    parts: list[list[str]] = [[]]
    room = most
    for line in lines:
        needed = len(wrapped(line, columns))
        if needed > room and parts[-1]:
            parts.append([])
            room = most
        parts[-1].append(line)
        room -= needed
    return parts


def _footer(slide: Any, notes: tuple[str, ...]) -> None:
    lines = sum(len(wrapped(note, 200)) for note in notes)
    height = Inches(0.16) * lines + Inches(0.1)
    _text(slide, list(notes), HEIGHT - height - Inches(0.12), height, 9, FAINT)


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
