"""A page's charts as slides."""

from __future__ import annotations

from dashboard.components.presenter import Slide
from dashboard.export.report import Report
from dashboard.export.sources import short_sources


def chart_slides(report: Report, *, of: str = "") -> tuple[Slide, ...]:
    """Return a slide a chart: its name, its sentence, and where the numbers come from.

    Parameters
    ----------
    of
        What the charts are of, where their names do not say it.
    """
    sources = " ".join(short_sources(report.sources, report.language))
    return tuple(
        Slide(
            report.language.labelled(of, chart.name) if of else chart.name,
            (chart.sentence,),
            chart,
            sources,
        )
        for chart in report.charts
    )
