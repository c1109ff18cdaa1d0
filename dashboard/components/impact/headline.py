"""The answer in four numbers: how much, how much of it its own, how long, how busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.errors import StudyError
from dashboard.components.headline import PLAIN
from dashboard.components.literal import literal
from dashboard.language import Language
from dashboard.studies.impact.activity import Volume, security_volume
from dashboard.studies.impact.parts import Parts, security_parts
from dashboard.studies.impact.recovery import NameRecovery, security_recovery
from dashboard.studies.impact.request import ImpactRequest, kept
from dashboard.studies.sources import PriceLoader
from data.errors import DataError
from data.prices import PriceHistory

Answer = TypeVar("Answer")


def show_impact_headline(
    request: ImpactRequest, uploads: dict[str, PriceHistory], language: Language
) -> str:
    """Show the four numbers, each with its reason where it cannot be had; return the sentence."""
    columns = st.columns(4)
    parts = _try(security_parts, request, uploads)
    found = _try(security_recovery, request, uploads)
    volume = _try(security_volume, request, uploads)
    said = [
        _show_loss(columns[0], parts, language),
        _show_own(columns[1], parts, request.study.spec.level, language),
        _show_back(columns[2], found if isinstance(found, Exception) else found[0], language),
        _show_volume(columns[3], volume, language),
    ]
    joint = " " if language.code == "en" else ""
    return joint.join(filter(None, said))


def _try(
    do: Callable[[ImpactRequest, PriceLoader], Answer],
    request: ImpactRequest,
    uploads: dict[str, PriceHistory],
) -> Answer | StudyError | DataError:
    try:
        return kept(do, request, uploads)
    except (StudyError, DataError) as error:
        return error


def _nothing(
    column: DeltaGenerator, label: str, error: StudyError | DataError, language: Language
) -> str:
    column.metric(label, "–", help=literal(language.error(error)), **PLAIN)
    return ""


def _show_loss(
    column: DeltaGenerator, parts: Parts | StudyError | DataError, language: Language
) -> str:
    t = language.text
    if not isinstance(parts, Parts):
        return _nothing(column, t("Change of value"), parts, language)
    whole = language.percent(parts.move.whole)
    shares, currency = parts.weight.shares, parts.loaded.history.currency
    if parts.change is None or shares is None:
        column.metric(t("Return"), whole, t("no sound count of shares or closes"), **PLAIN)
        return t("{security}: {whole}.", security=parts.security, whole=whole)
    money = language.money(parts.change, currency)
    column.metric(
        t("Change of value"),
        money,
        whole,
        help=t(
            "{shares} shares as of {as_of} (grade {grade}) times the change of the close, from "
            "{first} to {last}.",
            shares=language.number(shares.shares, 0),
            as_of=language.date(shares.as_of),
            grade=shares.grade,
            first=language.date(parts.days[0]),
            last=language.date(parts.days[1]),
        ),
        **PLAIN,
    )
    return t(
        "{security}: {whole}, or {money} at {shares} shares as of {as_of}.",
        security=parts.security,
        whole=whole,
        money=money,
        shares=language.number(shares.shares, 0),
        as_of=language.date(shares.as_of),
    )


def _show_own(
    column: DeltaGenerator,
    parts: Parts | StudyError | DataError,
    level: float,
    language: Language,
) -> str:
    t, label = language.text, language.text("Its own part")
    if not isinstance(parts, Parts):
        return _nothing(column, label, parts, language)
    low, high = (language.percent(float(end), 1) for end in parts.move.intervals(level)[-1])
    own = language.percent(float(parts.move.parts[-1]), 1)
    said = language.percent(level, 0, sign=False)
    column.metric(
        label,
        own,
        f"{low} … {high} ({said})",
        help=t("What neither the market nor the sector explains, with its prediction interval."),
        **PLAIN,
    )
    return t(
        "Its own part: {own} ({level} interval {low} to {high}).",
        own=own,
        level=said,
        low=low,
        high=high,
    )


def _show_back(
    column: DeltaGenerator, name: NameRecovery | StudyError | DataError, language: Language
) -> str:
    t, label = language.text, language.text("Back at the day before")
    if not isinstance(name, NameRecovery):
        return _nothing(column, label, name, language)
    if not name.recovery.fell:
        column.metric(label, t("did not fall"), **PLAIN)
        return ""
    back, half = name.recovery.regained, name.recovery.halved
    value = (
        t("not by {day}", day=language.date(back.last))
        if back.day is None
        else language.date(back.day)
    )
    count = back.seen if back.sessions is None else back.sessions
    halved = "–" if half.sessions is None else str(half.sessions)
    column.metric(
        label,
        value,
        t("{sessions} (half: {half})", sessions=language.sessions(count), half=halved),
        help=t(
            "First close at or above that of {day}.", day=language.date(name.recovery.day_before)
        ),
        **PLAIN,
    )
    return t(
        "Back at the close before: {value} ({sessions}).",
        value=value,
        sessions=language.sessions(count),
    )


def _show_volume(
    column: DeltaGenerator, volume: Volume | StudyError | DataError, language: Language
) -> str:
    t, label = language.text, language.text("Volume, times normal")
    if not isinstance(volume, Volume):
        return _nothing(column, label, volume, language)
    times = f"× {language.number(volume.times, 1)}"
    column.metric(
        label,
        times,
        t("rank {place} of {count}", place=volume.place, count=f"{volume.of:,}"),
        help=t(
            "Of the event session, against the estimation window's; rank among all sessions of "
            "the source since {since}.",
            since=language.date(volume.since),
        ),
        **PLAIN,
    )
    return ""
