"""Baskets side by side: a dot a member, a diamond for the average."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.labels import wrapped
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.story_moves import BasketMoves, Groups
from dashboard.studies.story_words import name_of
from data.catalogue import basket

ROW = 46
"""Height of a basket, in pixels."""


def groups_chart(drawn: Groups, language: Language) -> Chart:
    """Draw each basket in a row of its own, the hardest hit at the top."""
    t, baskets = language.text, drawn.baskets
    drawing = base_figure(ROW * len(baskets) + 90)
    rows = list(range(len(baskets)))
    drawing.add_trace(
        scatter(
            x=[value for moves in baskets for value in moves.values],
            y=[row for row, moves in zip(rows, baskets, strict=True) for _ in moves.values],
            mode="markers",
            marker={"color": BLUE, "size": 8, "opacity": 0.65},
            name=t("a member"),
            customdata=[
                f"{name_of(ticker, language)}<br>{language.percent(value)}"
                for moves in baskets
                for ticker, value in zip(moves.members, moves.values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    drawing.add_trace(
        scatter(
            x=[moves.mean for moves in baskets],
            y=rows,
            mode="markers",
            marker={"color": ORANGE, "size": 13, "symbol": "diamond"},
            name=t("the average"),
            hoverinfo="skip",
        )
    )
    values = [value for moves in baskets for value in moves.values]
    span = max(values) - min(values)
    for row, moves in zip(rows, baskets, strict=True):
        drawing.add_annotation(
            x=1,
            xref="paper",
            y=row,
            text=f"<b>{language.percent(moves.mean)}</b>",
            showarrow=False,
            xanchor="right",
        )
    drawing.update_xaxes(**percent_axis(t("Abnormal return")))
    drawing.update_xaxes(
        range=[min(values) - 0.04 * span, max(values) + 0.4 * span], zerolinecolor=GREY
    )
    drawing.update_yaxes(
        tickvals=rows,
        ticktext=[wrapped(_name(moves, language), _width(language), language) for moves in baskets],
        range=[len(baskets) - 0.5, -0.5],
        zeroline=False,
        automargin=True,
    )
    drawing.update_layout(hovermode="closest")
    return Chart(
        spec=drawing.spec(),
        name=t("Abnormal returns by basket"),
        sentence=t(
            "From {low} on average ({lowest}) to {high} ({highest}); a dot is a member, the "
            "diamond the average.",
            low=language.percent(baskets[0].mean),
            lowest=_name(baskets[0], language),
            high=language.percent(baskets[-1].mean),
            highest=_name(baskets[-1], language),
        ),
        table=pd.DataFrame(
            [
                {
                    t("Basket"): _name(moves, language),
                    t("Ticker"): ticker,
                    t("Security"): name_of(ticker, language),
                    t("Abnormal return"): value,
                    t("Average of the basket"): moves.mean,
                }
                for moves in baskets
                for ticker, value in zip(moves.members, moves.values, strict=True)
            ]
        ),
    )


def _name(moves: BasketMoves, language: Language) -> str:
    return language.of(basket(moves.basket).name)


def _width(language: Language) -> int:
    return 11 if language.code == "ja" else 22
