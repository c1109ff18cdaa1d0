"""Where an abnormal return falls among those of ordinary sessions."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, Chart, base_figure, mark_event, percent_axis
from dashboard.charts.plot import bar
from dashboard.language import Language
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.ranks import sq_p_value
from dashboard.studies.single import Study

NAME = N_("The event among ordinary sessions")
BINS = 40


@lru_cache(maxsize=32)
def ranking_chart(study: Study, language: Language) -> Chart | None:
    """Draw how often each abnormal return occurs in the estimation window, with the event's.

    None where the window is too short for the event's length.
    """
    found = sq_p_value(study)
    if found is None:
        return None
    t = language.text
    rows = found.rows
    ordinary = rows[columns.SUM][rows[columns.ROLE] == columns.ESTIMATION].to_numpy(dtype=float)
    event = rows[rows[columns.ROLE] == columns.EVENT].iloc[0]
    value, rank = float(event[columns.SUM]), int(event[columns.RANK])
    edges = np.linspace(min(ordinary.min(), value), max(ordinary.max(), value), BINS + 1)
    counts, _ = np.histogram(ordinary, edges)
    drawing = base_figure(340)
    drawing.add_trace(
        bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges) * 0.92,
            marker={"color": BLUE},
            name=t("ordinary spans"),
            customdata=[
                [language.percent(low), language.percent(high)] for low, high in pairwise(edges)
            ],
            hovertemplate="%{customdata[0]} … %{customdata[1]}: %{y}<extra></extra>",
        )
    )
    drawing.update_layout(hovermode="closest", showlegend=False)
    room = 0.2 * (edges[-1] - edges[0])
    drawing.update_xaxes(range=[edges[0] - room, edges[-1] + room], **percent_axis(t(columns.SUM)))
    drawing.update_yaxes(title={"text": t("Spans")}, automargin=True, rangemode="tozero")
    mark_event(drawing, value, t("the event: rank {rank} of {count}", rank=rank, count=len(rows)))
    return Chart(
        spec=drawing.spec(),
        name=t(NAME),
        sentence=_sentence(found, study, rank, language),
        table=_table(rows, language),
    )


def _sentence(found: Explanation, study: Study, rank: int, language: Language) -> str:
    return language.text(
        "The abnormal return of {value} has rank {rank} of {count}, counted from its own end; the "
        "two-sided SQ p-value is {p}.",
        value=language.percent(study.headline.car.value),
        rank=rank,
        count=len(found.rows),
        p=language.probability(found.value),
    )


def _table(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    shown = rows.assign(
        **{
            columns.DATE: rows[columns.DATE].dt.date.astype(str),
            columns.LAST: rows[columns.LAST].dt.date.astype(str),
            columns.ROLE: [language.text(role) for role in rows[columns.ROLE]],
        }
    )
    return shown.rename(columns={name: language.text(name) for name in shown.columns})
