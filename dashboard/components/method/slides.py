"""The reader's own number as slides: a chart, or one number with its arithmetic, at a time."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.drawing import Chart
from dashboard.charts.market_line import market_line_chart
from dashboard.charts.ranking import ranking_chart
from dashboard.components.literal import literal
from dashboard.components.method.walk import STEPS
from dashboard.components.presenter import Slide
from dashboard.export.sources import short_sources
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.drawn import AnyStudy
from dashboard.studies.explanations.basket import basket_explanations
from dashboard.studies.explanations.explanation import Explanation, said
from dashboard.studies.explanations.study import explanations


def walk_slides(study: AnyStudy, language: Language) -> tuple[Slide, ...]:
    """Return the steps of ``show_walk`` as slides, or those of a basket's numbers."""
    if isinstance(study, BasketStudy):
        return tuple(
            _number(said(found.title, found.facts, language), found, language)
            for found in basket_explanations(study, study.headline)
        )
    charts = {"line": market_line_chart(study, language), "rare": ranking_chart(study, language)}
    slides: list[Slide] = []
    for key, (title, numbers) in STEPS.items():
        title = language.text(title)
        chart = charts.get(key)
        if chart is not None:
            slides.append(_drawn(title, chart, short_sources(study.sources, language)))
        slides += [_number(title, each, language) for each in explanations(study, *numbers)]
    return tuple(slides)


def _drawn(title: str, chart: Chart, sources: Sequence[str]) -> Slide:
    return Slide(title, (chart.sentence,), chart, " ".join(sources))


def _number(title: str, found: Explanation, language: Language) -> Slide:
    name = said(found.title, found.facts, language)
    return Slide(
        title=title,
        sentences=(said(found.meaning, found.facts, language),),
        chart=None,
        sources=" ".join(short_sources(found.sources, language)),
        verdict="**"
        + literal(language.text("{name}: {value}", name=name, value=found.shown(language)))
        + "**",
        formulas=(*found.formula.splitlines(), *found.worked.splitlines()),
    )
