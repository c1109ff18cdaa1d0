"""The returns of all members of the S&P 500, with the AI names marked."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    percent_axis,
    vertical_line,
)
from dashboard.charts.plot import Trace, bar, scatter
from dashboard.language import Language
from dashboard.studies.sector.members import MembersDay

LABELLED: Final = 5
"""AI names written out at the lower end, where there is room."""
BINS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
MOST_BINS: Final = 55


def distribution_chart(members: MembersDay, marked: str, language: Language) -> Chart:
    """Draw how many members moved how far, and under it each member as a point.

    Parameters
    ----------
    marked
        A member whose point is written out in any case.
    """
    drawing = base_figure(
        470, rows=2, shared_xaxes=True, row_heights=[0.62, 0.38], vertical_spacing=0
    )
    for trace in _histogram(members, language):
        drawing.add_trace(trace, row=1)
    for trace in _points(members, marked, language):
        drawing.add_trace(trace, row=2)
    lines = (
        (members.index_return, language.text("Index"), "dash", 0),
        (members.equal_return, language.text("Mean member"), "solid", 17),
    )
    low, high = members.table["return"].min(), members.table["return"].max()
    for value, words, dash, lift in lines:
        vertical_line(drawing, value, color=GREY, width=1.5, dash=dash)
        drawing.add_annotation(
            x=value, y=1, xref="x", yref="paper", yanchor="bottom", xanchor="right", yshift=lift,
            text=f"{words} {language.percent(value)} ", showarrow=False, font={"color": GREY},
        )  # fmt: skip
    drawing.update_layout(hovermode="closest", bargap=0.06, margin={"t": 84}, barmode="overlay")
    margin = 0.04 * (high - low)
    drawing.update_xaxes(range=[low - margin, high + margin])
    drawing.update_xaxes(**percent_axis(language.text("Return")), row=2)
    drawing.update_yaxes(title={"text": language.text("Members")}, automargin=True, row=1)
    drawing.update_yaxes(visible=False, fixedrange=True, range=[-0.35, 1.6], row=2)
    return Chart(
        spec=drawing.spec(),
        name=language.text("All members of the S&P 500"),
        sentence=_sentence(members, language),
        table=members_table(members, language),
    )


def bin_width(low: float, high: float) -> float:
    """Return the narrowest of the usual widths that gives no crowd of bins."""
    return next((width for width in BINS if (high - low) / width <= MOST_BINS), BINS[-1])


def _histogram(members: MembersDay, language: Language) -> tuple[Trace, Trace]:
    values = members.table["return"].to_numpy(dtype=float)
    width = bin_width(float(values.min()), float(values.max()))
    # Zero is an edge; who did not move counts beside those who rose, as the hover says.
    places = np.floor(values / width).astype(int)
    first, last = int(places.min()), int(places.max())
    counts = np.bincount(places - first, minlength=last - first + 1)
    lows = np.arange(first, last + 1) * width
    traces = []
    for falls, name, colour, hatch in (
        (True, language.text("Fell"), ORANGE, "/"),
        (False, language.text("Rose or stood still"), BLUE, ""),
    ):
        chosen = (lows < -width / 2) == falls
        traces.append(
            bar(
                x=lows[chosen] + width / 2,
                y=counts[chosen],
                width=width,
                name=name,
                marker={"color": colour, "pattern": {"shape": hatch, "size": 6}},
                customdata=[
                    ["", _bin_words(float(low), width, int(count), language)]
                    for low, count in zip(lows[chosen], counts[chosen], strict=True)
                ],
                hovertemplate="%{customdata[1]}<extra></extra>",
            )
        )
    return traces[0], traces[1]


def _bin_words(low: float, width: float, count: int, language: Language) -> str:
    digits = 1 if width < 0.01 else 0
    return language.text(
        "{low} to {high} · members: {count}",
        low=language.percent(low, digits),
        high=language.percent(low + width, digits),
        count=count,
    )


def _points(members: MembersDay, marked: str, language: Language) -> tuple[Trace, ...]:
    table = members.table.sort_values("return")
    # The golden ratio spreads neighbours over the height, the same way on every drawing.
    height = (np.arange(len(table)) * 0.618034) % 1
    ai = table["is_ai"].to_numpy(dtype=bool)
    named = table.index[ai]
    written = {*named[:LABELLED], *named[-1:], marked}
    looks = (
        (~ai, language.text("Other members"), GREY, "circle", 5),
        (ai, language.text("AI names"), ORANGE, "diamond", 9),
    )
    return tuple(
        scatter(
            x=table["return"][chosen],
            y=height[chosen],
            mode="markers+text",
            name=name,
            marker={
                "color": colour,
                "symbol": symbol,
                "size": size,
                "opacity": 0.55 if size < 9 else 0.95,
                "line": {"width": 0},
            },
            text=[ticker if ticker in written else "" for ticker in table.index[chosen]],
            textposition="top center",
            textfont={"size": 11},
            cliponaxis=False,
            customdata=[
                [
                    ticker,
                    f"<b>{ticker}</b> {row['name']}<br>{language.text(row['sector'])}<br>"
                    f"{language.percent(row['return'])}",
                ]
                for ticker, row in table[chosen].iterrows()
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
        for chosen, name, colour, symbol, size in looks
    )


def _sentence(members: MembersDay, language: Language) -> str:
    first, last = (language.date(day) for day in members.days)
    said = language.text(
        "{days}: of {count} members {rose} rose and {fell} fell. The index, weighted by market "
        "value, returned {index}; the mean member {equal}.",
        days=first if first == last else language.text("{first} to {last}", first=first, last=last),
        count=len(members.table),
        rose=members.rose,
        fell=members.fell,
        index=language.percent(members.index_return),
        equal=language.percent(members.equal_return),
    )
    if members.index_return < 0 < members.rose - members.fell:
        joint = " " if language.code == "en" else ""
        said += joint + language.text(
            "Most members rose while the index fell: the loss was that of large names."
        )
    return said


def members_table(members: MembersDay, language: Language) -> pd.DataFrame:
    """Return every member's return, lowest first."""
    t = language.text
    table = members.table.sort_values("return")
    return pd.DataFrame(
        {
            t("Ticker"): table.index,
            t("Name"): table["name"].to_numpy(),
            t("Sector"): [t(sector) for sector in table["sector"]],
            t("AI name"): [t("yes") if ai else "" for ai in table["is_ai"]],
            t("Return"): table["return"].to_numpy(),
        }
    )


def sector_counts(members: MembersDay, language: Language) -> pd.DataFrame:
    """Return how many members of each sector rose and fell, and the mean return in words."""
    counted, mean = counted_sectors(members, language), language.text("Mean return")
    counted[mean] = [language.percent(float(value)) for value in counted[mean]]
    return counted


def counted_sectors(members: MembersDay, language: Language) -> pd.DataFrame:
    """Return how many members of each sector rose and fell, and the mean return, a fraction."""
    t = language.text
    parted = members.table.groupby("sector")["return"]
    counted = pd.DataFrame(
        {
            "rose": parted.apply(lambda values: int((values > 0).sum())),
            "fell": parted.apply(lambda values: int((values < 0).sum())),
            "mean": parted.mean(),
        }
    ).sort_values("mean")
    return pd.DataFrame(
        {
            t("Sector"): [t(str(sector)) for sector in counted.index],
            t("Rose"): counted["rose"].to_numpy(),
            t("Fell"): counted["fell"].to_numpy(),
            t("Mean return"): counted["mean"].to_numpy(),
        }
    )
