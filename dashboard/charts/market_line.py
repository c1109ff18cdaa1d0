"""The estimation sessions about the model's line, and how far from it the event lies."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import Trace, scatter
from dashboard.language import Language
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.inputs import session_rows, terms
from dashboard.studies.single import Study

NAME = N_("Ordinary sessions, the model's line and the event")
FITTED = N_("Return that the model expects")


@lru_cache(maxsize=32)
def market_line_chart(study: Study, language: Language) -> Chart:
    """Draw a point an estimation session, the line, and the sessions of the headline window.

    The horizontal axis is the regressor where the model has but one, else the expected return.
    """
    t = language.text
    window = study.headline.car.window
    rows = session_rows(study, window)
    regressors = [term for term in terms(study) if term.column]
    across = regressors[0].column if len(regressors) == 1 else columns.EXPECTED
    title = t(across) if across != columns.EXPECTED else t(FITTED)
    event = rows[rows[columns.ROLE] == columns.EVENT]
    ordinary = rows[rows[columns.ROLE] == columns.ESTIMATION]
    drawing = base_figure(420)
    drawing.add_trace(_points(ordinary, across, BLUE, "circle", t("an ordinary session"), language))
    drawing.add_trace(_line(rows, across, t("what the model expects")))
    for _, row in event.iterrows():
        drawing.add_shape(
            type="line",
            x0=row[across],
            x1=row[across],
            y0=row[columns.EXPECTED],
            y1=row[columns.RETURN],
            line={"color": ORANGE, "width": 2, "dash": "dot"},
        )
    drawing.add_trace(_points(event, across, ORANGE, "diamond", t("the event"), language))
    farthest = event.iloc[int(event[columns.AR].abs().argmax())]
    drawing.add_annotation(
        x=farthest[across],
        y=(farthest[columns.EXPECTED] + farthest[columns.RETURN]) / 2,
        text=f"AR {language.percent(float(farthest[columns.AR]))}",
        showarrow=False,
        xanchor="left",
        xshift=8,
        font={"color": ORANGE},
    )
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(**percent_axis(title))
    drawing.update_yaxes(
        **percent_axis(t("Return of {security}", security=study.security.security))
    )
    return Chart(
        spec=drawing.spec(),
        name=t(NAME),
        sentence=t(
            "On {rows} ordinary sessions {security} lay about {sigma} from the line (residual "
            "standard deviation); on {day} it lay {ar} from it.",
            rows=len(ordinary),
            security=study.security.security,
            sigma=language.percent(study.result.fit.sigma, sign=False),
            day=language.date(farthest[columns.DATE].date()),
            ar=language.percent(float(farthest[columns.AR])),
        ),
        table=_table(rows, language),
    )


def _points(
    rows: pd.DataFrame, across: str, colour: str, symbol: str, name: str, language: Language
) -> Trace:
    event = symbol == "diamond"
    return scatter(
        x=rows[across].to_numpy(),
        y=rows[columns.RETURN].to_numpy(),
        mode="markers",
        name=name,
        marker={
            "color": colour,
            "symbol": symbol,
            "size": 11 if event else 6,
            "opacity": 1 if event else 0.6,
        },
        customdata=[
            [language.date(day.date()), language.percent(value), language.percent(left)]
            for day, value, left in zip(
                rows[columns.DATE], rows[columns.RETURN], rows[columns.AR], strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br>AR %{customdata[2]}<extra></extra>",
    )


def _line(rows: pd.DataFrame, across: str, name: str) -> Trace:
    """Join the expected returns; they lie on one line, for the axis is all that they depend on."""
    x = rows[across].to_numpy(dtype=float)
    ends = [int(np.argmin(x)), int(np.argmax(x))]
    return scatter(
        x=x[ends],
        y=rows[columns.EXPECTED].to_numpy(dtype=float)[ends],
        mode="lines",
        line={"color": GREY, "width": 2},
        hoverinfo="skip",
        name=name,
    )


def _table(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    shown = rows.assign(
        **{
            columns.DATE: rows[columns.DATE].dt.date.astype(str),
            columns.ROLE: [language.text(role) for role in rows[columns.ROLE]],
        }
    )
    return shown.rename(columns={name: language.text(name) for name in shown.columns})
