"""Panels as native charts on a slide: they open in an office program, and can be edited."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from lxml import etree
from pptx.chart.chart import Chart as SlideChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.export.fonts import set_font
from dashboard.export.panel import Panel, Series

INK: Final = RGBColor(0x1B, 0x24, 0x30)
FAINT: Final = RGBColor(0x4A, 0x55, 0x63)
GRID: Final = RGBColor(0xE3, 0xE7, 0xEC)
PERCENT: Final = "0.0%"
LARGEST: Final = 12
SMALLEST: Final = 5
"""Sizes of the names beside lying bars, in points."""
MOST_LABELS: Final = 40
"""Points whose texts stand beside them; more would cover each other."""


def draw_panel(slide: Any, panel: Panel, frame: tuple[int, int, int, int], said: str) -> SlideChart:
    """Draw a panel as a native chart.

    Parameters
    ----------
    frame
        Left, top, width and height in English metric units.
    said
        Text for people who do not see the chart.
    """
    drawn, kind = (_by_name if panel.named else _by_scale)(panel)
    placed = slide.shapes.add_chart(kind, *frame, drawn)
    placed.element.nvGraphicFramePr.cNvPr.set("descr", said)
    chart = placed.chart
    set_font(chart.font, 12, FAINT)
    chart.has_title = False
    chart.has_legend = len(panel.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _set_axes(chart, panel)
    if panel.horizontal:
        _write_every_name(chart.category_axis, len(panel.categories()), frame[3])
        if not panel.stacked and panel.alone:
            chart.plots[0].overlap, chart.plots[0].gap_width = 100, 40
    if panel.named and not panel.horizontal:
        _split_lines(chart, panel)
    shown = panel.categories() if panel.named else ()
    for series, made in zip(panel.series, _in_order(chart, panel), strict=True):
        at = [shown.index(place) for place in series.places] if shown else ()
        _style(made, series, at, bare=panel.horizontal and series.kind == "points")
    return chart


def _by_name(panel: Panel) -> tuple[CategoryChartData, XL_CHART_TYPE]:
    data = CategoryChartData(number_format=_format(panel.percent[1]))
    places = panel.categories()
    whole = all(isinstance(p, float) and p.is_integer() for p in places)
    data.categories = [
        int(p) if whole and isinstance(p, float) else p if isinstance(p, date | float) else p or " "
        for p in places
    ]
    for series in panel.series:
        held = dict(zip(series.places, series.values, strict=True))
        data.add_series(series.name, [held.get(place) for place in places])
    if not any(series.kind == "bar" for series in panel.series):
        return data, XL_CHART_TYPE.LINE_MARKERS
    if panel.horizontal:
        flat = (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED)
        return data, flat[panel.stacked]
    return data, (XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.COLUMN_STACKED)[panel.stacked]


def _by_scale(panel: Panel) -> tuple[XyChartData, XL_CHART_TYPE]:
    data = XyChartData(number_format=_format(panel.percent[1]))
    for series in panel.series:
        made = data.add_series(series.name)
        for place, value in zip(series.places, series.values, strict=True):
            if value is not None and isinstance(place, float):
                made.add_data_point(place, value)
    return data, XL_CHART_TYPE.XY_SCATTER_LINES


def _set_axes(chart: SlideChart, panel: Panel) -> None:
    places, values = chart.category_axis, chart.value_axis
    for axis, title, percent in zip((places, values), panel.titles, panel.percent, strict=True):
        axis.has_title = bool(title)
        if title:
            axis.axis_title.text_frame.text = title
            set_font(axis.axis_title.text_frame.paragraphs[0].runs[0].font, 12, FAINT)
        axis.tick_labels.number_format_is_linked = False
        axis.tick_labels.number_format = _format(percent)
        axis.format.line.color.rgb = GRID
    # At the edge, also where bars reach below zero.
    places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    places.has_major_gridlines = False
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = GRID
    if panel.horizontal:
        places.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if not panel.named:
        known = [p for s in panel.series for p in s.places if isinstance(p, float)]
        _set_scale(places, min(known), max(known))
        values.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if panel.shared or (any(s.errors for s in panel.series) and not panel.stacked):
        _set_scale(values, *panel.reach())
    if any(isinstance(place, date) for s in panel.series for place in s.places):
        places.tick_labels.number_format = "yyyy-mm-dd"


def _write_every_name(axis: Any, count: int, height: int) -> None:
    """Have an axis leave out no name, in letters that leave room for all."""
    room = 0.7 * 0.75 * Emu(height).pt / count
    set_font(axis.tick_labels.font, min(LARGEST, max(SMALLEST, int(room))), FAINT)
    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    axis._element.insert_element_before(skip, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")


def _set_scale(axis: Any, low: float, high: float) -> None:
    """Begin and end an axis at round numbers around what stands on it."""
    if not high > low:
        return
    power = 10.0 ** math.floor(math.log10((high - low) / 5))
    step = next(m * power for m in (1, 2, 5, 10) if (high - low) / (m * power) <= 8)
    axis.minimum_scale = round(math.floor(low / step + 1e-9) * step, 10)
    axis.maximum_scale = round(math.ceil(high / step - 1e-9) * step, 10)
    axis.major_unit = step
    if axis.tick_labels.number_format == PERCENT and round(100 * step, 9).is_integer():
        axis.tick_labels.number_format = "0%"


def _split_lines(chart: SlideChart, panel: Panel) -> None:
    """Move the series that are lines out of a chart of columns, into one of lines beside it."""
    if not any(series.kind == "bar" for series in panel.series):
        return
    bars = chart._chartSpace.find(f".//{qn('c:barChart')}")
    moved = [
        element
        for element, series in zip(bars.findall(qn("c:ser")), panel.series, strict=True)
        if series.kind != "bar"
    ]
    if not moved:
        return
    lines = etree.SubElement(bars.getparent(), qn("c:lineChart"))
    bars.addnext(lines)
    etree.SubElement(lines, qn("c:grouping")).set("val", "standard")
    etree.SubElement(lines, qn("c:varyColors")).set("val", "0")
    for element in moved:
        for bars_only in element.findall(qn("c:invertIfNegative")):
            element.remove(bars_only)
        lines.append(element)
    etree.SubElement(lines, qn("c:marker")).set("val", "1")
    for axis in bars.findall(qn("c:axId")):
        etree.SubElement(lines, qn("c:axId")).set("val", axis.get("val"))


def _in_order(chart: SlideChart, panel: Panel) -> list[Any]:
    """Return the chart's series in the panel's order, bars and lines being plots of their own."""
    made = {series._element.find(qn("c:idx")).get("val"): series for series in _all(chart)}
    return [made[str(position)] for position in range(len(panel.series))]


def _all(chart: SlideChart) -> list[Any]:
    return [series for plot in chart.plots for series in plot.series]


def _style(made: Any, series: Series, at: Sequence[int], *, bare: bool) -> None:
    """Give a series its looks.

    Parameters
    ----------
    at
        Where each of its values stands among the chart's names; empty on a scale.
    bare
        Whether only its intervals are drawn.
    """
    at = at or range(len(series.values))
    colour = RGBColor.from_string(series.colours[0][1:])
    if bare:
        made.format.fill.background()
    elif series.kind == "bar":
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = colour
        made.invert_if_negative = False
        if len(series.colours) > 1:
            for position, own in zip(at, series.colours, strict=True):
                fill = made.points[position].format.fill
                fill.solid()
                fill.fore_color.rgb = RGBColor.from_string(own[1:])
    else:
        _style_line(made, series, colour)
    if series.labels and len(series.labels) <= MOST_LABELS:
        for position, label in zip(at, series.labels, strict=True):
            if not label:
                continue
            frame = made.points[position].data_label.text_frame
            frame.text = label
            for run in frame.paragraphs[0].runs:
                set_font(run.font, 11, INK)
    if series.errors:
        made._element.insert_element_before(
            _error_bars(series, at), "c:cat", "c:val", "c:xVal", "c:yVal", "c:smooth"
        )


def _style_line(made: Any, series: Series, colour: RGBColor) -> None:
    made.smooth = False
    if series.kind == "points":
        made.format.line.fill.background()
    else:
        made.format.line.color.rgb = colour
        made.format.line.width = Pt(1.25 if series.dashed else 2.25)
        if series.dashed:
            made.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
    if series.dashed:
        made.marker.style = XL_MARKER_STYLE.NONE
        return
    made.marker.style = XL_MARKER_STYLE.CIRCLE
    made.marker.size = 8 if series.kind == "points" else 5
    made.marker.format.fill.solid()
    made.marker.format.fill.fore_color.rgb = colour
    made.marker.format.line.fill.background()


def _error_bars(series: Series, at: Sequence[int]) -> Any:
    bars = etree.Element(qn("c:errBars"))
    for name, value in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        etree.SubElement(bars, qn(name)).set("val", value)
    for name, side in (("c:plus", 1), ("c:minus", 0)):
        numbers = etree.SubElement(etree.SubElement(bars, qn(name)), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(max(at) + 1))
        for position, pair in sorted(zip(at, series.errors, strict=True)):
            point = etree.SubElement(numbers, qn("c:pt"))
            point.set("idx", str(position))
            etree.SubElement(point, qn("c:v")).text = repr(pair[side])
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"))
    line.set("w", str(Pt(1)))
    colour = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    colour.set("val", str(FAINT))
    return bars


def _format(percent: bool) -> str:
    return PERCENT if percent else "General"
