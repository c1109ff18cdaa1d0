"""Writing on slides, and how high it will stand: an office program lays it out later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dashboard.export.fonts import set_font
from dashboard.export.picture import wrapped

WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
EDGE: Final = Inches(0.55)
LARGE: Final = 11
SMALL: Final = 9
"""Sizes of letters in tables, lists and at the foot, in points."""
LINE: Final = 1.35
"""Height of a line over the size of its letters."""
LETTER: Final = 0.55
"""Width of a half-width letter over its size."""


def height_of(lines: Sequence[str], size: int) -> int:
    """Return how high a box with lines over the whole width is."""
    count = sum(line_count(line, WIDTH - 2 * EDGE, size) for line in lines)
    return int(count * Pt(size * LINE) + Inches(0.1))


def line_count(text: str, width: int, size: int) -> int:
    """Return over how many lines a text runs in a box; a Japanese letter is as wide as two."""
    columns = int(Emu(width - Inches(0.2)).pt / (size * LETTER))
    return max(len(wrapped(text, max(columns, 1))), 1)


def add_text(
    slide: Any, lines: list[str], top: int, height: int, size: float, colour: RGBColor
) -> None:
    """Add a box with lines over the whole width."""
    write(
        slide.shapes.add_textbox(EDGE, Emu(top), WIDTH - 2 * EDGE, Emu(height)), lines, size, colour
    )


def write(
    holder: Any, lines: list[str], size: float, colour: RGBColor, *, bold: bool = False
) -> None:
    """Write lines into a box or a cell, a paragraph each."""
    frame = holder.text_frame
    frame.word_wrap = True
    for position, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        set_font(run.font, size, colour, bold=bold)
