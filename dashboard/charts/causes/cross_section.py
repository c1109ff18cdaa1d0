"""CARs of the S&P 500's members against what exposed them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.mechanism.exposures import NAMES
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.labels import axis_title, label_sides
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.causes.cross_section import THEME, ExposureStudy
from data.catalogue import basket

WORDS: Final = {
    "theme": N_("Moved with the builders of AI computing"),
    "run_up": N_("Had risen over the estimation window"),
    "beta": N_("Moved with the market (beta)"),
}
NORMAL_QUANTILE: Final = 1.959963984540054
LABELLED: Final = 10


@lru_cache(maxsize=32)
def scatter_chart(study: ExposureStudy, language: Language) -> Chart:
    """Draw each member's CAR against its slope on the builders of AI computing."""
    t, found = language.text, study.slopes.exposures
    x, y = found.values[:, 0], found.car
    inside = np.array([firm in basket(THEME).tickers for firm in study.firms])
    drawing = base_figure(440)
    lowest = set(np.argsort(y)[:LABELLED].tolist())
    labels = [firm if i in lowest else "" for i, firm in enumerate(study.firms)]
    sides = label_sides(x, y, labels)
    for mask, name, colour, symbol in (
        (~inside, t("Other members"), BLUE, "circle"),
        (inside, t("Builders of AI computing"), ORANGE, "diamond"),
    ):
        places = np.flatnonzero(mask)
        drawing.add_trace(
            scatter(
                x=x[places],
                y=y[places],
                mode="markers+text",
                name=name,
                marker={"color": colour, "symbol": symbol, "size": 8, "opacity": 0.75},
                text=[labels[i] for i in places],
                textposition=[sides[i] for i in places],
                customdata=[
                    [study.firms[i], study.names[i], language.percent(float(y[i]))] for i in places
                ],
                hovertemplate="%{customdata[0]} · %{customdata[1]}<br>%{customdata[2]}"
                "<extra></extra>",
            )
        )
    slope = float(np.polyfit(x, y, 1)[0])
    ends = np.array([x.min(), x.max()])
    drawing.add_trace(
        scatter(
            x=ends,
            y=y.mean() + slope * (ends - x.mean()),
            mode="lines",
            line={"color": GREY, "dash": "dash", "width": 2},
            name=t("Line of best fit"),
            hoverinfo="skip",
        )
    )
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(
        title={
            "text": axis_title(t("Slope on the builders of AI computing, market apart"), language)
        },
        tickformat=".1f",
    )
    drawing.update_yaxes(**percent_axis(t("Abnormal return")))
    return Chart(
        spec=drawing.spec(),
        name=t("Did those fall most that had moved with AI computing?"),
        sentence=_sentence(study, slope, language),
        table=pd.DataFrame(
            {
                t("Ticker"): study.firms,
                t("Name"): study.names,
                t("Sector"): study.sectors,
                t("Abnormal return"): y,
                t("Slope on the builders of AI computing"): np.round(x, 3),
                t("Rise over the estimation window"): found.values[:, 1],
                t("Beta"): np.round(found.values[:, 2], 3),
            }
        ).sort_values(t("Abnormal return")),
        fractions=False,
    )


def _sentence(study: ExposureStudy, slope: float, language: Language) -> str:
    facts = {
        "count": len(study.firms),
        "day": language.date(study.session.date()),
        "share": language.percent(study.slopes.r_squared, 0, sign=False),
    }
    if slope < 0:
        return language.text(
            "Of {count} members of the S&P 500, those that had moved more with the builders of AI "
            "computing fell more on {day}; three exposures together explain {share} of the "
            "differences.",
            **facts,
        )
    return language.text(
        "Of {count} members of the S&P 500, those that had moved more with the builders of AI "
        "computing did not fall more on {day}; three exposures together explain {share} of the "
        "differences.",
        **facts,
    )


@lru_cache(maxsize=32)
def slopes_chart(study: ExposureStudy, language: Language) -> Chart:
    """Draw the three slopes with the range of chance, and with the naive one for comparison."""
    t, found = language.text, study.slopes
    labels = [t(WORDS[name]) for name in NAMES]
    drawing = base_figure(300)
    # Side by side: one above the other, thick and thin.
    for name, error, colour, width, cap, symbol in (
        (t("Chance, from other dates"), found.standard_error, BLUE, 6, 0, "circle"),
        (t("As if firms were independent"), found.naive_error, ORANGE, 1.5, 6, "diamond-open"),
    ):
        drawing.add_trace(
            scatter(
                x=found.slope,
                y=labels,
                orientation="h",
                offsetgroup=symbol,
                mode="markers",
                name=name,
                marker={"color": colour, "size": 11, "symbol": symbol, "line": {"width": 2}},
                error_x={
                    "type": "data",
                    "array": NORMAL_QUANTILE * error,
                    "color": colour,
                    "thickness": width,
                    "width": cap,
                },
                hovertemplate=f"{name}<br>%{{x:+.2%}} ± %{{error_x.array:.2%}}<extra></extra>",
            )
        )
    drawing.update_layout(hovermode="closest", scattermode="group", scattergap=0.5)
    drawing.update_xaxes(
        **percent_axis(axis_title(t("CAR for one standard deviation more"), language), 1)
    )
    drawing.update_yaxes(autorange="reversed", automargin=True)
    strongest = int(np.argmax(np.abs(found.slope / found.standard_error)))
    return Chart(
        spec=drawing.spec(),
        name=t("What exposed a firm"),
        sentence=t(
            "One standard deviation more of “{exposure}” went with {slope} ({p} of {dates} other "
            "dates had a slope as steep: p = {value}).",
            exposure=t(WORDS[NAMES[strongest]]),
            slope=language.percent(float(found.slope[strongest])),
            p=language.number(found.p_value[strongest] * (len(found.rows) + 1) - 1, 0),
            dates=len(found.rows),
            value=language.probability(float(found.p_value[strongest])),
        ),
        table=pd.DataFrame(
            {
                t("Exposure"): labels,
                t("CAR for one standard deviation more"): found.slope,
                t("Standard error from other dates"): found.standard_error,
                t("Naive standard error"): found.naive_error,
                t("p-value"): [language.probability(float(p)) for p in found.p_value],
                t("Floor"): [language.probability(found.floor)] * len(labels),
            }
        ),
    )
