"""What several methods say of one effect."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.counterfactual.donors import Counterfactual
from analysis.errors import N_
from dashboard.charts.drawing import BLUE, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.causes.second_opinions import SecondOpinions

METHODS: Final = {
    "synthetic_control": N_("Synthetic control"),
    "arco": N_("Artificial counterfactual (ArCo)"),
    "structural": N_("Structural time series"),
}


@lru_cache(maxsize=32)
def opinions_chart(found: SecondOpinions, language: Language) -> Chart:
    """Draw each method's effect with its interval, as it is and without the donors' own move."""
    t = language.text
    rows: list[tuple[str, float, tuple[float, float], float | None]] = [
        (t("Your model"), *found.reference, None)
    ]
    for method, title in METHODS.items():
        opinion = found.opinions[method]
        if isinstance(opinion, Counterfactual):
            rows.append(
                (
                    t(title),
                    opinion.effect(found.panel),
                    opinion.interval,
                    opinion.effect(found.panel) - found.contamination(method),
                )
            )
    drawing = base_figure(150 + 48 * len(rows))
    effects = np.array([row[1] for row in rows])
    drawing.add_trace(
        scatter(
            x=effects,
            y=[row[0] for row in rows],
            mode="markers",
            name=t("Effect and interval"),
            marker={"color": BLUE, "size": 11},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [row[2][1] - row[1] for row in rows],
                "arrayminus": [row[1] - row[2][0] for row in rows],
                "color": BLUE,
                "width": 0,
                "thickness": 2,
            },
            hovertemplate="%{y}: %{x:+.2%}<extra></extra>",
        )
    )
    cleared = [(row[0], row[3]) for row in rows if row[3] is not None]
    drawing.add_trace(
        scatter(
            x=[value for _, value in cleared],
            y=[name for name, _ in cleared],
            mode="markers",
            name=t("Without the donors' own abnormal move"),
            marker={"color": ORANGE, "size": 11, "symbol": "diamond-open", "line": {"width": 2}},
            hovertemplate="%{y}: %{x:+.2%}<extra></extra>",
        )
    )
    drawing.update_layout(hovermode="closest")
    drawing.update_xaxes(**percent_axis(t("Effect on {security}", security=found.security)))
    drawing.update_yaxes(autorange="reversed", automargin=True)
    return Chart(
        spec=drawing.spec(),
        name=t("What other methods say"),
        sentence=t(
            "The methods put the effect between {low} and {high}. Of {donors} donors, {moved} "
            "moved abnormally themselves (all donors: {mean} on average). If the event reached "
            "them, their own move has to be taken out, as the diamonds do.",
            low=language.percent(float(effects.min())),
            high=language.percent(float(effects.max())),
            donors=len(found.panel.names),
            moved=int(np.sum(np.abs(found.donor_scores) > 2)),
            mean=language.percent(float(found.donor_moves.mean())),
        ),
        table=_table(found, language),
    )


def _table(found: SecondOpinions, language: Language) -> pd.DataFrame:
    t = language.text
    rows: list[dict[str, object]] = []
    for method, title in METHODS.items():
        opinion = found.opinions[method]
        if not isinstance(opinion, Counterfactual):
            rows.append({t("Method"): t(title), t("Why not"): language.error(opinion)})
            continue
        p_value, floor = found.p_values[method]
        used = [
            f"{name} {language.number(float(weight))}"
            for name, weight in sorted(
                zip(found.panel.names, opinion.weights, strict=True), key=lambda pair: -abs(pair[1])
            )
            if abs(weight) > 0.005
        ]
        rows.append(
            {
                t("Method"): t(title),
                t("Effect"): opinion.effect(found.panel),
                t("Interval from"): opinion.interval[0],
                t("Interval to"): opinion.interval[1],
                t("p-value"): language.probability(p_value),
                t("Floor"): language.probability(floor),
                t("Fit before: error a session"): opinion.rmse,
                t("Fit before: share explained"): opinion.r_squared,
                t("Due to the donors' own move"): found.contamination(method),
                t("Donors"): ", ".join(used),
                t("Why not"): "",
            }
        )
    return pd.DataFrame(rows)
