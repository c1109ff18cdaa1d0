"""When the prices moved, session by session and hour by hour, beside when the news was out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.errors import N_, StudyError
from analysis.timing.date_search import DateSearch, Score
from analysis.windows import EventWindow, parse_window
from dashboard import cache
from dashboard.charts.drawing import Chart
from dashboard.charts.timing.clock import clock_chart
from dashboard.charts.timing.week import week_chart, weeks_chart
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.explain_study import explain_asked
from dashboard.components.frame import link_to
from dashboard.components.literal import show_error
from dashboard.components.parameters import said_parameters
from dashboard.components.presenter import is_presented
from dashboard.components.report_row import offer_report
from dashboard.components.url import follow_url
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.subject import request_for
from dashboard.studies.timing.marks import Mark, NamedDate, marks_of_attention, named_dates
from dashboard.studies.timing.trading_day import around_the_world
from dashboard.studies.timing.week import SCORES, Week
from data.catalogue import baskets
from data.errors import DataError

PAGE = "timing"
SEARCHES = ("-5,4", "-10,10", "-15,15")
SCORE_WORDS: dict[Score, str] = {
    "scaled": N_("over the volatility expected the day before"),
    "sar": N_("over the estimation window's standard error"),
}


def show(choices: Choices, language: Language) -> None:
    """Show when a security and the baskets moved, and what the articles name as the date."""
    t = language.text
    presenting = is_presented()
    if not presenting:
        st.title(t("When did the market move?"), anchor=False)
        st.write(
            t(
                "R1 was public a week before the crash. Here stand the sessions around the event, "
                "what was known when, and the session that the prices themselves single out."
            )
        )
    span, score = _controls(language, drawn=not presenting)
    try:
        week = _week(choices, span)
    except (StudyError, DataError) as error:
        show_error(error, language)
        return
    names = _names(language)
    name = names.get(week.subject, week.subject)
    marks = marks_of_attention(week.exchange, week.sessions)
    chart = week_chart(week, marks, score, name, language)
    with st.spinner(t("Studying the baskets …")):
        rows, refused = _baskets(choices, span, names)
    every = weeks_chart([(name, week), *rows], score, language)
    clock = _clock(week.sessions[week.tau.tolist().index(0)].date(), names, language)
    drawn = (chart, every, clock[0]) if isinstance(clock, tuple) else (chart, every)
    report = Report(
        title=t("When did the market move?"),
        lead=chart.sentence,
        parameters=said_parameters(choices, language),
        charts=drawn,
        tables=(),
        sources=week.sources,
        language=language,
    )
    if offer_report(report, PAGE):
        return
    show_chart(chart, "week", week.sources[:2], language)
    explain_asked(choices, language)
    _show_marks(marks, language)
    _show_named(week, score, language)
    show_chart(every, "baskets", (), language)
    for title, refusal in refused:
        st.caption(f"{title}: {language.error(refusal)}")
    _show_clock(clock, language)


def _controls(language: Language, *, drawn: bool) -> tuple[EventWindow, Score]:
    t = language.text
    search_changed = follow_url("search", SEARCHES[0], PAGE)
    score_changed = follow_url("score", SCORES[0], PAGE)
    state = st.session_state
    if state["search"] not in SEARCHES:
        state["search"] = SEARCHES[0]
    if state["score"] not in SCORES:
        state["score"] = SCORES[0]
    if drawn:
        columns = st.columns(2)
        columns[0].selectbox(
            t("Sessions searched"),
            SEARCHES,
            format_func=lambda text: "[" + text.replace("-", "−").replace(",", ", ") + "]",
            key="search",
            on_change=search_changed,
            help=t("First and last session from the event among which the date is sought."),
        )
        columns[1].selectbox(
            t("Score: the abnormal return …"),
            SCORES,
            format_func=lambda name: t(SCORE_WORDS[name]),
            key="score",
            on_change=score_changed,
        )
    score: Score = state["score"]
    return EventWindow(*parse_window(state["search"])), score


def _week(choices: Choices, span: EventWindow) -> Week:
    request = request_for(choices.asked(), ("0,0",))
    return cache.week(request, span)


def _baskets(
    choices: Choices, span: EventWindow, names: dict[str, str]
) -> tuple[list[tuple[str, Week]], list[tuple[str, StudyError | DataError]]]:
    found, refused = [], []
    for entry in baskets():
        try:
            week = cache.week(request_for(choices.asked(f"basket:{entry.id}"), ("0,0",)), span)
            found.append((names[entry.id], week))
        except (StudyError, DataError) as error:
            refused.append((names[entry.id], error))
    return found, refused


def _names(language: Language) -> dict[str, str]:
    japanese = language.code == "ja"
    return {ticker: pair[japanese] for ticker, pair in security_names().items()} | {
        entry.id: language.of(entry.name) for entry in baskets()
    }


def _show_marks(marks: tuple[Mark, ...], language: Language) -> None:
    t = language.text
    if not marks:
        st.write(t("None of the marks of attention falls into these sessions."))
        return
    st.markdown("**" + t("Marks of attention, on the first session that could react") + "**")
    st.markdown(
        "\n".join(
            f"- ({mark.number}) **{language.of(mark.event.title)}** — "
            f"{language.date(mark.session)}. {language.of(mark.event.what_happened)}"
            for mark in marks
        )
    )


def _named_there(named: list[NamedDate], language: Language) -> str:
    """Return the events with the articles that name them and the count of their claims."""
    by_event: dict[str, list[str]] = {}
    for entry in named:
        title = language.of(entry.event.title)
        by_event.setdefault(title, []).append(f"{entry.article.id} {len(entry.claims)}")
    return "; ".join(f"{title} ({', '.join(said)})" for title, said in by_event.items())


def _show_named(week: Week, score: Score, language: Language) -> None:
    t, found = language.text, week.search[score]
    named = named_dates(week.exchange, week.sessions)
    st.header(t("The articles' dates against the date of the prices"), anchor="named")
    if not named:
        st.write(t("No claim of the articles names a session in this span."))
        return
    articles = {entry.article.id: language.of(entry.article.publisher) for entry in named}
    chosen = found.chosen if isinstance(found, DateSearch) else None
    rows = []
    for place in sorted({entry.place for entry in named}):
        value = float(week.score(score)[place])
        day = language.short_date(week.sessions[place].date())
        rows.append(
            {
                t("Session"): f"**◆ {day}**" if place == chosen else day,
                t("Abnormal return"): language.percent(float(week.ar[place])),
                t("Score"): language.number(value, 1),
                t("p-value after the search"): language.probability(found.p_of(value))
                if isinstance(found, DateSearch)
                else "–",
                t("Named by the articles"): _named_there(
                    [entry for entry in named if entry.place == place], language
                ),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal")
    if chosen is not None:
        st.caption(t("◆ The session that the prices choose."))
    st.caption(
        " · ".join(f"{article}: {publisher}" for article, publisher in articles.items())
        + ". "
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


Clock = tuple[Chart, dict[str, str]]
"""The chart, and the hashes of the tables behind it."""


def _clock(session: date, names: dict[str, str], language: Language) -> Clock | DataError:
    try:
        days, span = around_the_world(session)
    except DataError as error:
        return error
    hashes = {day.table: day.sha256 for day in days}
    return clock_chart(days, span, names, language), hashes


def _show_clock(clock: Clock | DataError, language: Language) -> None:
    t = language.text
    if isinstance(clock, DataError):
        st.header(t("Around the world, hour by hour"), anchor="clock")
        show_error(clock, language)
        return
    chart, hashes = clock
    show_chart(chart, "clock", (), language)
    st.caption(
        t(
            "Hatched: from the close before to the first trade. New York is drawn hour by hour "
            "where the snapshot has bars; Tokyo, Hong Kong and Europe have an opening and a close. "
            "The last hour ends with the official close."
        )
    )
    said = ", ".join(f"{table} {digest[:12]}" for table, digest in sorted(hashes.items()))
    st.caption(t("Embedded snapshot, SHA-256: {hashes}.", hashes=said))
