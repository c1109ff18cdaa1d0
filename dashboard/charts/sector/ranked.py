"""Names ranked by what they lost or gained, each with the interval of its prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import GREY, Chart, base_figure, percent_axis
from dashboard.charts.plot import Trace, bar, scatter
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
from dashboard.studies.sector.move import NameMove
from dashboard.studies.sector.names import NamesStudy
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


@dataclass(frozen=True, slots=True)
class Order:
    """How names are measured, sorted and picked for drawing.

    Attributes
    ----------
    measure
        ``"car"`` or ``"raw"``.
    sort
        One of ``SORTS``.
    drawn
        ``"ends"`` for the two ends of a long list, or ``"all"``.
    marked
        A name that is always drawn, and marked.
    ends
        How many names are drawn at each end of a long list.
    """

    measure: str = "car"
    sort: str = "value"
    drawn: str = "ends"
    marked: str = ""
    ends: int = ENDS


def drawn_of(moves: Sequence[NameMove], order: Order) -> tuple[NameMove, ...]:
    """Return the names to draw, ranked."""
    if order.drawn == "all" or len(moves) <= 2 * order.ends:
        return ranked(moves, order.measure, order.sort)
    by_value = ranked(moves, order.measure, "scar" if order.sort == "scar" else "value")
    ends = (*by_value[: order.ends], *by_value[-order.ends :])
    kept = [move for move in moves if move in ends or move.security == order.marked]
    return ranked(kept, order.measure, order.sort)


def ranked_chart(study: NamesStudy, order: Order, language: Language) -> Chart:
    """Draw a bar a name."""
    measure = order.measure
    shown = drawn_of(study.moves, order)
    places, gaps = _places(study.moves, shown, order)
    present = [camp for camp in CAMPS if any(camp_of(move.group) == camp for move in shown)]
    drawing = base_figure(110 + ROW * len(places))
    for camp in present:
        inside = [move for move in shown if camp_of(move.group) == camp]
        drawing.add_trace(_bars(inside, camp, measure, language))
    drawing.add_trace(_intervals(shown, measure, study.request.spec.level, language))
    window = study.request.spec.windows[0]
    title = measure_title(measure, language, several=len(window) > 1)
    drawing.update_layout(
        hovermode="closest",
        barmode="overlay",
        bargap=0.25,
        margin={"t": 34 + 20 * ceil((len(present) + 1) / 2)},
    )
    drawing.update_xaxes(**percent_axis(title), side="top")
    drawing.update_yaxes(
        categoryorder="array",
        categoryarray=places,
        range=[len(places) - 0.4, -0.6],
        tickmode="array",
        tickvals=[move.security for move in shown],
        ticktext=[short_name(move.security, language, order.marked) for move in shown],
        tickfont={"size": 11},
        automargin=True,
        showgrid=False,
    )
    for gap, count in gaps.items():
        drawing.add_annotation(
            x=0.5,
            y=places.index(gap),
            xref="x domain",
            text=language.text("names between: {count}", count=count),
            showarrow=False,
            font={"color": GREY, "size": 11},
        )
    return Chart(
        spec=drawing.spec(),
        name=language.text("Names from the deepest fall to the largest rise"),
        sentence=_sentence(study, order, language),
        table=ranked_table(study, measure, order.sort, language),
    )


def _places(
    moves: Sequence[NameMove], shown: Sequence[NameMove], order: Order
) -> tuple[list[str], dict[str, int]]:
    """Return the rows from the top, with a row where names are skipped, and how many are."""
    if order.sort == "group":
        return [move.security for move in shown], {}
    places: list[str] = []
    gaps: dict[str, int] = {}
    for move in ranked(moves, order.measure, order.sort):
        if move in shown:
            places.append(move.security)
        elif places and places[-1] in gaps:
            gaps[places[-1]] += 1
        else:
            places.append(f"gap {len(gaps)}")
            gaps[places[-1]] = 1
    return places, gaps


def _bars(moves: Sequence[NameMove], camp: str, measure: str, language: Language) -> Trace:
    return bar(
        x=[value_of(move, measure) for move in moves],
        y=[move.security for move in moves],
        orientation="h",
        name=language.text(camp),
        marker={"color": CAMP_COLOURS[camp], "pattern": {"shape": CAMP_HATCHES[camp], "size": 6}},
        customdata=[[move.security, _hover(move, language)] for move in moves],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _intervals(moves: Sequence[NameMove], measure: str, level: float, language: Language) -> Trace:
    """Draw the prediction interval around the CAR, or around what was expected."""
    centre = [move.car if measure == "car" else move.expected for move in moves]
    words = (
        language.text("{level} interval", level=language.percent(level, 0, sign=False))
        if measure == "car"
        else language.text("Ordinary range given the market")
    )
    return scatter(
        x=centre,
        y=[move.security for move in moves],
        mode="markers",
        name=words,
        # Lies on the error bar, and stands for it in the legend.
        marker={"size": 12, "symbol": "line-ew", "line": {"color": GREY, "width": 1.2}},
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


def _sentence(study: NamesStudy, order: Order, language: Language) -> str:
    t, measure = language.text, order.measure
    moves = ranked(study.moves, measure, "value")
    low, high = moves[0], moves[-1]
    fell = sum(value_of(move, measure) < 0 for move in moves)
    rose = sum(value_of(move, measure) > 0 for move in moves)
    parts = [
        t(
            "{fell} of {count} names did worse than the market explains, {rose} better.",
            fell=fell,
            rose=rose,
            count=len(moves),
        )
        if measure == "car"
        else t(
            "{fell} of {count} names fell, {rose} rose.", fell=fell, rose=rose, count=len(moves)
        ),
        t(
            "{unusual} left the {level} range of what the market explains.",
            unusual=sum(move.unusual for move in moves),
            level=language.percent(study.request.spec.level, 0, sign=False),
        ),
        t(
            "Lowest: {low} ({low_value}); highest: {high} ({high_value}).",
            low=name_of(low.security, language),
            low_value=language.percent(value_of(low, measure), 1),
            high=name_of(high.security, language),
            high_value=language.percent(value_of(high, measure), 1),
        ),
    ]
    places = [move.security for move in moves]
    if order.marked in places:
        place = places.index(order.marked)
        parts.append(
            t(
                "{name}: {value}, number {place} from below.",
                name=name_of(order.marked, language),
                value=language.percent(value_of(moves[place], measure), 1),
                place=place + 1,
            )
        )
    return (" " if language.code == "en" else "").join(parts)


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
