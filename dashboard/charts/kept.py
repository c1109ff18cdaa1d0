"""Charts that were drawn once: a rerun with the same study takes the same figures."""

from __future__ import annotations

from functools import lru_cache

from dashboard.charts.basket import basket_charts
from dashboard.charts.comparison import comparison_charts
from dashboard.charts.drawing import Chart
from dashboard.charts.study import study_charts
from dashboard.language import Language
from dashboard.studies.basket import BasketStudy
from dashboard.studies.comparison import Comparison
from dashboard.studies.drawn import AnyStudy, Drawn


def charts_of(drawn: Drawn, language: Language) -> dict[str, Chart]:
    """Return the charts of a study by key; those of an upload are not kept."""
    return (_charts if _uploaded(drawn.study) else _kept_charts)(drawn, language)


def charts_beside(comparison: Comparison, language: Language) -> dict[str, Chart]:
    """Return the charts of studies side by side; those with an upload are not kept."""
    own = any(_uploaded(column.drawn.study) for column in comparison.done)
    return (comparison_charts if own else _kept_comparison)(comparison, language)


def _charts(drawn: Drawn, language: Language) -> dict[str, Chart]:
    if isinstance(drawn.study, BasketStudy):
        return basket_charts(drawn.study, drawn.span, language)
    return study_charts(drawn.study, drawn.span, language)


_kept_charts = lru_cache(maxsize=128)(_charts)
_kept_comparison = lru_cache(maxsize=64)(comparison_charts)


def _uploaded(study: AnyStudy) -> bool:
    return any(loaded.history.provenance.source == "upload" for loaded in study.sources)
