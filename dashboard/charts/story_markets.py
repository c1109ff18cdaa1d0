"""Three markets around an announcement, one panel a market."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.plot import Drawing, bar, scatter
from dashboard.language import Language
from dashboard.studies.story_moves import MarketDays, Markets
from dashboard.studies.story_words import name_of


def markets_chart(drawn: Markets, language: Language) -> Chart:
    """Draw each index day by day; a closed market has no bar, its first reaction is hatched."""
    t, markets = language.text, drawn.markets
    drawing = base_figure(
        420,
        rows=len(markets),
        shared_xaxes=True,
        vertical_spacing=0.13,
        subplot_titles=[_title(market, language) for market in markets],
    )
    known = [value for market in markets for value in market.returns if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    # Room for the number over the highest bar, under the panel's title.
    over, under = 0.85 * (high - low), 0.1 * (high - low)
    drawing.update_annotations(font={"size": 13})
    for row, market in enumerate(markets, 1):
        _draw(drawing, row, market, 0.05 * (high - low), language)
        drawing.update_yaxes(
            range=[low - under, high + over],
            showticklabels=False,
            showgrid=False,
            zeroline=True,
            zerolinecolor=GREY,
            row=row,
        )
    drawing.update_xaxes(type="category", showgrid=False, automargin=True)
    drawing.update_layout(showlegend=False, hovermode="closest", margin={"t": 28})
    return Chart(
        spec=drawing.spec(),
        name=t("Three indices around the release, by session"),
        sentence=_sentence(markets, language),
        table=_table(markets, language),
    )


def _title(market: MarketDays, language: Language) -> str:
    return language.text(
        "{place}: {index} (release: {time} in {city})",
        place=market.place,
        index=name_of(market.index, language),
        time=f"{market.local_time:%H:%M}",
        city=market.city,
    )


def _draw(drawing: Drawing, row: int, market: MarketDays, lift: float, language: Language) -> None:
    """Draw a market's days, the numbers a little over the bars."""
    days = [language.short_date(day) for day in market.days]
    first = [day == market.first for day in market.days]
    drawing.add_trace(
        bar(
            x=days,
            y=list(market.returns),
            marker={
                "color": [ORANGE if hit else BLUE for hit in first],
                "pattern": {"shape": ["/" if hit else "" for hit in first]},
            },
            hoverinfo="skip",
        ),
        row=row,
    )
    drawing.add_trace(
        scatter(
            x=days,
            # Over the line for a fall as well: under it the days are written.
            y=[None if value is None else max(value, 0.0) + lift for value in market.returns],
            mode="text",
            text=["" if value is None else language.percent(value) for value in market.returns],
            textposition="top center",
            cliponaxis=False,
            hovertemplate="%{x}<br>%{text}<extra></extra>",
        ),
        row=row,
    )
    for day, reason in market.closed.items():
        drawing.add_annotation(
            x=language.short_date(day),
            y=0,
            text=language.text("closed"),
            hovertext=language.text(reason),
            showarrow=False,
            yanchor="bottom",
            row=row,
        )


def _sentence(markets: tuple[MarketDays, ...], language: Language) -> str:
    t = language.text
    closed = [
        t(
            "{place} was closed on {day} ({reason}).",
            place=market.place,
            day=language.date(day),
            reason=reason,
        )
        for market in markets
        for day, reason in market.closed.items()
    ]
    return (" " if language.code == "en" else "").join((_reactions(markets, language), *closed))


def _reactions(markets: tuple[MarketDays, ...], language: Language) -> str:
    reactions = [
        language.text(
            "{index} {move} on {day}",
            index=name_of(market.index, language),
            move=language.percent(market.reaction),
            day=language.date(market.first),
        )
        for market in markets
    ]
    return language.text(
        "Hatched is the first session that ended after the release: {reactions}.",
        reactions=language.listed(reactions),
    )


def _table(markets: tuple[MarketDays, ...], language: Language) -> pd.DataFrame:
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Market"): t(market.place),
                t("Index"): name_of(market.index, language),
                t("Date"): day.isoformat(),
                t("Return"): value,
                t("Closed because of"): t(market.closed.get(day, "")),
                t("First session that could react"): "●" if day == market.first else "",
            }
            for market in markets
            for day, value in zip(market.days, market.returns, strict=True)
        ]
    )
