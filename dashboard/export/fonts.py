"""Fonts of slides: one for Latin letters, one for Japanese, as office programs keep them apart."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

LATIN: Final = "Calibri"
EAST_ASIAN: Final = "Yu Gothic"


def set_font(font: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    """Set both typefaces, the size in points and the colour of a font."""
    font.name = LATIN
    font.size = Pt(size)
    font.bold = bold
    font.color.rgb = colour
    properties = font._rPr
    for found in properties.findall(qn("a:ea")):
        properties.remove(found)
    east = etree.Element(qn("a:ea"))
    east.set("typeface", EAST_ASIAN)
    properties.find(qn("a:latin")).addnext(east)


def set_theme_fonts(presentation: Any) -> None:
    """Name the Japanese font in the theme, for text that people add later."""
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(theme.blob)
    for east in root.iter(qn("a:ea")):
        east.set("typeface", EAST_ASIAN)
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
