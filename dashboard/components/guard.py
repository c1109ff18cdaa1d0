"""What is wrong or doubtful about a study, and a way out that one press takes."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis.errors import StudyError
from dashboard.components.literal import literal, show_error
from dashboard.components.option_words import said_subject, shown_event
from dashboard.components.upload import uploads
from dashboard.components.url import current_page, open_value
from dashboard.language import Language
from dashboard.studies.choices import BASKET, is_basket
from dashboard.studies.guard import Caution, Reach, cautions, reach
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, default_benchmark
from dashboard.studies.sources import loader
from dashboard.studies.subject import Asked
from data.errors import DataError


def show_cautions(study: Study, language: Language) -> None:
    """Say what a reader must know before trusting the numbers, if there is anything."""
    found = [_words(caution, language) for caution in cautions(study)]
    if found:
        st.warning(
            "\n".join(f"- {literal(words)}" for words in found) if len(found) > 1 else found[0],
            icon=":material/report:",
        )


def show_refusal(error: StudyError | DataError, asked: Asked, language: Language) -> None:
    """Say why there is no study, and offer what comes nearest as buttons."""
    show_error(error, language)
    ways = ways_out(error, asked)
    if ways:
        with st.container(horizontal=True):
            for key, value in ways:
                st.button(
                    language.text("Take {value}", value=said_way(key, value, language)),
                    key=f"way-{key}-{value}",
                    on_click=open_value,
                    args=(key, value, current_page()),
                )


def ways_out(error: StudyError | DataError, asked: Asked) -> list[tuple[str, str]]:
    """Return controls with the values that come nearest to what was refused.

    A ticker that is unknown may be the security, one of a basket's, or the benchmark.
    """
    facts = error.facts
    near = [name for name in str(facts.get("near", "")).split(", ") if name.strip("-–")]
    wrong = str(facts.get("security", ""))
    if "identifier" in facts:
        return [("security", f"{BASKET}{name}") for name in near]
    if "event" in facts:
        return [("event", name) for name in near]
    if near and wrong == asked.benchmark:
        return [("benchmark", name) for name in near]
    if near and wrong:
        parts = asked.subject.split(",")
        return [
            ("security", ",".join(name if part == wrong else part for part in parts))
            for name in near
        ]
    days = (facts.get("before"), facts.get("after"))
    return [("event", day.isoformat()) for day in days if isinstance(day, date)]


def said_way(control: str, value: str, language: Language) -> str:
    """Say a value of a control."""
    return shown_event(value, language) if control == "event" else said_subject(value, language)


def show_reach(asked: Asked, window: str, language: Language) -> None:
    """Say which dates of the chosen security can be studied, where its prices are there."""
    found = _reach(asked, window)
    if found is None:
        return
    t = language.text
    facts = {
        "security": literal(asked.subject),
        "first": language.date(found.first),
        "last": language.date(found.last),
    }
    if found.earliest is None or found.latest is None:
        st.info(
            t(
                "{security} and its benchmark have prices from {first} to {last}: too few for any "
                "event with these windows.",
                **facts,
            )
        )
        return
    st.caption(
        t(
            "{security} and its benchmark have prices from {first} to {last}. With these windows, "
            "events from {earliest} to {latest} can be studied.",
            **facts,
            earliest=language.date(found.earliest),
            latest=language.date(found.latest),
        )
    )


def _reach(asked: Asked, window: str) -> Reach | None:
    if is_basket(asked.subject):
        return None
    try:
        request = study_request(
            security=asked.subject,
            event=asked.event,
            benchmark=asked.benchmark,
            estimation=asked.estimation,
            windows=(window,),
            source=asked.source,
        )
        load = loader(request.source, uploads())
        own = load(request.security).history
        other = load(request.benchmark or default_benchmark(own)).history
        return reach(own, other, request.spec)
    except (StudyError, DataError):
        return None  # the study itself says why


def _words(caution: Caution, language: Language) -> str:
    facts = {
        name: language.date(fact) if isinstance(fact, date) else fact
        for name, fact in caution.facts.items()
    }
    shown = {
        name: language.percent(value, 0, sign=name == "move")
        for name, value in caution.fractions.items()
    }
    return language.text(caution.template, **facts, **shown)
