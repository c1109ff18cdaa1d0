"""From a step of the story to its chart."""

from __future__ import annotations

from functools import lru_cache

from dashboard.charts.abnormal import ar_chart
from dashboard.charts.drawing import Chart
from dashboard.charts.story_bars import bars_chart
from dashboard.charts.story_groups import groups_chart
from dashboard.charts.story_markets import markets_chart
from dashboard.charts.story_news import news_chart
from dashboard.charts.story_recovery import recovery_chart
from dashboard.language import Language
from dashboard.studies.story import STEPS, step
from dashboard.studies.story_moves import Abnormal, Bars, Groups, Markets, News, Recoveries
from dashboard.studies.story_step import Step


@lru_cache(maxsize=2 * len(STEPS))
def chart_of(number: int, language: Language) -> Chart:
    """Return the chart of a step by its number, drawn once a language."""
    return step_chart(step(number), language)


def was_read() -> bool:
    """Say whether a chart was asked for again: not on the server's own first visit."""
    return chart_of.cache_info().hits > 0


def step_chart(step: Step, language: Language) -> Chart:
    """Draw a step's chart."""
    drawn = step.drawn
    match drawn:
        case Markets():
            return markets_chart(drawn, language)
        case Bars():
            return bars_chart(drawn, language)
        case Abnormal(study, window):
            return ar_chart(study.result, window, language)
        case News():
            return news_chart(drawn, language)
        case Groups():
            return groups_chart(drawn, language)
        case Recoveries():
            return recovery_chart(drawn, language)
