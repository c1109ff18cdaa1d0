"""When the prices moved, session by session and hour by hour, beside when the news was out."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis.errors import N_, StudyError
from analysis.timing.date_search import Score
from analysis.windows import EventWindow, parse_window
from dashboard import cache
from dashboard.charts.drawing import Chart
from dashboard.charts.timing.clock import clock_chart
from dashboard.charts.timing.week import week_chart, weeks_chart
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.explain_study import explain_asked
from dashboard.components.literal import show_error
from dashboard.components.named_dates import show_named
from dashboard.components.parameters import said_parameters
from dashboard.components.presenter import is_presented
from dashboard.components.report_row import offer_report
from dashboard.components.url import follow_url
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.sources import PriceLoader, loader
from dashboard.studies.subject import request_for
from dashboard.studies.timing.marks import Mark, marks_of_attention
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
    show_named(week, score, language)
    show_chart(every, "baskets", (), language)
    for title, refusal in refused:
        st.caption(language.labelled(title, language.error(refusal)))
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
    load: PriceLoader | None = None
    for entry in baskets():
        try:
            request = request_for(choices.asked(f"basket:{entry.id}"), ("0,0",))
            load = load or loader(request.source)
            week = cache.week(request, span, load)
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
    stop = ". " if language.code == "en" else "。"
    st.markdown("**" + t("Marks of attention, on the first session that could react") + "**")
    st.markdown(
        "\n".join(
            f"- ({mark.number}) **{language.of(mark.event.title)}** — "
            f"{language.date(mark.session)}{stop}{language.of(mark.event.what_happened)}"
            for mark in marks
        )
    )


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
