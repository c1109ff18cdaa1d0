"""The dates that the articles name, against the one that the prices choose."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.timing.date_search import DateSearch, Score
from dashboard.components.frame import link_to
from dashboard.components.table import show_table
from dashboard.language import Language
from dashboard.studies.timing.marks import NamedDate, named_dates
from dashboard.studies.timing.week import Week


def show_named(week: Week, score: Score, language: Language) -> None:
    """Show the sessions that claims name, with how unusual each was, and the one chosen."""
    t, found = language.text, week.search[score]
    named = named_dates(week.exchange, week.sessions)
    st.header(t("The articles' dates against the date of the prices"), anchor="named")
    if not named:
        st.write(t("No claim of the articles names a session in this span."))
        return
    articles = {entry.article.id: language.of(entry.article.publisher) for entry in named}
    chosen = found.chosen if isinstance(found, DateSearch) else None
    places = sorted({entry.place for entry in named})
    days = [week.sessions[place].date() for place in places]
    values = [float(week.score(score)[place]) for place in places]
    there = [_named_there([e for e in named if e.place == place], language) for place in places]
    show_table(
        pd.DataFrame(
            {
                t("Session"): [
                    f"**◆ {language.short_date(day)}**"
                    if place == chosen
                    else language.short_date(day)
                    for place, day in zip(places, days, strict=True)
                ],
                t("Abnormal return"): [language.percent(float(week.ar[place])) for place in places],
                t("Score"): [language.number(value, 1) for value in values],
                t("p-value after the search"): [
                    language.probability(found.p_of(value))
                    if isinstance(found, DateSearch)
                    else "–"
                    for value in values
                ],
                t("Named by the articles"): there,
            }
        ),
        t("The articles' dates against the date of the prices"),
        "named",
        language,
        numbers=lambda: pd.DataFrame(
            {
                t("Session"): [day.isoformat() for day in days],
                t("Abnormal return"): week.ar[places],
                t("Score"): values,
                t("p-value after the search"): [
                    found.p_of(value) if isinstance(found, DateSearch) else None for value in values
                ],
                t("Named by the articles"): there,
            }
        ),
    )
    if chosen is not None:
        st.caption(t("◆ The session that the prices choose."))
    st.caption(
        " · ".join(language.labelled(*named) for named in articles.items())
        + (". " if language.code == "en" else "。")
        + t("In brackets: how many claims of each article speak of the event.")
    )
    st.caption(
        t(
            "The prices single out a session; they do not say which of the news of that session, "
            "or of the days before, moved them. Several pieces of news met the same session."
        )
    )
    with st.container(horizontal=True):
        for article in articles:
            link_to("claims", t("Claims of {article}", article=article), {"article": article})


def _named_there(named: list[NamedDate], language: Language) -> str:
    """Return the events with the articles that name them and the count of their claims."""
    by_event: dict[str, list[str]] = {}
    for entry in named:
        title = language.of(entry.event.title)
        by_event.setdefault(title, []).append(f"{entry.article.id} {len(entry.claims)}")
    return language.listed(
        language.bracketed(title, language.named(said)) for title, said in by_event.items()
    )
