"""A move in parts: bars for one security, stacked bars for many."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import bar, scatter
from dashboard.language import Language
from dashboard.studies.impact.parts import PARTS, GroupParts, Parts

COMPOUNDING: Final = N_("Compounding of the sessions")
COLOURS: Final = (GREY, BLUE, ORANGE)
SHAPES: Final = (".", "/", "")
"""Hatches, so that colour is not the only sign."""
MILLION: Final = 1e6


def parts_chart(parts: Parts, level: float, language: Language) -> Chart:
    """Draw the parts of one security's move with their intervals."""
    t, move = language.text, parts.move
    values = [*move.parts.tolist(), *([move.compounding] if move.compounding else [])]
    names = [t(name) for name in (*PARTS, COMPOUNDING)][: len(values)]
    half = [*(move.intervals(level)[:, 1] - move.parts).tolist(), 0.0][: len(values)]
    drawing = base_figure(90 + 64 * len(values))
    drawing.add_trace(
        bar(
            x=values,
            y=names,
            orientation="h",
            marker={
                "color": [*COLOURS, GREY][: len(values)],
                "pattern": {"shape": [*SHAPES, "x"][: len(values)]},
            },
            error_x={"type": "data", "array": half, "color": GREY, "thickness": 2, "width": 8},
            customdata=[[said] for said in _bar_words(parts, values, language)],
            hovertemplate="%{y}: %{customdata[0]}<extra></extra>",
        )
    )
    for name, said, value, reach in zip(
        names, _bar_words(parts, values, language), values, half, strict=True
    ):
        drawing.add_annotation(
            x=max(value + reach, 0), y=name, text=said, showarrow=False, xanchor="left", xshift=6
        )
    span = [min(0, *(v - h for v, h in zip(values, half, strict=True))), max(0, *values)]
    room = 0.8 * (span[1] - span[0])
    drawing.update_xaxes(
        **percent_axis(t("Part of the return")), range=[span[0] * 1.05, span[1] + room]
    )
    drawing.update_yaxes(autorange="reversed", automargin=True)
    drawing.update_layout(showlegend=False, margin={"t": 12}, hovermode="closest")
    return Chart(
        spec=drawing.spec(),
        name=t("What the move of {security} is made of", security=parts.security),
        sentence=_sentence(parts, level, language),
        table=_table(parts, names, values, level, language),
    )


def group_parts_chart(group: GroupParts, level: float, language: Language) -> Chart:
    """Stack the parts of every name's move; a diamond marks the whole."""
    t, members = language.text, group.members
    names = [parts.security for parts in members]
    drawing = base_figure(110 + 26 * len(members))
    for i, part in enumerate(PARTS):
        drawing.add_trace(
            bar(
                x=[float(parts.move.parts[i]) for parts in members],
                y=names,
                orientation="h",
                name=t(part),
                marker={"color": COLOURS[i], "pattern": {"shape": SHAPES[i]}},
                hovertemplate="%{y}: %{x:.1%}",
            )
        )
    wholes = [parts.move.whole for parts in members]
    drawing.add_trace(
        scatter(
            x=wholes,
            y=names,
            mode="markers",
            name=t("Whole"),
            marker={
                "symbol": "diamond",
                "size": 10,
                "color": "white",
                "line": {"color": "black", "width": 1.5},
            },
            hovertemplate="%{y}: %{x:.1%}",
        )
    )
    drawing.update_layout(
        barmode="relative",
        hovermode="closest",
        legend={"traceorder": "normal"},
        margin={"t": 60},
    )
    drawing.update_xaxes(**percent_axis(t("Return")))
    drawing.update_yaxes(autorange="reversed", automargin=True, dtick=1)
    own = np.median([parts.move.parts[-1] for parts in members])
    return Chart(
        spec=drawing.spec(),
        name=t("The parts, name by name"),
        sentence=t(
            "{count} names from {worst} ({lowest}) to {best} ({highest}). The median own part is "
            "{own}; {falling} of {count} names have one below zero.",
            count=len(members),
            worst=members[0].security,
            lowest=language.percent(wholes[0], 1),
            best=members[-1].security,
            highest=language.percent(wholes[-1], 1),
            own=language.percent(float(own), 1),
            falling=sum(bool(parts.move.parts[-1] < 0) for parts in members),
        ),
        table=group_table(group, level, language),
    )


def group_table(group: GroupParts, level: float, language: Language) -> pd.DataFrame:
    """Return a row a name: its return, its parts and their intervals, in fractions."""
    t = language.text
    rows = []
    for parts in group.members:
        intervals = parts.move.intervals(level)
        row: dict[str, object] = {t("Ticker"): parts.security, t("Return"): parts.move.whole}
        for i, part in enumerate(PARTS):
            row[t(part)] = float(parts.move.parts[i])
            row[t("{part}, from", part=part)] = float(intervals[i, 0])
            row[t("{part}, to", part=part)] = float(intervals[i, 1])
        row[t(COMPOUNDING)] = parts.move.compounding
        rows.append(row)
    return pd.DataFrame(rows)


def money_table(group: GroupParts, level: float, language: Language) -> pd.DataFrame:
    """Return a row a name with a value: what it was worth and what it lost, in whole millions.

    The intervals of the parts stand in the last columns, the sum in the last row.
    """
    t = language.text
    rows = []
    for parts in group.valued:
        shares, before = parts.weight.shares, parts.weight.value
        if shares is None or before is None or parts.change is None:
            continue
        row: dict[str, object] = {
            t("Ticker"): parts.security,
            t("Value before"): round(before / MILLION),
            t("Change, close to close"): round(parts.change / MILLION),
        }
        for i, part in enumerate(PARTS):
            row[t(part)] = round(before * float(parts.move.parts[i]) / MILLION)
        row[t("Shares")] = language.number(shares.shares, 0)
        row[t("As of")] = shares.as_of.isoformat()
        row[t("Grade")] = shares.grade
        rows.append(row | _ends(before * parts.move.intervals(level), language))
    if group.total is not None:
        ends = _ends(group.total.intervals(level), language)
        rows.append(_sum_row(group, language) | ends)
    return pd.DataFrame(rows)


def _ends(intervals: np.ndarray, language: Language) -> dict[str, object]:
    """Return the ends of the parts' intervals in whole millions, by column."""
    t = language.text
    ends: dict[str, object] = {}
    for part, (low, high) in zip(PARTS, intervals.tolist(), strict=True):
        ends[t("{part}, from", part=part)] = round(low / MILLION)
        ends[t("{part}, to", part=part)] = round(high / MILLION)
    return ends


def _sum_row(group: GroupParts, language: Language) -> dict[str, object]:
    t, total = language.text, group.total
    parts = () if total is None else total.parts.tolist()
    return {
        t("Ticker"): t("Sum"),
        t("Value before"): round(sum(p.weight.value or 0.0 for p in group.valued) / MILLION),
        t("Change, close to close"): round(group.change / MILLION),
        **{t(name): round(part / MILLION) for name, part in zip(PARTS, parts, strict=True)},
        t("Shares"): "",
        t("As of"): "",
        t("Grade"): "",
    }


def _sentence(parts: Parts, level: float, language: Language) -> str:
    low, high = parts.move.intervals(level)[-1]
    return language.text(
        "Of the {whole} of {security} from the close of {first} to that of {last}, {market} goes "
        "with the market, {sector} with its sector beyond the market, and {own} is its own "
        "({level} interval {low} to {high}).",
        whole=language.percent(parts.move.whole),
        security=parts.security,
        first=language.date(parts.days[0]),
        last=language.date(parts.days[1]),
        market=language.percent(float(parts.move.parts[0]), 1),
        sector=language.percent(float(parts.move.parts[1]), 1),
        own=language.percent(float(parts.move.parts[-1]), 1),
        level=language.percent(level, 0, sign=False),
        low=language.percent(float(low), 1),
        high=language.percent(float(high), 1),
    )


def _bar_words(parts: Parts, values: list[float], language: Language) -> list[str]:
    before, currency = parts.weight.value, parts.loaded.history.currency
    if before is None:
        return [language.percent(value, 1) for value in values]
    return [
        f"{language.percent(value, 1)} ({language.money(value * before, currency)})"
        for value in values
    ]


def _table(
    parts: Parts, names: list[str], values: list[float], level: float, language: Language
) -> pd.DataFrame:
    t, move = language.text, parts.move
    intervals = np.vstack((move.intervals(level), [[np.nan, np.nan]]))[: len(values)]
    columns: dict[str, object] = {
        t("Part"): list(names),
        t("Mean of the orders"): list(values),
        t("Interval from"): intervals[:, 0].tolist(),
        t("Interval to"): intervals[:, 1].tolist(),
    }
    titles = {"market": t("Market first"), "sector": t("Sector first")}
    for order, taken in move.by_order.items():
        columns[titles[order[0]]] = [*taken.tolist(), move.compounding][: len(values)]
    before = parts.weight.value
    if before is not None:
        title = t("Millions of {currency}", currency=parts.loaded.history.currency)
        columns[title] = [round(value * before / MILLION) for value in values]
        for i, end in enumerate((t("Interval from"), t("Interval to"))):
            scaled = pd.Series(intervals[:, i] * before / MILLION)
            columns[f"{title}, {end}"] = scaled.round().astype("Int64")
    return pd.DataFrame(columns)
