"""Names ranked by what they lost or gained, each with the interval of its prediction."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from analysis.errors import N_
from dashboard.charts.drawing import GREY, Chart, base_figure, percent_axis
from dashboard.charts.sector.marks import (
    CAMP_COLOURS,
    CAMP_HATCHES,
    camp_name,
    group_name,
    measure_title,
    name_of,
    short_name,
)
from dashboard.language import Language
from dashboard.studies.sector.names import NameMove, NamesStudy
from dashboard.studies.sector.universe import CAMPS, camp_of

SORTS: Final = {
    "value": N_("the return itself"),
    "scar": N_("how unusual it was"),
    "group": N_("group, then return"),
}
ENDS: Final = 20
"""Names drawn at each end of a long list."""
ROW: Final = 19


def value_of(move: NameMove, measure: str) -> float:
    """Return a name's CAR or its return."""
    return move.car if measure == "car" else move.raw_return


def ranked(moves: Sequence[NameMove], measure: str, sort: str) -> tuple[NameMove, ...]:
    """Return names from the lowest to the highest; by group first where that is asked."""
    camps = list(CAMPS)
    keys = {
        "value": lambda move: (0, "", value_of(move, measure)),
        "scar": lambda move: (0, "", move.scar),
        "group": lambda move: (
            camps.index(camp_of(move.group)),
            move.group,
            value_of(move, measure),
        ),
    }
    return tuple(sorted(moves, key=keys[sort]))


def drawn_of(
    moves: Sequence[NameMove], measure: str, sort: str, drawn: str
) -> tuple[NameMove, ...]:
    """Return the names to draw, ranked: all of them, or the two ends of a long list."""
    if drawn == "all" or len(moves) <= 2 * ENDS:
        return ranked(moves, measure, sort)
    by_value = ranked(moves, measure, "scar" if sort == "scar" else "value")
    return ranked((*by_value[:ENDS], *by_value[-ENDS:]), measure, sort)


def ranked_chart(
    study: NamesStudy, measure: str, sort: str, drawn: str, language: Language
) -> Chart:
    """Draw a bar a name.

    Parameters
    ----------
    measure
        ``"car"`` or ``"raw"``.
    sort
        One of ``SORTS``.
    drawn
        ``"ends"`` or ``"all"``.
    """
    shown = drawn_of(study.moves, measure, sort, drawn)
    present = [camp for camp in CAMPS if any(camp_of(move.group) == camp for move in shown)]
    figure = base_figure(110 + ROW * len(shown))
    for camp in present:
        inside = [move for move in shown if camp_of(move.group) == camp]
        figure.add_trace(_bars(inside, camp, measure, language))
    figure.add_trace(_intervals(shown, measure, study.request.spec.level, language))
    window = study.request.spec.windows[0]
    title = measure_title(measure, language, several=len(window) > 1)
    figure.update_layout(
        hovermode="closest",
        barmode="overlay",
        bargap=0.25,
        margin={"t": 34 + 20 * ceil((len(present) + 1) / 2)},
    )
    figure.update_xaxes(**percent_axis(title), side="top")
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[move.security for move in shown],
        autorange="reversed",
        tickmode="array",
        tickvals=[move.security for move in shown],
        ticktext=[short_name(move.security, language) for move in shown],
        tickfont={"size": 11},
        automargin=True,
        showgrid=False,
    )
    return Chart(
        figure=figure,
        name=language.text("Names from the deepest fall to the largest rise"),
        sentence=_sentence(study, measure, language),
        table=ranked_table(study, measure, sort, language),
    )


def _bars(moves: Sequence[NameMove], camp: str, measure: str, language: Language) -> go.Bar:
    return go.Bar(
        x=[value_of(move, measure) for move in moves],
        y=[move.security for move in moves],
        orientation="h",
        name=language.text(camp),
        marker={"color": CAMP_COLOURS[camp], "pattern": {"shape": CAMP_HATCHES[camp], "size": 6}},
        customdata=[[move.security, _hover(move, language)] for move in moves],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _intervals(
    moves: Sequence[NameMove], measure: str, level: float, language: Language
) -> go.Scatter:
    """Draw the prediction interval around the CAR, or around what was expected."""
    centre = [move.car if measure == "car" else move.expected for move in moves]
    words = (
        language.text("{level} interval", level=language.percent(level, 0, sign=False))
        if measure == "car"
        else language.text("Ordinary range given the market")
    )
    return go.Scatter(
        x=centre,
        y=[move.security for move in moves],
        mode="markers",
        name=words,
        marker={"color": GREY, "size": 3, "symbol": "line-ns"},
        error_x={
            "type": "data",
            "array": [move.high - move.car for move in moves],
            "color": GREY,
            "thickness": 1.2,
            "width": 2,
        },
        hoverinfo="skip",
        customdata=[[move.security] for move in moves],
    )


def _hover(move: NameMove, language: Language) -> str:
    t = language.text
    return "<br>".join(
        (
            f"<b>{move.security}</b> {name_of(move.security, language)}",
            group_name(move.group, language),
            t("Return {value}", value=language.percent(move.raw_return)),
            t(
                "Abnormal {value} ({low} … {high})",
                value=language.percent(move.car),
                low=language.percent(move.low),
                high=language.percent(move.high),
            ),
            t("tau = 0: {day}", day=language.date(move.session)),
        )
    )


def _sentence(study: NamesStudy, measure: str, language: Language) -> str:
    moves = ranked(study.moves, measure, "value")
    low, high = moves[0], moves[-1]
    return language.text(
        "{fell} of {count} names fell and {rose} rose; {unusual} left the range that the market "
        "and their own past allow. Lowest: {low} ({low_value}); highest: {high} ({high_value}).",
        fell=sum(value_of(move, measure) < 0 for move in moves),
        rose=sum(value_of(move, measure) > 0 for move in moves),
        count=len(moves),
        unusual=sum(move.unusual for move in moves),
        low=name_of(low.security, language),
        low_value=language.percent(value_of(low, measure), 1),
        high=name_of(high.security, language),
        high_value=language.percent(value_of(high, measure), 1),
    )


def ranked_table(study: NamesStudy, measure: str, sort: str, language: Language) -> pd.DataFrame:
    """Return every name's numbers in the order of the ranking."""
    t = language.text
    moves = ranked(study.moves, measure, sort)
    return pd.DataFrame(
        {
            t("Ticker"): [move.security for move in moves],
            t("Name"): [name_of(move.security, language) for move in moves],
            t("Camp"): [camp_name(move.group, language) for move in moves],
            t("Group"): [group_name(move.group, language) for move in moves],
            "tau = 0": [move.session.isoformat() for move in moves],
            t("Return"): [move.raw_return for move in moves],
            t("Expected"): [move.expected for move in moves],
            t("Abnormal return"): [move.car for move in moves],
            t("Standard error"): [move.standard_error for move in moves],
            t("Interval from"): [move.low for move in moves],
            t("Interval to"): [move.high for move in moves],
            # As text: the table's real numbers are read in percent.
            "SCAR": [language.number(move.scar) for move in moves],
            t("Benchmark"): [move.benchmark for move in moves],
            t("Estimation rows"): [move.n_estimation for move in moves],
        }
    )
