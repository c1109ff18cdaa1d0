"""The price around the event, with the dated news above it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    vertical_line,
)
from dashboard.charts.plot import Drawing, scatter
from dashboard.language import Language
from dashboard.studies.single import Study
from dashboard.studies.timeline import DatedNews
from data.providers.upload_use import NO_CURRENCY

HEIGHTS = [0.1, 0.9]
"""Shares of the height for the news and for the price."""


def price_chart(
    study: Study, first: date, last: date, news: tuple[DatedNews, ...], language: Language
) -> Chart:
    """Draw closes from ``first`` to ``last``; weekends and closures take no room.

    Parameters
    ----------
    news
        The catalogued events of the span with their sessions.
    """
    prices = study.security.closes.loc[pd.Timestamp(first) : pd.Timestamp(last)].dropna()
    adjusted = prices.empty
    if adjusted:
        prices = study.security.total_return_price.loc[pd.Timestamp(first) : pd.Timestamp(last)]
        prices = prices.dropna()
    what = language.text("Close, adjusted for dividends") if adjusted else language.text("Close")
    currency = "" if study.security.currency == NO_CURRENCY else study.security.currency
    drawing = base_figure(400, rows=2, shared_xaxes=True, row_heights=HEIGHTS)
    drawing.add_trace(
        scatter(
            x=prices.index,
            y=prices.to_numpy(),
            mode="lines+markers",
            marker={"size": 5},
            line={"color": BLUE, "width": 2},
            name=f"{what} ({currency})" if currency else what,
            customdata=[
                [language.date(day.date()), language.price(float(value), study.security.currency)]
                for day, value in zip(prices.index, prices.to_numpy(), strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        ),
        row=2,
    )
    _draw_news(drawing, study, news, language)
    drawing.update_xaxes(
        rangebreaks=[
            {"bounds": ["sat", "mon"]},
            {"values": [c.date.isoformat() for c in study.closures_between(first, last)]},
        ],
        tickformat="%-m/%-d" if language.code == "ja" else "%-d %b",
        automargin=True,
    )
    drawing.update_yaxes(title={"text": currency or what}, automargin=True, row=2)
    drawing.update_yaxes(range=[0, 1], visible=False, fixedrange=True, row=1)
    return Chart(
        spec=drawing.spec(),
        name=language.text("Price of {security}", security=study.security.security),
        sentence=_sentence(study, prices, language),
        fractions=False,
        table=pd.DataFrame(
            {
                language.text("Date"): [day.date().isoformat() for day in prices.index],
                what: prices.to_numpy(),
                language.text("News"): [
                    _titles(news, day.date(), language) for day in prices.index
                ],
            }
        ),
    )


def _draw_news(
    drawing: Drawing, study: Study, news: tuple[DatedNews, ...], language: Language
) -> None:
    session = study.result.session
    by_day: dict[date, list[DatedNews]] = {}
    for entry in news:
        by_day.setdefault(entry.session, []).append(entry)
    for day in by_day:
        vertical_line(
            drawing,
            day.isoformat(),
            color=ORANGE if day == session else GREY,
            width=1.5 if day == session else 0.7,
            dash="dash" if day == session else "dot",
        )
    drawing.add_trace(
        scatter(
            x=[day.isoformat() for day in by_day],
            y=[0.5] * len(by_day),
            mode="markers",
            marker={
                "symbol": ["diamond" if day == session else "circle" for day in by_day],
                "size": [13 if day == session else 9 for day in by_day],
                "color": [ORANGE if day == session else GREY for day in by_day],
            },
            name=language.text("News"),
            hovertext=[
                "<br>".join(_hover(entry, language) for entry in day) for day in by_day.values()
            ],
            hoverinfo="text",
        ),
        row=1,
    )


def _hover(entry: DatedNews, language: Language) -> str:
    claims = ", ".join(entry.claims)
    title = language.of(entry.event.title)
    return f"{title} [{claims}]" if claims else title


def _titles(news: tuple[DatedNews, ...], day: date, language: Language) -> str:
    return language.listed(language.of(entry.event.title) for entry in news if entry.session == day)


def _sentence(study: Study, prices: pd.Series, language: Language) -> str:
    session = pd.Timestamp(study.result.session)
    before = prices.loc[: session - timedelta(days=1)]
    if session not in prices.index:
        return language.text("No close of the event session is known.")
    if before.empty:
        return language.text(
            "{security} closed at {after} on {day}.",
            security=study.security.security,
            after=language.price(float(prices.loc[session]), study.security.currency),
            day=language.date(session.date()),
        )
    return language.text(
        "{security} closed at {after} on {day}, after {before} on {day_before}.",
        security=study.security.security,
        after=language.price(float(prices.loc[session]), study.security.currency),
        day=language.date(session.date()),
        before=language.price(float(before.iloc[-1]), study.security.currency),
        day_before=language.date(before.index[-1].date()),
    )
