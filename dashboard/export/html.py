"""A report as one HTML file: interactive charts, tables and sources, with the network off."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import plotly.io as pio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from dashboard.charts.drawing import Chart
from dashboard.export.picture import FONTS, styled
from dashboard.export.report import Report
from dashboard.export.sources import distinct, source_line
from dashboard.export.tables import cells, chart_cells, is_number
from dashboard.language import Language

TEMPLATES: Final = Path(__file__).parent / "templates"
MIME: Final = "text/html"
LONGEST: Final = 400
"""Rows of a table that a report prints; the CSV file holds them all."""


def html(report: Report, link: str, made_on: date, *, printed: bool = False) -> bytes:
    """Return a report as one HTML file that asks no other for anything.

    Parameters
    ----------
    link
        Address that reopens the page.
    printed
        Charts as wide as an A4 page and all tables open, for a browser that prints it unseen.
    """
    language = report.language
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html").render(
        report=report,
        t=language.text,
        code=language.code,
        link=link,
        made=language.date(made_on),
        made_on=made_on.isoformat(),
        charts=_charts(report),
        tables=[
            {
                "name": name,
                "columns": [(str(c), is_number(table, c)) for c in table.columns],
                "rows": cells(table.head(LONGEST), language, fractions=False),
                "count": len(table),
            }
            for name, table in report.made_tables()
        ],
        again=language.text("This view again:"),
        cut=partial(_cut, language),
        sources=[source_line(loaded, language) for loaded in distinct(report.sources)],
        doubts=_doubts(report),
        fonts=FONTS,
        printed=printed,
        plotly=get_plotlyjs(),
    )
    return page.encode("utf-8")


def _charts(report: Report) -> list[dict[str, object]]:
    """Return what the template draws; a table that stood under an earlier chart stands once."""
    drawn, seen = [], list[Chart]()
    for chart in report.charts:
        repeated = any(chart.table.equals(earlier.table) for earlier in seen)
        drawn.append(_chart(chart, report) | {"repeated": repeated})
        seen.append(chart)
    return drawn


def _chart(chart: Chart, report: Report) -> dict[str, object]:
    figure = styled(chart)
    figure.update_layout(autosize=True, width=None)
    return {
        "name": chart.name,
        "sentence": chart.sentence,
        "figure": _script_safe(str(pio.to_json(figure, validate=False))),
        "height": int(figure.layout.height or 400),
        "columns": [(str(c), is_number(chart.table, c)) for c in chart.table.columns],
        "rows": chart_cells(chart, report.language)[:LONGEST],
        "count": len(chart.table),
    }


def _script_safe(text: str) -> str:
    """Return JSON that cannot end the script element around it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _cut(language: Language, count: int) -> str:
    """Return what to say under a table of ``count`` rows; nothing where all of them stand."""
    if count <= LONGEST:
        return ""
    return language.text(
        "The first {shown} of {count} rows; the CSV file of the page holds all.",
        shown=LONGEST,
        count=count,
    )


def _doubts(report: Report) -> list[str]:
    doubts = [
        report.language.text("Known doubt: {doubt}", doubt=doubt)
        for loaded in distinct(report.sources)
        for doubt in loaded.history.provenance.doubts
    ]
    return list(dict.fromkeys(doubts))
