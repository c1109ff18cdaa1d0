"""The spreads that the stories speak of, with the sign that each predicts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.labels import axis_title
from dashboard.charts.plot import Drawing, scatter
from dashboard.language import Language
from dashboard.studies.causes.race import Race, SpreadOutcome, Verdict
from data.catalogue import Mechanism, Prediction

VERDICTS: Final[dict[Verdict, tuple[str, str, str]]] = {
    "agrees": (N_("as predicted"), BLUE, "circle"),
    "contradicts": (N_("against the prediction"), ORANGE, "x"),
    "undecided": (N_("undecided"), GREY, "circle-open"),
    "not tested": (N_("not tested"), GREY, "line-ns-open"),
}
"""Words, colour and marker of each verdict."""

ARROWS: Final = {"up": "▲", "down": "▼"}


def race_chart(race: Race, names: Mapping[str, str], language: Language) -> Chart:
    """Draw a row a prediction, grouped by story: CAR of the spread, interval and verdict."""
    return _drawn(race, tuple(names.items()), language)


@lru_cache(maxsize=32)
def _drawn(race: Race, named: tuple[tuple[str, str], ...], language: Language) -> Chart:
    names = dict(named)
    t = language.text
    rows = [(story, p) for story in race.mechanisms for p in story.predictions]
    drawing = base_figure(120 + 38 * (len(rows) + len(race.mechanisms)))
    places, ticks, labels = {}, [], []
    y = 0
    for story in race.mechanisms:
        ticks.append(y)
        labels.append(f"<b>{language.of(story.name)}</b>")
        y += 1
        for prediction in story.predictions:
            places[story.id, prediction.long, prediction.short] = y
            ticks.append(y)
            labels.append(spread_label(prediction, names))
            y += 1
    for verdict, (word, colour, symbol) in VERDICTS.items():
        shown = [(s, p) for s, p in rows if race.verdict(p) == verdict and _outcome(race, p)]
        if shown:
            _points(drawing, race, shown, places, (t(word), colour, symbol), language)
    drawing.update_layout(
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": 52, "b": 8},
    )
    drawing.update_yaxes(
        tickvals=ticks,
        ticktext=labels,
        range=[y - 0.4, -0.6],
        automargin=True,
        showgrid=False,
        zeroline=False,
    )
    drawing.update_xaxes(**percent_axis(axis_title(t("Abnormal return of the spread"), language)))
    return Chart(
        spec=drawing.spec(),
        name=t("What each story predicts, and what happened"),
        sentence=_sentence(race, language),
        table=_table(race, names, language),
    )


def spread_label(prediction: Prediction, names: Mapping[str, str]) -> str:
    """Write a spread in two lines, with an arrow for the predicted sign."""
    long, short = names[prediction.long], names[prediction.short]
    return f"{long}<br>− {short} {ARROWS[prediction.sign]}"


def _outcome(race: Race, prediction: Prediction) -> SpreadOutcome | None:
    found = race.spreads[prediction.long, prediction.short]
    return found if isinstance(found, SpreadOutcome) else None


def _points(
    drawing: Drawing,
    race: Race,
    shown: list[tuple[Mechanism, Prediction]],
    places: Mapping[tuple[str, str, str], int],
    look: tuple[str, str, str],
    language: Language,
) -> None:
    word, colour, symbol = look
    outcomes = [found for _, p in shown if (found := _outcome(race, p)) is not None]
    drawing.add_trace(
        scatter(
            x=[found.car for found in outcomes],
            y=[places[story.id, p.long, p.short] for story, p in shown],
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [found.interval[1] - found.car for found in outcomes],
                "arrayminus": [found.car - found.interval[0] for found in outcomes],
                "color": colour,
                "thickness": 1.5,
                "width": 0,
            },
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2}},
            name=word,
            customdata=[
                [
                    language.percent(found.car),
                    language.percent(found.interval[0], 1),
                    language.percent(found.interval[1], 1),
                    language.probability(found.adjusted),
                ]
                for found in outcomes
            ],
            hovertemplate="%{customdata[0]} (%{customdata[1]} … %{customdata[2]})<br>p "
            "%{customdata[3]}<extra></extra>",
        )
    )


def _sentence(race: Race, language: Language) -> str:
    t = language.text
    all_agree = [
        language.of(story.name)
        for story in race.mechanisms
        if race.counts(story)["agrees"] == len(story.predictions)
    ]
    refuted = [
        language.of(story.name) for story in race.mechanisms if race.counts(story)["contradicts"]
    ]
    said = [
        t("Every prediction came true for: {names}.", names=language.listed(all_agree))
        if all_agree
        else t("No story saw all its predictions come true."),
        t("A prediction went the other way for: {names}.", names=language.listed(refuted))
        if refuted
        else t("No story is contradicted."),
    ]
    return (" " if language.code == "en" else "").join(said)


def _table(race: Race, names: Mapping[str, str], language: Language) -> pd.DataFrame:
    t, rows = language.text, []
    for story in race.mechanisms:
        for prediction in story.predictions:
            found = race.spreads[prediction.long, prediction.short]
            known = isinstance(found, SpreadOutcome)
            rows.append(
                {
                    t("Story"): language.of(story.name),
                    t("Spread"): f"{names[prediction.long]} − {names[prediction.short]}",
                    t("Predicted"): ARROWS[prediction.sign],
                    t("Abnormal return"): found.car if isinstance(found, SpreadOutcome) else None,
                    t("Interval from"): found.interval[0]
                    if isinstance(found, SpreadOutcome)
                    else None,
                    t("Interval to"): found.interval[1]
                    if isinstance(found, SpreadOutcome)
                    else None,
                    t("p-value"): language.probability(found.p_value)
                    if isinstance(found, SpreadOutcome)
                    else "–",
                    t("Adjusted p"): language.probability(found.adjusted)
                    if isinstance(found, SpreadOutcome)
                    else "–",
                    t("Outcome"): t(VERDICTS[race.verdict(prediction)][0]),
                    t("Why not"): ""
                    if known or isinstance(found, SpreadOutcome)
                    else language.error(found),
                }
            )
    return pd.DataFrame(rows)
