"""Tables on slides: as many rows as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dashboard.export.native_slides import INK
from dashboard.export.slide_text import EDGE, LARGE, LINE, SMALL, WIDTH, line_count, write
from dashboard.export.tables import is_number

HEAD: Final = RGBColor(0xEE, 0xF1, 0xF4)
WHITE: Final = RGBColor(0xFF, 0xFF, 0xFF)


@dataclass(frozen=True, slots=True)
class Grid:
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


def fitting(table: pd.DataFrame, texts: Sequence[Sequence[str]], room: int) -> Grid:
    """Return the rows that a height can hold: all in larger letters, or as many as can be."""
    rows = (tuple(map(str, table.columns)), *map(tuple, texts))
    # The margins of a cell are as wide as three letters.
    shares = [min(max(*map(_columns, column), 6), 60) + 3 for column in zip(*rows, strict=True)]
    widths = tuple(int((WIDTH - 2 * EDGE) * share / sum(shares)) for share in shares)
    for size in (LARGE, SMALL):
        heights = [
            max(line_count(text, width, size) for text, width in zip(row, widths, strict=True))
            * Pt(size * LINE)
            + Inches(0.06)
            for row in rows
        ]
        held = sum(end <= room for end in accumulate(heights))
        if held == len(rows):
            break
    return Grid(rows[: max(held, 1)], widths, tuple(heights[: max(held, 1)]), size)


def fill_table(slide: Any, table: pd.DataFrame, grid: Grid, top: int) -> None:
    """Add the rows of a grid; numbers of the table stand on the right."""
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
            write(box, [text], grid.size, INK, bold=down == 0)
            if is_number(table, table.columns[across]):
                box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _columns(text: str) -> int:
    """Return how wide a text is in half-width columns, when wrapped to at most three lines."""
    width = sum(2 if letter > "\u2e80" else 1 for letter in text)
    return width if width <= 24 else max(24, width // 3)
